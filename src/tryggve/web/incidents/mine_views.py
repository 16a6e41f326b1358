"""My reports, and those of the organisation one leads: what became of each."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tryggve.domain.language import _
from tryggve.web.core import clock
from tryggve.web.core.member import Request
from tryggve.web.core.posted import words
from tryggve.web.core.screening import Mark, Piece, marks, pieces
from tryggve.web.incidents.actions.answers import PersonInTextError, answer, choose_mail
from tryggve.web.incidents.actions.sending import NotYoursError, asked_report
from tryggve.web.incidents.ground import ground_here
from tryggve.web.incidents.mine import answered_late, own_reports, own_words, reports_of, words_of
from tryggve.web.incidents.models import Question
from tryggve.web.incidents.report_form import MOST_SIGNS
from tryggve.web.incidents.sent import sent, untold


@dataclass(frozen=True)
class Fault:
    """What is wrong with an answer that was written, and the words in it that may point at a person."""

    text: str
    words: str
    marks: Sequence[Mark] = ()

    @property
    def pieces(self) -> list[Piece]:
        """The text, its marked words apart."""
        return [one for one in pieces(self.text, list(self.marks)) if one.mark is not None]

    @property
    def anyway(self) -> str:
        """What is sent along by who sends it all the same."""
        return said_anyway(self.text, self.marks)


def said_anyway(text: str, seen: Sequence[Mark]) -> str:
    """The marked words: somebody who has looked at these, and has not written others since."""
    return " | ".join(" ".join(text[one.start : one.end].split()) for one in seen)


@require_safe
def mine(request: Request) -> HttpResponse:
    """What I have sent in the last two weeks."""
    return _mine(request)


@require_POST
def reply(request: Request, report: uuid.UUID) -> HttpResponse:
    """Answer what the coordinator asked."""
    now = clock.now()
    try:
        asked = Question.objects.filter(report=asked_report(report, request.member, at=now), answered_at=None).first()
    except NotYoursError:
        raise Http404 from None
    text = words(request, "text", MOST_SIGNS).strip()
    if asked is None or not text or request.member.organisation.private:
        return redirect("my_reports", kommun=request.kommun.slug)
    seen = marks(text)
    if seen and not any(one.hard for one in seen) and request.POST.get("anyway") != said_anyway(text, seen):
        return _mine(request, status=422, fault={asked.pk: Fault(text, _("This may point at a person"), seen)})
    try:
        answer(question=asked, text=text, by=request.member, at=now)
    except PersonInTextError as fault:
        return _mine(request, status=422, fault={asked.pk: Fault(text, str(fault))})
    messages.success(request, _("The answer is sent."))
    return redirect("my_reports", kommun=request.kommun.slug)


@require_POST
def mail(request: Request) -> HttpResponse:
    """E-mail when there is an answer, or none."""
    choose_mail(account=request.member.account, wants=request.POST.get("wants") == "1")
    messages.success(request, _("Saved."))
    return redirect("my_reports", kommun=request.kommun.slug)


@require_safe
def ours(request: Request) -> HttpResponse:
    """The organisation's reports, whole, without who sent them."""
    now = clock.now()
    found = reports_of(request.member.organisation, at=now)
    words = words_of(found, by=request.member.by, at=now)
    return render(request, "incidents/ours.html", {"rows": sent(found, ground_here()), "words": words})


def _mine(request: Request, *, status: int = 200, fault: dict[int, Fault] | None = None) -> HttpResponse:
    now = clock.now()
    found = own_reports(request.member, at=now)
    late = [untold(report) for report in answered_late(request.member, at=now)]
    context = {"rows": [*late, *sent(found, ground_here())], "words": own_words(found), "fault": fault or {}}
    return render(request, "incidents/mine.html", context, status=status)
