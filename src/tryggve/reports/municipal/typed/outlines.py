"""Real outlines of the typed small areas, as `tryggve areas fetch` writes them: joined by more than the code."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.example.public_record import PublicFigures
from tryggve.ingest.areas_file import read_areas

CRS = "EPSG:3006"
_METRES = 25.0
"""The typed points are rounded to ten metres."""


def outlines_of(path: Path, typed: PublicFigures) -> Mapping[str, Any]:
    """Code → GeoJSON in metres, for every typed area. FileError where one lacks an outline around its own point.

    The same code in another division may be another area: only an outline that holds the area's point is taken.
    """
    from shapely.geometry import Point, shape

    register = read_areas(path, crs=CRS)
    drawn = {area.code: area.geometry for area in register.areas if area.geometry is not None}
    absent = [
        area.name
        for area in typed.regso
        if area.code not in drawn or shape(dict(drawn[area.code])).distance(Point(area.east, area.north)) > _METRES
    ]
    if absent:
        raise FileError(
            _("{file} has no outline around {areas}.").format(file=path.name, areas=", ".join(absent[:5])),
            _("Fetch them with tryggve areas fetch {code} --out FILE.").format(code=typed.code),
        )
    return {area.code: drawn[area.code] for area in typed.regso}
