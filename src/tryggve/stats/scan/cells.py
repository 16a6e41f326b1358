"""Square cells instead of areas: where events have coordinates of their own."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from tryggve.stats.inputs import FloatArray, IntArray, checked_positive


def cells(x: ArrayLike, y: ArrayLike, size: float) -> tuple[IntArray, FloatArray]:
    """Events as squares of side `size` metres (100–250 is usual): the square of each, and where the squares lie.

    x, y: float[n] metres. Returns int64[n] and the centres of the squares that hold events, float[m, 2], numbered from
    south to north and west to east. ValueError for coordinates that are no numbers, or arrays of different lengths.
    """
    side = checked_positive(size, "size")
    places = np.stack([np.asarray(x, np.float64).reshape(-1), np.asarray(y, np.float64).reshape(-1)], axis=1)
    if not np.isfinite(places).all():
        raise ValueError("x and y must be numbers: leave out events without coordinates")
    corners = np.floor(places / side).astype(np.int64)
    found, area = np.unique(corners[:, ::-1], axis=0, return_inverse=True)
    return area.reshape(-1).astype(np.int64), np.asarray((found[:, ::-1] + 0.5) * side, np.float64)
