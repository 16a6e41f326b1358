"""Outlines for areas of which only a point is known: what lies nearer to it than to any other, for drawing alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray


def cells_round(xy: NDArray[np.float64]) -> list[Mapping[str, Any] | None]:
    """A GeoJSON polygon round each point (float[m, 2]); None for all where the points do not span a plane."""
    from shapely import MultiPoint, Point, voronoi_polygons
    from shapely.geometry import mapping

    nothing: list[Mapping[str, Any] | None] = [None] * len(xy)
    if len(xy) < 3 or len(np.unique(xy, axis=0)) < len(xy) or np.linalg.matrix_rank(xy - xy.mean(axis=0)) < 2:
        return nothing
    points = MultiPoint([tuple(at) for at in xy])
    area = points.convex_hull
    edge = area.buffer(np.sqrt(area.area / len(xy)) / 2)
    cells = [cell.intersection(edge) for cell in voronoi_polygons(points, extend_to=edge).geoms]
    found = list(nothing)
    for i, at in enumerate(xy):
        own = next((cell for cell in cells if cell.covers(Point(at))), None)
        found[i] = None if own is None or own.is_empty else mapping(own)
    return found
