"""What waits in the inbox and among the lägesrapporter that bears on a period."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse

from tryggve.domain.access import Permission
from tryggve.domain.incident import LeftOut
from tryggve.domain.language import _, ngettext
from tryggve.domain.period import Period
from tryggve.store.database.models import Incident
from tryggve.web.core.hooks_of_group import Line
from tryggve.web.core.member import Member
from tryggve.web.core.municipal import here, slug_of
from tryggve.web.incidents.models import Question, Report, SituationReport, State
from tryggve.web.incidents.situation_report_models import Used
from tryggve.web.incidents.situation_reports import missing


def not_done(period: Period, member: Member) -> list[Line]:
    """Unread reports, questions without an answer, what is held back, and lägesrapporter: numbers, never words."""
    if Permission.REVIEW not in member.permissions:
        return []
    return [*_of_reports(period), *_of_situation_reports(period)]


def _of_reports(period: Period) -> Iterator[Line]:
    incidents = Incident.objects.filter(last_day__gte=period.first_day, last_day__lte=period.last_day)
    reports = Report.objects.filter(practice=False, nothing=False, incident_id__in=incidents.values("pk"))
    if n := reports.filter(state=State.NEW).count():
        told = ngettext("{n} report in the inbox is unread.", "{n} reports in the inbox are unread.", n)
        yield Line(told.format(n=n), href=_to("inbox"))
    if n := Question.objects.filter(report__in=reports, answered_at=None).count():
        told = ngettext("{n} question has no answer yet.", "{n} questions have no answer yet.", n)
        yield Line(told.format(n=n), href=_to("inbox") + "?lage=read")
    if n := incidents.filter(left_out=str(LeftOut.HELD_BACK)).count():
        told = ngettext("{n} report is held back, and not counted.", "{n} reports are held back, and not counted.", n)
        yield Line(told.format(n=n), href=_to("inbox") + "?lage=held_back")


def _of_situation_reports(period: Period) -> Iterator[Line]:
    mine, link = SituationReport.objects.filter(period=period.label), _to("situation_reports") + _asked(period)
    if names := _names(mine.filter(sent_at=None)):
        yield Line(_("Lägesrapporter that are begun and not sent: {names}.").format(names=names), href=link)
    begun = set(mine.filter(sent_at=None).values_list("organisation_id", flat=True))
    if names := ", ".join(one.name for one in missing(period) if one.pk not in begun):
        yield Line(_("No lägesrapport has come from: {names}.").format(names=names), href=link)
    if names := _names(mine.exclude(sent_at=None).filter(used=Used.NOT_YET)):
        yield Line(_("Lägesrapporter that nobody has said the use of: {names}.").format(names=names), href=link)


def _names(rows: QuerySet[SituationReport]) -> str:
    return ", ".join(rows.values_list("organisation__name", flat=True))


def _asked(period: Period) -> str:
    return f"?period={period.label}"


def _to(name: str) -> str:
    return reverse(name, kwargs={"kommun": slug_of(here())})
