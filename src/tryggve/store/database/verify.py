"""Is the store whole? Each check says what it looked at and what it found."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from itertools import islice
from zoneinfo import ZoneInfo

import numpy as np

from tryggve.domain.calendar_days import day_number
from tryggve.domain.language import N_, _
from tryggve.domain.row_error import FileError
from tryggve.store import query_months
from tryggve.store.database import guards, meta
from tryggve.store.database.connect import Database
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.models import AuditEvent, ImportBatch
from tryggve.store.files import FileStore
from tryggve.store.schema import INCIDENT_FACT, DateParts, date_parts

MOST_NAMED = 20
_DAY = 86_400


@dataclass(frozen=True)
class Check:
    """One check: its name in English (msgid), and what is wrong (nothing if it holds)."""

    name: str
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def verify(database: Database) -> tuple[list[Check], str]:
    """Every check, and the fingerprint of the facts."""
    with DatabaseStore(database).copied() as facts, database.reading():
        checks = [
            Check(name, tuple(found)[:MOST_NAMED])
            for name, found in (
                (N_("the database's own check"), _engine(database)),
                (N_("views and guards are in place"), _guards(database)),
                (N_("every row belongs to something that is there"), _orphans(database)),
                (N_("days and settings are such as there are"), _possible(database)),
                (N_("date parts are those of the days"), _date_parts(facts)),
                (N_("sums per month are those of the reports"), _months(database)),
                (N_("versions go back without a gap"), _versions(database)),
                (N_("every batch is in the log"), _log(database)),
            )
        ]
        return checks, facts.fingerprint()


def refuse_faulty(database: Database, facts: FileStore) -> None:
    """FileError where what came in by a copy cannot be used, whatever its digests say."""
    checks = (
        (N_("every row belongs to something that is there"), _orphans(database)),
        (N_("days and settings are such as there are"), _possible(database)),
        (N_("date parts are those of the days"), _date_parts(facts)),
        (N_("sums per month are those of the reports"), _months(database)),
    )
    for name, faults in checks:
        if found := list(islice(faults, MOST_NAMED)):
            raise FileError(
                _("What the copy holds is wrong. It should hold that {rule}: {faults}.").format(
                    rule=_(name), faults=", ".join(found)
                ),
                _("Nothing was restored. Take another copy."),
            )


def _rows(database: Database, sql: str) -> list[tuple[object, ...]]:
    with database.connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _engine(database: Database) -> Iterator[str]:
    if database.vendor == "sqlite":
        yield from (str(text) for (text,) in _rows(database, "PRAGMA integrity_check") if text != "ok")
        yield from (f"{row[0]} {row[1]}" for row in _rows(database, "PRAGMA foreign_key_check"))
    else:
        broken = (
            "SELECT indexrelid::regclass FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
            "WHERE NOT indisvalid AND relnamespace = current_schema()::regnamespace"
        )
        yield from (str(text) for (text,) in _rows(database, broken))


def _guards(database: Database) -> list[str]:
    return guards.missing(database.connection) + guards.unknown(database.connection)


_ORPHANS = {
    "incident_area": "SELECT incident_id FROM incident_area WHERE incident_id NOT IN (SELECT id FROM incident)",
    "incident_text": "SELECT incident_id FROM incident_text WHERE incident_id NOT IN (SELECT id FROM incident)",
    "incident_merge": (
        "SELECT incident_id FROM incident_merge LEFT JOIN incident ON incident.id = incident_id "
        "WHERE COALESCE(left_out, '') <> 'merged' OR into_id NOT IN (SELECT id FROM incident)"
    ),
    "agreement": "SELECT id FROM agreement WHERE id NOT IN (SELECT agreement_id FROM agreement_area)",
    "area": "SELECT code FROM area WHERE division_id NOT IN (SELECT key FROM area_division)",
}


def _orphans(database: Database) -> Iterator[str]:
    for table, sql in _ORPHANS.items():
        yield from (f"{table} {key}" for (key,) in _rows(database, sql))


def _possible(database: Database) -> Iterator[str]:
    """Days that no calendar has, a time zone or a coordinate system that nobody knows."""
    first, last = day_number(dt.date.min), day_number(dt.date.max)
    seconds = f"start_s < {first * _DAY} OR end_s >= {(last + 1) * _DAY}"
    for table, further in (("incident", f" OR {seconds}"), ("count_cell", "")):
        sql = f"SELECT id FROM {table} WHERE first_day < {first} OR last_day > {last}{further}"
        yield from (f"{table} {key}" for (key,) in _rows(database, sql))
    for fact, is_right in _SETTINGS.items():
        if (value := meta.read(database, fact)) and not is_right(value):
            yield str(fact)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _is_crs(name: str) -> bool:
    import pyproj

    try:
        return bool(pyproj.CRS.from_user_input(name).is_projected)
    except pyproj.exceptions.CRSError:
        return False


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,10}", text) is not None


_SETTINGS: dict[meta.Fact, Callable[[str], bool]] = {
    meta.Fact.ZONE: _is_zone,
    meta.Fact.CRS: _is_crs,
    meta.Fact.LAST_INCIDENT: _is_number,
    meta.Fact.LAST_COUNT: _is_number,
    meta.Fact.TEXT_GONE: _is_number,
    meta.Fact.FACTS_GONE: _is_number,
}


def _date_parts(facts: FileStore) -> Iterator[str]:
    names = [field.name for field in fields(DateParts)]
    stored = facts.facts(INCIDENT_FACT, ("incident_id", "last_day", "first_day", "time_precision", *names))
    right = date_parts(stored["last_day"], stored["first_day"], stored["time_precision"])
    for name in names:
        wrong = stored["incident_id"][np.asarray(stored[name]) != getattr(right, name)]
        yield from (f"{name} {i}" for i in wrong.tolist()[:MOST_NAMED])


def _months(database: Database) -> Iterator[str]:
    columns = ", ".join(query_months.COLUMNS)
    kept = set(_rows(database, f"SELECT {columns} FROM incident_month"))
    right = set(_rows(database, query_months.sums_sql()))
    yield from (" ".join(map(str, row)) for row in sorted(kept ^ right, key=str))


def _versions(database: Database) -> Iterator[str]:
    """A version that is not the newest, or a report whose older versions are numbered past its own."""
    sql = (
        "SELECT incident_version.incident_id FROM incident_version "
        "JOIN incident ON incident.id = incident_version.incident_id "
        "GROUP BY incident_version.incident_id, incident.version "
        "HAVING MAX(incident_version.version) >= incident.version "
        "OR COUNT(*) <> COUNT(DISTINCT incident_version.version)"
    )
    yield from (str(i) for (i,) in _rows(database, sql))


def _log(database: Database) -> Iterator[str]:
    logged = set(AuditEvent.objects.using(database.alias).exclude(batch=None).values_list("batch_id", flat=True))
    made = set(ImportBatch.objects.using(database.alias).values_list("id", flat=True))
    yield from (str(n) for n in sorted(made - logged))
