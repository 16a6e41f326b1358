"""Retention: a decision is recorded, and what it says is to go goes. What has gone cannot be brought back."""

from __future__ import annotations

import datetime as dt

from tryggve import __version__
from tryggve.domain.calendar_days import day_number
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database import audit, meta, months
from tryggve.store.database.actions import merges
from tryggve.store.database.actions.kept_counts import keep_as_counts
from tryggve.store.database.actions.signals import forget_signals
from tryggve.store.database.connect import Database
from tryggve.store.database.models import ImportBatch, RetentionDecision
from tryggve.store.database.retention_plan import (
    OLD_VERSIONS,
    WITH_OLD_WORDS,
    Decision,
    Plan,
    decision_in_force,
    plan,
)

MOST_MONTHS = 1200
_OLD = "SELECT id FROM incident WHERE last_day < %s"


def record_decision(
    database: Database, *, reference: str, decided_by: str, decided_on: dt.date, text_months: int,
    facts_months: int | None, note: str, by: str, at: dt.datetime,
) -> Decision:  # fmt: skip
    """Record a decision; it is in force until another is recorded. FileError for one that cannot be right."""
    _check(reference, decided_by, decided_on, text_months, facts_months, at.date())
    with database.writing():
        RetentionDecision.objects.using(database.alias).create(
            reference=reference.strip(), decided_by=decided_by.strip(), decided_on=decided_on, text_months=text_months,
            facts_months=facts_months, recorded_by=by, recorded_at=at, note=note,
        )  # fmt: skip
        audit.record(
            database, audit.Action.RETENTION_DECISION, by=by, at=at, reference=reference.strip(),
            decided_by=decided_by.strip(), decided_on=decided_on.isoformat(), text_months=text_months,
            facts_months=facts_months,
        )  # fmt: skip
        return needed_decision(database)


def needed_decision(database: Database) -> Decision:
    """The decision in force. FileError where there is none: then nothing may be deleted."""
    found = decision_in_force(database)
    if found is None:
        raise FileError(
            _("No decision on retention is recorded in this store, and without one nothing is deleted."),
            _(
                "Record it: tryggve retention decide --reference NUMBER --decided-by BODY --decided-on DATE "
                "--text-months N."
            ),
        )
    return found


def run_retention(
    database: Database, *, today: dt.date, by: str, why: str, at: dt.datetime, seen: Plan | None = None
) -> Plan:
    """Delete what the decision says is to go, texts first; the plan that was carried out.

    `seen` is the plan that a person agreed to: FileError where the store has changed since, and nothing is deleted.
    Facts older than the decision's months are kept as counts of whole months. Afterwards `sweep` the files.
    """
    if today > at.date() + dt.timedelta(days=1):
        raise FileError(_("{day} has not come yet.").format(day=today), _("Nothing was deleted."))
    with database.writing():
        found = plan(database, needed_decision(database), today)
        if seen is not None and found != seen:
            raise FileError(
                _("The store has changed since the numbers were shown."),
                _("Nothing was deleted. Run the command again and look at the new numbers."),
            )
        if not found.total.nothing:
            _take(database, found, by=by, why=why, at=at)
    return found


def _take(database: Database, found: Plan, *, by: str, why: str, at: dt.datetime) -> None:
    batch = ImportBatch.objects.using(database.alias).create(
        kind=str(audit.Action.RETENTION), by=by, why=why, at=at, version=__version__
    )
    _take_texts(database, day_number(found.texts_from))
    left_out: list[list[object]] = []
    if found.facts_from is not None:
        before = day_number(found.facts_from)
        left_out = _left_out(database, before)
        keep_as_counts(database, before=before, batch_id=batch.pk)
        _take_facts(database, before)
        forget_signals(database, before)
        months.refresh(database, [day_number(month) for month, amounts in found.months if amounts.reports])
    audit.record(
        database, audit.Action.RETENTION, by=by, at=at, why=why, batch=batch, decision=found.decision.id,
        reference=found.decision.reference, texts_before=found.texts_from.isoformat(),
        facts_before=None if found.facts_from is None else found.facts_from.isoformat(), total=vars(found.total),
        months={f"{month:%Y-%m}": vars(amounts) for month, amounts in found.months}, left_out=left_out,
    )  # fmt: skip


def _take_texts(database: Database, before: int) -> None:
    with database.connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM incident_text WHERE incident_id IN ({_OLD})", [before])
        cursor.execute(f"UPDATE incident_version SET words = '' WHERE {WITH_OLD_WORDS}", [before, before])
    _gone(database, meta.Fact.TEXT_GONE, before)


def _take_facts(database: Database, before: int) -> None:
    with database.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kept_report_day (organisation, day) SELECT DISTINCT organisation, last_day FROM incident "
            "WHERE organisation <> '' AND left_out <> 'forecast' AND last_day < %s ON CONFLICT DO NOTHING",
            [before],
        )
        cursor.execute(f"DELETE FROM incident_version WHERE {OLD_VERSIONS}", [before, before])
        cursor.execute("DELETE FROM correction WHERE key IN (SELECT key FROM incident WHERE last_day < %s)", [before])
        merges.forget_before(database, before)
        for table in ("incident_text", "incident_area"):
            cursor.execute(f"DELETE FROM {table} WHERE incident_id IN ({_OLD})", [before])
        cursor.execute("DELETE FROM incident WHERE last_day < %s", [before])
    _gone(database, meta.Fact.FACTS_GONE, before)


def _gone(database: Database, fact: meta.Fact, before: int) -> None:
    """An import does not bring back what is older; a later decision of longer times does not change what has gone."""
    meta.write(database, fact, max(before, meta.read_int(database, fact) or before))


def _left_out(database: Database, before: int) -> list[list[object]]:
    """Month, reason, source, category, reports and sum of n of what was never counted: kept in the log alone."""
    columns = "left_out, source, category"
    with database.connection.cursor() as cursor:
        cursor.execute(
            f"SELECT year, month, {columns}, COUNT(*), SUM(n) FROM incident WHERE left_out <> '' AND last_day < %s "
            f"GROUP BY year, month, {columns} ORDER BY year, month, {columns}",
            [before],
        )
        return [[f"{year:04}-{month:02}", *rest, int(n)] for year, month, *rest, n in cursor.fetchall()]


def _check(
    reference: str, decided_by: str, decided_on: dt.date, text_months: int, facts_months: int | None, today: dt.date
) -> None:
    nothing = _("Nothing was recorded.")
    if not reference.strip() or not decided_by.strip():
        raise FileError(_("A decision has a reference and somebody who took it."), nothing)
    if decided_on > today + dt.timedelta(days=1):
        raise FileError(_("{day} has not come yet.").format(day=decided_on), nothing)
    if text_months < 1:
        raise FileError(_("Texts are kept for at least one month."), nothing)
    if max(text_months, facts_months or 0) > MOST_MONTHS:
        raise FileError(_("Nothing is kept for more than {n} months by decision.").format(n=MOST_MONTHS), nothing)
    if facts_months is not None and facts_months < text_months:
        raise FileError(_("Texts go before facts: facts must be kept at least as long as texts."), nothing)
