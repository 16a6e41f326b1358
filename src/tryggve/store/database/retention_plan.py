"""What a recorded decision on retention says is to go, and what of it is still here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields

from tryggve.domain.calendar_days import day_date, day_number
from tryggve.domain.retention import facts_kept_from, texts_kept_from
from tryggve.store.database.connect import Database
from tryggve.store.database.models import RetentionDecision


@dataclass(frozen=True)
class Decision:
    """A decision on retention; `facts_months` None: facts are kept until another decision."""

    id: int
    reference: str
    decided_by: str
    decided_on: dt.date
    text_months: int
    facts_months: int | None


@dataclass(frozen=True)
class Amounts:
    """What goes of one month. `events` is the sum of n of the reports that count."""

    texts: int = 0
    version_texts: int = 0
    reports: int = 0
    events: int = 0
    versions: int = 0

    def plus(self, other: Amounts) -> Amounts:
        """Both together."""
        return Amounts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Amounts)))

    @property
    def nothing(self) -> bool:
        """Whether nothing goes."""
        return self == Amounts()


@dataclass(frozen=True)
class Plan:
    """What a run would take: texts of days before `texts_from`, reports of days before `facts_from`.

    `months` are first days of months, oldest first, with what goes of each.
    """

    decision: Decision
    texts_from: dt.date
    facts_from: dt.date | None
    months: tuple[tuple[dt.date, Amounts], ...]

    @property
    def total(self) -> Amounts:
        """All months together."""
        total = Amounts()
        for _month, amounts in self.months:
            total = total.plus(amounts)
        return total


@dataclass(frozen=True)
class Overdue:
    """What should already have gone. Without a decision nothing is overdue, since nothing may be deleted.

    `days`: how long ago the oldest of it should have gone. `oldest_text` is the oldest day with a text in the store.
    """

    decision: Decision | None
    texts: int
    facts: int
    oldest_text: dt.date | None
    days: int


def decision_in_force(database: Database) -> Decision | None:
    """The decision that was recorded last."""
    row = RetentionDecision.objects.using(database.alias).order_by("-id").first()
    if row is None:
        return None
    return Decision(row.pk, row.reference, row.decided_by, row.decided_on, row.text_months, row.facts_months)


def plan(database: Database, decision: Decision, today: dt.date) -> Plan:
    """What a run on the day would take; nothing is written."""
    texts_from = texts_kept_from(today, decision.text_months)
    facts_from = None if decision.facts_months is None else facts_kept_from(today, decision.facts_months)
    rows = list(_texts(database, day_number(texts_from)))
    if facts_from is not None:
        rows += _facts(database, day_number(facts_from))
    months: dict[dt.date, Amounts] = {}
    for day, amounts in rows:
        month = day_date(day).replace(day=1)
        months[month] = months.get(month, Amounts()).plus(amounts)
    return Plan(decision, texts_from, facts_from, tuple(sorted(months.items())))


def overdue(database: Database, today: dt.date) -> Overdue:
    """What should have gone before the day and has not."""
    decision = decision_in_force(database)
    oldest_text = _least(database, "incident_text JOIN incident ON incident.id = incident_text.incident_id")
    if decision is None:
        return Overdue(None, 0, 0, oldest_text, 0)
    found = plan(database, decision, today)
    late = [0]
    if oldest_text is not None:
        late.append((found.texts_from - oldest_text).days)
    oldest = _least(database, "incident")
    if found.facts_from is not None and oldest is not None and oldest < found.facts_from:
        whole_month = (oldest.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
        late.append((facts_due(today, decision) - whole_month).days)
    total = found.total
    return Overdue(decision, total.texts + total.version_texts, total.reports, oldest_text, max(late))


def facts_due(today: dt.date, decision: Decision) -> dt.date:
    """The day before which a month must have ended for its reports to go."""
    return texts_kept_from(today, decision.facts_months or 0)


WITH_OLD_WORDS = "words <> '' AND (last_day < %s OR incident_id IN (SELECT id FROM incident WHERE last_day < %s))"
"""Earlier versions that hold words of an old day, or of a report that now counts on one."""

OLD_VERSIONS = "last_day < %s OR incident_id IN (SELECT id FROM incident WHERE last_day < %s)"
"""Earlier versions that go with the reports."""


def _texts(database: Database, day: int) -> Iterable[tuple[int, Amounts]]:
    with database.connection.cursor() as cursor:
        cursor.execute(
            "SELECT last_day, COUNT(*) FROM incident_text JOIN incident ON incident.id = incident_text.incident_id "
            "WHERE last_day < %s GROUP BY last_day",
            [day],
        )
        found = [(last, Amounts(texts=n)) for last, n in cursor.fetchall()]
        cursor.execute(
            f"SELECT last_day, COUNT(*) FROM incident_version WHERE {WITH_OLD_WORDS} GROUP BY last_day", [day, day]
        )
        return found + [(last, Amounts(version_texts=n)) for last, n in cursor.fetchall()]


def _facts(database: Database, day: int) -> Iterable[tuple[int, Amounts]]:
    with database.connection.cursor() as cursor:
        cursor.execute(
            "SELECT last_day, COUNT(*), SUM(CASE WHEN left_out = '' THEN n ELSE 0 END) FROM incident "
            "WHERE last_day < %s GROUP BY last_day",
            [day],
        )
        found = [(last, Amounts(reports=reports, events=int(n))) for last, reports, n in cursor.fetchall()]
        cursor.execute(
            f"SELECT last_day, COUNT(*) FROM incident_version WHERE {OLD_VERSIONS} GROUP BY last_day", [day, day]
        )
        return found + [(last, Amounts(versions=n)) for last, n in cursor.fetchall()]


def _least(database: Database, tables: str) -> dt.date | None:
    with database.connection.cursor() as cursor:
        cursor.execute(f"SELECT MIN(last_day) FROM {tables}")
        (day,) = cursor.fetchone()
        return None if day is None else day_date(day)
