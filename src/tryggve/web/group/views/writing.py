"""The meeting while it is held: the page that is written on, and the one on the big screen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tryggve.domain.access import IDLE
from tryggve.web.core import readiness, unsaved
from tryggve.web.core.clock import now
from tryggve.web.core.failures import wants_json
from tryggve.web.core.member import Request
from tryggve.web.core.models import Organisation
from tryggve.web.core.pages_environment import moment
from tryggve.web.core.posted import number, posted, words
from tryggve.web.group import agenda
from tryggve.web.group.actions.meetings import MeetingError, note_attendance
from tryggve.web.group.actions.notes import close_meeting
from tryggve.web.group.actions.writing import ConflictError, PersonalDataError, write
from tryggve.web.group.forms.meeting import AttendanceForm
from tryggve.web.group.forms.task import TaskForm
from tryggve.web.group.models import Meeting, MeetingText
from tryggve.web.group.sections import SAID, SECTIONS, heading, is_section, organisation_of
from tryggve.web.group.unsaved_texts import MEETING, key_of
from tryggve.web.group.views.parts import last_rows

STOP = 286
"""The answer at which htmx asks no more."""


def _context(request: Request, meeting: Meeting) -> dict[str, Any]:
    texts = agenda.latest_texts(meeting)
    called = list(meeting.attendance.select_related("organisation"))
    said = [(f"{SAID}{row.organisation_id}", row.organisation.name, row.present) for row in called]
    return {
        "meeting": meeting, "texts": texts, "said": said, "called": called, "last": last_rows(meeting),
        "agenda": agenda.agenda_of(meeting, request.member), "headings": {name: heading(name) for name in SECTIONS},
        "decided": agenda.decided(meeting), "is_open": readiness.is_open(),
    }  # fmt: skip


@require_safe
def meeting_write(request: Request, pk: int) -> HttpResponse:
    """The page that is written on as people talk."""
    meeting = get_object_or_404(Meeting, pk=pk)
    if meeting.closed_at is not None:
        return redirect("meeting", kommun=request.kommun.slug, pk=pk)
    forms = {"attendance": AttendanceForm(meeting=meeting), "form": TaskForm(member=request.member, quick=True)}
    context = _context(request, meeting) | forms | {"unsaved": unsaved.number(request)}
    return render(request, "group/meeting_write.html", context)


@require_safe
def meeting_screen(request: Request, pk: int) -> HttpResponse:
    """The page on the big screen: what is written shows there within seconds, until nothing is written any more."""
    meeting = get_object_or_404(Meeting, pk=pk)
    said = request.GET.get("oppnad", "")
    opened = int(said) if request.htmx and said.isdecimal() and len(said) < 12 else int(now().timestamp())
    context = _context(request, meeting) | {"opened": opened}
    if not request.htmx:
        return render(request, "group/meeting_screen.html", context)
    return render(request, "group/_screen.html", context, status=STOP if _is_left(context, opened) else 200)


def _is_left(context: dict[str, Any], opened: int) -> bool:
    """Whether the screen asks for nobody: a window that is left on must not keep its owner logged in."""
    written = [text.at.timestamp() for text in context["texts"].values()]
    last = max([opened, *written])
    return context["meeting"].closed_at is not None or now().timestamp() - last > IDLE.total_seconds()


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_text(request: Request, pk: int, section: str) -> HttpResponse:
    """What is written under a heading is saved, by itself or by the button; asked for, all its versions."""
    meeting = get_object_or_404(Meeting, pk=pk)
    if request.method != "POST":
        rows = MeetingText.objects.filter(meeting=meeting, section=section).order_by("-version")
        context = {"meeting": meeting, "title": _title(section), "rows": rows[:200]}
        return render(request, "group/meeting_history.html", context, status=200 if is_section(section) else 404)
    text = words(request, "text")
    try:
        made = write(
            meeting=pk, section=section, text=text, version=number(request, "version"),
            anyway=request.POST.get("anyway") == "on", by=request.member.by, at=now(),
        )  # fmt: skip
    except ConflictError as conflict:
        return _conflict(request, meeting, section, conflict.theirs)
    except MeetingError as error:
        return _refused(request, meeting, section, text, error)
    unsaved.forget(request, MEETING, key_of(pk, section))
    if wants_json(request):
        return JsonResponse({"time": moment(made.at)[-5:], "version": made.version})
    return redirect(f"{_writing(request)}#{section}")


def _title(section: str) -> str:
    """The heading that a text stands under, or who said it."""
    if section in SECTIONS:
        return heading(section)
    found = Organisation.objects.filter(pk=organisation_of(section) or 0).first()
    return found.name if found is not None else ""


def _writing(request: Request) -> str:
    return request.path.split("/text/")[0] + "/skriv/"


def _conflict(request: Request, meeting: Meeting, section: str, theirs: MeetingText) -> HttpResponse:
    """Both texts; the one that was not saved is kept until it is."""
    key = key_of(meeting.pk, section)
    unsaved.keep(request, MEETING, key)
    if wants_json(request):
        return JsonResponse({"theirs": theirs.text, "by": theirs.by, "version": theirs.version}, status=409)
    return unsaved.shown(request, kind=MEETING, key=key, status=409)


def _refused(request: Request, meeting: Meeting, section: str, text: str, error: MeetingError) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": str(error)}, status=422)
    if meeting.closed_at is not None and is_section(section):
        key = key_of(meeting.pk, section)
        unsaved.keep(request, MEETING, key)
        messages.error(request, str(error))
        return unsaved.shown(request, kind=MEETING, key=key, status=409)
    latest = agenda.latest_texts(meeting).get(section)
    context = {
        "meeting": meeting, "text": text, "why": str(error), "section": section,
        "version": latest.version if latest else 0, "may_choose": isinstance(error, PersonalDataError),
    }  # fmt: skip
    return render(request, "group/meeting_refused.html", context, status=422)


@require_POST
def meeting_attendance(request: Request, pk: int) -> HttpResponse:
    """Who is there, and when the group meets next."""
    meeting = get_object_or_404(Meeting, pk=pk)
    form = AttendanceForm(request.POST, meeting=meeting)
    if form.is_valid():
        try:
            note_attendance(meeting=pk, **form.told, by=request.member.by, at=now())
            return redirect("meeting_write", kommun=request.kommun.slug, pk=pk)
        except MeetingError as error:
            form.add_error(None, str(error))
    context = _context(request, meeting) | {
        "attendance": form, "form": TaskForm(member=request.member, quick=True),
    }  # fmt: skip
    return render(request, "group/meeting_write.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_close(request: Request, pk: int) -> HttpResponse:
    """The meeting ends and its notes are made; asked first, for they cannot be changed."""
    meeting = get_object_or_404(Meeting, pk=pk)
    form = AttendanceForm(posted(request), meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            note_attendance(meeting=pk, **form.told, by=request.member.by, at=now())
            close_meeting(meeting=pk, kommun=request.kommun, by=request.member.by, at=now())
            return redirect("meeting", kommun=request.kommun.slug, pk=pk)
        except MeetingError as error:
            form.add_error(None, str(error))
    context = _context(request, meeting) | {"attendance": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "group/meeting_close.html", context, status=status)
