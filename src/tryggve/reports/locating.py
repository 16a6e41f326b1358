"""Which area a place of the map lies in, for the words beside it."""

from __future__ import annotations

from tryggve.reports.areas import finest_level
from tryggve.reports.context import Context


def area_at(ctx: Context, x: float, y: float) -> str | None:
    """The name of the area of the finest level that holds the place (metres of the working CRS), or None."""
    from shapely import Point
    from shapely.geometry import shape

    register, level = ctx.material.register, finest_level(ctx)
    if register is None or level is None:
        return None
    place = Point(x, y)
    for area in register.at(level):
        if area.geometry is not None and shape(dict(area.geometry)).covers(place):
            return area.name
    return None
