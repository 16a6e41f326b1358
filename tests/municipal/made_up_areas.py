"""Invented figures of small areas: two divisions, one area drawn anew between them, peers, and the police's list.

Every number is a formula and says nothing of any place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.municipal import made_up
from tryggve.domain.area_overlap import OverlapKind
from tryggve.domain.figure import BOTH, Figure, FigureStatus, status_of
from tryggve.domain.indicator import indicators
from tryggve.ingest.figures.small_areas import SharedSurface, SmallArea, SmallAreas
from tryggve.reports.municipal.matter import Matter

COUNT = 8
STUDENTS, FEW, UNLIKE, HIDDEN, ANEW = 1, 2, 3, 8, 7
"""Numbers of areas: with many young, few people, both shares high, no figure in 2022, another outline from 2025."""

YEARS = {"2020": range(2019, 2024), "2025": range(2024, 2025)}
AREA_INDICATORS = (
    "folkmangd", "folkmangd_unga", "lag_ekonomisk_standard", "hog_ekonomisk_standard", "socioekonomiskt_index",
    "omradestyp", "hyresratter", "bostadsratter", "utsatta_omraden", "sarskilt_utsatta_omraden",
)  # fmt: skip
"""No other indicator is in the table: the rest of the draft has tests of its own."""

PEERS = (made_up.PEERS[0], made_up.PEERS[1])


def code_of(place: str, number: int) -> str:
    return f"{place}R{number:03d}"


def people_of(number: int) -> float:
    return 600.0 if number == FEW else 2500.0 + 100 * number


def low_of(place: str, number: int, year: int) -> float:
    """Spread out more every year in the municipality; less uneven among the peers."""
    apart = 4.0 if place == made_up.OWN else 1.0
    return round(12.0 + apart * (number - 4.5) * (1 + 0.1 * (year - 2019)) / 2 + (4 if number == UNLIKE else 0), 1)


def rows_of(place: str, number: int, division: str, year: int) -> Iterator[tuple[str, float]]:
    low = low_of(place, number, year)
    yield "folkmangd", people_of(number)
    yield "lag_ekonomisk_standard", low
    if place == made_up.OWN:
        yield "folkmangd_unga", people_of(number) * (0.4 if number == STUDENTS else 0.1)
        yield "hog_ekonomisk_standard", 30.0 if number == UNLIKE else 10.0
        yield "socioekonomiskt_index", round(low / 2 + 3, 1)
        yield "omradestyp", float(1 + (number + year) % 5)
        if division == "2025":
            yield "hyresratter", 100.0 * number
            yield "bostadsratter", 50.0 * number


def row_of(id: str, code: str, division: str, year: int, value: float | None) -> Figure:
    status = FigureStatus.SUPPRESSED if value is None else status_of(value)
    return Figure(id, code, "regso", division, str(year), BOTH, value, None, status, "", "tabell-små")


def country_young() -> list[Figure]:
    """Twelve of a hundred in the country are young; the other table knows no ages."""
    rows = made_up.figures_of(indicators()["folkmangd"], [made_up.COUNTRY])
    return [
        one._replace(indicator="folkmangd_unga", value=0.12 * one.value)
        for one in rows
        if one.sex == BOTH and one.value is not None
    ]


def small_figures() -> list[Figure]:
    """The rows of all small areas."""
    return [
        row_of(id, code_of(place, number), division, year, None if number == HIDDEN and year == 2022 else value)
        for place in (made_up.OWN, *PEERS)
        for division, years in YEARS.items()
        for year in years
        for number in range(1, COUNT + 1)
        for id, value in rows_of(place, number, division, year)
    ]


def areas(*, outlines: bool = True) -> SmallAreas:
    """Names, points 2 km apart and outlines; one area was drawn anew. Nothing where no outlines came."""
    if not outlines:
        return SmallAreas()
    named = tuple(
        SmallArea(division, code_of(made_up.OWN, n), f"Område {n}", 700_000 + 2000 * n, 7_000_000 + 500 * (n % 3))
        for division in YEARS
        for n in range(1, COUNT + 1)
    )
    shared = tuple(
        SharedSurface("2020", one.code, "2025", one.code, 0.6 if n == ANEW else 1.0, 1.0,
                      OverlapKind.PART if n == ANEW else OverlapKind.SAME)
        for n, one in enumerate(named[:COUNT], 1)
    )  # fmt: skip
    return SmallAreas(named, shared, (("2023", "Exempelgården"), ("2025", "")))


def matter(*, outlines: bool = True, peers: bool = True) -> Matter:
    """The invented matter with small areas."""
    figures = [one for one in made_up.every_figure(AREA_INDICATORS) if one.level != "regso"]
    figures += [*small_figures(), *country_young()]
    if not peers:
        figures = [one for one in figures if one.level != "regso" or one.area.startswith(made_up.OWN)]
    return replace(made_up.matter(figures), areas=areas(outlines=outlines))
