"""The set-up in the browser: opened by a code from the terminal, step by step, made in one go at the end."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tryggve.domain.language import N_, _
from tryggve.domain.row_error import FileError
from tryggve.web.setup import token
from tryggve.web.setup.actions import make
from tryggve.web.setup.answers import STEPS, Answers
from tryggve.web.setup.forms import plain_message
from tryggve.web.setup.ground_words import crs_words, zone_words
from tryggve.web.setup.steps import HANDLERS
from tryggve.web.setup.wish import Unfit, wish_of

TITLES = {
    "kommun": N_("Municipality"),
    "omraden": N_("Areas"),
    "organisationer": N_("Organisations"),
    "samordnare": N_("First coordinator"),
    "takt": N_("How often"),
    "granska": N_("Check and make"),
}
"""Step → its heading (msgid)."""

View = Callable[..., HttpResponse]


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Open the set-up with the code. Whoever has none learns nothing of it."""
    answers, at = Answers(request.session), timezone.now()
    code = request.POST.get("kod", "") if request.method == "POST" else request.GET.get("kod", "")
    if request.method == "POST":
        held = token.claim(settings.DATA, code, at=at)
        if held is not None:
            request.session.cycle_key()
            answers.begin(held)
            return redirect("setup_step", step=STEPS[0])
    elif token.is_held(settings.DATA, answers.held, at=at):
        return redirect("setup_step", step=answers.missing or "granska")
    if token.is_right(settings.DATA, code, at=at):
        return render(request, "setup/begin.html", {"code": code})
    raise Http404


def held_only(view: View) -> View:
    """Only for the browser that used the code."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **others: Any) -> HttpResponse:
        answers = Answers(request.session)
        if not token.is_held(settings.DATA, answers.held, at=timezone.now()):
            if answers.made and request.resolver_match and request.resolver_match.url_name != "setup_done":
                return redirect("setup_done")
            raise Http404
        return view(request, answers, *arguments, **others)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@held_only
def step(request: HttpRequest, answers: Answers, step: str) -> HttpResponse:
    """One step. None is reached before those it builds on; all can be gone back to."""
    if step not in STEPS:
        raise Http404
    missing = answers.missing
    if missing is not None and STEPS.index(step) > STEPS.index(missing):
        return redirect("setup_step", step=missing)
    found = HANDLERS[step](request, answers)
    if found is None:
        following = [*STEPS, "granska"][STEPS.index(step) + 1]
        return redirect("setup_review") if following == "granska" else redirect("setup_step", step=following)
    if isinstance(found, HttpResponse):
        return found
    return render(request, f"setup/{step}.html", _frame(answers, step) | found, status=422 if found["wrong"] else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@held_only
def review(request: HttpRequest, answers: Answers) -> HttpResponse:
    """All answers, and the button that makes the municipality of them."""
    if answers.missing is not None:
        return redirect("setup_step", step=answers.missing)
    said = {step: answers.said(step) for step in STEPS}
    ground = {"zone": zone_words(said["kommun"]["zone"]), "crs": crs_words(said["kommun"]["crs"])}
    context = _frame(answers, "granska") | ground | {"answers": said}
    if request.method == "POST":
        try:
            made = make(wish=wish_of(answers), at=timezone.now())
        except Unfit as error:
            return render(request, "setup/granska.html", context | {"unfit": error}, status=422)
        except FileError as error:
            return render(request, "setup/granska.html", context | {"wrong": plain_message(error)}, status=422)
        token.end(settings.DATA)
        answers.done(made.slug)
        return redirect("setup_done")
    return render(request, "setup/granska.html", context)


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """What comes next; for the browser that made the municipality."""
    slug = Answers(request.session).made
    if not slug:
        raise Http404
    return render(request, "setup/klart.html", {"slug": slug})


def _frame(answers: Answers, step: str) -> dict[str, Any]:
    """What every step shows: where one is, and the way back."""
    names = [*STEPS, "granska"]
    reached = names.index(answers.missing or "granska")
    at = names.index(step)
    return {
        "title": _(TITLES[step]),
        "steps": [
            {"name": name, "title": _(TITLES[name]), "here": name == step, "done": i < reached, "open": i <= reached}
            for i, name in enumerate(names)
        ],
        "before": names[at - 1] if at else None,
        "number": at + 1,
    }
