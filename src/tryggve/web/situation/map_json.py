"""The map of a period, as far as its reader's right goes: the same numbers stand in the tables beside it."""

from __future__ import annotations

from typing import Any

import numpy as np

from tryggve.domain.access import Sight
from tryggve.domain.area import Area
from tryggve.domain.language import _, ngettext
from tryggve.ingest.point_in_area import Outlines
from tryggve.reports.context import category_title
from tryggve.reports.week.areas import AreaCount, AreaState
from tryggve.reports.week.heat import CELL, heat
from tryggve.web.core.backdrop import told_to_map
from tryggve.web.situation.classes import class_bounds, class_of, in_words, shade
from tryggve.web.situation.dense_rows import dense_rows
from tryggve.web.situation.seen import Seen
from tryggve.web.situation.signals_here import SignalHere, zones

_KNOWN = (AreaState.REPORTED, AreaState.NOTHING)


def map_of(seen: Seen, signals: list[SignalHere]) -> dict[str, Any]:
    """Layers as the map draws them, in metres."""
    register = seen.register
    areas = [area for area in register.at(seen.view.level) if area.geometry is not None] if register else []
    places = [place for place in seen.places if not place.protected]
    layers = [
        _areas(seen, areas),
        _density(seen),
        _points(seen),
        _places(places),
        zones(signals, _("Signals (dashed outline)")),
    ]
    return {
        "bounds": _bounds(seen, areas), "layers": [layer for layer in layers if layer], **told_to_map(seen.kommun)
    }  # fmt: skip


def _areas(seen: Seen, areas: list[Area]) -> dict[str, Any] | None:
    if not areas:
        return None
    counts = {row.code: row for row in seen.view.areas}
    bounds = class_bounds([row.n for row in counts.values()])
    classes: list[dict[str, Any]] = [{"class": None, "text": _("unknown: reports are missing")},
                                     {"class": 0, "text": _("nothing to report")}]  # fmt: skip
    classes += [{"class": shade(i, len(bounds)), "text": in_words(span)} for i, span in enumerate(bounds, 1)]
    features = [_feature(seen, area, counts[area.code], bounds) for area in areas if area.code in counts]
    return {
        "id": "areas", "kind": "areas", "title": _("Events per area"), "classes": classes,
        "features": {"type": "FeatureCollection", "features": features},
    }  # fmt: skip


def _feature(seen: Seen, area: Area, row: AreaCount, bounds: list[tuple[int, int]]) -> dict[str, Any]:
    lines = [events_words(row.n)] if row.n or row.state in _KNOWN else []
    if row.state not in _KNOWN or row.received < row.expected:
        lines.append(row.state_words if row.state not in _KNOWN else received_words(row.received, row.expected))
    level = seen.view.level
    return {
        "type": "Feature", "geometry": area.geometry,
        "properties": {
            "id": row.code, "class": None if not row.n and row.state not in _KNOWN else class_of(row.n, bounds),
            "title": row.name, "lines": lines, "href": seen.link("week_reports", area=f"{level}:{row.code}"),
        },
    }  # fmt: skip


def events_words(n: int) -> str:
    """How many events, in words."""
    return ngettext("{n} reported event", "{n} reported events", n).format(n=n)


def received_words(received: int, expected: int) -> str:
    """Reports received of those expected, in words."""
    return _("{received} of {expected} expected reports came").format(received=received, expected=expected)


def _density(seen: Seen) -> dict[str, Any] | None:
    squares = heat(seen.view)
    if not squares:
        return None
    classes = [
        {"class": row.shade, "text": _("{words}: {density} per km²").format(words=row.words, density=row.density)}
        for row in reversed(dense_rows(seen.view))
        if row.shade
    ]
    return {"id": "grid", "kind": "grid", "title": _("Where events lie close"), "on": False, "size": CELL,
            "cells": [[one.x, one.y, one.shade, ""] for one in squares], "classes": classes}  # fmt: skip


def _points(seen: Seen) -> dict[str, Any] | None:
    spots = seen.view.points.spots
    if seen.reader is Sight.AREA or not len(spots):
        return None
    kinds = sorted(set(spots.categories))
    names = [category_title(code) for code in kinds]
    number = {code: i for i, code in enumerate(kinds)}
    link = seen.link("week_reports", report="0").removesuffix("0")
    # Numbers follow the order of arrival, so they are for those who see all: for others a dot opens its kind.
    kind_link = {code: seen.link("week_reports", category=[code]) for code in kinds}
    rows = zip(spots.x.tolist(), spots.y.tolist(), spots.categories, spots.incident_id.tolist(), strict=True)
    points = [
        [x, y, number[code], names[number[code]], f"{link}{incident}" if seen.reader.sees_all else kind_link[code]]
        for x, y, code, incident in rows
    ]
    title = _("Events, to the street") if seen.reader is Sight.FACTS else _("Events")
    return {"id": "points", "kind": "points", "title": title, "on": len(points) <= 500,
            "kinds": [{"text": name} for name in names], "points": points}  # fmt: skip


def _places(places: list[Any]) -> dict[str, Any] | None:
    if not places:
        return None
    rows = [[place.x, place.y, "place", place.name, None, str(place.pk)] for place in places]
    return {"id": "places", "kind": "places", "title": _("Known places"), "on": False, "places": rows}


def _bounds(seen: Seen, areas: list[Area]) -> list[int]:
    """West, south, east, north."""
    if areas:
        return [round(float(value)) for value in np.asarray(Outlines(areas).bounds())]
    spots = seen.view.points.spots
    x, y = (spots.x, spots.y) if len(spots) else (np.array([500_000]), np.array([6_500_000]))
    return [int(x.min()) - 2000, int(y.min()) - 2000, int(x.max()) + 2000, int(y.max()) + 2000]
