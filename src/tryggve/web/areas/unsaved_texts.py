"""What a rater wrote and could not save, since they had been logged out meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from tryggve.domain.early_signs import shipped
from tryggve.domain.language import _
from tryggve.web.areas.models import Rater, Round
from tryggve.web.core.member import Request
from tryggve.web.core.unsaved import KINDS, Kind, Place

SIGNS = "signs"
TEXT = "text_"


def key_of(pk: int, group: str) -> str:
    """Names the texts of a rater for a group of questions."""
    return f"{pk} {group[:40]}"


def _key(_posted: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    return key_of(parts["pk"], parts["group"])


def _place(request: Request, key: str) -> Place | None:
    """As it stands; the answers themselves are chosen anew on the page."""
    number, name = key.split(" ", 1)
    found = Round.objects.visible_to(request.member).going_on().filter(pk=int(number)).first()
    mine = Rater.objects.of(request.member).filter(round=found, locked_at=None).first()
    group = found.questions.group(name) if found is not None else None
    if found is None or mine is None or group is None:
        return None
    rows = {one.question: one for one in mine.answers.all()}
    labels = {TEXT + one.id: one.name for one in group.questions}
    kept = {TEXT + one.id: rows[one.id].text if one.id in rows else "" for one in group.questions}
    where = {"kommun": request.kommun.slug, "pk": found.pk, "group": group.id}
    title = _("Early signs: {area}, {group}").format(area=found.area_name, group=group.name)
    return Place(title, reverse("signs_rate", kwargs=where), labels, kept)


KINDS[SIGNS] = Kind(SIGNS, ("signs_rate",), tuple(TEXT + one.id for one in shipped().questions), _key, _place)
