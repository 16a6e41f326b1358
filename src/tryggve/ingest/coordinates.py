"""The coordinate columns of a table: numbers, what is missing, and where they lie in the store's CRS."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident_table import NO_COORDINATE, Coded
from tryggve.domain.language import _, ngettext
from tryggve.ingest.bound_columns import BoundColumns
from tryggve.ingest.faults import Faults
from tryggve.ingest.numbers import Numbers, parse_numbers
from tryggve.ingest.project import parse_crs, to_working_crs

DEGREES = "EPSG:4326"
_PAIR = re.compile(r"\(?\s*(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)\s*\)?", re.ASCII)
# What systems write instead of nothing; both lie in the sea off Africa when they are degrees.
_NOTHING = ((0.0, 0.0), (-1.0, -1.0))
_PAIRS = (("x", "y"), ("lon", "lat"), ("latlon", "latlon"))


@dataclass(frozen=True)
class Coordinates:
    """Raw coordinates of n rows: `east` and `north` in `crs` (NaN where missing)."""

    crs: str
    heading: str
    shown: Coded
    east: NDArray[np.float64]
    north: NDArray[np.float64]

    @property
    def present(self) -> NDArray[np.bool_]:
        """Rows that have both numbers."""
        return np.isfinite(self.east) & np.isfinite(self.north)

    def take(self, rows: NDArray[np.bool_]) -> Coordinates:
        """Only some rows."""
        return replace(self, shown=self.shown.take(rows), east=self.east[rows], north=self.north[rows])


def read_coordinates(
    bound: BoundColumns, stated_crs: str, store_crs: str, faults: Faults
) -> tuple[list[Coordinates], tuple[str, ...]]:
    """The coordinates of each pair of columns the file has (x and y, degrees, or both in one column), and notes.

    `stated_crs` is that of x and y; where it is "", they are degrees if all of them can be, else of the store's CRS.
    Columns of degrees are EPSG:4326 unless the stated CRS is in degrees as well.
    """
    found, nothing = [], 0
    for first, second in _PAIRS:
        if not (bound.has_column(first) and bound.has_column(second)):
            continue
        pair = _of_one_column(bound, faults) if first == second else _of_two(bound, first, second, faults)
        blank = np.zeros(bound.size, bool)
        for east, north in _NOTHING:
            blank |= (pair.east == east) & (pair.north == north)
        nothing += int(blank.sum())
        pair = replace(pair, east=np.where(blank, np.nan, pair.east), north=np.where(blank, np.nan, pair.north))
        unstated = DEGREES if first != "x" or _can_be_degrees(pair) else store_crs
        stated = stated_crs if first == "x" or _in_degrees(stated_crs) else ""
        found.append(replace(pair, crs=stated or unstated))
    told = ngettext(
        "{n} row has the coordinates 0, 0 or -1, -1: they are read as missing.",
        "{n} rows have the coordinates 0, 0 or -1, -1: they are read as missing.",
        nothing,
    ).format(n=nothing)
    return found, (told,) if nothing else ()


def _can_be_degrees(pair: Coordinates) -> bool:
    rows = pair.present
    return bool(rows.any() and (np.abs(pair.east[rows]) <= 180).all() and (np.abs(pair.north[rows]) <= 90).all())


def working(
    pairs: list[Coordinates], size: int, crs: str
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]]:
    """Metres in the store's CRS for `size` rows, and which rows have coordinates that cannot lie there.

    Where a row has several pairs, the first in the order x/y, degrees, one column is used.
    """
    x, y = np.full(size, NO_COORDINATE, np.int32), np.full(size, NO_COORDINATE, np.int32)
    beyond = np.zeros(size, bool)
    taken = np.zeros(size, bool)
    for pair in pairs:
        rows = pair.present & ~taken
        moved = to_working_crs(pair.east[rows], pair.north[rows], pair.crs, crs)
        x[rows], y[rows], beyond[rows] = moved.x, moved.y, ~moved.ok
        taken |= rows
    return x, y, beyond


def _in_degrees(crs: str) -> bool:
    return bool(crs) and parse_crs(crs).is_geographic


def _of_two(bound: BoundColumns, first: str, second: str, faults: Faults) -> Coordinates:
    columns = []
    for name in (first, second):
        texts = bound.texts(name)
        numbers = parse_numbers(texts.values)
        faults.add_codes(
            numbers.bad, bound.heading(name), texts,
            _("The coordinate is not a number."), _("Write digits with a decimal comma or point."),
        )  # fmt: skip
        columns.append(numbers.value[texts.codes])
    east, north = columns
    single = (np.isfinite(east) != np.isfinite(north)) & ~faults.bad
    faults.add(
        single, bound.heading(first), bound.texts(first),
        _("Only one of the two coordinates is given."), _("Write both, or neither."),
    )  # fmt: skip
    return Coordinates("", bound.heading(first), bound.texts(first), east, north)


def _of_one_column(bound: BoundColumns, faults: Faults) -> Coordinates:
    texts = bound.texts("latlon")
    split = [_PAIR.fullmatch(text) for text in texts.values]
    bad = np.array([bool(text) and pair is None for text, pair in zip(texts.values, split, strict=True)], bool)
    faults.add_codes(
        bad, bound.heading("latlon"), texts,
        _("This is not a pair of coordinates."), _("Write latitude and longitude as 59.3293, 18.0686."),
    )  # fmt: skip
    north, east = (
        Numbers(np.array([float(pair[part]) if pair else np.nan for pair in split]), bad).value[texts.codes]
        for part in (1, 2)
    )
    return Coordinates("", bound.heading("latlon"), texts, east, north)
