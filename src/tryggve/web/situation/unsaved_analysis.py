"""The text of a chapter that was not saved, and what stands there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from tryggve.domain.access import Permission
from tryggve.domain.language import _
from tryggve.domain.period import Period
from tryggve.reports.week.periods import period_text, read_period
from tryggve.web.core.member import Request
from tryggve.web.core.unsaved import KINDS, Kind, Place
from tryggve.web.situation import periods
from tryggve.web.situation.actions.analysis import latest_of
from tryggve.web.situation.models import Draft

NAME = "analysis"


def key_of(period: Period, section: str) -> str:
    """Names the text."""
    return f"{period_text(period)} {section}"


def _key(_posted: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    return key_of(parts["period"], parts["section"])


def _place(request: Request, key: str) -> Place | None:
    if Permission.ADOPT not in request.member.permissions:
        return None
    told, section = key.split(" ", 1)
    period = read_period(told)
    latest, draft = latest_of(period.label, section), Draft.objects.filter(period=period.label).only("tree").first()
    chapter = next((one["title"] for one in draft.tree["sections"] if one["key"] == section), section) if draft else ""
    where = {"kommun": request.kommun.slug, "period": period}
    return Place(
        f"{_('Lägesbild')}, {periods.title(period)}: {chapter}", f"{reverse('picture', kwargs=where)}#{section}",
        {"text": _("Our assessment")}, {"text": latest.text if latest else ""}, latest.by if latest else "",
        latest.at if latest else None, reverse("picture_analysis", kwargs=where | {"section": section}),
        {"version": str(latest.version if latest else 0)},
    )  # fmt: skip


KINDS[NAME] = Kind(NAME, ("picture_analysis",), ("text",), _key, _place)
