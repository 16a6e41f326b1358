"""A meeting ends: its notes are made at once, and stand."""

from __future__ import annotations

import datetime as dt

from tryggve.domain.language import use_language
from tryggve.reports.notes_pdf import render
from tryggve.store.database import audit
from tryggve.web.accounts.models import Municipality
from tryggve.web.core.municipal import here
from tryggve.web.group.actions.meetings import MeetingFacts, add_meeting, open_meeting
from tryggve.web.group.actions.writing import check_open
from tryggve.web.group.models import Meeting, Notes
from tryggve.web.group.notes_document import document
from tryggve.web.group.snapshot import fingerprint, snapshot

LANGUAGE = "sv"
"""Minnesanteckningar are a document of a Swedish municipality, whoever closes the meeting in which language."""


def close_meeting(*, meeting: int, kommun: Municipality, by: str, at: dt.datetime) -> Notes:
    """The notes, with their PDF; the next meeting is called where its day was set. MeetingError where it has ended
    or Driftstart is not done.
    """
    check_open()
    with here().writing():
        found = open_meeting(meeting)
        content = snapshot(found, kommun, by=by, at=at)
        mark = fingerprint(content)
        with use_language(LANGUAGE):
            pdf = render(document(content, fingerprint=mark), found.day)
        found.closed_at, found.closed_by = at, by
        found.save(force_update=True)
        made = Notes(meeting=found, content=content, fingerprint=mark, pdf=pdf, made_at=at, made_by=by)
        made.save(force_insert=True)
        _call_next(found, by=by, at=at)
        audit.record(here(), audit.Action.MEETING, by=by, at=at, meeting=found.pk, done="closed", fingerprint=mark)
    return made


def _call_next(meeting: Meeting, *, by: str, at: dt.datetime) -> None:
    if meeting.next_day is None or Meeting.objects.filter(day=meeting.next_day).exists():
        return
    called = tuple(row.organisation for row in meeting.attendance.select_related("organisation"))
    facts = MeetingFacts(meeting.next_day, called, meeting.next_starts, meeting.where, meeting.cadence)
    add_meeting(facts=facts, by=by, at=at)
