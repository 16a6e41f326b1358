"""Questions to a store that are not about facts: its files, what the screen for personal data has seen, its log."""

from __future__ import annotations

from typing import Any

from tryggve.domain.calendar_days import day_date
from tryggve.store.database.connect import Database
from tryggve.store.database.models import AuditEvent, ImportFile


def files_of(database: Database) -> list[ImportFile]:
    """Every file that has come in and whose import was not undone, in the order they came; a file brought in again
    is listed once, as it last came.
    """
    rows = ImportFile.objects.using(database.alias).filter(batch__undone_by=None).order_by("id")
    return list({row.sha256: row for row in rows}.values())


def flags_of(database: Database) -> list[tuple[str, int]]:
    """The combinations of kinds of personal data seen in texts (blanks between), and how many texts hold each."""
    with database.connection.cursor() as cursor:
        cursor.execute("SELECT flags, COUNT(*) FROM incident_text WHERE flags <> '' GROUP BY flags ORDER BY flags")
        return [(str(flags), int(n)) for flags, n in cursor.fetchall()]


def flagged_of(database: Database) -> list[tuple[int, str, str]]:
    """Id, day and flags of every report whose text was flagged; never the text."""
    sql = (
        "SELECT incident_id, last_day, flags FROM incident_text JOIN incident ON incident.id = incident_id "
        "WHERE flags <> '' ORDER BY incident_id"
    )
    with database.connection.cursor() as cursor:
        cursor.execute(sql)
        return [(int(i), day_date(day).isoformat(), str(flags)) for i, day, flags in cursor.fetchall()]


def events_of(database: Database, last: int) -> list[dict[str, Any]]:
    """The latest events of the log, the oldest of them first."""
    columns = ("id", "at", "by", "action", "why", "batch_id", "details")
    rows = AuditEvent.objects.using(database.alias).order_by("-id").values(*columns)[: max(last, 0)]
    return [row | {"at": row["at"].isoformat(timespec="seconds")} for row in reversed(rows)]


def sources_of(database: Database) -> set[str]:
    """The sources of reports and of tables of counts that the store has."""
    with database.connection.cursor() as cursor:
        cursor.execute("SELECT source FROM incident_month UNION SELECT source FROM count_cell")
        return {str(source) for (source,) in cursor.fetchall()}
