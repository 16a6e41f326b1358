"""Reads the catalog's tables of public figures into records; an empty cell is None, never a zero."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tryggve.example.public_record import (
    BasicFigure,
    KoladaIndicator,
    PeerGroup,
    PeerOffences,
    PoliceList,
    ProgrammeArea,
    QuarterOffences,
    RegsoArea,
    TableSource,
    YearOffences,
    YearPopulation,
)

Rows = list[dict[str, str]]


def read_source(key: str, entry: dict[str, Any]) -> TableSource:
    """The source of a table from its entry in the sources file."""
    texts = {name: entry[name] for name in ("title", "unit", "source", "period", "licence")}
    caveats = {language: tuple(entry[f"caveats_{language}"]) for language in ("sv", "en")}
    return TableSource(key, entry["grade"], texts, caveats)


def _basics(rows: Rows) -> list[BasicFigure]:
    return [
        BasicFigure(row["key"], _texts(row, "label"), int(row["value"]), int(row["year"]), row["grade"], row["source"])
        for row in rows
    ]


def _population(rows: Rows) -> list[YearPopulation]:
    return [YearPopulation(int(row["year"]), int(row["population"]), row["grade"], row["source"]) for row in rows]


def _offences(rows: Rows) -> list[YearOffences]:
    numbers = [{key: int(value) for key, value in row.items()} for row in rows]
    others = ("year", "mean_population", "total_per_100k")
    return [
        YearOffences(
            row["year"],
            row["mean_population"],
            {key: value for key, value in row.items() if key not in others},
            row["total_per_100k"],
        )
        for row in numbers
    ]


def _peers(rows: Rows) -> list[PeerOffences]:
    return [
        PeerOffences(row["code"], row["municipality"], int(row["year"]), int(row["total"]), int(row["total_per_100k"]))
        for row in rows
    ]


def _quarters(rows: Rows) -> list[QuarterOffences]:
    return [
        QuarterOffences(row["code"], row["municipality"], int(row["year"]), int(row["quarter"]), _maybe(row["total"]))
        for row in rows
    ]


def _regso(rows: Rows) -> list[RegsoArea]:
    return [
        RegsoArea(
            row["code"],
            row["name"],
            int(row["population_2023"]),
            float(row["born_abroad_percent"]),
            int(row["area_type_2022"]),
            int(row["east"]),
            int(row["north"]),
            row["students"] == "yes",
        )
        for row in rows
    ]


def _police_list(rows: Rows) -> list[PoliceList]:
    return [
        PoliceList(
            year=int(row["year"]),
            total=int(row["total"]),
            vulnerable=_maybe(row["vulnerable"]),
            risk=_maybe(row["risk"]),
            particularly_vulnerable=_maybe(row["particularly_vulnerable"]),
            here=int(row["here"]),
            to_be_checked=tuple(filter(None, row["to_be_checked"].split("|"))),
            notes=_texts(row, "note"),
        )
        for row in rows
    ]


def _peer_groups(rows: Rows) -> list[PeerGroup]:
    members: dict[tuple[str, str, int], list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        members[row["kolada_id"], row["kind"], int(row["year"])].append((row["member_code"], row["member"]))
    return [PeerGroup(*key, tuple(found)) for key, found in members.items()]


def _indicators(rows: Rows) -> list[KoladaIndicator]:
    return [KoladaIndicator(row["id"], row["title"]) for row in rows]


def _programme(rows: Rows) -> list[ProgrammeArea]:
    return [ProgrammeArea(row["district"], row["regso_code"], row["whole"] == "yes") for row in rows]


def _maybe(text: str) -> int | None:
    return int(text) if text else None


def _texts(row: Mapping[str, str], name: str) -> dict[str, str]:
    return {language: row[f"{name}_{language}"] for language in ("sv", "en")}


READERS: Mapping[str, Callable[[Rows], Sequence[Any]]] = {
    "basics": _basics,
    "population": _population,
    "reported_offences": _offences,
    "reported_offences_peers": _peers,
    "reported_offences_quarters": _quarters,
    "regso": _regso,
    "police_list": _police_list,
    "peer_groups": _peer_groups,
    "indicators": _indicators,
    "programme_districts": _programme,
}
"""Name of a table (and of its file) -> how its rows become records."""
