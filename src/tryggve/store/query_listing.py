"""Reports one by one, some at a time, the latest first: for whoever asks what lies behind a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tryggve.domain.incident import TimePrecision
from tryggve.store.base import Selection
from tryggve.store.condition import mappable, number, one_of, text, where_sql

COLUMNS = (
    "incident_id", "category", "organisation", "organisation_kind", "n", "start_s", "end_s", "time_precision",
    "first_day", "last_day", "location_precision", "severity", "x", "y",
)  # fmt: skip
"""What is told of each, before the code of its area."""


Circle = tuple[float, float, float]
"""A middle and a radius in metres."""


@dataclass(frozen=True)
class Further:
    """What a list is limited to besides a selection.

    `weekday` (1 is Monday) and `hours` are held against reports whose moment is known; `ids` are some reports. With
    `undrawn` only those that no map draws are left: without a point, or in one of the circles.
    """

    weekday: int | None = None
    hours: tuple[int, int] | None = None
    ids: Sequence[int] | None = None
    undrawn: Sequence[Circle] | None = None


def listing_sql(
    where: Selection, level: str, *, limit: int, offset: int = 0, further: Further = Further()
) -> str:  # fmt: skip
    """`COLUMNS` and the code of the area at a level ("" for none). ValueError for a negative limit or offset."""
    if limit < 0 or offset < 0:
        raise ValueError("limit and offset are not negative")
    columns = ",\n    ".join(f"incident_fact.{name}" for name in COLUMNS)
    return (
        f"SELECT\n    {columns},\n    COALESCE(incident_area.area_code, '') AS area_code\nFROM incident_fact\n"
        "LEFT JOIN incident_area ON incident_area.incident_id = incident_fact.incident_id "
        f"AND incident_area.level = {text(level)}{where_sql(where, *_conditions(further))}\n"
        "ORDER BY incident_fact.last_day DESC, incident_fact.incident_id\n"
        f"LIMIT {number(limit)} OFFSET {number(offset)}"
    )


def number_sql(where: Selection, further: Further = Further()) -> str:
    """How many rows `listing_sql` has in all, and how many events they stand for."""
    return f"SELECT COUNT(*), COALESCE(SUM(n), 0)\nFROM incident_fact{where_sql(where, *_conditions(further))}"


def _conditions(further: Further) -> list[str]:
    found = []
    if further.weekday is not None or further.hours is not None:
        found.append(f"time_precision = {number(TimePrecision.INSTANT)}")
    if further.weekday is not None:
        found.append(f"weekday = {number(further.weekday)}")
    if further.hours is not None:
        found.append(f"hour BETWEEN {number(further.hours[0])} AND {number(further.hours[1])}")
    if further.ids is not None:
        found.append(one_of("incident_fact.incident_id", map(number, further.ids)))
    if further.undrawn is not None:
        found.append(_undrawn(further.undrawn))
    return found


def _undrawn(circles: Sequence[Circle]) -> str:
    """Squares are made of floats: those of large integers do not fit into one of every engine."""
    parts = [f"NOT ({' AND '.join(mappable())})"]
    for x, y, radius in circles:
        east, north = f"({float(x)!r} - x)", f"({float(y)!r} - y)"
        parts.append(f"{east} * {east} + {north} * {north} <= {float(radius) ** 2!r}")
    return f"({' OR '.join(parts)})"
