"""Writing a lägesrapport: kept as it grows, sent once, never overwritten by a colleague unseen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tryggve.domain.language import _
from tryggve.domain.period import Period
from tryggve.store.database import audit
from tryggve.web.core.member import Member
from tryggve.web.core.municipal import here
from tryggve.web.core.readiness import is_open
from tryggve.web.core.screening import marks
from tryggve.web.incidents.models import SituationReport, SituationReportVersion
from tryggve.web.incidents.situation_report_models import Heading, Sharing, Used

MOST_SIGNS = 6_000
"""Of each text."""


class NotForPrivateError(PermissionError):
    """A private organisation writes no free text."""


class OverwritesError(ValueError):
    """A colleague has written since; `theirs` is what stands there."""

    def __init__(self, theirs: SituationReport) -> None:
        super().__init__(_("{by} has written since. Nothing was overwritten.").format(by=theirs.by))
        self.theirs = theirs


class RefusedError(ValueError):
    """The text cannot be kept as it is; why, in plain words."""


@dataclass(frozen=True)
class Written:
    """What a form says. `version` is the one that it was made from, 0 where there was none."""

    texts: Mapping[str, str]
    sharing: Sharing
    conditions: str
    version: int


def save(*, period: Period, written: Written, by: Member, at: dt.datetime) -> SituationReport:
    """Keep what is written, each time as a version. RefusedError, OverwritesError; see there."""
    _refuse(written, by)
    with here().writing():
        now = SituationReport.objects.filter(organisation=by.organisation, period=period.label).first()
        if now is not None and now.sent_at is not None:
            raise OverwritesError(now)
        if (now.version if now else 0) != written.version:
            raise OverwritesError(now or SituationReport(by="", version=0))
        return _keep(now, period, written, by, at)


def send(*, period: Period, written: Written, by: Member, at: dt.datetime) -> SituationReport:
    """Keep it, and let the coordinator read it. RefusedError where nothing is said."""
    if not any(text.strip() for text in written.texts.values()):
        raise RefusedError(_("Write something under at least one of the headings."))
    with here().writing():
        made = save(period=period, written=written, by=by, at=at)
        SituationReport.objects.filter(pk=made.pk).update(sent_at=at, sent_by=by.by)
        SituationReportVersion.objects.filter(report=made, version=made.version).update(sent=True)
        _note(made, "sent", by, at)
    made.refresh_from_db()
    return made


def reopen(*, report: SituationReport, by: Member, at: dt.datetime) -> None:
    """Write on: it is a draft again, and nobody else reads it until it is sent anew."""
    with here().writing():
        mine = SituationReport.objects.filter(pk=report.pk, organisation=by.organisation).exclude(sent_at=None)
        if mine.update(sent_at=None, sent_by="", used=Used.NOT_YET, used_by="", used_at=None):
            _note(report, "reopened", by, at)


def mark_used(*, report: SituationReport, used: Used, by: Member, at: dt.datetime) -> None:
    """What the coordinator made of it."""
    with here().writing():
        sent = SituationReport.objects.filter(pk=report.pk).exclude(sent_at=None)
        if sent.update(used=used, used_by=by.by, used_at=at):
            _note(report, f"used: {used}", by, at)


def note_read(*, reports: list[SituationReport], by: Member, at: dt.datetime) -> None:
    """Somebody opens what others have written; the event is in the log before it is seen."""
    if others := [one for one in reports if one.organisation_id != by.organisation.pk]:
        with here().writing():
            audit.record(
                here(), audit.Action.SITUATION_REPORT, by=by.by, at=at, done="read", reports=[one.pk for one in others]
            )


def _refuse(written: Written, by: Member) -> None:
    if by.organisation.private:
        raise NotForPrivateError
    if not is_open():
        raise RefusedError(_("Driftstart is not done: live data may not be brought in yet."))
    for text in (*written.texts.values(), written.conditions):
        if any(mark.hard for mark in marks(text)):
            raise RefusedError(_("There is a personal identity number in the text. Take it away."))
        if len(text) > MOST_SIGNS:
            raise RefusedError(_("A text is longer than {n} signs.").format(n=MOST_SIGNS))


def _keep(
    now: SituationReport | None, period: Period, written: Written, by: Member, at: dt.datetime
) -> SituationReport:  # fmt: skip
    texts = {str(heading): written.texts.get(heading, "") for heading in Heading}
    said = {"texts": texts, "sharing": written.sharing, "conditions": written.conditions, "by": by.by, "at": at}
    if now is None:
        now = SituationReport.objects.create(organisation=by.organisation, period=period.label, **said)
        _note(now, "begun", by, at)
    elif (now.texts, now.sharing, now.conditions) == (texts, written.sharing, written.conditions):
        return now
    else:
        SituationReport.objects.filter(pk=now.pk).update(**said, version=now.version + 1)
        now.refresh_from_db()
    SituationReportVersion.objects.create(report=now, version=now.version, **said)
    return now


def _note(report: SituationReport, done: str, by: Member, at: dt.datetime) -> None:
    audit.record(
        here(), audit.Action.SITUATION_REPORT, by=by.by, at=at, report=report.pk, period=report.period, done=done
    )
