"""Where events lie close: Gaussian kernel density of points on a grid. For points alone, never for centroids."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.binning import binned, convolved, grid_of
from tryggve.stats.inputs import FloatArray, checked_positive

REFERENCE = (
    "Silverman, B. W. (1986). Density Estimation for Statistics and Data Analysis, ch. 4; binning: Wand, M. P. (1994). "
    "Fast computation of multivariate kernel estimators. J. Comput. Graph. Stat. 3, 433-445."
)
MAX_CELLS = 25_000_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Density(ArrayResult):
    """Events per km2 in the cells of a grid: `values`[ny, nx], row 0 in the south, column 0 in the west.

    Cell (j, i) covers x0 + i*cell <= x < x0 + (i+1)*cell and likewise in y, in metres. `n` points came in, with the
    weight `total`; `n_outside` of them lie outside the grid (those within reach still count in the cells at the edge).
    No edge correction: where the region ends and nothing can happen beyond it, the density at its edge is too low.
    """

    values: FloatArray
    x0: float
    y0: float
    cell: float
    bandwidth: float
    n: int
    total: float
    n_outside: int

    @property
    def cell_km2(self) -> float:
        """Area of a cell: values times this are expected events per cell."""
        return (self.cell / 1000.0) ** 2


def kernel_density(
    x: ArrayLike,
    y: ArrayLike,
    *,
    bandwidth: float,
    cell: float,
    extent: tuple[float, float, float, float] | None = None,
    weights: ArrayLike | None = None,
    truncate: float = 4.0,
) -> Density:
    """Binned Gaussian kernel density. x, y: [n] metres; bandwidth (SD of the kernel) and cell in metres.

    Points are counted in cells, C(j, i) = sum of the weights with floor((x - x0) / cell) = i, floor((y - y0) / cell)
    = j, and the density of cell (j, i) in events per km2 is

        sum over |a| <= R, |b| <= R of  k(a) k(b) C(j + a, i + b)  /  (cell / 1000)^2,
        k(d) = exp(-(d cell)^2 / (2 bandwidth^2)) / (sum of the same over |d| <= R)
        R = floor(truncate bandwidth / cell)

    so that all events together keep their weight, and a query can repeat any cell from counts per cell alone.
    extent: (x_min, y_min, x_max, y_max); x0, y0 are x_min, y_min; the last row and column may reach beyond the maxima.
    When None: the whole multiples of `cell` that hold all points, and R cells more on every side: then
    values.sum() * cell_km2 = total. weights: [n] >= 0, 1 when None.
    ValueError for coordinates that are NaN or infinite, a cell larger than the bandwidth, no points without an extent,
    or a grid of more than `MAX_CELLS` cells (often a sign of a wrong coordinate system).
    """
    east, north = _checked_coordinates(x), _checked_coordinates(y)
    mass = _checked_weights(weights, len(east))
    if len(east) != len(north):
        raise ValueError(f"x and y must have the same length, got {len(east)} and {len(north)}")
    kernel = kernel_weights(bandwidth, cell, truncate)
    reach = len(kernel) // 2
    x0, y0, nx, ny = grid_of(east, north, cell, reach, extent)
    if (nx + 2 * reach) * (ny + 2 * reach) > MAX_CELLS:
        raise ValueError(f"{nx} x {ny} cells are too many; take a larger cell or check the coordinate system")
    counts, outside = binned(east, north, mass, (x0, y0, cell), (nx, ny), reach)
    values = np.ascontiguousarray(convolved(convolved(counts, kernel).T, kernel).T)
    values /= (cell / 1000.0) ** 2
    return Density(
        method="kernel_density_gaussian_binned",
        parameters={"bandwidth": float(bandwidth), "cell": float(cell), "truncate": float(truncate)},
        reference=REFERENCE,
        values=values,
        x0=x0,
        y0=y0,
        cell=float(cell),
        bandwidth=float(bandwidth),
        n=len(east),
        total=float(mass.sum()),
        n_outside=outside,
    )


def kernel_weights(bandwidth: float, cell: float, truncate: float = 4.0) -> FloatArray:
    """The weights k(-R) .. k(R) of `kernel_density`: float[2R + 1], symmetric, sum 1."""
    checked_positive(cell, "cell")
    if not checked_positive(bandwidth, "bandwidth") >= cell:
        raise ValueError(f"the cell ({cell} m) must not be larger than the bandwidth ({bandwidth} m)")
    reach = math.floor(checked_positive(truncate, "truncate") * bandwidth / cell)
    raw = np.exp(-0.5 * (np.arange(-reach, reach + 1) * (cell / bandwidth)) ** 2)
    return np.asarray(raw / raw.sum(), np.float64)


def density_at(
    x: ArrayLike,
    y: ArrayLike,
    *,
    row: int,
    column: int,
    x0: float,
    y0: float,
    bandwidth: float,
    cell: float,
    weights: ArrayLike | None = None,
    truncate: float = 4.0,
) -> float:
    """The density of one cell straight from the formula of `kernel_density`, to explain and to check a value."""
    east, north = _checked_coordinates(x), _checked_coordinates(y)
    mass = _checked_weights(weights, len(east))
    kernel = kernel_weights(bandwidth, cell, truncate)
    reach = len(kernel) // 2
    across = np.floor((east - x0) / cell) - column
    along = np.floor((north - y0) / cell) - row
    near = (np.abs(across) <= reach) & (np.abs(along) <= reach)
    i, j = (steps[near].astype(np.int64) + reach for steps in (across, along))
    return float(np.sum(kernel[i] * kernel[j] * mass[near])) / (cell / 1000.0) ** 2


def reference_bandwidth(x: ArrayLike, y: ArrayLike) -> float:
    """The bandwidth in metres that suits normally scattered points: s * n^(-1/6).

    s^2 is the mean over both axes of the squared smaller of standard deviation and interquartile range / 1.349 (the
    standard deviation where the range is 0). For two dimensions Scott's and Silverman's rules coincide
    (Silverman 1986, 4.3.2, 4.14). Towns are clustered, so it smooths too much rather than too little: an upper guide.
    ValueError for fewer than two points or points all at one place.
    """
    east, north = _checked_coordinates(x), _checked_coordinates(y)
    if len(east) != len(north) or len(east) < 2:
        raise ValueError("reference_bandwidth needs at least two points, x and y of the same length")
    spread = math.sqrt((_robust_sd(east) ** 2 + _robust_sd(north) ** 2) / 2.0)
    if spread == 0.0:
        raise ValueError("all points lie at one place: there is no bandwidth to find")
    return float(spread * len(east) ** (-1.0 / 6.0))


def _robust_sd(values: FloatArray) -> float:
    deviation = float(values.std(ddof=1))
    quartile_range = float(np.subtract(*np.percentile(values, (75, 25))))
    return min(deviation, quartile_range / 1.349) if quartile_range > 0.0 else deviation


def _checked_coordinates(values: ArrayLike) -> FloatArray:
    coordinates = np.asarray(values, np.float64)
    if coordinates.ndim != 1 or not np.isfinite(coordinates).all():
        raise ValueError("coordinates must be finite numbers in one dimension: leave out points without a place")
    return coordinates


def _checked_weights(weights: ArrayLike | None, n: int) -> FloatArray:
    mass = np.ones(n) if weights is None else np.asarray(weights, np.float64)
    if mass.shape != (n,) or not (np.isfinite(mass).all() and (mass >= 0.0).all()):
        raise ValueError(f"weights must hold {n} finite numbers, none negative")
    return mass
