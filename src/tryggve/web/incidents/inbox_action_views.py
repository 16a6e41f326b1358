"""What is done from the inbox. Each view does one thing and goes on to the next report, or says why it could not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database.models import Incident, IncidentText
from tryggve.web.core import clock
from tryggve.web.core.member import Request
from tryggve.web.core.posted import number, posted
from tryggve.web.core.posted import words as posted_words
from tryggve.web.core.site_address import address_of
from tryggve.web.incidents.actions import review, review_undo
from tryggve.web.incidents.actions.answers import PersonInTextError, ask, take_words_out
from tryggve.web.incidents.ground import ground_here
from tryggve.web.incidents.inbox_detail import FIELDS, without
from tryggve.web.incidents.inbox_filters import filters_of
from tryggve.web.incidents.inbox_forms import CorrectForm, ReasonForm
from tryggve.web.incidents.inbox_list import neighbours
from tryggve.web.incidents.inbox_views import asked_in, incident_or_404, shown
from tryggve.web.incidents.models import Report, Step
from tryggve.web.incidents.offered import offered

MOST_SIGNS = 4_000

Deed = Callable[[Request, Incident], HttpResponse]


def _deed(act: Deed) -> Callable[..., HttpResponse]:
    """A view that does something with a report; FileError becomes the page of the report that says why not."""

    @require_POST
    @wraps(act)
    def view(request: Request, pk: int) -> HttpResponse:
        incident = incident_or_404(pk)
        try:
            return act(request, incident)
        except FileError as fault:
            return shown(request, incident_or_404(pk), fault=f"{fault.what} {fault.how}", status=409)

    return view


@_deed
def read(request: Request, incident: Incident) -> HttpResponse:
    """Read, nothing more to do."""
    return _next(request, incident, review.read(incident=incident.pk, version=_version(request), **_who(request)))


@_deed
def hold_back(request: Request, incident: Incident) -> HttpResponse:
    """Held back, with a reason."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return shown(request, incident, reason_form=form, status=422)
    step = review.hold_back(incident=incident.pk, version=_version(request), **form.cleaned_data, **_who(request))
    return _next(request, incident, step)


@_deed
def let_in(request: Request, incident: Incident) -> HttpResponse:
    """Let in again."""
    return _stay(request, review.let_in(incident=incident.pk, version=_version(request), **_who(request)))


@_deed
def merge(request: Request, incident: Incident) -> HttpResponse:
    """The same event as another."""
    other = _other(request)
    versions = {incident.pk: _version(request), other: number(request, "other_version")}
    return _next(request, incident, review.merge(incident=incident.pk, other=other, versions=versions, **_who(request)))


@_deed
def unmerge(request: Request, incident: Incident) -> HttpResponse:
    """Not the same event after all."""
    return _stay(request, review.unmerge(incident=incident.pk, version=_version(request), **_who(request)))


@_deed
def not_same(request: Request, incident: Incident) -> HttpResponse:
    """Not the same event; remembered."""
    return _stay(request, review.not_same(incident=incident.pk, other=_other(request), **_who(request)))


@_deed
def words(request: Request, incident: Incident) -> HttpResponse:
    """Words are taken out for good: those that were marked, or as the whole text was written anew."""
    if "fraga" in request.POST:
        return _words_of_answer(request, incident)
    field, version = request.POST.get("field", ""), _version(request)
    if field not in FIELDS:
        raise Http404
    now = str(IncidentText.objects.filter(pk=incident.pk).values_list(field, flat=True).first() or "")
    chosen = [int(one) for one in request.POST.getlist("mark") if one.isdecimal() and len(one) < 10]
    new = without(now, chosen) if "text" not in request.POST else posted_words(request, "text", MOST_SIGNS)
    if new == now:
        return shown(request, incident, fault=_("No words were chosen. Nothing was changed."), status=422)
    step = review.take_out_words(incident=incident.pk, version=version, field=field, seen=now, new=new, **_who(request))
    return _stay(request, step)


def _words_of_answer(request: Request, incident: Incident) -> HttpResponse:
    new = posted_words(request, "text", MOST_SIGNS).strip()
    try:
        done = take_words_out(question=number(request, "fraga"), incident=incident.pk, new=new, **_who(request))
    except PersonInTextError as fault:
        raise FileError(str(fault), _("Nothing was changed.")) from None
    if not done:
        raise Http404
    return redirect(_url(request, "inbox_report", pk=incident.pk) + "#fragor")


@_deed
def question(request: Request, incident: Incident) -> HttpResponse:
    """Ask whoever reported, without learning who it is."""
    report, text = Report.objects.filter(incident_id=incident.pk).first(), posted_words(request, "text").strip()
    if report is None:
        raise FileError(_("The report came in with a file: there is nobody to ask here."), "")
    if not text or len(text) > 2_000:
        return shown(request, incident, question_fault=_("Write a question."), asking=text, status=422)
    try:
        ask(report=report, text=text, link=address_of("my_reports"), **_who(request))
    except PersonInTextError as fault:
        return shown(request, incident, question_fault=str(fault), asking=text, status=422)
    return redirect(_url(request, "inbox_report", pk=incident.pk) + "#fragor")


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Request, pk: int) -> HttpResponse:
    """What happened, where, when: otherwise than it was said."""
    incident, ground = incident_or_404(pk), ground_here()
    offer = offered(request.member.organisation, ground, clock.today())
    form = CorrectForm(posted(request), ground=ground, incident=incident, offer=offer)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                asked = form.cleaned_data
                return _stay(request, review.correct(incident=pk, version=_version(request), **asked, **_who(request)))
            except FileError as fault:
                form.add_error(None, f"{fault.what} {fault.how}")
                status = 409
    context = {"form": form, "incident": incident, "q": filters_of(asked_in(request)).query}
    return render(request, "incidents/inbox_correct.html", context, status=status)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take a step back. `pk` is the number of the step."""
    step = Step.objects.filter(pk=pk).first()
    if step is None:
        raise Http404
    try:
        review_undo.undo(step=step, **_who(request))
    except FileError as fault:
        return shown(request, incident_or_404(step.incident_id), fault=f"{fault.what} {fault.how}", status=409)
    return _to_report(request, step.incident_id, step)


def _who(request: Request) -> dict[str, Any]:
    return {"by": request.member.by, "at": clock.now()}


def _version(request: Request) -> int:
    return number(request, "version")


def _other(request: Request) -> int:
    return number(request, "other")


def _next(request: Request, incident: Incident, step: Step) -> HttpResponse:
    """On to the next report of the list, else to the list; what was done is told there, and can be taken back."""
    filters = filters_of(asked_in(request))
    before, after = neighbours(filters, ground_here(), incident.pk)
    if (following := after or before) is None:
        return redirect(f"{_url(request, 'inbox')}?{_query(filters.query, step)}")
    return _to_report(request, following, step)


def _stay(request: Request, step: Step) -> HttpResponse:
    return _to_report(request, step.incident_id, step)


def _to_report(request: Request, incident: int, step: Step) -> HttpResponse:
    query = filters_of(asked_in(request)).query
    return redirect(f"{_url(request, 'inbox_report', pk=incident)}?{_query(query, step)}")


def _query(query: str, step: Step) -> str:
    return "&".join(filter(None, (query, f"gjort={step.pk}")))


def _url(request: Request, name: str, **arguments: int) -> str:
    return reverse(name, kwargs={"kommun": request.kommun.slug, **arguments})
