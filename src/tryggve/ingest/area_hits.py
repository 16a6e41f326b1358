"""Where the coordinates of many rows lie among the areas of a register."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.area import MUNICIPALITY, AreaRegister
from tryggve.ingest.point_in_area import Outlines, Points

FAR_M = 100_000
"""A point so far outside the box round all areas is a fault (wrong CRS, swapped columns), not a place next door."""

Rows = NDArray[np.bool_]


@dataclass(frozen=True)
class Hits:
    """Per level and row the number of the area of that level (-1: none); `inside` any area, `far` from all of them."""

    number: dict[str, NDArray[np.int32]]
    inside: Rows
    far: Rows


class RegisterOutlines:
    """All outlines of a register. `drawn`: it has any; `coarsest`: the level with the fewest areas, "" without any."""

    def __init__(self, register: AreaRegister) -> None:
        self.levels = register.levels()
        self.of_level = {level: Outlines(register.at(level)) for level in (*self.levels, MUNICIPALITY)}
        drawn = [level for level in self.levels if self.of_level[level].codes]
        self.coarsest = min(drawn, key=lambda level: len(self.of_level[level].codes), default="")
        self.drawn = bool(drawn or self.of_level[MUNICIPALITY].codes)

    def hits(self, x: NDArray[np.int32], y: NDArray[np.int32], has_xy: Rows) -> Hits:
        """Look up the rows that have coordinates, in metres of the register's CRS."""
        rows = np.flatnonzero(has_xy)
        points = Points(x[rows], y[rows])
        number = {}
        inside = np.zeros(len(x), bool)
        for level in self.levels:
            number[level] = np.full(len(x), -1, np.int32)
            number[level][rows] = self.of_level[level].holding(points)
            inside |= number[level] >= 0
        # The outline of the whole has the most corners: only what lies in no part of it is asked.
        rest = np.flatnonzero(has_xy & ~inside)
        inside[rest] = self.of_level[MUNICIPALITY].holding(Points(x[rest], y[rest])) >= 0
        return Hits(number, inside, has_xy & self._far(x, y))

    def _far(self, x: NDArray[np.int32], y: NDArray[np.int32]) -> Rows:
        if not self.drawn:
            return np.zeros(len(x), bool)
        bounds = np.array([outlines.bounds() for outlines in self.of_level.values() if outlines.codes])
        west, south = bounds[:, :2].min(axis=0) - FAR_M
        east, north = bounds[:, 2:].max(axis=0) + FAR_M
        far: Rows = (x < west) | (x > east) | (y < south) | (y > north)
        return far
