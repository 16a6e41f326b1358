"""Reports that somebody may follow: their own of the last two weeks, and those of the organisation they lead."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from tryggve.domain.access import OWN_DAYS
from tryggve.store.database.actions.reading import own_texts, read_texts
from tryggve.web.core.member import Member
from tryggve.web.core.models import Organisation
from tryggve.web.core.municipal import here
from tryggve.web.incidents.actions.sending import came_in, readable_from
from tryggve.web.incidents.models import Question, Report, ReportLink, State
from tryggve.web.incidents.sealed import account_of


def own_reports(member: Member, *, at: dt.datetime) -> list[Report]:
    """What the member sent in the last two weeks, the newest first, with questions and outcomes."""
    recent = _recent(member.organisation, at).filter(received_at__gte=readable_from(member, at=at))
    return list(_with_answers(Report.objects.filter(pk__in=_sent_by(recent, member))))


def answered_late(member: Member, *, at: dt.datetime) -> list[Report]:
    """What the member sent too long ago to be read, but was asked about or told of in the last two weeks."""
    lately = at - dt.timedelta(days=OWN_DAYS)
    told = Q(questions__asked_at__gte=lately) | Q(outcomes__at__gte=lately)
    older = Report.objects.filter(
        told, organisation=member.organisation, received_at__lt=readable_from(member, at=at),
        received_at__gte=came_in(member, at=at),
    )  # fmt: skip
    return list(_with_answers(Report.objects.filter(pk__in=_sent_by(older, member))))


def questions_waiting(member: Member, *, at: dt.datetime) -> int:
    """How many questions about what the member sent are not answered, of those that My reports shows."""
    lately = at - dt.timedelta(days=OWN_DAYS)
    open_ = Question.objects.filter(
        report__organisation=member.organisation, report__received_at__gte=came_in(member, at=at), answered_at=None
    ).exclude(report__state=State.TAKEN_BACK)
    recent = Q(report__received_at__gte=readable_from(member, at=at)) | Q(asked_at__gte=lately)
    asked = list(open_.filter(recent).values_list("report_id", flat=True))
    mine = set(_sent_by(Report.objects.filter(pk__in=asked), member)) if asked else set()
    return sum(one in mine for one in asked)


def own_words(reports: Iterable[Report]) -> dict[int, str]:
    """Incident → what its own sender wrote of it."""
    return own_texts(here(), ids=[report.incident_id for report in reports if report.incident_id is not None])


def reports_of(organisation: Organisation, *, at: dt.datetime) -> list[Report]:
    """What an organisation sent in the last two weeks. Who in it is not known."""
    return list(_with_answers(_recent(organisation, at)))


def words_of(reports: Iterable[Report], *, by: str, at: dt.datetime) -> dict[int, str]:
    """Incident → what the report says in words; the reading is in the log."""
    ids = [report.incident_id for report in reports if report.incident_id is not None]
    if not ids:
        return {}
    return {one.incident: one.words["text"] for one in read_texts(here(), ids=ids, by=by, why="", at=at)}


def _sent_by(reports: QuerySet[Report], member: Member) -> list[uuid.UUID]:
    links = ReportLink.objects.filter(report__in=reports, cut_at=None)
    return [link.report_id for link in links if account_of(link.report_id, link.sealed) == member.account.pk]


def _recent(organisation: Organisation, at: dt.datetime) -> QuerySet[Report]:
    since = at - dt.timedelta(days=OWN_DAYS)
    return Report.objects.filter(organisation=organisation, received_at__gte=since).exclude(state=State.TAKEN_BACK)


def _with_answers(reports: QuerySet[Report]) -> QuerySet[Report]:
    return reports.prefetch_related("questions", "outcomes").order_by("-received_at")
