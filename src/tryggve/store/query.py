"""Questions to a store as stand-alone SQL text: the same text is run and is shown by `tryggve explain`.

Every function gives one SELECT that DuckDB, SQLite and PostgreSQL understand. Literals are written into it (see
`condition`), so that an analyst can paste it as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from tryggve.store.base import Selection
from tryggve.store.condition import day, mappable, number, text, where_sql
from tryggve.store.schema import COUNT_FACT, INCIDENT_FACT

COUNTED = Selection()
"""Everything that counts: no limit but that the row is not left out."""

GROUPS = frozenset(INCIDENT_FACT.columns) - {"incident_id", "row_no", "source_id", "n", "start_s", "end_s", "x", "y"}
"""Columns that `count_sql` may group by; besides them "area:<level>"."""

AREA = "area:"


def count_sql(where: Selection = COUNTED, by: Sequence[str] = ()) -> str:
    """The sum of n, in all or for each combination of the columns `by`; ValueError for a name not in `GROUPS`.

    An incident that has no area at a level asked for gets "". Rows come ordered by the groups.
    """
    if isinstance(by, str):
        raise TypeError(f"by: give a sequence of names, not the text {by!r}")
    names, selected, joins = [], [], ""
    for i, name in enumerate(by, start=1):
        if name.startswith(AREA):
            expression = f"COALESCE(area_{i}.area_code, '')"
            names.append(expression)
            selected.append(f"{expression} AS area_code_{i}")
            joins += _area_join(f"area_{i}", name.removeprefix(AREA))
        elif name in GROUPS:
            names.append(name)
            selected.append(name)
        else:
            raise ValueError(f"cannot group by {name!r}: use area:<level> or one of {', '.join(sorted(GROUPS))}")
    total = "SUM(n) AS incidents" if by else "COALESCE(SUM(n), 0) AS incidents"
    sql = "SELECT\n    " + ",\n    ".join([*selected, total]) + f"\nFROM incident_fact{joins}{where_sql(where)}"
    if not by:
        return sql
    columns = ", ".join(names)
    return f"{sql}\nGROUP BY {columns}\nORDER BY {columns}"


def _area_join(alias: str, level: str) -> str:
    if not level:
        raise ValueError("cannot group by area: without a level, write area:<level>")
    return (
        f"\nLEFT JOIN incident_area AS {alias}"
        f"\n    ON {alias}.incident_id = incident_fact.incident_id AND {alias}.level = {text(level)}"
    )


def points_sql(where: Selection = COUNTED) -> str:
    """x, y, n, incident_id of what may be drawn as a point: coordinates, and precision `point` or `street`."""
    return _listing(("x", "y", "n", "incident_id"), where, *mappable())


def spots_sql(where: Selection = COUNTED, limit: int | None = None) -> str:
    """incident_id, x, y, n, location_precision and category of points, the latest first; ValueError for a negative
    limit.
    """
    sql = (
        "SELECT\n    incident_id,\n    x,\n    y,\n    n,\n    location_precision,\n    category\nFROM incident_fact"
        f"{where_sql(where, *mappable())}\nORDER BY last_day DESC, incident_id"
    )
    return _limited(sql, limit)


def times_sql(where: Selection = COUNTED) -> str:
    """start_s, end_s (UTC epoch seconds), n and time_precision of every incident."""
    return _listing(("start_s", "end_s", "n", "time_precision"), where)


def rows_sql(where: Selection = COUNTED, limit: int | None = None) -> str:
    """All facts of the first `limit` incidents by incident id; ValueError for a negative limit."""
    return _limited(_listing(tuple(INCIDENT_FACT.columns), where), limit)


def _limited(sql: str, limit: int | None) -> str:
    if limit is None:
        return sql
    if limit < 0:
        raise ValueError("limit: must not be negative")
    return f"{sql}\nLIMIT {number(limit)}"


def _listing(columns: Sequence[str], where: Selection, *further: str) -> str:
    listed = ",\n    ".join(columns)
    return f"SELECT\n    {listed}\nFROM incident_fact{where_sql(where, *further)}\nORDER BY incident_id"


def extent_sql(where: Selection = COUNTED) -> str:
    """First and last day, sum of n, and the least and greatest x and y of points (see `points_sql`)."""
    is_point = " AND ".join(mappable())
    sides = ",\n    ".join(
        f"{bound}(CASE WHEN {is_point} THEN {axis} END) AS {bound.lower()}_{axis}"
        for bound in ("MIN", "MAX")
        for axis in ("x", "y")
    )
    return (
        "SELECT\n    MIN(last_day) AS first_day,\n    MAX(last_day) AS last_day,"
        f"\n    COALESCE(SUM(n), 0) AS incidents,\n    {sides}\nFROM incident_fact{where_sql(where)}"
    )


def weekly_series_sql(where: Selection = COUNTED) -> str:
    """The sum of n per ISO week that has any; incidents of which only the month is known are not in."""
    return (
        "SELECT\n    iso_year,\n    iso_week,\n    SUM(n) AS incidents\nFROM incident_fact"
        f"{where_sql(where, 'iso_week > 0')}\nGROUP BY iso_year, iso_week\nORDER BY iso_year, iso_week"
    )


def table_counts_sql(
    *,
    source: str | None = None,
    category: str | None = None,
    label: str | None = None,
    area: tuple[str, str] | None = None,
    first_day: int | None = None,
    last_day: int | None = None,
) -> str:
    """The cells of tables of counts, in file order, never summed.

    `area` is (level, code). With `first_day`, `last_day` only cells whose own period lies wholly within them.
    """
    level, code = area or (None, None)
    equal = {"source": source, "category": category, "label": label, "area_level": level, "area_code": code}
    limits = [f"{column} = {text(value)}" for column, value in equal.items() if value is not None]
    if first_day is not None:
        limits.append(f"first_day >= {day(first_day)}")
    if last_day is not None:
        limits.append(f"last_day <= {day(last_day)}")
    where = "\nWHERE " + "\n    AND ".join(limits) if limits else ""
    listed = ",\n    ".join(COUNT_FACT.columns)
    return f"SELECT\n    {listed}\nFROM count_fact{where}\nORDER BY count_id"


def report_days_sql(organisation: str | None = None, days: tuple[int, int] | None = None) -> str:
    """The days each organisation reported on, by organisation and day; `days` are the first and last to look at."""
    limits = [] if organisation is None else [f"organisation = {text(organisation)}"]
    limits += [] if days is None else [f"day >= {day(days[0])}", f"day <= {day(days[1])}"]
    where = "\nWHERE " + "\n    AND ".join(limits) if limits else ""
    return f"SELECT\n    organisation,\n    day\nFROM report_day{where}\nORDER BY organisation, day"


def levels_sql() -> str:
    """The area levels that incidents have areas at."""
    return "SELECT DISTINCT\n    level\nFROM incident_area\nORDER BY level"
