"""Lägesrapporter: one's own organisation's, and those of others that one may read."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tryggve.domain.access import Permission
from tryggve.domain.language import _
from tryggve.domain.period import Period
from tryggve.reports.numbers import period_words
from tryggve.web.core import clock, unsaved
from tryggve.web.core.failures import wants_json
from tryggve.web.core.member import Request
from tryggve.web.core.posted import number, words
from tryggve.web.core.screening import Mark, marks
from tryggve.web.incidents import unsaved_report
from tryggve.web.incidents.actions import situation_reports as acts
from tryggve.web.incidents.actions.situation_reports import OverwritesError, RefusedError, Written
from tryggve.web.incidents.ground import ground_here
from tryggve.web.incidents.models import SituationReport
from tryggve.web.incidents.situation_report_models import Heading, Sharing, Used
from tryggve.web.incidents.situation_reports import missing, own_of, period_asked, periods, shared_with


@require_safe
def situation_reports(request: Request) -> HttpResponse:
    """The lägesrapporter of a period."""
    return _page(request, _period(request))


@require_POST
def save(request: Request) -> HttpResponse:
    """Keep what is written, or send it; a script gets its answer as the design guide says."""
    period, written = _period(request), _written(request)
    sends = request.POST.get("do") == "send"
    if request.member.organisation.private:
        raise Http404
    seen = {name: found for name, text in written.texts.items() if (found := marks(text))}
    if sends and seen and request.POST.get("sure") != "1":
        return _page(request, period, written=written, seen=_seen(written, seen), status=422)
    try:
        act = acts.send if sends else acts.save
        made = act(period=period, written=written, by=request.member, at=clock.now())
    except (OverwritesError, RefusedError) as fault:
        return _fault(request, period, written, fault)
    unsaved.forget(request, unsaved_report.NAME, period.label)
    if wants_json(request):
        return JsonResponse({"time": f"{made.at.astimezone(ground_here().zone):%H.%M}", "version": made.version})
    return redirect(f"{_url(request)}?period={period.label}")


@require_POST
def reopen(request: Request) -> HttpResponse:
    """Write on in what was sent."""
    period = _period(request)
    if (mine := own_of(request.member.organisation, period)) is None:
        raise Http404
    acts.reopen(report=mine, by=request.member, at=clock.now())
    return redirect(f"{_url(request)}?period={period.label}")


@require_POST
def use(request: Request, pk: int) -> HttpResponse:
    """What the coordinator made of one."""
    report = SituationReport.objects.exclude(sent_at=None).filter(pk=pk).first()
    used = request.POST.get("used", "")
    if report is None or used not in Used.values:
        raise Http404
    acts.mark_used(report=report, used=Used(used), by=request.member, at=clock.now())
    return redirect(f"{_url(request)}?period={report.period}#rapport-{pk}")


@require_safe
def history(request: Request, pk: int) -> HttpResponse:
    """What one's own organisation has written, version by version."""
    report = SituationReport.objects.filter(pk=pk, organisation=request.member.organisation).first()
    if report is None:
        raise Http404
    headings = [(heading, _(heading.label)) for heading in Heading]
    context = {"report": report, "versions": report.versions.all()[:100], "headings": headings}
    return render(request, "incidents/situation_report_history.html", context)


def _page(
    request: Request, period: Period, *, written: Written | None = None, status: int = 200, **more: Any
) -> HttpResponse:  # fmt: skip
    member, now = request.member, clock.now()
    mine = own_of(member.organisation, period)
    others = [one for one in shared_with(member).filter(period=period.label) if mine is None or one.pk != mine.pk]
    acts.note_read(reports=others, by=member, at=now)
    today = now.astimezone(ground_here().zone).date()
    texts = written.texts if written else mine.texts if mine else {}
    context = {
        "period": period, "period_words": period_words(period), "mine": mine, "others": others,
        "periods": [(one.label, period_words(one)) for one in periods(today)],
        "missing": missing(period) if member.may(Permission.REVIEW) else [],
        "headings": [(str(one), _(one.label), texts.get(one, "")) for one in Heading], "written": written or mine,
        "heading_words": {str(one): _(one.label) for one in Heading},
        "unsaved": unsaved.number(request) if member.may("tasks") else 0,
        "sharing": [(str(one), _(one.label)) for one in Sharing], "uses": [(str(one), _(one.label)) for one in Used],
    }  # fmt: skip
    return render(request, "incidents/situation_reports.html", context | more, status=status)


def _fault(
    request: Request, period: Period, written: Written, fault: OverwritesError | RefusedError
) -> HttpResponse:  # fmt: skip
    theirs = fault.theirs if isinstance(fault, OverwritesError) else None
    if theirs is not None:
        unsaved.keep(request, unsaved_report.NAME, period.label)
    if not wants_json(request):
        if theirs is not None:
            return unsaved.shown(request, kind=unsaved_report.NAME, key=period.label, status=409)
        return _page(request, period, written=written, fault=str(fault), status=422)
    if theirs is None:
        return JsonResponse({"error": str(fault)}, status=422)
    told = "\n\n".join(f"{_(heading.label)}\n{text}" for heading, text in theirs.said)
    return JsonResponse({"theirs": told, "by": theirs.by, "version": theirs.version}, status=409)


def _written(request: Request) -> Written:
    sharing = request.POST.get("sharing", "")
    return Written(
        texts={str(one): words(request, one, acts.MOST_SIGNS + 1) for one in Heading},
        sharing=Sharing(sharing) if sharing in Sharing.values else Sharing.COORDINATOR,
        conditions=words(request, "conditions", 500),
        version=number(request, "version"),
    )


def _seen(written: Written, seen: dict[str, list[Mark]]) -> list[tuple[str, str, str]]:
    """The words, what they are, what to write instead."""
    return [(written.texts[name][m.start : m.end], m.name, m.advice) for name, found in seen.items() for m in found]


def _period(request: Request) -> Period:
    asked = request.POST.get("period", "") if request.method == "POST" else request.GET.get("period", "")
    return period_asked(asked, clock.today())


def _url(request: Request) -> str:
    return reverse("situation_reports", kwargs={"kommun": request.kommun.slug})
