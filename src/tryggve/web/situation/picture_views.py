"""The draft of a lägesbild: looked at, written to, made anew."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tryggve.domain.language import _
from tryggve.domain.period import Period
from tryggve.domain.row_error import FileError
from tryggve.store.database.models import Incident
from tryggve.web.core import clock, unsaved
from tryggve.web.core.failures import wants_json
from tryggve.web.core.member import Request
from tryggve.web.core.posted import number, words
from tryggve.web.core.screening import marks
from tryggve.web.situation import periods, unsaved_analysis
from tryggve.web.situation.actions import making
from tryggve.web.situation.actions.analysis import MOST_SIGNS, ConflictError, write_analysis
from tryggve.web.situation.chapters import chapters_of, sittings
from tryggve.web.situation.models import Analysis, Draft, Snapshot
from tryggve.web.situation.told import name_of, stands_in, terms_of, told_in


@require_safe
def picture(request: Request, period: Period) -> HttpResponse:
    """The draft."""
    draft = Draft.objects.filter(period=period.label).first()
    context = {
        "period": period, "title": periods.title(period), "days": periods.days(period), "draft": draft,
        "chapters": chapters_of(draft.tree, period.label) if draft else [], "since": since(draft, period),
        "snapshots": Snapshot.objects.filter(period=period.label).order_by("-version").only("version", "adopted_at"),
        "told": told_in(period), "name_of": name_of, "terms_of": terms_of, "stands_in": stands_in,
        "unsaved": unsaved.number(request), "going": making.going_on(making.ADOPT, period),
        "methods": draft.tree["methods"] if draft else [],
    }  # fmt: skip
    return render(request, "situation/picture.html", context)


def since(draft: Draft | None, period: Period) -> int:
    """Reports of the period that have come after the draft was made."""
    if draft is None:
        return 0
    days = {"last_day__gte": period.first_day, "last_day__lte": period.last_day}
    return Incident.objects.filter(batch_id__gt=draft.batch, **days).count()


@require_POST
def analysis(request: Request, period: Period, section: str) -> HttpResponse:
    """Save what is written to a chapter: by a script while one writes, or by the button."""
    if not _has(period, section):
        raise Http404
    text, after = words(request, "text", MOST_SIGNS + 1), number(request, "version")
    at = clock.now()
    try:
        made = write_analysis(
            period=period, section=section, text=text, after=after,
            by=request.member.by, at=at,
        )  # fmt: skip
    except ConflictError as error:
        return _conflict(request, period, section, error.latest)
    except FileError as error:
        return _refused(request, period, str(error))
    unsaved.forget(request, unsaved_analysis.NAME, unsaved_analysis.key_of(period, section))
    if not wants_json(request):
        return redirect("picture", kommun=request.kommun.slug, period=period)
    version = made.version if made else after
    return JsonResponse({"time": periods.clock_time(at), "version": version, "marked": _marked(text)})


def _marked(text: str) -> str:
    """What in a text that was just saved may point at a person: said while one writes, not first at adoption."""
    found = [f"{text[one.start : one.end]} ({one.name})" for one in marks(text)]
    return " ".join([_("May point at a person:"), ", ".join(found)]) if found else ""


def _has(period: Period, section: str) -> bool:
    draft = Draft.objects.filter(period=period.label).only("tree").first()
    return draft is not None and any(one["key"] == section for one in draft.tree["sections"])


def _conflict(request: Request, period: Period, section: str, latest: Analysis) -> HttpResponse:
    """Both texts, for the one who writes to choose; theirs is kept until they have."""
    key = unsaved_analysis.key_of(period, section)
    unsaved.keep(request, unsaved_analysis.NAME, key)
    if wants_json(request):
        told = {"conflict": True, "theirs": latest.text, "by": latest.by, "version": latest.version}
        return JsonResponse(told, status=409)
    return unsaved.shown(request, kind=unsaved_analysis.NAME, key=key, status=409)


def _refused(request: Request, period: Period, why: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": why}, status=422)
    messages.error(request, why)
    return redirect("picture", kommun=request.kommun.slug, period=period)


@require_safe
def history(request: Request, period: Period, section: str) -> HttpResponse:
    """What was written to a chapter before."""
    rows = sittings(Analysis.objects.filter(period=period.label, section=section))
    if not rows:
        raise Http404
    draft = Draft.objects.filter(period=period.label).first()
    titles = {one["key"]: one["title"] for one in draft.tree["sections"]} if draft else {}
    context = {"period": period, "title": periods.title(period), "rows": rows, "chapter": titles.get(section, section)}
    return render(request, "situation/history.html", context)
