"""The week: the picture as it grows, its map, and what lies behind each number."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tryggve.domain.access import Sight
from tryggve.domain.calendar_days import day_number
from tryggve.domain.language import _
from tryggve.domain.organisation import organisation_kinds
from tryggve.domain.period import Period
from tryggve.reports.context import category_title
from tryggve.reports.traces import precision_name
from tryggve.reports.week.behind import PAGE, Narrowed, allowed, area_days, behind, heard_days
from tryggve.reports.week.periods import read_period
from tryggve.store.database.actions.reading import note_export, read_texts
from tryggve.web.core import clock
from tryggve.web.core.member import Request
from tryggve.web.core.municipal import here
from tryggve.web.situation import periods, taken
from tryggve.web.situation.area_rows import area_rows, words_of_state
from tryggve.web.situation.dense_rows import dense_rows
from tryggve.web.situation.filter_form import choices, source_words
from tryggve.web.situation.map_json import events_words, map_of, received_words
from tryggve.web.situation.narrowed import kept_of, narrowed_of, narrowed_words
from tryggve.web.situation.seen import Seen, may_see, seen
from tryggve.web.situation.signals_here import signals_here
from tryggve.web.situation.standing_out import standing_out
from tryggve.web.situation.time_profile import time_profile

QUERIES = 19
"""Statements that the page of a period sends to the municipality's database; and one for each division of
areas, and one more where there are signals.
"""


@require_safe
def now(request: Request) -> HttpResponse:
    """To the period that goes on, or to the one that was chosen in the form."""
    asked, period = request.GET.get("period", ""), periods.current(clock.today())
    if asked:
        try:
            period = read_period(asked)
        except ValueError as error:
            messages.warning(request, str(error))
    address = reverse("week_of", kwargs={"kommun": request.kommun.slug, "period": period})
    rest = [(name, value) for name, values in request.GET.lists() if name != "period" for value in values if value]
    return redirect(f"{address}?{urlencode(rest)}" if rest else address)


@require_safe
def week(request: Request, period: Period) -> HttpResponse:
    """A period, with the filters of the address."""
    if not may_see(request):
        return render(request, "situation/not_live.html", {"period": period, "title": periods.title(period)})
    one = seen(request, period)
    context = words() | {
        "seen": one, "view": one.view, "title": periods.title(one.period), "days": periods.days(one.period),
        "before": periods.before(period), "after": periods.after(period), "choices": choices(one),
        "out": standing_out(one), "profile": None if one.reader is Sight.AREA else time_profile(one.view.hours),
        "signals": signals_here(request, one), "rows": area_rows(one.view), "dense": dense_rows(one.view),
        "by_area_alone": one.reader is Sight.AREA, "begun": period.first_day <= day_number(clock.today()),
        "state_words": partial(words_of_state, is_over=one.view.is_over),
    }  # fmt: skip
    return render(request, "situation/week.html", context)


def words() -> dict[str, object]:
    """What the templates say numbers and codes with."""
    return {
        "category_title": category_title, "source_words": source_words, "events_words": events_words,
        "received_words": received_words, "precision_name": precision_name, "kind_name": kind_name,
        "day_of": periods.day_of, "spans_of": periods.spans_of, "moment_of": periods.moment_of,
        "joined": periods.joined, "weekday_name": periods.weekday_name,
    }  # fmt: skip


def kind_name(code: str) -> str:
    """A kind of organisation; those too few to name come together."""
    known = organisation_kinds().get(code)
    return known.name if known else _("other kinds, too few to name")


@require_safe
def week_map(request: Request, period: Period) -> HttpResponse:
    """The map of a period."""
    if not may_see(request):
        return JsonResponse({"error": "not live"}, status=403)
    one = seen(request, period)
    return JsonResponse(map_of(one, signals_here(request, one)))


@require_safe
def reports(request: Request, period: Period) -> HttpResponse:
    """What lies behind a number."""
    if not may_see(request):
        return render(request, "situation/not_live.html", {"period": period, "title": periods.title(period)})
    one = seen(request, period)
    narrowed = Narrowed() if one.reader is Sight.AREA else allowed(one.view, narrowed_of(request))
    page = max(1, int(page)) if (page := request.GET.get("sida", "1")).isdecimal() and len(page) < 6 else 1
    context = words() | {
        "seen": one, "view": one.view, "title": periods.title(one.period), "choices": choices(one), "page": page,
        "narrowed": narrowed_words(narrowed), "kept": kept_of(request), "areas": None, "found": None,
        "heard": None,
    }  # fmt: skip
    if one.reader is Sight.AREA:
        context["areas"] = area_days(one.store, one.view)
    else:
        found = behind(one.store, one.view, narrowed=narrowed, protected=one.protected, offset=(page - 1) * PAGE)
        context |= {"found": found, "pages": -(-found.reports // PAGE), "heard": _heard(one, narrowed)}
    return render(request, "situation/reports.html", context)


def _heard(one: Seen, narrowed: Narrowed) -> list[str] | None:
    """The days that an organisation's reports speak of, where the list is of one organisation."""
    if narrowed.organisation is None:
        return None
    return [periods.day_of(day) for day in heard_days(one.store, one.view, narrowed.organisation)]


@require_POST
def text(request: Request, period: Period, report: int) -> HttpResponse:
    """The words of a report: the reading is in the log before anybody sees them."""
    one = seen(request, period)
    found = behind(one.store, one.view, narrowed=narrowed_of(request, only=report), protected=one.protected)
    if not found.rows:
        return render(request, "situation/text.html", words() | {"seen": one, "row": None, "said": []}, status=404)
    why = _("the week {period}").format(period=period.label)
    told = read_texts(here(), ids=[report], by=request.member.by, why=why, at=clock.now())
    said = [words_ for one_ in told for words_ in one_.words.values() if words_]
    context = words() | {"seen": one, "row": found.rows[0], "said": said, "title": periods.title(period)}
    return render(request, "situation/text.html", context)


@require_POST
def export(request: Request, period: Period, form: str) -> HttpResponse:
    """What is on the screen as a file; the log says what left."""
    if not may_see(request):
        return render(
            request, "situation/not_live.html", {"period": period, "title": periods.title(period)}, status=403
        )
    one = seen(request, period)
    narrowed, name = narrowed_of(request), f"{request.kommun.slug}-{period.label}"
    rows, answer = taken.file_of(one, narrowed, form, name)
    note_export(
        here(), by=request.member.by, at=clock.now(), why="", period=period.label, form=form, rows=rows,
        limits=one.filters.to_query(),
    )  # fmt: skip
    return answer
