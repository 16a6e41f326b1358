"""Meetings are called, written in, and closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from tryggve.domain.language import _
from tryggve.store.database import audit
from tryggve.web.core.models import Organisation
from tryggve.web.core.municipal import here
from tryggve.web.group.models import Attendance, Meeting
from tryggve.web.group.models.meeting import Cadence


class MeetingError(ValueError):
    """What cannot be done with a meeting, in plain words."""


@dataclass(frozen=True)
class MeetingFacts:
    """When and where, how often, and which organisations are called."""

    day: dt.date
    organisations: tuple[Organisation, ...]
    starts: dt.time | None = None
    where: str = ""
    cadence: str = Cadence.WEEKLY


def add_meeting(*, facts: MeetingFacts, by: str, at: dt.datetime) -> Meeting:
    """A meeting is called."""
    with here().writing():
        made = Meeting.objects.create(
            day=facts.day, starts=facts.starts, where=facts.where, cadence=facts.cadence, made_at=at
        )
        _call(made, facts.organisations)
        audit.record(here(), audit.Action.MEETING, by=by, at=at, meeting=made.pk, done="called")
    return made


def change_meeting(*, meeting: int, facts: MeetingFacts, by: str, at: dt.datetime) -> Meeting:
    """Another day or place, or other organisations."""
    with here().writing():
        found = open_meeting(meeting)
        found.day, found.starts, found.where, found.cadence = facts.day, facts.starts, facts.where, facts.cadence
        found.save(force_update=True)
        wanted = {one.pk for one in facts.organisations}
        found.attendance.exclude(organisation_id__in=wanted).delete()
        there = set(found.attendance.values_list("organisation_id", flat=True))
        _call(found, [one for one in facts.organisations if one.pk not in there])
        audit.record(here(), audit.Action.MEETING, by=by, at=at, meeting=found.pk, done="changed")
    return found


def note_attendance(
    *, meeting: int, present: Collection[int], next_day: dt.date | None, next_starts: dt.time | None, by: str,
    at: dt.datetime,
) -> Meeting:  # fmt: skip
    """Which organisations (ids) are there, and when the group meets next."""
    with here().writing():
        found = open_meeting(meeting)
        if next_day is not None and next_day <= found.day:
            raise MeetingError(_("The next meeting must come after this one."))
        found.next_day, found.next_starts = next_day, next_starts
        found.save(force_update=True)
        found.attendance.filter(organisation_id__in=present).update(present=True)
        found.attendance.exclude(organisation_id__in=present).update(present=False)
        audit.record(here(), audit.Action.MEETING, by=by, at=at, meeting=found.pk, done="attendance")
    return found


def open_meeting(meeting: int) -> Meeting:
    """The meeting, if it can still be written in. Inside a transaction."""
    found = Meeting.objects.get(pk=meeting)
    if found.closed_at is not None:
        raise MeetingError(_("The meeting has ended. Its notes stand as they are."))
    return found


def _call(meeting: Meeting, organisations: Collection[Organisation]) -> None:
    Attendance.objects.bulk_create([Attendance(meeting=meeting, organisation=one) for one in organisations])
