"""Real public figures of a municipality, typed from named sources. No incident, decision or plan is among them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from tryggve.catalog import read_csv, read_toml
from tryggve.domain.area import MUNICIPALITY
from tryggve.domain.count import CellStatus, Count
from tryggve.domain.period import Period, parse_period
from tryggve.example.public_record import PeerOffences, PublicFigures
from tryggve.example.public_tables import READERS, read_source

SOURCES = "sources.toml"


def places() -> tuple[str, ...]:
    """The municipalities that the catalog holds public figures of, by the name of their folder."""
    entries = files("tryggve.catalog").iterdir()
    return tuple(sorted(entry.name for entry in entries if entry.is_dir() and entry.joinpath(SOURCES).is_file()))


@lru_cache
def public_figures(place: str) -> PublicFigures:
    """The figures of one of `places()`; KeyError for another name."""
    if place not in places():
        raise KeyError(place)
    raw = read_toml(f"{place}/{SOURCES}")
    about = raw["municipality"]
    return PublicFigures(
        place=place,
        municipality=about["name"],
        code=about["code"],
        county=about["county"],
        groups=raw["groups"],
        sources={key: read_source(key, entry) for key, entry in raw["tables"].items()},
        default_peer_group=about["peer_group"],
        **{name: tuple(read(read_csv(f"{place}/{name}.csv"))) for name, read in READERS.items()},
    )


def public_counts(place: str) -> tuple[Count, ...]:
    """The reported offences as a store's tables of counts: by year and group, three peers' totals, by quarter.

    Years and quarters are different sources and never added. `label` is the group's Swedish name, `category` is
    empty where the catalog states none: the groups overlap and have no EST code. A missing quarter is BLANK.
    """
    figures = public_figures(place)
    return tuple(
        Count(
            file_no=number,
            row_no=row_no,
            source=figures.sources[table].count_source,
            category=figures.groups[group].get("category", ""),
            label=figures.groups[group]["sv"],
            area_level=MUNICIPALITY,
            area_code=code,
            area_name=name,
            first_day=period.first_day,
            last_day=period.last_day,
            value=value,
            status=CellStatus.BLANK if value is None else CellStatus.VALUE,
            population=population,
        )
        for number, (table, cells) in enumerate(_cells(figures), start=1)
        for row_no, code, name, period, group, value, population in cells
    )


Cell = tuple[int, str, str, Period, str, int | None, float | None]
"""Row of the file (the heading is 1), code and name of the municipality, period, group, value, population."""


def _cells(figures: PublicFigures) -> Iterator[tuple[str, list[Cell]]]:
    yield (
        "reported_offences",
        [
            (row_no, figures.code, figures.municipality, _year(row.year), group, value, float(row.mean_population))
            for row_no, row in enumerate(figures.reported_offences, start=2)
            for group, value in row.counts.items()
        ],
    )
    yield (
        "reported_offences_peers",
        [
            (row_no, row.code, row.municipality, _year(row.year), "total", row.total, _implied_population(row))
            for row_no, row in enumerate(figures.reported_offences_peers, start=2)
        ],
    )
    yield (
        "reported_offences_quarters",
        [
            (row_no, row.code, row.municipality, parse_period(f"{row.year}-K{row.quarter}"), "total", row.total, None)
            for row_no, row in enumerate(figures.reported_offences_quarters, start=2)
        ],
    )


def _implied_population(row: PeerOffences) -> float:
    """The mean population that a published count and rate imply, as the source itself gives no population."""
    return float(round(row.total / row.total_per_100k * 100_000))


def _year(year: int) -> Period:
    return parse_period(str(year))
