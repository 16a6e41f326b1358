"""The parts of a lägesbild of public figures: kinds of crime, consequences, other matters, and what sees each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from tryggve.catalog import read_toml

FILE = "crime_kinds.toml"


class LawPart(StrEnum):
    """What of the law's 4 § a part answers: the extent of crime, its consequences, or other information of weight."""

    EXTENT = "extent"
    CONSEQUENCES = "consequences"
    OTHER = "other"


@dataclass(frozen=True)
class CrimeKind:
    """One part. `place` is whether the crime as a rule has a public place; without indicators no source here sees it.

    Texts are Swedish: `unseen` says what the sources cannot see, `others` who may, `ask` what people are to answer.
    """

    id: str
    law: LawPart
    title: str
    place: bool
    indicators: tuple[str, ...]
    unseen: str
    others: str
    ask: tuple[str, ...]


@cache
def crime_kinds() -> tuple[CrimeKind, ...]:
    """All parts in the order of the document. ValueError for a faulty entry, or an indicator that stands twice."""
    found = tuple(_kind(entry) for entry in read_toml(FILE)["part"])
    listed = [id for one in found for id in one.indicators]
    if twice := sorted({id for id in listed if listed.count(id) > 1} | _twice([one.id for one in found])):
        raise ValueError(f"{FILE}: {', '.join(twice)} stands twice")
    return found


def _twice(ids: list[str]) -> set[str]:
    return {id for id in ids if ids.count(id) > 1}


def _kind(entry: Mapping[str, Any]) -> CrimeKind:
    try:
        return CrimeKind(
            id=entry["id"], law=LawPart(entry["law"]), title=entry["title"], place=bool(entry.get("place", False)),
            indicators=tuple(entry["indicators"]), unseen=entry["unseen"], others=entry["others"],
            ask=tuple(entry["ask"]),
        )  # fmt: skip
    except (KeyError, ValueError) as fault:
        raise ValueError(f"{FILE}, {entry.get('id', '?')}: {fault}") from fault
