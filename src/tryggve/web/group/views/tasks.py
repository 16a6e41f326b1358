"""The list of insatser, and noting a new one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tryggve.domain.language import _
from tryggve.domain.task import TaskError
from tryggve.web.core.clock import now, today
from tryggve.web.core.member import Request
from tryggve.web.core.models import Organisation
from tryggve.web.core.posted import posted
from tryggve.web.group import listing, sources
from tryggve.web.group.actions.tasks import add_task
from tryggve.web.group.forms.task import QUICK, TaskForm
from tryggve.web.group.models import Meeting
from tryggve.web.group.views.parts import decided_part, note

A_PAGE = 100


@require_safe
def tasks(request: Request) -> HttpResponse:
    """Insatser, and the row in which a new one is noted."""
    filters, day = listing.Filters.read(request.GET), today()
    rows = listing.rows_of(filters, request.member, day)
    shown = Paginator(rows, A_PAGE).get_page(request.GET.get("sida"))
    context = {
        "filters": filters, "shown": shown, "rows": [listing.row_of(task, day) for task in shown],
        "kinds": listing.SHOWN.items(), "organisations": Organisation.objects.filter(active=True),
        "form": TaskForm(member=request.member, quick=True, initial=_mine(request)),
    }  # fmt: skip
    return render(request, "group/tasks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def task_new(request: Request) -> HttpResponse:
    """A new insats; what it comes from is told by the address: `?fran=signal:1`, `?fran=rapport:2`, `?mote=3`."""
    told = request.POST if request.method == "POST" else request.GET
    origin = sources.origin_of(told.getlist("fran")[:50], told.get("mote", ""), request.member)
    quick = told.get("snabb") == "1"
    form = TaskForm(posted(request), member=request.member, quick=quick, initial=_mine(request))
    saved = False
    if request.method == "POST" and form.is_valid():
        try:
            made = add_task(facts=form.facts, origin=origin, by=request.member.by, at=now())
            saved = True
        except TaskError as error:
            form.add_error(None, str(error))
    if request.htmx and origin.meeting is not None:
        return decided_part(request, Meeting.objects.get(pk=origin.meeting), None if saved else form)
    if saved:
        note(request, _("Noted: {what}").format(what=made.what))
        return redirect(_after(request, origin.meeting))
    context = {"form": form, "origin": origin, "lines": sources.lines_of(origin, request.member), "quick": QUICK}
    return render(request, "group/task_new.html", context, status=422 if request.method == "POST" else 200)


def _mine(request: Request) -> dict[str, object]:
    """A lead notes for their own organisation."""
    return {} if request.member.may("meet") else {"organisation": request.member.organisation.pk}


def _after(request: Request, meeting: int | None) -> str:
    if meeting is not None:
        return request.path.replace("/insatser/ny/", f"/moten/{meeting}/skriv/") + "#beslut"
    return request.path.removesuffix("ny/")
