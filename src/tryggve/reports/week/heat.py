"""Where events lie close: squares of a density for a map, from the points that a reader may see, and their numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.access import Sight
from tryggve.reports.week.view import WeekView
from tryggve.stats.density import Density, kernel_density

CELL, BANDWIDTH = 200, 400
SHADES = 5
LIGHTEST = 2
"""The lightest shade that is drawn."""

FEWEST = 20
"""Of fewer points a density shows each of them, and no pattern."""

MOST_CELLS = 4_000


@dataclass(frozen=True)
class Heat:
    """A square with its south-western corner in metres and its shade, 2 to 5: the lightest fifth is left out."""

    x: int
    y: int
    shade: int


@dataclass(frozen=True)
class HeatClass:
    """The squares of a shade in numbers: events per km² from `low` to `high`, their km² and the reports in them.

    Shade 0 is all that the map leaves without a shade.
    """

    shade: int
    low: float
    high: float
    km2: float
    events: int
    ids: tuple[int, ...]


def heat(view: WeekView) -> tuple[Heat, ...]:
    """The densest squares first; none for a reader without points, or where there are too few."""
    found = _density(view)
    if found is None:
        return ()
    shades = _shades(found)
    rows, columns = np.nonzero(shades)
    order = np.argsort(-found.values[rows, columns], kind="stable")
    return tuple(
        Heat(int(found.x0 + columns[i] * CELL), int(found.y0 + rows[i] * CELL), int(shades[rows[i], columns[i]]))
        for i in order
    )


def heat_classes(view: WeekView) -> tuple[HeatClass, ...]:
    """The same in numbers, the densest first, and last what lies outside the squares: together all drawn events."""
    found = _density(view)
    if found is None:
        return ()
    shades, spots, top = _shades(found), view.points.spots, float(found.values.max())
    at = shades[(spots.y - found.y0).astype(int) // CELL, (spots.x - found.x0).astype(int) // CELL]
    made = []
    for shade in range(SHADES, -1, -1):
        inside = at == shade
        if shade >= LIGHTEST or inside.any():
            low, high = (top * (shade - 1) / SHADES, top * shade / SHADES) if shade else (0.0, 0.0)
            km2 = float((shades == shade).sum()) * found.cell_km2 if shade else 0.0
            ids = tuple(spots.incident_id[inside].tolist())
            made.append(HeatClass(shade, low, high, km2, int(spots.n[inside].sum()), ids))
    return tuple(made)


def _density(view: WeekView) -> Density | None:
    spots = view.points.spots
    if view.reader is Sight.AREA or len(spots) < FEWEST:
        return None
    return kernel_density(spots.x, spots.y, bandwidth=BANDWIDTH, cell=CELL, weights=spots.n)


def _shades(found: Density) -> NDArray[np.int64]:
    """The shade of each square, 0 where none is drawn: of a very wide field the densest `MOST_CELLS` are."""
    shades: NDArray[np.int64] = np.ceil(found.values / found.values.max() * SHADES).astype(np.int64)
    shades[shades < LIGHTEST] = 0
    rows, columns = np.nonzero(shades)
    if len(rows) > MOST_CELLS:
        left = np.argsort(-found.values[rows, columns], kind="stable")[MOST_CELLS:]
        shades[rows[left], columns[left]] = 0
    return shades
