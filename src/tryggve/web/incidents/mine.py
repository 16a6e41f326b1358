"""Reports that somebody may follow: their own of the last two weeks, and those of the organisation they lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from tryggve.domain.access import OWN_DAYS
from tryggve.store.database.actions.reading import read_texts
from tryggve.web.core.member import Member
from tryggve.web.core.models import Organisation
from tryggve.web.core.municipal import here
from tryggve.web.incidents.actions.sending import readable_from
from tryggve.web.incidents.models import Report, ReportLink, State
from tryggve.web.incidents.sealed import account_of


def own_reports(member: Member, *, at: dt.datetime) -> list[Report]:
    """What the member sent in the last two weeks, the newest first, with questions and outcomes."""
    recent = _recent(member.organisation, at).filter(received_at__gte=readable_from(member, at=at))
    links = ReportLink.objects.filter(report__in=recent, cut_at=None)
    own = [link.report_id for link in links if account_of(link.report_id, link.sealed) == member.account.pk]
    return list(_with_answers(Report.objects.filter(pk__in=own)))


def reports_of(organisation: Organisation, *, at: dt.datetime) -> list[Report]:
    """What an organisation sent in the last two weeks. Who in it is not known."""
    return list(_with_answers(_recent(organisation, at)))


def words_of(reports: Iterable[Report], *, by: str, at: dt.datetime) -> dict[int, str]:
    """Incident → what the report says in words; the reading is in the log."""
    ids = [report.incident_id for report in reports if report.incident_id is not None]
    if not ids:
        return {}
    return {one.incident: one.words["text"] for one in read_texts(here(), ids=ids, by=by, why="", at=at)}


def _recent(organisation: Organisation, at: dt.datetime) -> QuerySet[Report]:
    since = at - dt.timedelta(days=OWN_DAYS)
    return Report.objects.filter(organisation=organisation, received_at__gte=since).exclude(state=State.TAKEN_BACK)


def _with_answers(reports: QuerySet[Report]) -> QuerySet[Report]:
    return reports.prefetch_related("questions", "outcomes").order_by("-received_at")
