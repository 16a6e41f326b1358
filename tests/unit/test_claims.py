"""Each judge says what its data say, and nothing where they are silent."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
import pytest

from tryggve.catalog import names_in
from tryggve.domain.figure import BOTH, Figure, level_of_code, status_of
from tryggve.domain.indicator import indicators
from tryggve.example.public_figures import public_figures
from tryggve.ingest.figures.scope import municipalities
from tryggve.reports.claims.ground import Ground
from tryggve.reports.claims.judged import judge
from tryggve.reports.claims.judges import JUDGES
from tryggve.reports.claims.judges_of_offences import cells_of, dispersion
from tryggve.reports.claims.record import FOLDER, Judged, Verdict, claims_of

PLACE = "umea"
OWN, COUNTY, COUNTRY = "2480", "24", "00"
CODES = sorted(municipalities())
COUNTIES = sorted({code[:2] for code in CODES})
PEOPLE, LISTED = "folkmangd", "utsatta_omraden"


def rows(indicator: str, period: str, values: Mapping[str, float | None]) -> list[Figure]:
    return [
        Figure(indicator, area, level_of_code(area), "", period, BOTH, value, None, status_of(value), "", "t")
        for area, value in values.items()
    ]


def judged(claim_id: str, figures: Iterable[Figure] = ()) -> Judged:
    found = judge(claims_of(PLACE), Ground(public_figures(PLACE), list(figures)))
    return next(one for one in found if one.claim.id == claim_id)


def verdict(claim_id: str, figures: Iterable[Figure] = ()) -> Verdict:
    claim = next(one for one in claims_of(PLACE).claims if one.id == claim_id)
    return JUDGES[claim.judge](claim, Ground(public_figures(PLACE), list(figures))).verdict


HOLDS, FALLS, UNKNOWN = Verdict.HOLDS, Verdict.DOES_NOT_HOLD, Verdict.CANNOT_BE_JUDGED


def test_every_claim_is_whole() -> None:
    for place in names_in(FOLDER):
        claims = claims_of(place)
        assert len(claims.claims) >= 12
        assert len({one.id for one in claims.claims}) == len(claims.claims)
        assert {one.judge for one in claims.claims} <= set(JUDGES)
        for one in claims.claims:
            assert set(one.indicators) <= set(indicators())
            assert set(one.tables) <= {*public_figures(place).sources, *claims.tables}


def test_without_fetched_figures_only_what_the_catalog_decides_is_decided() -> None:
    found = judge(claims_of(PLACE), Ground(public_figures(PLACE)))
    decided = {one.claim.id: one.verdict for one in found if one.verdict is not UNKNOWN}
    assert decided == {"inget-utsatt-omrade": HOLDS, "enda-utan": FALLS, "storsta-utan": HOLDS}
    needs = [one for one in found if one.claim.indicators and not one.claim.tables]
    assert needs
    assert all(number.value is None for one in needs for number in one.numbers)


def people(large: Mapping[str, float]) -> list[Figure]:
    return rows(PEOPLE, "2025", {code: large.get(code, 20_000.0) for code in CODES})


LARGE = {OWN: 135_000.0, "0180": 990_000.0, "1281": 130_000.0}


@pytest.mark.parametrize(
    ("listed", "alone", "largest"),
    [
        ({OWN: 0, "0180": 9, "1281": 2}, HOLDS, HOLDS),
        ({OWN: 0, "0180": 9, "1281": 0}, FALLS, HOLDS),
        ({OWN: 0, "0180": 0}, FALLS, FALLS),
        ({OWN: 1, "0180": 9, "1281": 2}, FALLS, FALLS),
        ({OWN: 0, "0180": 9}, UNKNOWN, HOLDS),
        ({OWN: 0}, UNKNOWN, UNKNOWN),
    ],
)
def test_alone_and_largest(listed: Mapping[str, float], alone: Verdict, largest: Verdict) -> None:
    figures = people(LARGE) + rows(LISTED, "2025", listed)
    assert verdict("enda-utan", figures) is alone
    assert verdict("storsta-utan", figures) is largest


def test_half_of_what_is_needed_leaves_it_to_the_catalog() -> None:
    """A list without population, or one that lacks the municipality itself, is not taken for an answer."""
    for figures in (rows(LISTED, "2030", {OWN: 1, "1281": 1}), people(LARGE) + rows(LISTED, "2030", {"1281": 1})):
        found = judged("enda-utan", figures)
        assert found.verdict is FALLS
        assert "2025" in found.text
        assert "2030" not in found.text


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        ({"2024": 18_000, "2020": 17_000, "2015": 16_000}, FALLS),
        ({"2024": 19_999, "2020": 19_998, "2015": 19_997}, HOLDS),
        ({"2024": 19_999, "2020": 17_000, "2015": 16_000}, UNKNOWN),
        ({"2024": 19_999, "2020": 19_998}, UNKNOWN),
    ],
)
def test_fastest_growth(then: Mapping[str, float], expected: Verdict) -> None:
    # The municipality grows by a tenth over every span; one other starts from `then` and ends at 20 000.
    figures = people({OWN: 22_000.0})
    for period, start in then.items():
        figures += rows(PEOPLE, period, dict.fromkeys(CODES, 20_000.0) | {"0114": float(start)})
    assert verdict("snabbast-vaxande", figures) is expected


@pytest.mark.parametrize(
    ("own", "least_other", "expected"), [(5_000, 9_000, HOLDS), (9_000, 5_000, FALLS), (5_000, 5_005, UNKNOWN)]
)
def test_lowest_county(own: float, least_other: float, expected: Verdict) -> None:
    rates = dict.fromkeys(COUNTIES, 9_500.0) | {"25": float(least_other), COUNTY: float(own)}
    figures = rows("anmalda_totalt", "2025", rates) + rows(PEOPLE, "2025", dict.fromkeys(COUNTIES, 270_000.0))
    found = judged("lagst-brottslighet-i-landet", figures)
    assert found.verdict is expected
    interval = found.numbers[0].interval
    assert interval is not None
    assert interval[0] < own < interval[1]


def test_a_few_counties_are_not_the_country() -> None:
    few = {COUNTY: 5_000.0, "25": 9_000.0}
    figures = rows("anmalda_totalt", "2025", few) + rows(PEOPLE, "2025", dict.fromkeys(COUNTIES, 270_000.0))
    assert verdict("lagst-brottslighet-i-landet", figures) is UNKNOWN


@pytest.mark.parametrize(("shares", "expected"), [((3, 4), HOLDS), ((3, 14), UNKNOWN), ((14, 15), FALLS)])
def test_low_share(shares: tuple[float, float], expected: Verdict) -> None:
    figures: list[Figure] = []
    for period, own in zip(("2023", "2024"), shares, strict=True):
        spread = {code: 5.0 + 10.0 * at / len(CODES) for at, code in enumerate(CODES)}
        figures += rows("barn_lag_ekonomisk_standard", period, spread | {OWN: float(own)})
    found = judged("lag-barnfattigdom", figures)
    assert found.verdict is expected
    assert found.numbers[0].value == shares[1]
    assert found.numbers[0].interval == (min(shares), max(shares))


def test_the_few_that_are_compared_with_are_not_the_country() -> None:
    figures = rows("barn_lag_ekonomisk_standard", "2024", {OWN: 3.0, "1281": 9.0, "0680": 9.0, "1880": 9.0})
    assert verdict("lag-barnfattigdom", figures) is UNKNOWN


@pytest.mark.parametrize(
    ("eligible", "unemployed", "expected"), [(90, 4, HOLDS), (80, 9, FALLS), (90, 9, UNKNOWN), (90, None, UNKNOWN)]
)
def test_better_than_country(eligible: float, unemployed: float | None, expected: Verdict) -> None:
    figures = rows("behoriga_yrkesprogram", "2024", {OWN: float(eligible), COUNTRY: 85.0})
    if unemployed is not None:
        figures += rows("arbetslosa", "2024", {OWN: float(unemployed), COUNTRY: 6.0})
    assert verdict("skola-och-arbete", figures) is expected


def test_peers_by_hand() -> None:
    """Ratio of sums, and an interval of the log ratio with z of 1 - .05/3/2 and the dispersion of the years."""
    found = judged("lagre-an-jamforbara")
    ground = Ground(public_figures(PLACE))
    cells = cells_of(ground)
    spread = dispersion(cells)
    assert spread > 10  # years of a municipality differ far more than chance
    for number in found.numbers:
        code = number.key.partition(":")[2]
        own, peer = ([cell for cell in cells if cell.code == one] for one in (OWN, code))
        a, b = sum(cell.offences for cell in own), sum(cell.offences for cell in peer)
        ratio = (a / sum(cell.people for cell in own)) / (b / sum(cell.people for cell in peer))
        assert number.value == pytest.approx(ratio, rel=1e-12)
        error = 2.3939797998 * math.sqrt(spread * (1 / a + 1 / b))
        assert number.interval == pytest.approx((ratio * math.exp(-error), ratio * math.exp(error)), rel=1e-9)


def test_dispersion_by_an_obvious_twin() -> None:
    """Two-way Poisson by alternating scaling of the margins, and Pearson's sum over the degrees of freedom."""
    cells = cells_of(Ground(public_figures(PLACE)))
    codes, years = sorted({cell.code for cell in cells}), sorted({cell.year for cell in cells})
    counts, persons = np.zeros((len(codes), len(years))), np.zeros((len(codes), len(years)))
    for cell in cells:
        at = codes.index(cell.code), years.index(cell.year)
        counts[at], persons[at] = cell.offences, cell.people
    mean = persons * counts.sum() / persons.sum()
    for _ in range(500):
        mean *= (counts.sum(1) / mean.sum(1))[:, None]
        mean *= counts.sum(0) / mean.sum(0)
    pearson = ((counts - mean) ** 2 / mean).sum() / ((len(codes) - 1) * (len(years) - 1))
    assert dispersion(cells) == pytest.approx(pearson, rel=1e-8)


