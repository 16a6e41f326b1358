"""Events for analysis as stand-alone SQL: whole numbers alone, so that every engine hands them over as arrays.

Texts are numbered from 0 in the order of their code points; `names_sql` lists them in that order.
"""

from __future__ import annotations

from tryggve.domain.incident_table import NO_COORDINATE
from tryggve.store.base import Selection
from tryggve.store.condition import mappable, number, text, where_sql
from tryggve.store.query import COUNTED

NUMBERED = ("category", "organisation", "organisation_kind", "source")
"""The texts of an incident that analysis tells apart."""

PLAIN = ("last_day", "first_day", "n", "severity", "time_precision", "location_precision")

COLUMNS = ("incident_id", "area_no", *(f"{name}_no" for name in NUMBERED), *PLAIN, "x", "y")
"""The columns of `events_sql`, in order."""

_AREA = "COALESCE(area.area_code, '')"


def events_sql(level: str, where: Selection = COUNTED) -> str:
    """One row per incident, by day and id. `area_no` numbers the areas at the level, the first being "" (no area) where
    any incident has none; x and y are the smallest 32-bit number where there is no place that a map may show.
    """
    is_point = " AND ".join(mappable())
    shown = [f"CASE WHEN {is_point} THEN {axis} ELSE {number(NO_COORDINATE)} END AS {axis}" for axis in ("x", "y")]
    texts = {"area": _AREA, **{name: f"incident_fact.{name}" for name in NUMBERED}}
    listed = ["incident_fact.incident_id", *(f"{name}_name.no AS {name}_no" for name in texts), *PLAIN, *shown]
    numbers = ",\n".join(_numbers(name, level, where) for name in texts)
    joins = "".join(f"\nJOIN {name}_name\n    ON {name}_name.name = {column}" for name, column in texts.items())
    selected = ",\n    ".join(listed)
    return (
        f"WITH {numbers}\nSELECT\n    {selected}\n{_from(level)}{joins}{where_sql(where)}"
        "\nORDER BY last_day, incident_fact.incident_id"
    )


def names_sql(name: str, level: str, where: Selection = COUNTED) -> str:
    """The texts that `events_sql` numbers: "area", or one of `NUMBERED`. ValueError for another name."""
    if name != "area" and name not in NUMBERED:
        raise ValueError(f"no texts are numbered by {name!r}: use area or one of {', '.join(NUMBERED)}")
    column = _AREA if name == "area" else name
    joined = _from(level) if name == "area" else "FROM incident_fact"
    return f"SELECT DISTINCT\n    {column} AS name\n{joined}{where_sql(where)}\nORDER BY name"


def _numbers(name: str, level: str, where: Selection) -> str:
    """The texts with their numbers, few rows: joining them is faster than ranking every incident."""
    distinct = names_sql(name, level, where).rpartition("\nORDER BY")[0].replace("\n", "\n        ")
    ranked = "SELECT\n        name,\n        ROW_NUMBER() OVER (ORDER BY name) - 1 AS no"
    return f"{name}_name AS (\n    {ranked}\n    FROM (\n        {distinct}\n    ) AS distinct_{name}\n)"


def _from(level: str) -> str:
    return (
        "FROM incident_fact\nLEFT JOIN incident_area AS area\n    ON area.incident_id = incident_fact.incident_id "
        f"AND area.level = {text(level)}"
    )
