"""Reports one by one, some at a time, the latest first: for whoever asks what lies behind a number."""

from __future__ import annotations

from collections.abc import Sequence

from tryggve.domain.incident import TimePrecision
from tryggve.store.base import Selection
from tryggve.store.condition import number, one_of, text, where_sql

COLUMNS = (
    "incident_id", "category", "organisation", "organisation_kind", "n", "start_s", "end_s", "time_precision",
    "first_day", "last_day", "location_precision", "severity", "x", "y",
)  # fmt: skip
"""What is told of each, before the code of its area."""


def listing_sql(
    where: Selection, level: str, *, limit: int, offset: int = 0, weekday: int | None = None,
    hours: tuple[int, int] | None = None, ids: Sequence[int] | None = None,
) -> str:  # fmt: skip
    """`COLUMNS` and the code of the area at a level ("" for none). ValueError for a negative limit or offset.

    `weekday` (1 is Monday) and `hours` are held against reports whose moment is known; `ids` limits to some reports.
    """
    if limit < 0 or offset < 0:
        raise ValueError("limit and offset are not negative")
    columns = ",\n    ".join(f"incident_fact.{name}" for name in COLUMNS)
    return (
        f"SELECT\n    {columns},\n    COALESCE(incident_area.area_code, '') AS area_code\nFROM incident_fact\n"
        "LEFT JOIN incident_area ON incident_area.incident_id = incident_fact.incident_id "
        f"AND incident_area.level = {text(level)}{where_sql(where, *_further(weekday, hours, ids))}\n"
        "ORDER BY incident_fact.last_day DESC, incident_fact.incident_id\n"
        f"LIMIT {number(limit)} OFFSET {number(offset)}"
    )


def number_sql(
    where: Selection,
    *,
    weekday: int | None = None,
    hours: tuple[int, int] | None = None,
    ids: Sequence[int] | None = None,
) -> str:
    """How many rows `listing_sql` has in all, and how many events they stand for."""
    return f"SELECT COUNT(*), COALESCE(SUM(n), 0)\nFROM incident_fact{where_sql(where, *_further(weekday, hours, ids))}"


def _further(weekday: int | None, hours: tuple[int, int] | None, ids: Sequence[int] | None) -> list[str]:
    found = []
    if weekday is not None or hours is not None:
        found.append(f"time_precision = {number(TimePrecision.INSTANT)}")
    if weekday is not None:
        found.append(f"weekday = {number(weekday)}")
    if hours is not None:
        found.append(f"hour BETWEEN {number(hours[0])} AND {number(hours[1])}")
    if ids is not None:
        found.append(one_of("incident_fact.incident_id", map(number, ids)))
    return found
