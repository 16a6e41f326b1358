"""Sending a report, saying that there is nothing to report, and taking either back."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, NamedTuple

from tryggve.domain.access import OWN_DAYS
from tryggve.domain.language import _
from tryggve.store.database import audit, direct
from tryggve.store.database.bulk import insert_one
from tryggve.web.core.member import Member
from tryggve.web.core.municipal import here
from tryggve.web.core.readiness import OPEN_SQL
from tryggve.web.incidents.alike import alike
from tryggve.web.incidents.arrival import Sending, arrive, arrive_nothing, depart, log_name
from tryggve.web.incidents.models import Question, Report, ReportLink, State
from tryggve.web.incidents.sealed import account_of, seal

REGRET = dt.timedelta(minutes=10)
"""So long a report can be taken back."""


class Kept(NamedTuple):
    """A report that is there. `incident_id`: its number in the store; None in practice, or where it was taken back."""

    pk: uuid.UUID
    incident_id: int | None
    practice: bool


class NotYoursError(LookupError):
    """The report was sent by somebody else."""


class TooLateError(ValueError):
    """The report can no longer be taken back."""


def send(*, sending: Sending, by: Member, at: dt.datetime) -> Kept:
    """Take a report in, once: the same id again gives the report that is there. NotYoursError for another's id."""
    with here().writing():
        before, opened = _stands(sending.id, by)
        if before is not None:
            return before
        if not opened:
            return _practise(sending.id, by, at)
        # Asked anew, whatever the phone says: it never learns which report it was.
        same = alike(sending.category, sending.place, sending.time, account=by.account.pk) if sending.same else []
        added = arrive(sending, by.organisation, at=at)
        return _keep(
            by, id=sending.id, incident_id=added.incident_id, batch_id=added.batch_id, received_at=at,
            alike=same[0] if same else None, repeated=sending.repeated, done=sending.done,
        )  # fmt: skip


def send_nothing(*, report_id: uuid.UUID, day: dt.date, by: Member, at: dt.datetime) -> Kept:
    """The organisation has nothing to report, so that its silence is known to be calm; once per id."""
    with here().writing():
        before, opened = _stands(report_id, by)
        if before is not None:
            return before
        if not opened:
            return _practise(report_id, by, at, nothing=True)
        added = arrive_nothing(report_id, by.organisation, day=day, at=at)
        return _keep(
            by, id=report_id, incident_id=added.incident_id, batch_id=added.batch_id, received_at=at, nothing=True
        )


def received(report_id: uuid.UUID, by: Member) -> Kept | None:
    """The report that came in with the id, None where there is none. NotYoursError for another's."""
    return _stands(report_id, by)[0]


_STANDS = f"SELECT EXISTS (SELECT 1 FROM report WHERE id = %s), {OPEN_SQL}"


def _stands(report_id: uuid.UUID, by: Member) -> tuple[Kept | None, bool]:
    """The report that came in with the id, and whether the municipality is open for live data."""
    connection = here().connection
    there, opened = direct.rows(connection, _STANDS, [Report._meta.pk.get_db_prep_value(report_id, connection)])[0]
    if not there:
        return None, bool(opened)
    before = _sent_by(report_id, by)
    return Kept(before.pk, before.incident_id, before.practice), bool(opened)


def take_back(*, report: Report, by: Member, at: dt.datetime) -> None:
    """Whoever sent it regrets it: it leaves the store with its words. TooLateError after ten minutes."""
    with here().writing():
        mine = own_report(report.pk, by, at=at)
        if mine.state == State.TAKEN_BACK:
            return
        if mine.state != State.NEW or at - mine.received_at > REGRET:
            raise TooLateError(_("It can no longer be taken back. Tell the coordinator if something is wrong."))
        if mine.batch_id is not None:
            depart(mine.batch_id, by.organisation, at=at)
        Report.objects.filter(pk=mine.pk).update(state=State.TAKEN_BACK, incident_id=None, repeated=None, done=[])


def readable_from(member: Member, *, at: dt.datetime) -> dt.datetime:
    """Since when a member may read what they sent: two weeks, and never from before they came in.

    Somebody who is given a new way in begins anew, so that whoever gives one cannot read by it who reported what.
    """
    return max(at - dt.timedelta(days=OWN_DAYS), came_in(member, at=at))


def came_in(member: Member, *, at: dt.datetime) -> dt.datetime:
    """Since when a member is who they are; as long ago as can be where the calendar stands still before it."""
    since = member.membership.since
    return since if since <= at else dt.datetime.min.replace(tzinfo=dt.UTC)


def asked_report(report_id: uuid.UUID, member: Member, *, at: dt.datetime) -> Report:
    """A report that the member sent, however long ago, that was asked about in the last two weeks. NotYoursError."""
    found, lately = _sent_by(report_id, member), at - dt.timedelta(days=OWN_DAYS)
    mine = found.organisation_id == member.organisation.pk and found.received_at >= came_in(member, at=at)
    if not mine or not Question.objects.filter(report=found, asked_at__gte=lately).exists():
        raise NotYoursError
    return found


def own_report(report_id: uuid.UUID, member: Member, *, at: dt.datetime) -> Report:
    """A report that the member sent of late. NotYoursError for any other, and where the link has been cut."""
    found = _sent_by(report_id, member)
    if found.received_at < readable_from(member, at=at) or found.organisation_id != member.organisation.pk:
        raise NotYoursError
    return found


def _sent_by(report_id: uuid.UUID, member: Member) -> Report:
    link = ReportLink.objects.select_related("report__organisation").filter(report_id=report_id).first()
    if link is None or account_of(report_id, link.sealed) != member.account.pk:
        raise NotYoursError
    return link.report


def _practise(report_id: uuid.UUID, by: Member, at: dt.datetime, *, nothing: bool = False) -> Kept:
    """Nothing of what it says is kept: live data may not be taken in yet."""
    audit.record(here(), audit.Action.PRACTICE, by=log_name(by.organisation), at=at)
    return _keep(by, id=report_id, received_at=at, practice=True, nothing=nothing)


def _keep(by: Member, **values: Any) -> Kept:
    number, connection = values["id"], here().connection
    insert_one(connection, Report, **values, organisation_id=by.organisation.pk)
    insert_one(connection, ReportLink, report_id=number, sealed=seal(number, by.account.pk))
    return Kept(number, values.get("incident_id"), values.get("practice", False))
