"""Invented long tables for drafts: every number is a formula. Codes are real because the program knows no others; the
figures are not, and say nothing of any place.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from tryggve.domain.figure import BOTH, MEN, WOMEN, Figure, FigureStatus, level_of_code, status_of
from tryggve.domain.indicator import Indicator, KoladaQuery, LabelQuery, Measures, TableQuery, indicators
from tryggve.ingest.fetching.provenance import Provenance
from tryggve.ingest.figures.long_table import assembled
from tryggve.ingest.figures.scope import scope_of
from tryggve.reports.municipal.matter import Lacking, Matter, PeerList

OWN, COUNTY, COUNTRY = "2480", "24", "00"
PEERS = ("1280", "0980", "0180", "1480", "2463", "2403")
PEOPLE = {OWN: 130_000, COUNTY: 280_000, COUNTRY: 10_500_000, "2463": 2_400, "2403": 2_300}
YEARS = range(2012, 2026)


def value_of(one: Indicator, area: str, year: int) -> float:
    """A number of a size that fits its unit, that moves over the years and differs between places."""
    turn = sum(map(ord, one.id)) % 17
    wave = 1 + 0.02 * math.sin(year + turn) + 0.01 * (year - 2012) * (turn % 5 - 2)
    place = 1 + int(area) % 7 / 10
    if one.unit in ("persons", "count"):
        return float(round(PEOPLE.get(area, 60_000) * wave / (1 if one.unit == "persons" else 50)))
    base = {"percent": 12.0, "per_100000": 40.0 * (turn + 1), "per_10000": 30.0, "class": 1.0}.get(one.unit, 100.0)
    return 1.0 if one.unit == "class" else round(base * wave * place, 2)


def figures_of(one: Indicator, areas: Iterable[str], years: Iterable[int] = YEARS) -> Iterator[Figure]:
    """The rows of an indicator in the places and years that its source would have."""
    table = f"tabell-{one.theme}"
    for area in areas:
        for year in years:
            period = f"{year}K3" if isinstance(one.query, LabelQuery) and one.query.unit == "quarter" else str(year)
            for sex, part in ((BOTH, 1.0), (WOMEN, 1.1), (MEN, 0.9)) if one.by_sex else ((BOTH, 1.0),):
                value = value_of(one, area, year) * part
                if one.id == "invanare":
                    value = float(PEOPLE.get(area, 60_000) + year - 2012)
                margin = 0.6 if isinstance(one.query, KoladaQuery) and one.query.margin else None
                yield Figure(
                    one.id, area, level_of_code(area), "", period, sex, value, margin, status_of(value), "", table
                )


def every_figure(chosen: Iterable[str] | None = None, years: Iterable[int] = YEARS) -> list[Figure]:
    """The rows of all indicators, or of some."""
    found: list[Figure] = []
    for id, one in indicators().items():
        if chosen is not None and id not in chosen:
            continue
        if isinstance(one.query, LabelQuery):
            found += figures_of(one, (OWN,), years)
        elif isinstance(one.query, TableQuery) and "municipality" not in one.query.levels:
            found += small(one)
        elif isinstance(one.query, KoladaQuery) and one.query.level == "county":
            found += figures_of(one, (COUNTY, COUNTRY), years)
        else:
            found += figures_of(one, (OWN, COUNTY, COUNTRY, *PEERS), years)
    return found


def small(one: Indicator) -> Iterator[Figure]:
    """Rows of three small areas, one of them hidden."""
    for place in (1, 2, 3):
        value = None if place == 3 else float(place)
        status = FigureStatus.SUPPRESSED if value is None else status_of(value)
        yield Figure(one.id, f"{OWN}R{place:03d}", "regso", "2025", "2024", BOTH, value, None, status, "", "tabell-små")


def matter(
    figures: Iterable[Figure] | None = None, *, peers: tuple[str, ...] = PEERS, lacking: tuple[Lacking, ...] = ()
) -> Matter:
    """A matter of the figures; of all of them where none are given."""
    rows = assembled(every_figure() if figures is None else figures)
    tables = sorted({one.source_table for one in rows if one.source_table})
    provenance = tuple(
        Provenance(name, f"raw/{name}.json", "Kolada", f"https://exempel.invalid/{name}", "2026-11-30T08:00:00+00:00",
                   "0" * 64, 10, "fri")
        for name in tables
    )  # fmt: skip
    groups = (PeerList("övergripande", "2025", peers),) if peers else ()
    return Matter(scope_of(OWN, 2026), tuple(rows), provenance, indicators(), groups, lacking)


def reported() -> list[str]:
    """The indicators of reported offences per inhabitant."""
    return [one.id for one in indicators().values() if one.measures is Measures.REPORTED and one.unit == "per_100000"]
