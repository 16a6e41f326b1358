"""The map beside a report: areas as ground, known places, the report and those alike."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tryggve.domain.language import _
from tryggve.store.database.models import Incident
from tryggve.web.incidents.ground import Ground
from tryggve.web.incidents.inbox_list import what_words
from tryggve.web.incidents.map_json import map_of
from tryggve.web.incidents.sent import when_words

_AROUND_M = 700


def map_of_report(incident: Incident, alike: list[Incident], ground: Ground, slug: str) -> dict[str, Any]:
    """As the map draws it. One that tells no point shows the municipality."""
    drawn = map_of(ground)
    points = [one for one in (incident, *alike) if one.x is not None and one.y is not None]
    if points:
        drawn["layers"].append({
            "id": "reports", "kind": "points", "title": _("Reports of events"),
            "kinds": [{"text": _("This report")}, {"text": _("Possible duplicate")}],
            "points": [_point(one, int(one.pk != incident.pk), ground, slug) for one in points],
        })  # fmt: skip
        xs, ys = [one.x or 0 for one in points], [one.y or 0 for one in points]
        drawn["bounds"] = [min(xs) - _AROUND_M, min(ys) - _AROUND_M, max(xs) + _AROUND_M, max(ys) + _AROUND_M]
    return drawn


def _point(one: Incident, kind: int, ground: Ground, slug: str) -> list[Any]:
    href = reverse("inbox_report", kwargs={"kommun": slug, "pk": one.pk})
    return [one.x, one.y, kind, f"{what_words(one)}, {when_words(one, ground.zone)}", href]
