"""How often chance alone is called something, and what the numbers behind that are."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from tryggve.domain.period import Period, parse_period
from tryggve.reports.comparison import FEWEST, Comparison, _corrected, _Held, _one, change_p
from tryggve.reports.history import History
from tryggve.stats.change import compare_counts
from tryggve.stats.trend import expected_level

MEANS = (20.0, 12.0, 8.0, 5.0, 3.0, 1.0, 0.5, 0.2)


def periods(label: str, n: int) -> tuple[Period, ...]:
    found = [parse_period(label)]
    while len(found) < n:
        found.append(found[-1].previous())
    return tuple(reversed(found))


def judged(counts: dict[str, np.ndarray], ps: tuple[Period, ...], lag: int) -> list[Comparison]:
    held = _Held(History(ps, counts, None), (7.0, 7.0))
    before = {kind: int(values[-1 - lag]) for kind, values in counts.items()}
    return _corrected([_one(kind, int(values[-1]), before, held, len(counts)) for kind, values in counts.items()])


@pytest.mark.parametrize("dispersion", [1.0, 2.0])
def test_chance_alone_is_seldom_called_anything(dispersion: float) -> None:
    """Eight kinds, three years of weeks: in about one week of twenty at most is any of them called anything."""
    rng = np.random.default_rng(20)
    ps = periods("2025-W40", 156)
    flagged = 0
    for _draw in range(60):
        counts = {}
        for i, mean in enumerate(MEANS):
            size = mean / (dispersion - 1.0) if dispersion > 1.0 else 0.0
            drawn = rng.negative_binomial(size, 1.0 / dispersion, 156) if size else rng.poisson(mean, 156)
            counts[f"k{i}"] = drawn.astype(float)
        flagged += any(row.unusual or row.changed for row in judged(counts, ps, 52))
    assert flagged <= 8  # 5 % of 60 is 3; more than 8 has a probability below .5 % even at 6 %


def test_a_real_doubling_is_still_found() -> None:
    rng = np.random.default_rng(21)
    counts = {f"k{i}": rng.poisson(mean, 156).astype(float) for i, mean in enumerate(MEANS)}
    counts["k0"][-1] = 50.0
    row = next(row for row in judged(counts, periods("2025-W40", 156), 52) if row.category == "k0")
    assert row.unusual
    assert row.changed


def test_four_events_are_never_called_anything() -> None:
    counts = {"rare": np.r_[np.zeros(155), 4.0]}
    (row,) = judged(counts, periods("2025-W40", 156), 52)
    assert not row.unusual
    assert not row.changed


def test_the_p_value_of_a_change_without_history() -> None:
    """40 against 20 at a dispersion of 2 is 20 against 10: twice P(X >= 20) for X binomial(30, 1/2)."""
    tail = sum(math.comb(30, k) for k in range(20, 31)) / 2**30
    assert 2 * tail == pytest.approx(0.098737, abs=1e-6)
    change = compare_counts(40, 20)
    assert change_p(change, None) == pytest.approx(2 * tail)
    assert change.p_conditional == pytest.approx(0.013489, abs=1e-6)


def test_the_p_value_uses_the_dispersion_of_the_history() -> None:
    """A dispersion of 1.9 with 40 degrees of freedom is taken as 1.9 * 40 / 38 = 2: the same 20 against 10."""
    series = expected_level(np.full(60, 30.0), period_length=12.0)
    made = replace(series, dispersion=1.9, n_used=40 + len(series.coefficients))
    assert change_p(compare_counts(40, 20), made) == pytest.approx(0.098737, abs=1e-6)


def test_with_two_degrees_of_freedom_the_dispersion_is_assumed() -> None:
    series = expected_level(np.full(60, 30.0), period_length=12.0)
    made = replace(series, dispersion=9.0, n_used=2 + len(series.coefficients))
    assert change_p(compare_counts(40, 20), made) == pytest.approx(0.098737, abs=1e-6)


def test_the_exact_test_is_never_undercut() -> None:
    calm = replace(expected_level(np.full(60, 30.0), period_length=12.0), dispersion=0.5)
    change = compare_counts(40, 20)
    assert change_p(change, calm) == change.p_conditional


def test_exposure_is_allowed_for() -> None:
    assert change_p(compare_counts(40, 20, 2.0, 1.0), None) == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize(("after", "before"), [(0, 12), (12, 0)])
def test_from_none_and_to_none_have_a_p_value(after: int, before: int) -> None:
    p = change_p(compare_counts(after, before), None)
    assert p is not None
    assert 0.0 < p < 0.05


def test_too_few_events_are_not_tested() -> None:
    assert change_p(compare_counts(FEWEST, FEWEST - 1), None) is None
    assert change_p(None, None) is None


def test_all_kinds_share_the_level_of_five_percent() -> None:
    counts = {f"k{i}": np.full(60, 20.0) for i in range(10)}
    row = judged(counts, periods("2025-10", 60), 12)[0]
    assert row.wide is not None
    assert row.wide.parameters["level"] == pytest.approx(1 - 0.05 / 10)


def test_ranks_do_not_judge() -> None:
    counts = {"a": np.full(60, 20.0)}
    (row,) = judged(counts, periods("2025-10", 60), 12)
    assert not replace(row, unusual=False).changed
