"""What a meeting starts from: what is there already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from tryggve.web.core import hooks_of_group as told
from tryggve.web.core.member import Member
from tryggve.web.group.models import Meeting, MeetingText, Task


@dataclass(frozen=True)
class Agenda:
    """What other parts tell: what has changed, and signals to judge."""

    changed: Sequence[told.Line]
    signals: Sequence[told.Line]


def agenda_of(meeting: Meeting, member: Member) -> Agenda:
    """The agenda as it stands now, for somebody who leads the meeting."""
    before = previous(meeting)
    since = before.day if before is not None else None
    changed = [line for lines in told.changed_since(since, member) for line in lines]
    return Agenda(changed, [line for lines in told.signals_to_judge(member) for line in lines])


def previous(meeting: Meeting) -> Meeting | None:
    """The meeting before it."""
    return Meeting.objects.filter(_earlier(meeting)).order_by("-day", "-pk").first()


def _earlier(meeting: Meeting, path: str = "") -> Q:
    """Meetings before it; `path` leads to them from another table."""
    same_day = Q(**{f"{path}day": meeting.day, f"{path}pk__lt": meeting.pk})
    return Q(**{f"{path}day__lt": meeting.day}) | same_day


def last_tasks(meeting: Meeting) -> list[Task]:
    """Insatser from before that are open, or were closed since the meeting before."""
    before = previous(meeting)
    rows = Task.objects.filter(Q(meeting__isnull=True) | _earlier(meeting, "meeting__"))
    open_or_new = Q(closed_at__isnull=True)
    if before is not None:
        open_or_new |= Q(closed_at__gte=before.closed_at or before.made_at)
    found = rows.filter(open_or_new).select_related("organisation", "known_place")
    return list(found.prefetch_related("partners", "sources"))


def decided(meeting: Meeting) -> list[Task]:
    """Insatser noted at the meeting, in the order in which they were."""
    rows = Task.objects.filter(meeting=meeting).select_related("organisation", "known_place")
    return list(rows.prefetch_related("partners").order_by("pk"))


def latest_texts(meeting: Meeting) -> dict[str, MeetingText]:
    """Section → what stands there."""
    return {text.section: text for text in meeting.texts.order_by("version")}
