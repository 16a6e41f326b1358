"""Sums per month kept beside the incidents: how they are made, and which questions they answer.

A table `incident_month` has one row per level, reason for being left out, month, area, category and source; the level
"" holds all incidents whatever their area. It answers what asks for nothing finer than that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from tryggve.domain.calendar_days import day_date
from tryggve.store.base import Selection
from tryggve.store.condition import number, one_of, text

AREA = "area:"
COLUMNS = ("level", "left_out", "year", "month", "area_code", "category", "source", "n")
_GROUPS = frozenset({"year", "month", "category", "source", "left_out"})
_FINEST = frozenset({"year", "month", "area_code", "category"})
_FINER = (
    "organisation_kinds", "organisations", "location_precisions", "time_precisions", "min_severity", "known_severity",
    "box",
)  # fmt: skip


def sums_sql(*limits: str) -> str:
    """The rows of `incident_month` of the incidents that meet the limits, made from `incident_fact`."""
    where = "\nWHERE " + "\n    AND ".join(limits) if limits else ""
    return f"""\
SELECT
    levels.level,
    left_out,
    year,
    month,
    COALESCE(incident_area.area_code, '') AS area_code,
    category,
    source,
    SUM(n) AS n
FROM incident_fact
CROSS JOIN (SELECT DISTINCT level FROM incident_area UNION ALL SELECT '') AS levels
LEFT JOIN incident_area
    ON incident_area.incident_id = incident_fact.incident_id AND incident_area.level = levels.level{where}
GROUP BY levels.level, left_out, year, month, COALESCE(incident_area.area_code, ''), category, source"""


def month_sql(where: Selection, by: Sequence[str], levels: Collection[str]) -> str | None:
    """The same answer as `query.count_sql` from the sums per month; None where they cannot give it.

    `levels` are those that any incident has an area at. Asked for the finest groups there are, rows of the same group
    that differ by source or reason come apart, next to each other: whoever reads them adds them up, which is quicker
    than to let the engine compare every row with the one before.
    """
    if isinstance(by, str) or any(getattr(where, name) is not None for name in _FINER):
        return None
    asked = {name.removeprefix(AREA) for name in by if name.startswith(AREA)}
    asked |= {where.area[0]} if where.area else set()
    if not _GROUPS | {AREA + level for level in asked} >= set(by) or len(asked) > 1 or not asked <= set(levels):
        return None
    months = list(_months(where))
    if None in months:
        return None
    limits = [f"level = {text(next(iter(asked), ''))}", *(limit for limit in months if limit)]
    if where.area:
        limits.append(f"area_code = {text(where.area[1])}")
    for column, texts in (("left_out", where.left_out), ("category", where.categories), ("source", where.sources)):
        if texts is not None:
            limits.append(one_of(column, map(text, texts)))
    names = ["area_code" if name.startswith(AREA) else name for name in by]
    shown = [f"area_code AS area_code_{i}" if n == "area_code" else n for i, n in enumerate(names, start=1)]
    apart = _FINEST <= set(names)
    total = "n AS incidents" if apart else "SUM(n) AS incidents" if by else "COALESCE(SUM(n), 0) AS incidents"
    sql = f"SELECT\n    {', '.join([*shown, total])}\nFROM incident_month\nWHERE " + "\n    AND ".join(limits)
    if not by:
        return sql
    together = "" if apart else f"\nGROUP BY {', '.join(names)}"
    return f"{sql}{together}\nORDER BY {', '.join(names)}"


def _months(where: Selection) -> Iterator[str | None]:
    """The limits of time as months; None for one that cuts a month in two."""
    for day, sign, edge in ((where.first_day, ">=", 0), (where.last_day, "<=", 1)):
        if day is None:
            continue
        try:
            date, next_day = day_date(day), day_date(day + edge)
        except (ValueError, OverflowError):
            yield None
            continue
        whole = next_day.day == 1
        yield f"year * 12 + month {sign} {number(date.year * 12 + date.month)}" if whole else None
