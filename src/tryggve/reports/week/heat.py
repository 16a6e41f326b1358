"""Where events lie close: squares of a density for a map, from the points that a reader may see."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tryggve.domain.access import Sight
from tryggve.reports.week.view import WeekView
from tryggve.stats.density import kernel_density

CELL, BANDWIDTH = 200, 400
SHADES = 5
FEWEST = 20
"""Of fewer points a density shows each of them, and no pattern."""

MOST_CELLS = 4_000


@dataclass(frozen=True)
class Heat:
    """A square with its south-western corner in metres and its shade, 2 to 5: the lightest fifth is left out."""

    x: int
    y: int
    shade: int


def heat(view: WeekView) -> tuple[Heat, ...]:
    """The densest squares first; none for a reader without points, or where there are too few."""
    spots = view.points.spots
    if view.reader is Sight.AREA or len(spots) < FEWEST:
        return ()
    found = kernel_density(spots.x, spots.y, bandwidth=BANDWIDTH, cell=CELL, weights=spots.n)
    shades = np.ceil(found.values / found.values.max() * SHADES).astype(int)
    rows, columns = np.nonzero(shades >= 2)
    order = np.argsort(-found.values[rows, columns], kind="stable")[:MOST_CELLS]
    return tuple(
        Heat(int(found.x0 + columns[i] * CELL), int(found.y0 + rows[i] * CELL), int(shades[rows[i], columns[i]]))
        for i in order
    )
