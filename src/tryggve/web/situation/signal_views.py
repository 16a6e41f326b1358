"""Signals to judge: the list of the day, the button that looks, and each signal with its evidence."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST, require_safe

from tryggve.domain.access import Sight
from tryggve.domain.calendar_days import day_number
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database.actions.reading import read_texts
from tryggve.web.core import clock
from tryggve.web.core.member import Request
from tryggve.web.core.municipal import here
from tryggve.web.core.screening import Mark
from tryggve.web.situation.actions.judging import PersonalError, judge
from tryggve.web.situation.actions.looking import BusyError, look
from tryggve.web.situation.periods import day_of
from tryggve.web.situation.signal_cards import card_of, kept_signals, sorted_cards
from tryggve.web.situation.signal_course import picture
from tryggve.web.situation.signal_evidence import Evidence, expected_range, signal_named, span_words
from tryggve.web.situation.signal_form import JudgeForm
from tryggve.web.situation.signal_learning import learning_words
from tryggve.web.situation.signal_looked import last_look, looked
from tryggve.web.situation.signal_map import map_of_signal
from tryggve.web.situation.week_views import words

QUERIES = 8
"""Statements that the list sends to the municipality's database at the most, however many signals there are."""

OVER_DAYS = 90
"""Signals that are over are listed for so long."""


@require_safe
def signals(request: Request) -> HttpResponse:
    """The list of the day."""
    last = looked(last_look())
    rows = kept_signals().filter(last_found__gte=day_number(clock.today()) - OVER_DAYS)
    context = {"looked": last, "cards": sorted_cards(list(rows), last.ranked if last else ()), "over_days": OVER_DAYS,
               "learning": learning_words(clock.now()) if last is not None and last.must_learn else ""}  # fmt: skip
    return render(request, "situation/signals.html", context)


@require_POST
def look_now(request: Request) -> HttpResponse:
    """Look for signals now: it takes some seconds, and one looks at a time."""
    try:
        look(by=request.member.by, today=clock.today(), at=clock.now())
    except BusyError:
        messages.warning(request, _("Somebody is looking just now. Come back in a minute."))
    except FileError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Looked now. The list is that of the reports that are in."))
    return redirect("signals", kommun=request.kommun.slug)


@require_safe
def signal(request: Request, key: str) -> HttpResponse:
    """A signal with its evidence."""
    return _shown(request, key, JudgeForm(), [])


def _shown(request: Request, key: str, form: JudgeForm, marked: list[Mark]) -> HttpResponse:
    evidence = evidence_of(request, key)
    if not marked:
        del form.fields["sure"]
    context = words() | {
        "one": evidence, "card": evidence.card, "form": form, "marked": marked, "picture": picture(evidence.course),
        "span_words": span_words, "day_of": day_of, "expected": expected_range(evidence.course),
    }  # fmt: skip
    return render(request, "situation/signal.html", context, status=422 if form.errors else 200)


def evidence_of(request: Request, key: str) -> Evidence:
    """The signal of a name as this reader sees it; 404 where there is none."""
    row = signal_named(key)
    if row is None or request.member.sight is Sight.NONE:
        raise Http404
    return Evidence(card_of(row), request.member.sight)


@require_POST
def decide(request: Request, key: str) -> HttpResponse:
    """Assess a signal; a decision to act leads on to a new insats."""
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return _shown(request, key, form, [])
    told, by, marked = form.cleaned_data, request.member.by, list[Mark]()
    try:
        is_new = judge(name=key, decision=told["decision"], why=told["why"], sure=told["sure"], by=by,
                       today=clock.today(), at=clock.now())  # fmt: skip
    except PersonalError as error:
        marked = error.found
        form.add_error("why", _("The motive may point at a person. Change it, or say that it does not."))
    except FileError as error:
        form.add_error("why", str(error))
    if form.errors:
        return _shown(request, key, form, marked)
    messages.success(request, _("The decision is saved.") if is_new else _("That was already decided today."))
    return redirect(_next(request, key, told["decision"]))


def _next(request: Request, key: str, decision: str) -> str:
    row = signal_named(key)
    if decision == "act" and request.member.may("tasks") and row is not None and (link := task_link(request, row.pk)):
        return link
    return reverse("signal", kwargs={"kommun": request.kommun.slug, "key": key})


def task_link(request: Request, number: int) -> str:
    """A new insats that comes from a signal; "" where there are no insatser."""
    for name in ("task_new", "tasks"):
        try:
            return f"{reverse(name, kwargs={'kommun': request.kommun.slug})}?fran=signal:{number}"
        except NoReverseMatch:
            continue
    return ""


@require_safe
def signal_map(request: Request, key: str) -> JsonResponse:
    """What map.js draws."""
    return JsonResponse(map_of_signal(evidence_of(request, key), request.kommun.slug))


@require_POST
def text(request: Request, key: str, report: int) -> HttpResponse:
    """The words of a report behind a signal: the reading is in the log before anybody sees them."""
    evidence = evidence_of(request, key)
    row = next((one for one in evidence.reports if one.id == report), None)
    context = words() | {"one": evidence, "card": evidence.card, "row": row, "said": []}
    if row is None:
        return render(request, "situation/signal_text.html", context, status=404)
    told = read_texts(here(), ids=[report], by=request.member.by, why=_("signal {id}").format(id=key), at=clock.now())
    context["said"] = [one for words_ in told for one in words_.words.values() if one]
    return render(request, "situation/signal_text.html", context)
