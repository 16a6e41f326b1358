"""Points counted in the cells of a grid, and a kernel drawn over them."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tryggve.stats.inputs import FloatArray

_BLOCK = 16
_SMALL_PRODUCT = 262_144
"""Multiplications of one matrix product: above it the linear algebra library starts threads, which wait for one another
in products this small and make the sums depend on how many there are."""


def grid_of(
    x: FloatArray, y: FloatArray, cell: float, reach: int, extent: tuple[float, float, float, float] | None
) -> tuple[float, float, int, int]:
    """South-west corner and number of columns and rows: of the extent, else of all points and `reach` cells around."""
    if extent is None:
        if len(x) == 0:
            raise ValueError("without points an extent is needed")
        (west, nx), (south, ny) = (_snapped(values, cell, reach) for values in (x, y))
        return west, south, nx, ny
    x_min, y_min, x_max, y_max = extent
    if not (np.isfinite(extent).all() and x_min < x_max and y_min < y_max):
        raise ValueError(f"extent must be (x_min, y_min, x_max, y_max) with min < max, got {extent}")
    columns, rows = (math.ceil(round(size / cell, 9)) for size in (x_max - x_min, y_max - y_min))
    return float(x_min), float(y_min), columns, rows


def _snapped(values: FloatArray, cell: float, reach: int) -> tuple[float, int]:
    first, last = math.floor(values.min() / cell), math.floor(values.max() / cell)
    return (first - reach) * cell, last - first + 1 + 2 * reach


def binned(
    x: FloatArray,
    y: FloatArray,
    mass: FloatArray,
    origin: tuple[float, float, float],
    shape: tuple[int, int],
    reach: int,
) -> tuple[FloatArray, int]:
    """Weights per cell [ny + 2 reach, nx + 2 reach], border included, and the number of points outside the grid."""
    (x0, y0, cell), (nx, ny) = origin, shape
    i, j = np.floor((x - x0) / cell), np.floor((y - y0) / cell)
    within = _between(i, 0, nx) & _between(j, 0, ny)
    near = _between(i, -reach, nx + reach) & _between(j, -reach, ny + reach)
    width, height = nx + 2 * reach, ny + 2 * reach
    flat = ((j[near] + reach) * width + i[near] + reach).astype(np.int64)
    counts = np.asarray(np.bincount(flat, mass[near], width * height), np.float64)
    return counts.reshape(height, width), int(len(x) - within.sum())


def _between(values: FloatArray, low: int, high: int) -> NDArray[np.bool_]:
    return (values >= low) & (values < high)


def convolved(padded: FloatArray, kernel: FloatArray) -> FloatArray:
    """The kernel along the first axis: [m + 2R, k] -> [m, k].

    Block by block as a product with one small banded matrix, which is several times faster than shifted sums, and
    exact: all terms are positive, so there are none of the small negative values of a Fourier transform.
    """
    length = len(padded) - len(kernel) + 1
    band = np.zeros((_BLOCK, _BLOCK + len(kernel) - 1))
    for row in range(_BLOCK):
        band[row, row : row + len(kernel)] = kernel
    source = np.ascontiguousarray(padded)
    smooth = np.empty((length, source.shape[1]))
    step = max(1, _SMALL_PRODUCT // (_BLOCK * band.shape[1]))
    for left in range(0, source.shape[1], step):
        for start in range(0, length, _BLOCK):
            size = min(_BLOCK, length - start)
            np.matmul(
                band[:size, : size + len(kernel) - 1],
                source[start : start + size + len(kernel) - 1, left : left + step],
                out=smooth[start : start + size, left : left + step],
            )
    return smooth
