"""Real outlines of the typed small areas, as `tryggve areas fetch` writes them: joined by more than the code."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tryggve.domain.area import AreaRegister
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.example.public_record import PublicFigures
from tryggve.ingest.areas_file import read_areas

CRS = "EPSG:3006"
_METRES = 25.0
"""The typed points are rounded to ten metres."""


def outlines_of(path: Path, typed: PublicFigures) -> Mapping[str, Any]:
    """Code → GeoJSON in metres, for every typed area, from a file. FileError where one lacks an outline."""
    found, absent = outlines_in(read_areas(path, crs=CRS), typed)
    if absent:
        raise FileError(
            _("{file} has no outline around {areas}.").format(file=path.name, areas=", ".join(absent[:5])),
            _("Fetch them with tryggve areas fetch {code} --out FILE.").format(code=typed.code),
        )
    return found


def outlines_in(register: AreaRegister, typed: PublicFigures) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """Code → GeoJSON in metres, and the names of the typed areas that have none around their own point.

    The same code in another division may be another area: only an outline that holds the area's point is taken.
    """
    from shapely.geometry import Point, shape

    drawn: dict[str, list[Mapping[str, Any]]] = {}
    for area in register.areas:
        if area.geometry is not None:
            drawn.setdefault(area.code, []).append(area.geometry)
    found: dict[str, Any] = {}
    for wanted in typed.regso:
        point = Point(wanted.east, wanted.north)
        near = (one for one in drawn.get(wanted.code, ()) if shape(dict(one)).distance(point) <= _METRES)
        if (outline := next(near, None)) is not None:
            found[wanted.code] = outline
    return found, tuple(area.name for area in typed.regso if area.code not in found)
