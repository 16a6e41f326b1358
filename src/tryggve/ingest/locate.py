"""Where it happened: areas and location precision of each row, from coordinates, an area column, or names in text.

What is used, in this order:

1. coordinates of rows whose precision is `point` or `street` (a row that states none is a `point`), unless they are a
   centroid: the area of every level in which the point lies;
2. the area column; else the place column; else the title; else the text: the first that names an area;
3. nothing: the municipality if it was named or stated, else unknown.

A centroid is never a point. A name that fits several areas counts only in an area that holds them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tryggve.catalog import read_csv
from tryggve.domain.area import MUNICIPALITY, AreaRegister
from tryggve.domain.incident import MAPPABLE
from tryggve.domain.incident import LocationPrecision as Precision
from tryggve.domain.incident_table import Coded
from tryggve.ingest.area_hits import FAR_M, Hits, RegisterOutlines, Rows
from tryggve.ingest.centroid import centroid_rows
from tryggve.ingest.locate_notes import notes_of
from tryggve.ingest.name_forms import key_of
from tryggve.ingest.spoken_places import Said
from tryggve.ingest.stated_places import PlaceWords

__all__ = ["FAR_M", "Located", "Locator"]


@dataclass(frozen=True)
class Located:
    """What is known of the place of n rows; `areas` holds a code or "" per row for every level of the register.

    `keep_xy`: the coordinates say where it happened and may be stored. `centroid`: they are the middle of a place.
    `outside`: the row lies outside all areas or in another municipality; it is kept. `far_outside`: more than 100 km
    outside, a fault. `elsewhere`: the row is of another municipality, or only its county is known: it is not counted.
    `unknown_area`: the area column holds something that fits no area. `several`: the place fits several areas, so the
    row counts only in what holds them all.
    """

    areas: dict[str, Coded]
    location_precision: NDArray[np.int8]
    keep_xy: Rows
    centroid: Rows
    outside: Rows
    far_outside: Rows
    unknown_area: Rows
    several: Rows
    elsewhere: Rows
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Coordinates:
    """What the coordinates of each row are worth: `exact` says where it happened, `far` is a fault.

    `centroid` is the middle of a place, `elsewhere` a row of another municipality.
    """

    hits: Hits
    exact: Rows
    far: Rows
    centroid: Rows
    elsewhere: Rows

    @property
    def silent(self) -> Rows:
        """Rows for which no word is asked."""
        return self.exact | self.far | self.elsewhere


class Locator:
    """Locates rows in the areas of one register. Names and outlines are prepared once: make one per store.

    `words` reads names and codes where they are not those of this register.
    """

    def __init__(self, register: AreaRegister, words: PlaceWords | None = None) -> None:
        self.register = register
        self._outlines = RegisterOutlines(register)
        self._words = words or PlaceWords(register, self._outlines)
        self._codes = {level: tuple(area.code for area in register.at(level)) for level in self._outlines.of_level}

    def locate(
        self,
        x: NDArray[np.int32],
        y: NDArray[np.int32],
        has_xy: Rows,
        area_text: Coded,
        place_text: Coded,
        title: Coded,
        text: Coded,
        stated: NDArray[np.int8] | None = None,
    ) -> Located:
        """Locate n rows: x, y in metres of the register's CRS where `has_xy`, texts as coded columns.

        `stated` is the `LocationPrecision` that the row or its profile states, 0 where none is stated.
        """
        stated = np.zeros(len(x), np.int8) if stated is None else stated
        spots = self._coordinates(x, y, has_xy, place_text, stated)
        columns = (area_text, place_text, title, text)
        listening = ~spots.silent & (stated != Precision.UNKNOWN)
        said = self._words.hear(columns, words=listening)
        # A stated area whose middle is all that is known: the level with the largest areas is the safest reading.
        middle = ~spots.silent & has_xy & (stated == Precision.AREA) & ~said.named & spots.hits.inside
        middle &= bool(self._outlines.coarsest)
        precision = _precision(stated, spots, said, middle)
        areas = {level: self._areas(level, spots, said, middle) for level in self.register.levels()}
        if whole := self._codes[MUNICIPALITY]:
            by_word = np.isin(precision, (Precision.AREA, Precision.MUNICIPALITY)) & ~spots.elsewhere
            areas[MUNICIPALITY] = Coded(((spots.exact & spots.hits.inside) | by_word).astype(np.int32), ("", whole[0]))
        found = {
            "by_name": said.by_name & ~spots.silent,
            "several": said.several & ~spots.silent,
            "centroid": spots.centroid & np.isin(stated, (0, *MAPPABLE)),
            "outside": spots.elsewhere | (spots.exact & ~spots.hits.inside & self._outlines.drawn),
            "far": spots.far,
            "unknown_area": said.unknown_area,
            "differs": self._differs(spots, said),
        }
        found["elsewhere"] = spots.elsewhere | _county_only(place_text, stated)
        found["outside_only"] = found["outside"] & ~found["elsewhere"]
        notes = notes_of({name: int(np.count_nonzero(rows)) for name, rows in found.items()})
        return Located(
            areas, precision, spots.exact, spots.centroid, found["outside"], spots.far, said.unknown_area,
            found["several"], found["elsewhere"], notes,
        )  # fmt: skip

    def _coordinates(
        self, x: NDArray[np.int32], y: NDArray[np.int32], has_xy: Rows, place_text: Coded, stated: NDArray[np.int8]
    ) -> _Coordinates:
        hits = self._outlines.hits(x, y, has_xy)
        centroid = centroid_rows(x, y, has_xy, place_text, stated != 0, self._words.is_area_name)
        exact = has_xy & ~centroid & np.isin(stated, (0, *MAPPABLE))
        coarse = centroid | (stated == Precision.MUNICIPALITY)
        beyond = coarse & has_xy & ~hits.inside & self._outlines.drawn
        elsewhere = self._elsewhere(beyond, stated == Precision.MUNICIPALITY, place_text)
        return _Coordinates(hits, exact & ~hits.far, exact & hits.far, centroid, elsewhere)

    def _elsewhere(self, beyond: Rows, stated: Rows, place_text: Coded) -> Rows:
        """Rows of another municipality: its middle lies beyond all areas, or the place is its name."""
        strange = np.zeros(len(place_text.values), bool)
        other = np.zeros(len(place_text.values), bool)
        for code in np.unique(place_text.codes[beyond | stated]).tolist():
            name = place_text.values[code]
            strange[code] = not self._words.is_area_name(name)
            other[code] = strange[code] and bool(self.register.municipality) and key_of(name) in _municipalities()
        elsewhere: Rows = (beyond & strange[place_text.codes]) | (stated & other[place_text.codes])
        return elsewhere

    def _areas(self, level: str, spots: _Coordinates, said: Said, middle: Rows) -> Coded:
        codes = self._codes[level]
        place = {code: i + 1 for i, code in enumerate(codes)}
        of_outline = np.array([0, *(place[code] for code in self._outlines.of_level[level].codes)], np.int32)
        by_point = of_outline[spots.hits.number[level] + 1]
        by_word = np.where(spots.silent, 0, said.codes(level, place))
        use_point = spots.exact | (middle & (level == self._outlines.coarsest))
        return Coded(np.where(use_point, by_point, by_word).astype(np.int32), ("", *codes))

    def _differs(self, spots: _Coordinates, said: Said) -> Rows:
        """Rows whose area column names another area than the one their coordinates lie in."""
        differs = np.zeros(len(spots.exact), bool)
        for level, number in spots.hits.number.items():
            outlines = self._outlines.of_level[level].codes
            column = said.area_codes(level, {code: i for i, code in enumerate(outlines)})
            differs |= spots.exact & (column >= 0) & (number >= 0) & (column != number)
        return differs


def _precision(stated: NDArray[np.int8], spots: _Coordinates, said: Said, middle: Rows) -> NDArray[np.int8]:
    placed = said.placed & ~spots.silent
    whole = np.isin(stated, (Precision.AREA, Precision.MUNICIPALITY)) | (said.heard & ~spots.silent)
    rules = (
        (spots.far | (stated == Precision.UNKNOWN) & ~placed, Precision.UNKNOWN),
        (spots.exact & (stated == Precision.STREET), Precision.STREET),
        (spots.exact, Precision.POINT),
        (placed | middle, Precision.AREA),
        (whole | spots.elsewhere | spots.centroid, Precision.MUNICIPALITY),
    )
    chosen = np.select([rows for rows, _value in rules], [int(value) for _rows, value in rules], Precision.UNKNOWN)
    return chosen.astype(np.int8)


def _county_only(place_text: Coded, stated: NDArray[np.int8]) -> Rows:
    """Rows of which no more than the county is known: they can have happened in any of its municipalities."""
    counties = np.array([text.casefold().rstrip().endswith(" län") for text in place_text.values], bool)
    rows: Rows = counties[place_text.codes] & (stated == Precision.UNKNOWN)
    return rows


@cache
def _municipalities() -> frozenset[tuple[str, ...]]:
    return frozenset(key_of(row["name"]) for row in read_csv("municipalities.csv"))
