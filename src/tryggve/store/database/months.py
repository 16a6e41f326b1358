"""The sums per month: made anew for the months that a write has touched, or added to by a report that is new."""

from __future__ import annotations

from collections.abc import Iterable

from tryggve.domain.calendar_days import day_date
from tryggve.domain.incident import Incident
from tryggve.store import query_months
from tryggve.store.condition import number
from tryggve.store.database import direct
from tryggve.store.database.connect import Database

_ALL_AT_ONCE = 200
"""More months than this are made by making all of them."""


def refresh(database: Database, days: Iterable[int] | None) -> None:
    """Make the sums of the months that hold the days; of all months where `days` is None.

    Every month has sums at every level: where a level is new, or gone, all of them are made.
    """
    numbers = None if days is None else {_month(day) for day in days}
    if numbers is not None and not numbers:
        return
    limit = ""
    if numbers is not None and len(numbers) <= _ALL_AT_ONCE and not _has_other_levels(database):
        limit = f"year * 12 + month IN ({', '.join(map(number, sorted(numbers)))})"
    with database.connection.cursor() as cursor:
        cursor.execute("DELETE FROM incident_month" + (f" WHERE {limit}" if limit else ""))
        columns = ", ".join(query_months.COLUMNS)
        cursor.execute(f"INSERT INTO incident_month ({columns})\n{query_months.sums_sql(*filter(None, [limit]))}")


def add(database: Database, incident: Incident) -> None:
    """Add a report that was just put in: what `refresh` would make, without reading the month.

    A report with an area at a level that is new gives every month sums at that level: then all are made anew.
    """
    levels = _levels(database)
    areas = {level: code for level, code in incident.areas if code}
    if not areas.keys() <= set(levels):
        refresh(database, None)
        return
    date = day_date(incident.last_day)
    rest = (incident.category, incident.source, incident.n)
    rows = [
        (level, str(incident.left_out), date.year, date.month, areas.get(level, ""), *rest) for level in ("", *levels)
    ]
    direct.run_many(database.connection, _ADD, rows)


_ADD = f"""\
INSERT INTO incident_month ({", ".join(query_months.COLUMNS)})
VALUES ({", ".join(["%s"] * len(query_months.COLUMNS))})
ON CONFLICT ({", ".join(query_months.COLUMNS[:-1])}) DO UPDATE SET n = incident_month.n + EXCLUDED.n"""

# Each step is one look into the index; DISTINCT would read all sums.
_LEVELS = """\
WITH RECURSIVE found (level) AS (
    SELECT MIN(level) FROM incident_month WHERE level > ''
    UNION ALL
    SELECT (SELECT MIN(level) FROM incident_month WHERE incident_month.level > found.level)
    FROM found WHERE found.level IS NOT NULL
)
SELECT level FROM found WHERE level IS NOT NULL"""


def _levels(database: Database) -> list[str]:
    """The levels that any month has sums at, but for that of all areas together."""
    return [str(level) for (level,) in direct.rows(database.connection, _LEVELS)]


def _has_other_levels(database: Database) -> bool:
    with database.connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT level FROM incident_area")
        now = set(cursor.fetchall())
        cursor.execute("SELECT DISTINCT level FROM incident_month WHERE level <> ''")
        return now != set(cursor.fetchall())


def _month(day: int) -> int:
    date = day_date(day)
    return date.year * 12 + date.month
