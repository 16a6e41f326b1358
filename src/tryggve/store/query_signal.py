"""What lies behind a gathering in some areas: its reports, its points, its events day by day."""

from __future__ import annotations

from collections.abc import Sequence

from tryggve.store.base import Selection
from tryggve.store.condition import mappable, number, one_of, text, where_sql
from tryggve.store.query_listing import COLUMNS

SHORT = "incident_fact.last_day - incident_fact.first_day <= 1"
"""An event that may have happened on more days than this apart is in no signal."""


def in_areas(level: str, codes: Sequence[str]) -> str:
    """The condition that an incident lies in one of some areas."""
    inside = one_of("area_code", map(text, codes))
    return (
        "incident_fact.incident_id IN (\n"
        f"        SELECT incident_id FROM incident_area WHERE level = {text(level)} AND {inside})"
    )


def reports_sql(where: Selection, level: str, codes: Sequence[str], *, limit: int) -> str:
    """`query_listing.COLUMNS` and the code of the area, the latest first."""
    columns = ",\n    ".join(f"incident_fact.{name}" for name in COLUMNS)
    return (
        f"SELECT\n    {columns},\n    incident_area.area_code\nFROM incident_fact\n"
        "JOIN incident_area ON incident_area.incident_id = incident_fact.incident_id "
        f"AND incident_area.level = {text(level)}{where_sql(where, SHORT, in_areas(level, codes))}\n"
        f"ORDER BY incident_fact.last_day DESC, incident_fact.incident_id\nLIMIT {number(limit)}"
    )


def ids_sql(where: Selection, level: str, codes: Sequence[str]) -> str:
    """The incidents themselves, all of them."""
    return (
        f"SELECT incident_id\nFROM incident_fact{where_sql(where, SHORT, in_areas(level, codes))}\nORDER BY incident_id"
    )


def days_sql(where: Selection, level: str, codes: Sequence[str]) -> str:
    """Events per day, days without any left out."""
    return (
        f"SELECT last_day, SUM(n)\nFROM incident_fact{where_sql(where, SHORT, in_areas(level, codes))}\n"
        "GROUP BY last_day\nORDER BY last_day"
    )


def spots_sql(where: Selection, level: str, codes: Sequence[str], *, limit: int) -> str:
    """As `query.spots_sql`, in some areas."""
    return (
        "SELECT\n    incident_id,\n    x,\n    y,\n    n,\n    location_precision,\n    category\nFROM incident_fact"
        f"{where_sql(where, SHORT, in_areas(level, codes), *mappable())}\n"
        f"ORDER BY last_day DESC, incident_id\nLIMIT {number(limit)}"
    )
