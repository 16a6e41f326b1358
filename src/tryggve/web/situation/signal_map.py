"""The map of a signal: its outline among the areas, and its events as far as the reader's right goes."""

from __future__ import annotations

from typing import Any

import numpy as np

from tryggve.domain.access import Sight
from tryggve.domain.area import Area
from tryggve.domain.language import _
from tryggve.ingest.point_in_area import Outlines
from tryggve.reports.context import category_title
from tryggve.store.database.areas import register_of
from tryggve.web.core.backdrop import told_to_map
from tryggve.web.core.municipal import here
from tryggve.web.situation.map_json import events_words
from tryggve.web.situation.signal_evidence import Evidence

_ROOM = 0.4
"""So much of its own size is shown round a signal."""


def map_of_signal(evidence: Evidence, kommun: str) -> dict[str, Any]:
    """Layers as the map draws them, in metres."""
    register = register_of(here())
    every = register.at(evidence.card.history.level) if register else ()
    areas = [area for area in every if area.geometry is not None]
    inside = set(evidence.card.history.codes)
    own = [area for area in areas if area.code in inside]
    layers = [_ground(evidence, areas), _points(evidence), _places(evidence), _zone(own)]
    return {"bounds": _bounds(evidence, own or areas), "layers": [one for one in layers if one], **told_to_map(kommun)}


def _ground(evidence: Evidence, areas: list[Area]) -> dict[str, Any] | None:
    if not areas:
        return None
    counted = {code: n for code, _name, n in evidence.areas}
    features = [
        {
            "type": "Feature", "geometry": area.geometry,
            "properties": {
                "id": area.code, "title": area.name,
                "lines": [events_words(counted[area.code])] if area.code in counted else [],
            },
        }
        for area in areas
    ]  # fmt: skip
    return {"id": "areas", "kind": "areas", "features": {"type": "FeatureCollection", "features": features}}


def _zone(own: list[Area]) -> dict[str, Any] | None:
    if not own:
        return None
    features = [{"type": "Feature", "geometry": area.geometry, "properties": {"id": f"z{area.code}"}} for area in own]
    return {"id": "zone", "kind": "zone", "title": _("Areas of the signal"), "circles": [], "features": features}


def _points(evidence: Evidence) -> dict[str, Any] | None:
    if evidence.reader is not Sight.FULL:
        return None
    spots = evidence.points.spots
    if not len(spots):
        return None
    kinds = sorted(set(spots.categories))
    names = [category_title(code) for code in kinds]
    number = {code: i for i, code in enumerate(kinds)}
    rows = zip(spots.x.tolist(), spots.y.tolist(), spots.categories, strict=True)
    points = [[x, y, number[code], names[number[code]], None] for x, y, code in rows]
    return {"id": "points", "kind": "points", "title": _("Events of the signal"), "on": True,
            "kinds": [{"text": name} for name in names], "points": points}  # fmt: skip


def _places(evidence: Evidence) -> dict[str, Any] | None:
    rows = [[one.x, one.y, "place", one.name, None, str(one.pk)] for one in evidence.places if not one.protected]
    if not rows:
        return None
    return {"id": "places", "kind": "places", "title": _("Known places"), "on": False, "places": rows}


def _bounds(evidence: Evidence, areas: list[Area]) -> list[int]:
    """West, south, east, north."""
    if areas:
        west, south, east, north = (float(value) for value in np.asarray(Outlines(areas).bounds()))
    elif len(evidence.points.spots):
        x, y = evidence.points.spots.x, evidence.points.spots.y
        west, south, east, north = float(x.min()), float(y.min()), float(x.max()), float(y.max())
    else:
        west, south, east, north = 498_000.0, 6_498_000.0, 502_000.0, 6_502_000.0
    room = _ROOM * max(east - west, north - south, 500.0)
    return [round(west - room), round(south - room), round(east + room), round(north + room)]
