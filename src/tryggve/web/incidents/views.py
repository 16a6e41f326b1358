"""The report form, what is sent from it, and its receipt."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.web.core import clock, screening
from tryggve.web.core.member import Request
from tryggve.web.core.readiness import is_open
from tryggve.web.incidents.actions import sending as acts
from tryggve.web.incidents.filled import Asked, asked, data_of, form_for, is_script, sending_of
from tryggve.web.incidents.ground import ground_here
from tryggve.web.incidents.map_json import map_of
from tryggve.web.incidents.mine import questions_waiting
from tryggve.web.incidents.models import Report
from tryggve.web.incidents.offered import plain
from tryggve.web.incidents.places import is_outside, outside_words
from tryggve.web.incidents.report_form import MOST_M, MOST_SIGNS, ReportForm
from tryggve.web.incidents.sealed import owner
from tryggve.web.incidents.sent import same_again, sent
from tryggve.web.incidents.times import written_at


@require_safe
def form(request: Request) -> HttpResponse:
    """A new report; `efter` is one's own that was just sent, whose place and time are kept."""
    initial: dict[str, Any] = {"id": uuid.uuid4(), "when": "now"}
    with suppress(ValueError, acts.NotYoursError):
        before = acts.own_report(uuid.UUID(request.GET.get("efter", "")), request.member, at=clock.now())
        initial |= same_again(before, ground_here())
    return _page(
        request, form_for(request, initial=initial), questions=questions_waiting(request.member, at=clock.now())
    )


@require_POST
def send(request: Request) -> HttpResponse:
    """Take a report in, once; or say what is wrong with it, or what must be answered first.

    What has come in is not asked about again: the same answer, whatever has changed since, when one was lost.
    """
    data = data_of(request)
    if not _is_own(request, data):
        return JsonResponse({"error": "owner"}, status=403)
    with suppress(ValueError, acts.NotYoursError):
        if before := acts.received(uuid.UUID(data.get("id", "")), request.member):
            return _taken(request, before)
    filled = form_for(request, data)
    if not filled.is_valid():
        return _faults(request, filled)
    if question := asked(request, filled):
        return _ask(request, filled, question)
    try:
        report = acts.send(sending=sending_of(filled), by=request.member, at=clock.now())
    except FileError as fault:
        filled.add_error(None, f"{fault.what} {fault.how}")
        return _faults(request, filled)
    except acts.NotYoursError:
        filled.add_error("id", _("This report was sent by somebody else. Begin a new one."))
        return _faults(request, filled)
    return _taken(request, report)


@require_POST
def nothing(request: Request) -> HttpResponse:
    """Nothing to report this week: one tap, which holds for the day it was made also when it waited for network."""
    data, now = data_of(request), clock.now()
    if not _is_own(request, data):
        return JsonResponse({"error": "owner"}, status=403)
    try:
        day = written_at(data.get("written", ""), now).astimezone(ground_here().zone).date()
        report = acts.send_nothing(report_id=uuid.UUID(data.get("id", "")), day=day, by=request.member, at=now)
    except (ValueError, FileError, acts.NotYoursError):
        told = {"id": [_("It could not be sent. Begin anew.")]}
        return JsonResponse({"errors": told}, status=422) if is_script(request) else redirect(_url(request, "report"))
    return _taken(request, report)


@require_safe
def receipt(request: Request, report: uuid.UUID) -> HttpResponse:
    """Thanks, and ten minutes to regret it."""
    mine = _own(request, report)
    regret = mine.state == "new" and clock.now() - mine.received_at <= acts.REGRET
    return render(
        request, "incidents/receipt.html", {"sent": sent([mine], ground_here())[0], "report": mine, "regret": regret}
    )


@require_POST
def take_back(request: Request, report: uuid.UUID) -> HttpResponse:
    """Regret a report."""
    try:
        acts.take_back(report=_own(request, report), by=request.member, at=clock.now())
    except (acts.TooLateError, FileError) as fault:
        messages.error(request, str(fault))
    return redirect(_url(request, "report_receipt", _own(request, report)))


@require_POST
def screen(request: Request) -> HttpResponse:
    """Of what is filled in so far: words that may tell of a person, and why; and a position outside the municipality.

    Nothing of it is kept.
    """
    data = data_of(request)
    return JsonResponse({"marks": screening.as_json(data.get("text", "")[:MOST_SIGNS]), "outside": _outside(data)})


def _outside(data: QueryDict) -> str:
    with suppress(ValueError):
        x, y = (int(data.get(name, "")) for name in ("x", "y"))
        if max(abs(x), abs(y)) <= MOST_M and is_outside(ground_here(), x, y):
            return outside_words()
    return ""


@require_safe
def form_data(request: Request) -> HttpResponse:
    """What a phone needs to send what has waited: a fresh token, and whose reports it may send."""
    whose = owner(request.member.account.pk, request.kommun.slug)
    return JsonResponse({"csrf": get_token(request), "owner": whose, "practice": not is_open()})


@require_safe
def map_data(request: Request) -> HttpResponse:
    """Areas and known places to tap on."""
    return JsonResponse(map_of(ground_here()))


def _page(
    request: Request, filled: ReportForm, status: int = 200, question: Asked | None = None, questions: int = 0
) -> HttpResponse:
    text = str(filled.data.get("text", "")) if filled.is_bound else ""
    found = screening.marks(text)
    context = {
        "form": filled, "offer": filled.offer, "practice": not is_open(), "asked": question, "marks": found,
        "pieces": screening.pieces(text, found), "owner": owner(request.member.account.pk, request.kommun.slug),
        "plain": plain, "new_id": uuid.uuid4(), "questions": questions,
    }  # fmt: skip
    return render(request, "incidents/report.html", context, status=status)


def _faults(request: Request, filled: ReportForm) -> HttpResponse:
    if not is_script(request):
        return _page(request, filled, 422)
    text = str(filled.data.get("text", ""))
    return JsonResponse({"errors": filled.errors, "marks": screening.as_json(text)}, status=422)


def _ask(request: Request, filled: ReportForm, question: Asked) -> HttpResponse:
    if not is_script(request):
        return _page(request, filled, 422, question)
    text = filled.cleaned_data.get("text", "")
    told = screening.as_json(text) if question.marks else []
    return JsonResponse({"ask": {"marks": told, "alike": question.alike}})


def _is_own(request: Request, data: QueryDict) -> bool:
    """Whether what a phone has kept was written by whoever sends it; a page without scripts does not say."""
    return data.get("owner", "") in ("", owner(request.member.account.pk, request.kommun.slug))


def _taken(request: Request, report: acts.Kept) -> HttpResponse:
    where = _url(request, "report_receipt", report)
    if not is_script(request):
        return redirect(where)
    return JsonResponse({"id": str(report.pk), "receipt": where, "practice": report.practice})


def _own(request: Request, report: uuid.UUID) -> Report:
    try:
        return acts.own_report(report, request.member, at=clock.now())
    except acts.NotYoursError:
        raise Http404 from None


def _url(request: Request, name: str, report: Report | acts.Kept | None = None) -> str:
    more = {} if report is None else {"report": report.pk}
    return reverse(name, kwargs={"kommun": request.kommun.slug, **more})
