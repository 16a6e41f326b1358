"""A rater's own pages, and where the consensus is written."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from tryggve.domain.early_signs import SignGroup
from tryggve.domain.language import DEFAULT_LANGUAGE, _, use_language
from tryggve.web.areas.actions import rating as acts
from tryggve.web.areas.actions.rounds import SignsError
from tryggve.web.areas.forms import SignsForm, SureForm
from tryggve.web.areas.models import Rater, Round
from tryggve.web.areas.shown import BOTH_ALIKE, View
from tryggve.web.areas.unsaved_texts import SIGNS, key_of
from tryggve.web.core import readiness, unsaved
from tryggve.web.core.clock import now
from tryggve.web.core.member import Request
from tryggve.web.core.posted import posted


def _mine(request: Request, pk: int) -> Rater:
    """The member as a rater who has not locked; 404 for anybody else, and for what has ended."""
    if request.member.organisation.private:
        raise Http404
    found = get_object_or_404(Round.objects.visible_to(request.member).going_on(), pk=pk)
    return get_object_or_404(Rater.objects.of(request.member), round=found, locked_at=None)


def _group(found: Round, name: str) -> SignGroup:
    group = found.questions.group(name)
    if group is None:
        raise Http404
    return group


def _after(request: Request, found: Round, group: SignGroup, page: str) -> HttpResponse:
    """To the next group, or to the round after the last."""
    names = [one.id for one in found.questions.groups]
    messages.success(request, _("Saved."))
    at = names.index(group.id) + 1
    if at < len(names):
        return redirect(page, kommun=request.kommun.slug, pk=found.pk, group=names[at])
    return redirect("signs_round", kommun=request.kommun.slug, pk=found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def signs_rate(request: Request, pk: int, group: str) -> HttpResponse:
    """The questions of a group, for a rater: saved half-filled or whole, until they lock."""
    mine = _mine(request, pk)
    asked = _group(mine.round, group)
    rows = {one.question: one for one in mine.answers.all()}
    form = SignsForm(posted(request), group=asked, rows=rows, text_words=_("{name}: what does it rest on?"))
    if request.method == "POST" and form.is_valid():
        try:
            anyway = form.cleaned_data["anyway"]
            acts.write_answers(round=pk, told=form.told, anyway=anyway, by=request.member, at=now())
            unsaved.forget(request, SIGNS, key_of(pk, group))
            return _after(request, mine.round, asked, "signs_rate")
        except SignsError as error:
            form.add_error(None, str(error))
    context = {"form": form, "round": mine.round, "group": asked, "groups": mine.round.questions.groups,
               "page": "signs_rate", "is_open": readiness.is_open(), "unsaved": unsaved.number(request)}  # fmt: skip
    return render(request, "signs/rate.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def signs_lock(request: Request, pk: int) -> HttpResponse:
    """A rater is done; asked first, for nobody can change it afterwards."""
    mine, form = _mine(request, pk), SureForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            acts.lock(round=pk, by=request.member, at=now())
            messages.success(request, _("Your answers are locked."))
            return redirect("signs_round", kommun=request.kommun.slug, pk=pk)
        except SignsError as error:
            form.add_error(None, str(error))
    rows = {one.question: one for one in mine.answers.all()}
    context = {"form": form, "round": mine.round, "missing": acts.missing_of(mine),
               "said": [(one, rows.get(one.id)) for one in mine.round.questions.questions]}  # fmt: skip
    return render(request, "signs/lock.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def signs_consensus(request: Request, pk: int, group: str) -> HttpResponse:
    """What the raters agreed on for the questions of a group, beside what each said."""
    rows = Round.objects.visible_to(request.member).going_on().exclude(raters__locked_at=None)
    view = View(get_object_or_404(rows, pk=pk), request.member)
    asked = _group(view.round, group)
    kept = {one.question: one for one in view.round.consensus.all()}
    form = SignsForm(posted(request), group=asked, rows=kept, text_words=_("{name}: why?"), proposed=_alike(view))
    if request.method == "POST" and form.is_valid():
        try:
            acts.write_consensus(
                round=pk, told=form.told, anyway=form.cleaned_data["anyway"], by=request.member.by, at=now()
            )
            return _after(request, view.round, asked, "signs_consensus")
        except SignsError as error:
            form.add_error(None, str(error))
    said = {row.question.id: row.said for _name, group_rows in view.rows() for row in group_rows}
    context = {"form": form, "round": view.round, "group": asked, "groups": view.questions.groups, "said": said,
               "view": view, "page": "signs_consensus", "is_open": True}  # fmt: skip
    return render(request, "signs/rate.html", context, status=422 if request.method == "POST" else 200)


def _alike(view: View) -> dict[str, acts.SaidOf]:
    """What is proposed where both gave the same answer."""
    with use_language(DEFAULT_LANGUAGE):
        why = _(BOTH_ALIKE)
    sides = [{one.question: one.sign for one in rater.answers.all()} for rater in view.raters]
    return {question: acts.SaidOf(sign, why) for question, sign in sides[0].items() if sides[1].get(question) == sign}