def test_segregation_has_an_interval_by_an_obvious_twin() -> None:
    """In each area the group drawn anew by its share; twice the index less the quantiles of the draws."""
    found = judged("lag-segregation")
    (number,) = found.numbers
    areas = public_figures(PLACE).regso
    people = np.array([one.population for one in areas])
    group = np.floor(people * np.array([one.born_abroad_percent for one in areas]) / 100 + 0.5)

    def uneven(x: np.ndarray) -> float:
        return 0.5 * float(np.abs(x / x.sum() - (people - x) / (people - x).sum()).sum())

    rng = np.random.default_rng(7)
    draws = [uneven(rng.binomial(people, group / people)) for _draw in range(2000)]
    low, high = 2 * uneven(group) - np.quantile(draws, [0.975, 0.025])
    assert number.value == pytest.approx(uneven(group), abs=1e-4)
    assert number.interval == pytest.approx((low, high), abs=1e-3)
    assert found.verdict is UNKNOWN
    assert f"{low:.2f}".replace(".", ",") in found.text


def test_what_goes_together_is_never_an_effect() -> None:
    found = judged("forebyggandet-forklarar")
    assert found.verdict is UNKNOWN
    (number,) = found.numbers
    assert number.value is not None
    assert number.interval is not None
    assert number.interval[0] < number.value < number.interval[1]


def test_a_bad_claim_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime as dt

    from tryggve.reports.claims import record

    whole = {"id": "a", "words": "w", "decides": "d", "method": "m", "judge": "undecided", "says": {"unknown": "x"}}
    head = {"title": "t", "source": "s", "author": "a", "reviewed": dt.date(2026, 1, 1), "tables": {}}
    for entry, told in (
        (whole, "misread"),
        (whole | {"limits": ["l"], "odd": 1}, "odd"),
        ({**whole, "limits": ["l"], "method": " "}, "method"),
    ):
        monkeypatch.setattr(record, "read_toml", lambda _name, entry=entry: head | {"claim": [entry]})
        with pytest.raises(ValueError, match=f"claim a: .*{told}"):
            claims_of("x")
