"""Rounds: the list, beginning one, one of them, and the limit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tryggve.domain.early_signs import LIMIT, LIMIT_SOURCE
from tryggve.domain.language import _
from tryggve.reports.numbers import decimal
from tryggve.web.areas.actions import rounds as acts
from tryggve.web.areas.forms import LimitForm, RoundForm, StopForm, SureForm
from tryggve.web.areas.models import Round
from tryggve.web.areas.shown import View, state_of, told_why
from tryggve.web.core import readiness
from tryggve.web.core.clock import now, today
from tryggve.web.core.member import Request
from tryggve.web.core.posted import posted


@require_safe
def signs(request: Request) -> HttpResponse:
    """Rounds area by area, by name: never by what they say."""
    rows = Round.objects.visible_to(request.member).prefetch_related("raters")
    areas: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for one in rows:
        raters = list(one.raters.all())
        locked = len(raters) == 2 and all(rater.locked_at for rater in raters)
        mine = any(rater.is_of(request.member) and not rater.locked_at for rater in raters)
        kind, words = state_of(one, locked=locked)
        row = {"round": one, "kind": kind, "words": words, "waits": mine and one.going_on}
        areas.setdefault((one.area_name, one.division, one.area), []).append(row)
    context = {"areas": areas.items(), "limit": decimal(acts.limit_here(), 2), "is_open": readiness.is_open()}
    return render(request, "signs/rounds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def signs_new(request: Request) -> HttpResponse:
    """A round is begun."""
    form = RoundForm(posted(request), initial={"day": today()})
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.begin(facts=form.facts, by=request.member.by, at=now())
            return redirect("signs_round", kommun=request.kommun.slug, pk=made.pk)
        except acts.SignsError as error:
            form.add_error(None, str(error))
    context = {"form": form, "limit": decimal(acts.limit_here(), 2), "is_open": readiness.is_open()}
    return render(request, "signs/new.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def signs_round(request: Request, pk: int) -> HttpResponse:
    """One round, as far as whoever looks may see it."""
    view = View(get_object_or_404(Round.objects.visible_to(request.member), pk=pk), request.member)
    context: dict[str, Any] = {"view": view, "round": view.round, "limit": decimal(view.round.limit, 2)}
    if view.locked:
        measured, why = view.measured()
        context |= {"measured": measured, "why": told_why(why)}
        is_shown = view.round.agreed_at is not None and why is None
        if is_shown:
            course = view.course()
            context |= {"counts": view.counts(), "course": course, "shift": view.shift(course)}
        context |= {"rows": view.rows() if view.sees_answers or is_shown else [], "is_shown": is_shown}
    return render(request, "signs/round.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def signs_agree(request: Request, pk: int) -> HttpResponse:
    """The consensus is fixed; asked first."""
    view = _locked(request, pk)
    form = SureForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            acts.agree(round=pk, by=request.member.by, at=now())
            messages.success(request, _("The consensus is fixed."))
            return redirect("signs_round", kommun=request.kommun.slug, pk=pk)
        except acts.SignsError as error:
            form.add_error(None, str(error))
    measured, why = view.measured()
    context = {"form": form, "view": view, "round": view.round, "measured": measured, "why": told_why(why),
               "rows": view.rows(), "limit": decimal(view.round.limit, 2)}  # fmt: skip
    return render(request, "signs/agree.html", context, status=422 if request.method == "POST" else 200)


def _locked(request: Request, pk: int) -> View:
    """An open round that both have locked; 404 for any other."""
    rows = Round.objects.visible_to(request.member).going_on().exclude(raters__locked_at=None)
    return View(get_object_or_404(rows, pk=pk), request.member)


@require_http_methods(["GET", "HEAD", "POST"])
def signs_stop(request: Request, pk: int) -> HttpResponse:
    """A round is broken off; asked first, with a reason."""
    found = get_object_or_404(Round.objects.visible_to(request.member).going_on(), pk=pk)
    form = StopForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            acts.stop(round=pk, why=form.cleaned_data["why"], by=request.member.by, at=now())
            return redirect("signs_round", kommun=request.kommun.slug, pk=pk)
        except acts.SignsError as error:
            form.add_error(None, str(error))
    status = 422 if request.method == "POST" else 200
    return render(request, "signs/stop.html", {"form": form, "round": found}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def signs_limit(request: Request) -> HttpResponse:
    """Another limit, for rounds begun from now on."""
    form = LimitForm(posted(request), initial={"limit": f"{acts.limit_here():.2f}"})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            acts.set_limit(limit=float(told["limit"]), why=told["why"], by=request.member.by, at=now())
            messages.success(request, _("Saved."))
            return redirect("signs", kommun=request.kommun.slug)
        except acts.SignsError as error:
            form.add_error(None, str(error))
    context = {"form": form, "source": LIMIT_SOURCE, "usual": decimal(LIMIT, 2)}
    return render(request, "signs/limit.html", context, status=422 if request.method == "POST" else 200)
