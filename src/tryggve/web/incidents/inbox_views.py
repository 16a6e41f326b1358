"""The coordinator's inbox: the list, one report, its map."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tryggve.domain.category import categories
from tryggve.domain.language import _
from tryggve.domain.organisation import organisation_kinds
from tryggve.store.database.models import Incident
from tryggve.web.core import clock
from tryggve.web.core.member import Request
from tryggve.web.core.models import Organisation
from tryggve.web.incidents.ground import ground_here
from tryggve.web.incidents.inbox_alike import alike_of
from tryggve.web.incidents.inbox_detail import detail
from tryggve.web.incidents.inbox_filters import STATES, filters_of
from tryggve.web.incidents.inbox_forms import REASONS
from tryggve.web.incidents.inbox_list import listed, neighbours
from tryggve.web.incidents.inbox_log import last_step
from tryggve.web.incidents.inbox_map import map_of_report
from tryggve.web.incidents.models import Step


@require_safe
def inbox(request: Request) -> HttpResponse:
    """The list by its filters; no words of any report."""
    return render(request, "incidents/inbox.html", _around(request))


@require_safe
def report(request: Request, pk: int) -> HttpResponse:
    """One report beside the list. Its words are read now, and the log says so."""
    return shown(request, incident_or_404(pk))


@require_safe
def report_map(request: Request, pk: int) -> HttpResponse:
    """The map of one report and those alike."""
    incident, ground = incident_or_404(pk), ground_here()
    return JsonResponse(map_of_report(incident, alike_of(pk, ground), ground, request.kommun.slug))


def shown(request: Request, incident: Incident, *, fault: str = "", status: int = 200, **more: Any) -> HttpResponse:
    """The page of a report; `fault` says why what was asked for was not done."""
    ground = ground_here()
    beside = request.GET.get("jamfor", "")
    opened = detail(
        incident, ground, beside=int(beside) if beside.isdecimal() and len(beside) < 10 else None,
        by=request.member.by, at=clock.now(),
    )  # fmt: skip
    around = _around(request)
    before, after = neighbours(around["filters"], ground, incident.pk)
    lately = last_step(incident.pk) if fault else None
    context = {
        "opened": opened, "incident": incident, "before": before, "after": after, "fault": fault, "lately": lately,
        "reasons": [(one, _(one)) for one in REASONS],
    }  # fmt: skip
    return render(request, "incidents/inbox_report.html", around | context | more, status=status)


def _around(request: Request) -> dict[str, Any]:
    """What stands round a report: the list, its filters, what was just done."""
    filters = filters_of(asked_in(request))
    page = listed(filters, ground_here())
    done = request.GET.get("gjort", "")
    step = Step.objects.filter(pk=int(done)).first() if done.isdecimal() and len(done) < 15 else None
    kinds = set(Organisation.objects.values_list("kind", flat=True))
    return {
        "filters": filters, "page": page, "done": step, "states": [(code, _(name)) for code, name in STATES.items()],
        "kinds": [(one.code, one.name) for one in organisation_kinds().values() if one.code in kinds],
        "categories": [(one.code, one.name.capitalize()) for one in categories().values() if one.source == "EST"],
    }  # fmt: skip


def asked_in(request: Request) -> dict[str, str]:
    """The filters as they came: in the address, or in a form that was sent from it."""
    asked = QueryDict(request.POST.get("q", "")[:500]) if request.method == "POST" else request.GET
    return {key: str(value) for key, value in asked.dict().items()}


def incident_or_404(pk: int) -> Incident:
    """A report of the store."""
    found = Incident.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
