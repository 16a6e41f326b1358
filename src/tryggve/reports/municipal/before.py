"""What an earlier draft said, read out of its lagesbild.json: the numbers by what they are of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tryggve.domain.indicator import indicators
from tryggve.reports import ids

_OF_FIGURES = ("now", "series")


@dataclass(frozen=True)
class Before:
    """One number of the earlier draft, for both sexes together; `text` as it was shown."""

    indicator: str
    area: str
    period: str
    value: float
    text: str


@dataclass(frozen=True, eq=False)
class Earlier:
    """An earlier draft: its period, the indicators it asked for by id as they stand in tables, and its numbers."""

    scope: str
    period: str
    asked: frozenset[str]
    figures: tuple[Before, ...]

    def latest(self, indicator: str, area: str) -> Before | None:
        """Its youngest number of an indicator."""
        found = [one for one in self.figures if (one.indicator, one.area) == (indicator, area)]
        return max(found, key=lambda one: one.period, default=None)


def earlier_of(document: Mapping[str, Any]) -> Earlier:
    """The earlier draft of a document. Numbers of indicators that no longer exist are left out of `figures`."""
    by_slug = {ids.slug(id): id for id in indicators()}
    found: dict[tuple[str, str, str], Before] = {}
    asked: set[str] = set()
    for id, cell in _cells(document):
        where, *rest = id.split(".")
        if where == "now" and len(rest) == 3:
            asked.add(rest[0])
        if where in _OF_FIGURES and len(rest) == 3 and rest[0] in by_slug and isinstance(cell["value"], int | float):
            # Periods are slugged too: 2024K3 is 2024k3 in an id.
            key = (by_slug[rest[0]], rest[1], rest[2].upper())
            found[key] = Before(*key, float(cell["value"]), str(cell["text"]))
    meta = document["meta"]
    return Earlier(str(meta.get("scope", "")), str(meta.get("period", "")), frozenset(asked), tuple(found.values()))


def _cells(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for section in document["sections"]:
        for block in section["blocks"]:
            table = block if block["type"] == "table" else block.get("table")
            for row in (table or {}).get("rows", []):
                yield from ((cell["id"], cell) for cell in row if cell.get("id"))
