"""What is fetched as a file: spreadsheets, calendars, the notes."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from tryggve.store.database import audit, meta
from tryggve.web.core.clock import now, today
from tryggve.web.core.member import Request
from tryggve.web.core.municipal import here
from tryggve.web.group import calendars, listing, sheets
from tryggve.web.group.models import Meeting, Notes, Task
from tryggve.web.group.views.task import visible

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CALENDAR = "text/calendar; charset=utf-8"


@require_safe
def tasks_csv(request: Request) -> HttpResponse:
    """The list as CSV."""
    return _file(sheets.as_csv(_listed(request, "csv")), CSV, "insatser.csv")


@require_safe
def tasks_xlsx(request: Request) -> HttpResponse:
    """The list as a workbook."""
    return _file(sheets.as_xlsx(_listed(request, "xlsx"), now()), XLSX, "insatser.xlsx")


@require_safe
def tasks_ics(request: Request) -> HttpResponse:
    """The list as a calendar."""
    made = calendars.of_tasks(_listed(request, "ics"), slug=request.kommun.slug, address=_address(request))
    return _file(made, CALENDAR, "insatser.ics")


@require_safe
def task_ics(request: Request, pk: int) -> HttpResponse:
    """One insats for the calendar."""
    made = calendars.of_tasks([visible(request, pk)], slug=request.kommun.slug, address=_address(request))
    return _file(made, CALENDAR, f"insats-{pk}.ics")


@require_safe
def meeting_ics(request: Request, pk: int) -> HttpResponse:
    """A meeting for the calendar."""
    meeting = get_object_or_404(Meeting, pk=pk)
    path = reverse("meeting", kwargs={"kommun": request.kommun.slug, "pk": pk})
    made = calendars.of_meeting(
        meeting, slug=request.kommun.slug, name=request.kommun.name, address=request.build_absolute_uri(path),
        zone=meta.zone(here()),
    )  # fmt: skip
    return _file(made, CALENDAR, f"mote-{meeting.day}.ics")


@require_safe
def notes_pdf(request: Request, pk: int) -> HttpResponse:
    """The notes as they were made; a private organisation has them as a page, without what others said."""
    if request.member.organisation.private:
        raise Http404
    meeting = get_object_or_404(Meeting, pk=pk)
    notes = get_object_or_404(Notes, meeting=meeting)
    return _file(bytes(notes.pdf), "application/pdf", f"minnesanteckningar-{meeting.day}.pdf")


def _listed(request: Request, kind: str) -> list[Task]:
    rows = listing.rows_of(listing.Filters.read(request.GET), request.member, today())
    found = list(rows.prefetch_related("partners"))
    with here().writing():
        audit.record(here(), audit.Action.EXPORT, by=request.member.by, at=now(), what="tasks", kind=kind,
                     rows=len(found))  # fmt: skip
    return found


def _address(request: Request) -> str:
    return request.build_absolute_uri(reverse("tasks", kwargs={"kommun": request.kommun.slug}))


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers: Iterable[tuple[str, str]] = [("Content-Disposition", f'attachment; filename="{name}"')]
    return HttpResponse(content, content_type=kind, headers=dict(headers))
