"""Meetings: the list, calling one, and what anybody who reads notes sees of one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tryggve.web.core.clock import now, today
from tryggve.web.core.member import Request
from tryggve.web.core.posted import posted
from tryggve.web.group.actions.meetings import MeetingError, add_meeting, change_meeting
from tryggve.web.group.forms.meeting import MeetingForm, facts_of, initial_of
from tryggve.web.group.models import Meeting, Notes
from tryggve.web.group.notes_document import Own, document


@require_safe
def meetings(request: Request) -> HttpResponse:
    """Meetings to come and those that were."""
    rows = list(Meeting.objects.all()[:200])
    context = {"coming": [one for one in reversed(rows) if one.closed_at is None],
               "past": [one for one in rows if one.closed_at is not None]}  # fmt: skip
    return render(request, "group/meetings.html", context)


@require_safe
def meeting(request: Request, pk: int) -> HttpResponse:
    """The notes of a meeting; before it has ended, when and where it is and who is called."""
    found = get_object_or_404(Meeting, pk=pk)
    called = found.attendance.select_related("organisation")
    notes = Notes.objects.filter(meeting=found).first()
    context: dict[str, Any] = {"meeting": found, "called": called, "notes": notes}
    if notes is not None:
        mine = request.member.organisation
        own = Own(mine.pk, mine.name) if mine.private else None
        context |= {
            "document": document(notes.content, fingerprint=notes.fingerprint, own=own), "whole": own is None,
        }  # fmt: skip
    return render(request, "group/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: Request) -> HttpResponse:
    """A meeting is called; proposed is what follows from the last one."""
    form = MeetingForm(posted(request), initial=initial_of(Meeting.objects.first(), today()))
    if request.method == "POST" and form.is_valid():
        made = add_meeting(facts=form.facts, by=request.member.by, at=now())
        return redirect("meeting", kommun=request.kommun.slug, pk=made.pk)
    return _form(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: Request, pk: int) -> HttpResponse:
    """Another day or place, or other organisations."""
    found = get_object_or_404(Meeting, pk=pk, closed_at=None)
    form = MeetingForm(posted(request), initial=facts_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            change_meeting(meeting=pk, facts=form.facts, by=request.member.by, at=now())
            return redirect("meeting", kommun=request.kommun.slug, pk=pk)
        except MeetingError as error:
            form.add_error(None, str(error))
    return _form(request, form, found)


def _form(request: Request, form: MeetingForm, found: Meeting | None) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "group/meeting_form.html", {"form": form, "meeting": found}, status=status)
