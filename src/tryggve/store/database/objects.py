"""What the tables need beside their columns: the views that analysis reads, and triggers that guard the log.

They are made anew after every upgrade, so that no step of an upgrade has to know them.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper

from tryggve.store.database import unsampled
from tryggve.store.schema import COUNT_FACT, INCIDENT_FACT

_OTHERWISE = {"incident_id": "id", "count_id": "id", "file_no": "file_id"}


def _columns(names: object) -> str:
    assert isinstance(names, dict)
    return ",\n    ".join(f"{_OTHERWISE[name]} AS {name}" if name in _OTHERWISE else name for name in names)


VIEWS = {
    "incident_fact": f"SELECT\n    {_columns(dict(INCIDENT_FACT.columns))}\nFROM incident",
    "count_fact": f"SELECT\n    {_columns(dict(COUNT_FACT.columns))}\nFROM count_cell",
    "reporter": """\
SELECT
    CAST(agreement.id AS INTEGER) AS reporter_id,
    agreement.organisation,
    agreement.organisation_kind,
    agreement_area.level,
    agreement_area.area_code,
    agreement.first_day,
    agreement.last_day,
    agreement.cadence
FROM agreement
JOIN agreement_area ON agreement_area.agreement_id = agreement.id""",
    "report_day": """\
SELECT DISTINCT organisation, last_day AS day
FROM incident
WHERE organisation <> '' AND left_out <> 'forecast'
UNION
SELECT organisation, day
FROM kept_report_day""",
}
"""View → what it shows. No free text, no names, nothing that says which batch or person brought a row."""

GUARDED = ("audit_event",)
"""Tables that are only ever added to."""

GUARDED_ELSEWHERE = ("situation_snapshot", "situation_file")
"""Tables of the web that are only ever added to; their own migration makes the triggers, where there is a web."""

_REFUSAL = "the log is append-only"


def _sqlite_guard(table: str) -> dict[str, str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    taken = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
    return {
        f"{table}_no_update": f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"{table}_no_delete": f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        # INSERT OR REPLACE deletes without asking the trigger above.
        f"{table}_no_replace": f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} {refuse}",
    }


def _postgres_guard(table: str) -> dict[str, str]:
    calls = f"FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()"
    return {
        f"{table}_no_change": f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} {calls}"
    }


FUNCTION = "refuse_change"
"""What the triggers of PostgreSQL call."""

FUNCTION_BODY = f"""
BEGIN
    RAISE EXCEPTION '{_REFUSAL}';
END """

_POSTGRES_FUNCTION = f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${FUNCTION_BODY}$$"


def triggers(vendor: str, tables: Iterable[str] = GUARDED) -> dict[str, str]:
    """The triggers of an engine by name."""
    guard = _postgres_guard if vendor == "postgresql" else _sqlite_guard
    return {name: sql for table in tables for name, sql in guard(table).items()}


def drop_views(connection: BaseDatabaseWrapper) -> None:
    """Take the views away, so that tables below them may change."""
    with connection.cursor() as cursor:
        for name in VIEWS:
            cursor.execute(f"DROP VIEW IF EXISTS {name}")


def create_function(connection: BaseDatabaseWrapper) -> None:
    """What triggers call, where an engine needs it: the apps of a municipality have triggers too."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_POSTGRES_FUNCTION)


def create_all(connection: BaseDatabaseWrapper) -> None:
    """Make views and triggers anew."""
    drop_views(connection)
    if connection.vendor == "postgresql":
        unsampled.stop(connection)
    create_function(connection)
    with connection.cursor() as cursor:
        for name, sql in VIEWS.items():
            cursor.execute(f"CREATE VIEW {name} AS\n{sql}")
        for table in GUARDED:
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            for name in triggers(connection.vendor):
                if name.startswith(table):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
        for sql in triggers(connection.vendor).values():
            cursor.execute(sql)
