"""Points in areas: the area of each point at one level, and the area that holds a whole other area."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from tryggve.domain.area import Area

CONTAINED = 0.95
"""So large a part of an area must lie in another to be held by it: registers draw their borders with different care."""


class Outlines:
    """The outlines of the areas of one level, in file order; areas without an outline hold nothing."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self.codes = tuple(area.code for area in areas if area.geometry is not None)
        self.shapes: NDArray[Any] = np.array(
            [shapely.geometry.shape(area.geometry) for area in areas if area.geometry is not None], dtype=object
        )
        self._number = {code: i for i, code in enumerate(self.codes)}
        self._tree: Any = shapely.STRtree(self.shapes)

    def bounds(self) -> NDArray[np.float64]:
        """West, south, east, north of all outlines; NaN when there are none."""
        return np.asarray(shapely.total_bounds(self.shapes), np.float64)

    def shape_of(self, code: str) -> Any:
        """The outline of an area, None where it has none."""
        number = self._number.get(code)
        return None if number is None else self.shapes[number]

    def holding(self, points: Points) -> NDArray[np.int32]:
        """For each point the number of the area it lies in, -1 for none.

        A point on a border between areas, or where outlines overlap, belongs to the one that comes first in the file.
        """
        none = len(self.shapes)
        first = np.full(len(points.rows), none, np.int32)
        if none and len(points.spots):
            area, spot = points.tree.query(self.shapes, predicate="intersects")
            of_spot = np.full(len(points.spots), none, np.int32)
            np.minimum.at(of_spot, spot, area.astype(np.int32))
            first = of_spot[points.rows]
        return np.where(first == none, -1, first).astype(np.int32)

    def containing(self, shape: Any) -> list[str]:
        """The codes of the areas that hold at least 95 % of the surface of a shape."""
        near = np.sort(self._tree.query(shape, predicate="intersects"))
        shared = shapely.area(shapely.intersection(self.shapes[near], shape))
        return [self.codes[i] for i in near[shared >= CONTAINED * shapely.area(shape)]]


class Points:
    """n points; each distinct spot is looked up once. Outlines are prepared and asked, not the other way round."""

    def __init__(self, x: NDArray[np.int32], y: NDArray[np.int32]) -> None:
        packed = (x.astype(np.int64) << 32) | (y.astype(np.int64) & 0xFFFFFFFF)
        distinct, rows = np.unique(packed, return_inverse=True)
        self.rows = rows.ravel()
        self.spots: NDArray[Any] = shapely.points(
            (distinct >> 32).astype(np.float64), (distinct & 0xFFFFFFFF).astype(np.int32).astype(np.float64)
        )
        self.tree: Any = shapely.STRtree(self.spots)
