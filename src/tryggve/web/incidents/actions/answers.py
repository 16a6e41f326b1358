"""Asking whoever reported, the answer, and telling what became of a report. Who it was is not shown to anybody."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import Q

from tryggve.domain.language import N_, _
from tryggve.store.database import audit
from tryggve.web.accounts.models import Account
from tryggve.web.core.actions.letters import write_letter
from tryggve.web.core.member import Member
from tryggve.web.core.models import Membership
from tryggve.web.core.municipal import here
from tryggve.web.core.screening import flags_of, marks
from tryggve.web.incidents.actions.sending import asked_report
from tryggve.web.incidents.arrival import log_name
from tryggve.web.incidents.models import Outcome, Question, Report, ReportLink, Told
from tryggve.web.incidents.sealed import account_of

ANSWERED = N_("There is an answer to a report in Tryggve")
ASKED = N_("There is a question about a report in Tryggve")


class PersonInTextError(ValueError):
    """The text holds what is never taken in."""


def ask(*, report: Report, text: str, link: str, by: str, at: dt.datetime) -> Question:
    """Ask whoever sent a report. They see it at `link`; who wants e-mail is told that there is a question."""
    _refuse(text)
    with here().writing():
        made = Question.objects.create(report=report, text=text, asked_by=by, asked_at=at)
        sent_by = ReportLink.objects.filter(report=report, cut_at=None).first()
        if sent_by is not None:
            _write_letter(report, sent_by, _(ASKED), link, at)
        audit.record(here(), audit.Action.QUESTION, by=by, at=at, incident=report.incident_id, question=made.pk)
    return made


def answer(*, question: Question, text: str, by: Member, at: dt.datetime) -> None:
    """Whoever sent the report answers, once. NotYoursError for anybody else."""
    _refuse(text)
    with here().writing():
        report = asked_report(question.report_id, by, at=at)
        done = Question.objects.filter(pk=question.pk, answered_at=None)
        if done.update(answer=text, flags=flags_of(text), answered_at=at):
            audit.record(
                here(), audit.Action.QUESTION, by=log_name(by.organisation), at=at, incident=report.incident_id,
                question=question.pk, done="answered",
            )  # fmt: skip


def take_words_out(*, question: int, incident: int, new: str, by: str, at: dt.datetime) -> bool:
    """Give an answer about a report other words, so that it points at nobody: those it had cannot be brought back."""
    _refuse(new)
    with here().writing():
        answered = Question.objects.filter(pk=question, report__incident_id=incident).exclude(answered_at=None)
        done = bool(answered.update(answer=new, flags=flags_of(new)))
        if done:
            audit.record(
                here(), audit.Action.QUESTION, by=by, at=at, incident=incident, question=question, done="erased"
            )
    return done


def tell(*, report: Report, kind: Told, text: str, link: str, by: str, at: dt.datetime) -> Outcome:
    """Tell what became of a report. Who wants e-mail is told that there is an answer at `link`, and nothing more."""
    _refuse(text)
    with here().writing():
        made = Outcome.objects.create(report=report, kind=kind, text=text, by=by, at=at)
        sent_by = ReportLink.objects.filter(report=report, cut_at=None).first()
        if sent_by is not None:
            ReportLink.objects.filter(pk=sent_by.pk).update(answered_at=at)
            _write_letter(report, sent_by, _(ANSWERED), link, at)
        audit.record(here(), audit.Action.OUTCOME, by=by, at=at, incident=report.incident_id, kind=str(kind))
    return made


def cut_links(*, at: dt.datetime) -> int:
    """Cut the links of reports so old that nobody needs to find the reporter any more, answered or not; how many."""
    answered = Q(answered_at__lte=at - settings.LINK_CUT_AFTER)
    never = Q(answered_at=None, report__received_at__lte=at - settings.LINK_CUT_UNANSWERED)
    with here().writing():
        due = ReportLink.objects.filter(answered | never, cut_at=None)
        cut = due.update(sealed=b"", cut_at=at)
        if cut:
            audit.record(here(), audit.Action.LINKS_CUT, by="tryggve", at=at, number=cut)
    return cut


def choose_mail(*, account: Account, wants: bool) -> None:
    """E-mail or none."""
    Account.objects.filter(pk=account.pk).update(wants_mail=wants)


def _write_letter(report: Report, sent_by: ReportLink, subject: str, link: str, at: dt.datetime) -> None:
    """To who sent it, where they may still read of it: by a letter about what was sent before, whoever holds the
    account by a new way in would learn who reported.
    """
    account = account_of(report.pk, sent_by.sealed)
    if account is None:
        return
    mine = Membership.objects.filter(account_id=account, organisation_id=report.organisation_id, ended=None)
    if not mine.filter(Q(since__lte=report.received_at) | Q(since__gt=at)).exists():
        return
    if Account.objects.filter(pk=account, wants_mail=True).exclude(email="").exists():
        write_letter(account_id=account, subject=subject, body=f"{subject}\n\n{link}\n", at=at)


def _refuse(text: str) -> None:
    if any(mark.hard for mark in marks(text)):
        raise PersonInTextError(_("There is a personal identity number in the text. Take it away."))
