"""The map that a place is tapped on: areas and known places, none of them protected."""

from __future__ import annotations

from typing import Any

import numpy as np

from tryggve.domain.area import Area
from tryggve.domain.language import _
from tryggve.ingest.point_in_area import Outlines
from tryggve.web.core.models import KnownPlace
from tryggve.web.incidents.ground import Ground


def map_of(ground: Ground) -> dict[str, Any]:
    """Layers as the map draws them, in metres."""
    areas = ground.levels[0][1] if ground.levels else ()
    drawn = [area for area in areas if area.geometry is not None]
    places = list(KnownPlace.objects.filter(protected=False))
    layers: list[dict[str, Any]] = [
        {
            "id": "areas", "kind": "areas", "title": _("Areas"),
            "features": {"type": "FeatureCollection", "features": [feature_of(area) for area in drawn]},
        },
        {
            "id": "places", "kind": "places", "title": _("Known places"),
            "places": [[one.x, one.y, "place", one.name, None, str(one.pk)] for one in places],
        },
    ]  # fmt: skip
    return {"bounds": bounds_of(drawn, places), "layers": layers}


def feature_of(area: Area) -> dict[str, Any]:
    """An area as the map draws it."""
    return {"type": "Feature", "geometry": area.geometry, "properties": {"id": area.code, "title": area.name}}


def bounds_of(areas: list[Area], places: list[KnownPlace]) -> list[int]:
    """West, south, east, north."""
    if areas:
        return [round(float(value)) for value in np.asarray(Outlines(areas).bounds())]
    x, y = [one.x for one in places] or [500_000], [one.y for one in places] or [6_500_000]
    return [min(x) - 2000, min(y) - 2000, max(x) + 2000, max(y) + 2000]
