"""The small areas of a municipality beside the long table: names and points, what was drawn anew, what is listed.

Files of a fetch, each with a heading and nothing else where nothing came:

- `small_areas.csv`: division, code, name, and an inner point in metres (SWEREF 99 TM).
- `divisions.csv`: pairs of areas of two divisions that share surface, with the share of each and what they are to each
  other (same, within, part, edge). Only `same` carries a figure over.
- `listed_areas.csv`: year and name of the areas on the police's list that lie in the municipality; a year with an empty
  name is a list on which none does. No class: a municipality does not use the police's words for its areas.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from shapely.geometry import shape

from tryggve.domain.area import Area
from tryggve.domain.area_overlap import OverlapKind
from tryggve.ingest.area_overlap import overlaps

AREAS, DIVISIONS, LISTED = "small_areas.csv", "divisions.csv", "listed_areas.csv"
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    AREAS: ("division", "code", "name", "x", "y"),
    DIVISIONS: ("division", "code", "to_division", "to_code", "share", "to_share", "kind"),
    LISTED: ("year", "name"),
}


@dataclass(frozen=True)
class SmallArea:
    """A small area of one division: its name and a point in it."""

    division: str
    code: str
    name: str
    x: int
    y: int


@dataclass(frozen=True)
class SharedSurface:
    """An area of one division and one of another that share surface."""

    division: str
    code: str
    to_division: str
    to_code: str
    share: float
    to_share: float
    kind: OverlapKind


@dataclass(frozen=True)
class SmallAreas:
    """What is known of the small areas of a municipality; all empty where no outlines came."""

    areas: tuple[SmallArea, ...] = ()
    shared: tuple[SharedSurface, ...] = ()
    listed: tuple[tuple[str, str], ...] = ()

    def named(self, division: str) -> Mapping[str, SmallArea]:
        """The areas of a division by code."""
        return {one.code: one for one in self.areas if one.division == division}

    def same(self, older: str, newer: str) -> Mapping[str, str]:
        """The code of an area of the newer division → that of the older one whose outline is the same."""
        return {
            one.to_code: one.code
            for one in self.shared
            if (one.division, one.to_division) == (older, newer) and one.kind is OverlapKind.SAME
        }


def small_area_texts(outlines: Sequence[Area], listed: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The files by name."""
    of: dict[str, dict[str, Area]] = {}
    for area in outlines:
        of.setdefault(area.vintage, {})[area.code] = area
    drawn = {vintage: [of[vintage][code] for code in sorted(of[vintage])] for vintage in sorted(of)}
    pairs = [
        (older, one.from_code, newer, one.to_code, f"{one.share_of_from:.6f}", f"{one.share_of_to:.6f}", one.kind.value)
        for older, newer in pairwise(drawn)
        for one in overlaps(drawn[older], drawn[newer])
    ]
    rows: Mapping[str, Iterable[Sequence[object]]] = {
        AREAS: (_row(area) for areas in drawn.values() for area in areas),
        DIVISIONS: pairs,
        LISTED: sorted(set(listed)),
    }
    return {name: _csv(_HEADINGS[name], found) for name, found in rows.items()}


def read_small_areas(folder: Path) -> SmallAreas:
    """The files of a folder; what is not there is not known."""
    areas, shared, listed = (_rows(folder / name) for name in (AREAS, DIVISIONS, LISTED))
    return SmallAreas(
        tuple(SmallArea(row["division"], row["code"], row["name"], int(row["x"]), int(row["y"])) for row in areas),
        tuple(
            SharedSurface(
                row["division"], row["code"], row["to_division"], row["to_code"], float(row["share"]),
                float(row["to_share"]), OverlapKind(row["kind"]),
            )
            for row in shared
        ),
        tuple((row["year"], row["name"]) for row in listed),
    )  # fmt: skip


def _row(area: Area) -> tuple[object, ...]:
    point = shape(area.geometry).representative_point()
    return area.vintage, area.code, area.name, round(point.x), round(point.y)


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _csv(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue()
