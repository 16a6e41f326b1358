"""The sums per month: made anew for the months that a write has touched."""

from __future__ import annotations

from collections.abc import Iterable

from tryggve.domain.calendar_days import day_date
from tryggve.store import query_months
from tryggve.store.condition import number
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


def _has_other_levels(database: Database) -> bool:
    with database.connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT level FROM incident_area")
        now = set(cursor.fetchall())
        cursor.execute("SELECT DISTINCT level FROM incident_month WHERE level <> ''")
        return now != set(cursor.fetchall())


def _month(day: int) -> int:
    date = day_date(day)
    return date.year * 12 + date.month
