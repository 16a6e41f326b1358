"""Outlines of areas: read, mended where they can be, and moved to the working CRS."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.project import LONLAT, known_crs, move

DECIMALS = 1
"""Outlines keep decimetres: finer is beyond any register, and coarser would move a partition's own corners."""

MIN_WIDTH_M = 1.0
"""Twice the area over the perimeter: rounding blows up a line between two areas to a strip of some decimetres."""


MENDABLE = 200_000
"""Corners of a faulty outline that can be mended; a sound one may have more."""

CROSSINGS = 2_000
"""Places where the sides of an outline cross: the time and memory that mending takes grow with their square."""

_PAIRS_AT_ONCE = 500_000


class Outline(NamedTuple):
    """A polygon or multipolygon (shapely; may be empty), None where there never was one; `mended` if it was changed."""

    shape: Any
    mended: bool


def read_outline(geometry: Any) -> Outline:
    """A GeoJSON geometry as a valid polygon in the file's own coordinates; lines and points in it are left aside."""
    if not isinstance(geometry, Mapping):
        return Outline(None, False)
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(geometry, allow_nan=False)))
    except (shapely.errors.ShapelyError, ValueError, TypeError):
        return Outline(None, False)
    pure = shapely.get_type_id(shape) in (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
    if pure and shapely.is_valid(shape):
        return Outline(shape, False)
    return Outline(valid(shape), True) if pure or len(_polygons(shape)) else Outline(None, False)


def _polygons(shape: Any) -> NDArray[Any]:
    """The polygons in a shape, also those in collections within collections."""
    parts = shapely.get_parts([shape])
    while (shapely.get_type_id(parts) > shapely.GeometryType.POLYGON).any():
        parts = shapely.get_parts(parts)
    is_polygon = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    polygons: NDArray[Any] = parts[is_polygon & ~shapely.is_empty(parts)]
    return polygons


def valid(shape: Any) -> Any:
    """The polygonal part of a shape, mended; an empty polygon where mending leaves nothing.

    FileError where the outline crosses itself so often that mending would fill the memory.
    """
    if (corners := shapely.get_num_coordinates(shape)) > MENDABLE:
        raise FileError(
            _("An outline of {n} corners is faulty, and too long to be mended.").format(n=corners),
            _("Simplify it, or export it from the original."),
        )
    if _is_tangle(shape):
        raise FileError(
            _("An outline of {n} corners crosses itself too often to be mended.").format(n=corners),
            _("Draw the area anew, or export its outline from the original."),
        )
    # Polygons are picked before and after: GEOS refuses to mend collections of mixed dimension.
    mended = [part for polygon in _polygons(shape) for part in _polygons(shapely.make_valid(polygon))]
    return shapely.union_all(mended) if mended else shapely.Polygon()


def _is_tangle(shape: Any) -> bool:
    """Whether the sides meet in more places than `CROSSINGS`, besides each with itself and its two neighbours."""
    corners, ring = shapely.get_coordinates(shapely.get_rings(_polygons(shape)), return_index=True)
    # Sides of no length are left out here: GEOS does not take repeated corners from a ring of fewer than three.
    same = (ring[1:] == ring[:-1]) & (corners[1:] != corners[:-1]).any(axis=1)
    sides = shapely.linestrings(np.stack([corners[:-1][same], corners[1:][same]], axis=1))
    tree, spare = shapely.STRtree(sides), 2 * CROSSINGS + 3 * len(sides)
    step = max(4, _PAIRS_AT_ONCE // max(1, len(sides)))
    for start in range(0, len(sides), step):
        spare -= tree.query(sides[start : start + step], predicate="intersects").shape[1]
        if spare < 0:
            return True
    return False


def file_crs(member: Any, shapes: Sequence[Any], working_crs: str) -> str:
    """The CRS of a GeoJSON file: its "crs" member, else degrees when all coordinates could be, else the working CRS."""
    if member is not None:
        properties = member.get("properties") if isinstance(member, Mapping) else None
        stated = properties if isinstance(properties, Mapping) else {}
        name = stated.get("name") or (f"EPSG:{stated['code']}" if "code" in stated else member)
        return known_crs(str(name))
    bounds = np.abs(shapely.total_bounds(np.array(shapes, dtype=object)))
    return LONLAT if (bounds <= (180, 90, 180, 90)).all() else known_crs(working_crs)


def to_working(shapes: Sequence[Any], source_crs: str, working_crs: str) -> list[Any]:
    """The shapes in the working CRS, rounded to decimetres and valid; empty where rounding leaves nothing.

    FileError when a corner lies where the file's or the working CRS is not made for.
    """
    array = np.array(shapes, dtype=object)
    corners = shapely.get_coordinates(array)
    east, north, ok = move(corners[:, 0], corners[:, 1], source_crs, working_crs)
    if not ok.all():
        x, y = (f"{part:.8g}" for part in corners[int(np.argmin(ok))])
        what = _("The areas are in {source}, but the corner {x}, {y} is outside of where {source} or {target} is used.")
        raise FileError(
            what.format(source=source_crs, target=working_crs, x=x, y=y),
            _("Check the file's coordinate system and the order of its coordinates (east before north)."),
        )
    moved = shapely.set_coordinates(array, np.column_stack([east, north]).round(DECIMALS))
    return [shape if shapely.is_valid(shape) else valid(shape) for shape in moved]


def is_place(shape: Any, min_area_m2: float) -> bool:
    """Whether an outline in metres is more than a left-over of drawing: large enough, and a metre wide on average."""
    return bool(shapely.area(shape) >= max(min_area_m2, shapely.length(shape) * MIN_WIDTH_M / 2))


def geojson(shape: Any) -> dict[str, Any]:
    """A shape as a GeoJSON geometry."""
    return dict(shapely.geometry.mapping(shape))
