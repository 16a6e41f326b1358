"""The map beside a report: areas as ground, known places, the report and those alike."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tryggve.domain.area import Area
from tryggve.domain.language import _
from tryggve.store.database.models import Incident
from tryggve.web.incidents.ground import Ground
from tryggve.web.incidents.inbox_list import areas_of, icon_of, what_words
from tryggve.web.incidents.map_json import bounds_of, feature_of, map_of
from tryggve.web.incidents.sent import when_words

_AROUND_M = 700


def map_of_report(incident: Incident, alike: list[Incident], ground: Ground, slug: str) -> dict[str, Any]:
    """As the map draws it. One that tells no point shows its area; the municipality where it tells none."""
    drawn = map_of(ground)
    others = [one for one in alike if one.x is not None and one.y is not None]
    if others:
        drawn["layers"].append(_layer("alike", _("Possible duplicates"), others, ground, slug))
    if incident.x is not None and incident.y is not None:
        drawn["layers"].append(_layer("own", _("This report"), [incident], ground, slug))
        points = [(one.x or 0, one.y or 0) for one in (incident, *others)]
        xs, ys = zip(*points, strict=True)
        drawn["bounds"] = [min(xs) - _AROUND_M, min(ys) - _AROUND_M, max(xs) + _AROUND_M, max(ys) + _AROUND_M]
    elif (area := _area_of(incident, ground)) is not None:
        features = {"type": "FeatureCollection", "features": [feature_of(area)]}
        drawn["layers"].append({"id": "told", "kind": "zone", "title": _("This report"), "features": features})
        drawn["bounds"] = bounds_of([area], [])
    return drawn


def _layer(mark: str, title: str, incidents: list[Incident], ground: Ground, slug: str) -> dict[str, Any]:
    """Reports as marks with the icon of their category: dots would lie hidden beneath the known place they name."""
    return {
        "id": mark, "kind": "places", "mark": mark, "title": title,
        "places": [[one.x, one.y, icon_of(one), *_words(one, ground, slug), str(one.pk)] for one in incidents],
    }  # fmt: skip


def _words(one: Incident, ground: Ground, slug: str) -> tuple[str, str]:
    href = reverse("inbox_report", kwargs={"kommun": slug, "pk": one.pk})
    return f"{what_words(one)}, {when_words(one, ground.zone)}", href


def _area_of(incident: Incident, ground: Ground) -> Area | None:
    """The smallest area with a shape that the report names."""
    held = areas_of([incident.pk]).get(incident.pk, {})
    for level, areas in ground.levels:
        for area in areas:
            if held.get(level) == area.code and area.geometry is not None:
                return area  # type: ignore[no-any-return]
    return None
