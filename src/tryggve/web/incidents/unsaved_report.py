"""A lägesrapport that was not saved because a colleague was first, and what stands there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from tryggve.domain.language import _
from tryggve.domain.period import parse_period
from tryggve.reports.numbers import period_words
from tryggve.web.core import clock
from tryggve.web.core.member import Request
from tryggve.web.core.unsaved import KINDS, Kind, Place
from tryggve.web.incidents.situation_report_models import Heading
from tryggve.web.incidents.situation_reports import own_of, period_asked

NAME = "lagesrapport"


def _key(posted: Mapping[str, Any], _parts: Mapping[str, Any]) -> str:
    return period_asked(str(posted.get("period", "")), clock.today()).label


def _place(request: Request, key: str) -> Place | None:
    if request.member.organisation.private:
        return None
    period = parse_period(key)
    mine, kommun = own_of(request.member.organisation, period), {"kommun": request.kommun.slug}
    sent = mine is not None and mine.sent_at is not None
    hidden = {"period": key, "version": str(mine.version if mine else 0), "do": "save"}
    hidden |= {"sharing": mine.sharing, "conditions": mine.conditions} if mine else {}
    return Place(
        _("Lägesrapport, {period}").format(period=period_words(period)),
        f"{reverse('situation_reports', kwargs=kommun)}?period={key}",
        {str(one): _(one.label) for one in Heading}, mine.texts if mine else {}, mine.by if mine else "",
        mine.at if mine else None, "" if sent else reverse("situation_report_save", kwargs=kommun), hidden,
    )  # fmt: skip


KINDS[NAME] = Kind(NAME, ("situation_report_save",), tuple(str(one) for one in Heading), _key, _place)
