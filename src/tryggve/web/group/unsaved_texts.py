"""Texts of meetings and insatser that were not saved, and what stands there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from tryggve.domain.access import Permission
from tryggve.domain.language import _
from tryggve.web.core.member import Request
from tryggve.web.core.pages_environment import day
from tryggve.web.core.unsaved import KINDS, Kind, Place
from tryggve.web.group.models import Meeting, MeetingText, Task
from tryggve.web.group.sections import SECTIONS, heading, organisation_of

MEETING, TASK = "meeting", "task"
TASK_FIELDS = ("what", "function", "place", "result", "answer")


def key_of(pk: int, section: str) -> str:
    """Names a text of a meeting."""
    return f"{pk} {section}"


def _meeting_key(_posted: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    return key_of(parts["pk"], parts["section"][:40])


def _meeting_place(request: Request, key: str) -> Place | None:
    number, section = key.split(" ", 1)
    meeting = Meeting.objects.filter(pk=int(number)).first()
    if meeting is None or Permission.MEET not in request.member.permissions:
        return None
    latest = MeetingText.objects.filter(meeting=meeting, section=section).order_by("-version").first()
    where = {"kommun": request.kommun.slug, "pk": meeting.pk}
    is_open = meeting.closed_at is None
    action = reverse("meeting_text", kwargs=where | {"section": section}) if is_open else ""
    return Place(
        f"{_('Meeting {day}').format(day=day(meeting.day))}: {_heading(section)}",
        reverse("meeting_write", kwargs=where) + f"#{section}" if is_open else reverse("meeting", kwargs=where),
        {"text": _heading(section)}, {"text": latest.text if latest else ""}, latest.by if latest else "",
        latest.at if latest else None, action, {"version": str(latest.version if latest else 0)},
    )  # fmt: skip


def _heading(section: str) -> str:
    if organisation_of(section) is not None:
        return _("Said at the table")
    return heading(section) if section in SECTIONS else section


def _task_key(_posted: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    return str(parts["pk"])


def _task_place(request: Request, key: str) -> Place | None:
    """As it stands; what is chosen, and not written, is chosen anew on its own page."""
    task = Task.objects.visible_to(request.member).filter(pk=int(key)).first()
    if task is None:
        return None
    where = {"kommun": request.kommun.slug, "pk": task.pk}
    name = "task_edit" if request.member.may("meet") else "task"
    labels = {
        "what": _("What"), "function": _("Function"), "place": _("Place"), "result": _("What came of it"),
        "answer": _("Answer to those who reported"),
    }  # fmt: skip
    hidden = () if request.member.may("read_text") else ("answer",)
    now = {field: getattr(task, field) for field in labels if field not in hidden}
    last = task.events.order_by("-pk").first()
    by = last.by if last is not None and request.member.may("read_text") else ""
    return Place(
        _("Insats: {what}").format(what=task.what), reverse(name, kwargs=where), labels, now, by, task.changed_at
    )


KINDS[MEETING] = Kind(MEETING, ("meeting_text",), ("text",), _meeting_key, _meeting_place)
KINDS[TASK] = Kind(
    TASK, ("task_edit", "task_move"), ("what", "function", "place", "result", "answer"), _task_key, _task_place
)
