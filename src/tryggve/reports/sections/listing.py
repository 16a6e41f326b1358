"""With few reports a list says more than statistics."""

from __future__ import annotations

from typing import Any

from tryggve.domain.access import FEWEST_OF_A_KIND
from tryggve.domain.calendar_days import day_date
from tryggve.domain.incident import TimePrecision
from tryggve.domain.language import _
from tryggve.domain.writing import date_on_a_line
from tryggve.reports import ids, numbers
from tryggve.reports.areas import finest_level
from tryggve.reports.cells import number
from tryggve.reports.comparison import Comparisons
from tryggve.reports.context import Context, category_title, source_name
from tryggve.reports.sections.coverage_kinds import kind_name, kinds_by_size
from tryggve.reports.traces import words
from tryggve.reports.tree import Cell, Column, ColumnKind, Section, Table, Trace
from tryggve.store.base import Selection
from tryggve.store.query import rows_sql

FEWEST = 30
"""Below this many events in the period the list is given beside the few numbers."""

DAY_ONLY = ("school", "social_services", "home_care", "leisure")
"""Kinds shown by day and area only: an hour at a school points at a pupil. With one of them in a list no row has an
hour.
"""


def listing_section(ctx: Context, compared: tuple[Comparisons, ...]) -> Section | None:
    """The events themselves, without free text, where they are too few for statistics. Never in the public version."""
    if ctx.request.public:
        return None
    tables = [_table(ctx, found) for found in compared if 0 < found.total.n < FEWEST]
    if not tables:
        return None
    lead = _("With fewer than {n} events statistics say little. Here they are, one by one.").format(n=FEWEST)
    return Section("list", _("The events, one by one"), tuple(tables), lead=lead)


def _table(ctx: Context, comparisons: Comparisons) -> Table:
    where = ctx.where(comparisons.source, ctx.period)
    rows = ctx.store.rows(where, limit=FEWEST)
    areas = _areas(ctx, where, rows)
    sizes = kinds_by_size(ctx)
    table_id = ids.join("list", comparisons.source)
    # An hour left out of some rows only would tell which they are.
    hours = not any(str(row["organisation_kind"]) in DAY_ONLY for row in rows)
    ordered = sorted(rows, key=lambda row: (row["last_day"], row["hour"] if hours else 0, row["incident_id"]))
    return Table(
        table_id,
        _("Events in the period, {source}").format(source=source_name(ctx, comparisons.source)),
        (
            Column("day", _("Day"), ColumnKind.TEXT),
            *([Column("hour", _("Hour"), ColumnKind.TEXT)] if hours else []),
            Column("kind", _("Kind"), ColumnKind.TEXT),
            Column("n", _("Number")),
            Column("area", _("Area"), ColumnKind.TEXT),
            Column("severity", _("Severity")),
            Column("by", _("Reported by"), ColumnKind.TEXT),
        ),
        tuple(_row(row, areas, sizes, table_id, hours) for row in ordered),
        note=f"{_sum_text(rows)} {_not_shown()}",
    )


def _sum_text(rows: list[dict[str, Any]]) -> str:
    """A row is a report, and a report may stand for several events."""
    return _("Each row is one report. Rows: {rows}. Events in all, by the column Number: {n}.").format(
        rows=numbers.integer(len(rows)), n=numbers.integer(sum(int(row["n"]) for row in rows))
    )


def _not_shown() -> str:
    return _(
        "Free text and reporters are not shown; a kind of organisation only where at least {n} of it report."
    ).format(n=FEWEST_OF_A_KIND)


def _areas(ctx: Context, where: Selection, rows: list[dict[str, Any]]) -> dict[int, str]:
    """The area of each event; its name where the register has one."""
    level, register = finest_level(ctx), ctx.material.register
    if level is None:
        return {}
    found: dict[int, str] = {}
    for (code,), _n in ctx.store.counts((f"area:{level}",), where).items():
        if not code:
            continue
        area = register.get(level, str(code)) if register else None
        for row in ctx.store.rows(where.but(area=(level, str(code)))):
            found[int(row["incident_id"] or 0)] = area.name if area else str(code)
    return found


def _row(
    row: dict[str, Any], areas: dict[int, str], sizes: dict[str, int], table_id: str, hours: bool
) -> tuple[Cell, ...]:
    kind = str(row["organisation_kind"])
    key = str(row["incident_id"])
    listed = rows_sql(Selection(left_out=None))
    of_one = f"FROM (\n{listed}\n) AS listed\nWHERE incident_id = {int(row['incident_id'])}"
    told = words(Selection(sources=(str(row["source"]),)))
    day_trace, n_trace = (
        Trace(f"SELECT {column} {of_one}", told, "count", f"SELECT * {of_one}") for column in ("last_day", "n")
    )
    day, n = int(row["last_day"]), int(row["n"])
    return (
        number(date_on_a_line(day_date(day)), day, day_trace, table_id, key, "day"),
        *([Cell(_hour(row))] if hours else []),
        Cell(category_title(str(row["category"]))),
        number(numbers.integer(n), n, n_trace, table_id, key, "n"),
        Cell(areas.get(int(row["incident_id"]), "–")),
        Cell(str(row["severity"]) if row["severity"] else "–"),
        Cell(kind_name(kind) if sizes.get(kind, 0) >= FEWEST_OF_A_KIND else "–"),
    )


def _hour(row: dict[str, Any]) -> str:
    if int(row["time_precision"]) == TimePrecision.INTERVAL:
        return _("interval")
    return f"{int(row['hour']):02d}" if int(row["hour"]) >= 0 else "–"
