"""What a map may draw one by one: events whose place is a point or a street, outside protected places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.access import Sight
from tryggve.reports.surface import have_company
from tryggve.reports.week.asked import MOST_POINTS
from tryggve.store.base import Points, Spots

Protected = tuple[float, float, float]
"""The middle of a protected place and its radius, in metres of the store's coordinate system."""

STREET = 50
"""Whoever sees facts alone is given places on a grid of so many metres: a stretch of a street and no door."""


@dataclass(frozen=True)
class MapPoints:
    """The latest events with a place: `spots`, `not_shown` events that are counted and not drawn.

    `capped`: there are more than `MOST_POINTS`, and the earlier ones are not drawn.
    """

    spots: Spots
    not_shown: int
    capped: bool


def map_points(
    spots: Spots, reader: Sight, protected: Sequence[Protected], events: int, ever: Points | None = None
) -> MapPoints:
    """The points of a reader out of so many events; of those with `ever`, none whose place lies by itself."""
    capped = len(spots) > MOST_POINTS
    rows = ~within(spots, protected)
    if ever is not None:
        rows &= have_company(spots, ever)
    rows[MOST_POINTS:] = False
    if reader is Sight.AREA:
        rows[:] = False
    kept = np.flatnonzero(rows)
    step = 1 if reader.sees_all else STREET
    shown = Spots(
        spots.incident_id[kept],
        on_grid(spots.x[kept], step),
        on_grid(spots.y[kept], step),
        spots.n[kept],
        spots.location_precision[kept],
        tuple(spots.categories[i] for i in kept),
    )
    return MapPoints(shown, events - int(shown.n.sum()), capped)


def within(spots: Spots, protected: Sequence[Protected]) -> NDArray[np.bool_]:
    """Which points lie in a protected place, its edge included."""
    found = np.zeros(len(spots), bool)
    for x, y, radius in protected:
        found |= (spots.x - x) ** 2 + (spots.y - y) ** 2 <= radius**2
    return found


def on_grid(metres: NDArray[np.int64], step: int) -> NDArray[np.int64]:
    """The nearest lines of a grid of so many metres."""
    return (metres + step // 2) // step * step
