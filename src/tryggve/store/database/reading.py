"""Questions to a store that are not about facts: its files, what the screen for personal data has seen, its log."""

from __future__ import annotations

from typing import Any

from tryggve.domain.calendar_days import day_date
from tryggve.store.database.audit import Action
from tryggve.store.database.connect import Database
from tryggve.store.database.models import AuditEvent, ImportBatch, ImportFile, Incident, IncidentText

_REPORTED = str(Action.REPORTED)


def files_of(database: Database) -> list[ImportFile]:
    """Every file that has come in and whose import was not undone, in the order they came; a file brought in again
    is listed once, as it last came. Reports that were given one by one came in no file: see `reported`.
    """
    rows = ImportFile.objects.using(database.alias).filter(batch__undone_by=None).exclude(batch__kind=_REPORTED)
    return list({row.sha256: row for row in rows.order_by("id")}.values())


def reported(database: Database) -> int:
    """How many reports have come in one by one and were not taken back."""
    return ImportBatch.objects.using(database.alias).filter(kind=_REPORTED, undone_by=None).count()


def texts_of(database: Database) -> int:
    """How many reports say something in words, their place apart."""
    return IncidentText.objects.using(database.alias).exclude(text="").count()


def flags_of(database: Database, first_day: int | None = None, last_day: int | None = None) -> list[tuple[str, int]]:
    """The combinations of kinds of personal data seen in words (blanks between), and how many reports hold each; of
    reports that count within the days, where these are given.
    """
    limits = [f"last_day {sign} {int(day)}" for sign, day in ((">=", first_day), ("<=", last_day)) if day is not None]
    where = " AND ".join(["flags <> ''", *limits])
    with database.connection.cursor() as cursor:
        cursor.execute(
            "SELECT flags, COUNT(*) FROM incident_text JOIN incident ON incident.id = incident_id "
            f"WHERE {where} GROUP BY flags ORDER BY flags"
        )
        return [(str(flags), int(n)) for flags, n in cursor.fetchall()]


def flagged_of(database: Database) -> list[dict[str, Any]]:
    """Every report whose words were flagged: number, own id, organisation, day and kinds; never the words."""
    columns = ("id", "report", "organisation", "day", "kinds")
    sql = (
        "SELECT incident_id, source_id, organisation, last_day, flags FROM incident_text "
        "JOIN incident ON incident.id = incident_id WHERE flags <> '' ORDER BY incident_id"
    )
    with database.connection.cursor() as cursor:
        cursor.execute(sql)
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return [row | {"day": day_date(row["day"]).isoformat(), "kinds": row["kinds"].split()} for row in rows]


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


def names_of_files(database: Database) -> dict[str, str]:
    """Checksum → the name that a file first came in under, of files whose import was not undone."""
    rows = ImportFile.objects.using(database.alias).filter(batch__undone_by=None).order_by("-id")
    return dict(rows.values_list("sha256", "name"))


def ids_of(database: Database, text: str) -> list[int]:
    """The incidents that a person means: by number in the store, else by the report's own id."""
    mine = Incident.objects.using(database.alias)
    found = mine.filter(pk=int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else mine.none()
    return list((found if found.exists() else mine.filter(source_id=text)).order_by("pk").values_list("pk", flat=True))
