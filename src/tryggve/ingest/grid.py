"""Squares of a grid: areas for stores that have no areas file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.area import GRID, Area, AreaRegister
from tryggve.domain.incident_table import NO_COORDINATE, Coded

LEVEL = GRID
_CODE = re.compile(r"(\d+)(km|m)-(N|S)(\d+)-(E|W)(\d+)")


def grid_codes(
    x: NDArray[np.int32], y: NDArray[np.int32], has_xy: NDArray[np.bool_] | None = None, size: int = 1000
) -> Coded:
    """The code of the square of each of n points, "" where there is none: "1km-N6581-E0674".

    x, y are metres of the working CRS; the number after N and E counts squares of `size` metres from the CRS's origin
    to the square's south-west corner, which belongs to it. S and W stand for negative numbers. ValueError unless
    `size` is positive.
    """
    if size <= 0:
        raise ValueError("grid_codes: the size must be positive")
    known = (x != NO_COORDINATE) & (y != NO_COORDINATE)
    if has_xy is not None:
        known &= has_xy
    column, row = x[known].astype(np.int64) // size, y[known].astype(np.int64) // size
    packed = (row << 32) | (column & 0xFFFFFFFF)
    distinct, number = np.unique(packed, return_inverse=True)
    unit = f"{size // 1000}km" if size % 1000 == 0 else f"{size}m"
    values = tuple(f"{unit}-{_signed(int(p) >> 32, 'NS')}-{_signed(_low(int(p)), 'EW')}" for p in distinct)
    codes = np.zeros(len(x), np.int32)
    codes[known] = number.ravel() + 1
    return Coded(codes, ("", *values))


def grid_square(code: str) -> tuple[int, int, int]:
    """The south-west corner x, y and the side in metres of the square with a code; ValueError for another text."""
    found = _CODE.fullmatch(code)
    if found is None or not int(found[1]):
        raise ValueError(f"{code!r} is not the code of a square")
    size = int(found[1]) * (1000 if found[2] == "km" else 1)
    row, column = int(found[4]), int(found[6])
    return size * (column if found[5] == "E" else -column), size * (row if found[3] == "N" else -row), size


def grid_area(code: str) -> dict[str, Any]:
    """The square with a code as a GeoJSON polygon in metres of the working CRS; ValueError for another text."""
    x, y, size = grid_square(code)
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    return {"type": "Polygon", "coordinates": [[[float(a), float(b)] for a, b in ring]]}


def grid_register(codes: Iterable[str], crs: str, municipality: str = "") -> AreaRegister:
    """A register of the level "grid" with the squares of the codes, in alphabetical order; "" is passed over."""
    squares = tuple(Area(code, code, LEVEL, geometry=grid_area(code)) for code in sorted(set(codes)) if code)
    return AreaRegister(municipality, squares, crs)


def _signed(number: int, letters: str) -> str:
    return f"{letters[number < 0]}{abs(number):04d}"


def _low(packed: int) -> int:
    """The signed 32 low bits."""
    low = packed & 0xFFFFFFFF
    return low - (1 << 32) if low >= 1 << 31 else low
