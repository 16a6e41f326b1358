"""SQL over the tables of counts, and the traces that hold it."""

from __future__ import annotations

from collections.abc import Sequence

from tryggve.domain.count import Count
from tryggve.domain.language import _
from tryggve.reports.context import Context
from tryggve.reports.registers import RegisterRow, Series
from tryggve.reports.tree import Trace
from tryggve.store.condition import text as sql_text


def series_sql(series: Series, columns: str = "first_day, last_day, value, status, population") -> str:
    """The cells of a series, in order of time."""
    return (
        f"SELECT {columns}\nFROM count_fact\nWHERE source = {sql_text(series.source)}\n"
        f"    AND label = {sql_text(series.label)}\n    AND area_level = {sql_text(series.area[0])}\n"
        f"    AND area_code = {sql_text(series.area[1])}\n    AND area_name = {sql_text(series.area_name)}\n"
        "ORDER BY first_day, last_day"
    )


def cells_sql(series: Series, cells: Sequence[Count], expression: str = "SUM(value)") -> str:
    """A sum over some cells of a series. The row of the file tells a cell from another edition of the same."""
    limits = "\n    OR ".join(
        f"first_day = {cell.first_day} AND last_day = {cell.last_day} "
        f"AND file_no = {cell.file_no} AND row_no = {cell.row_no}"
        for cell in cells
    )
    inner = series_sql(series, "first_day, last_day, file_no, row_no, value, population")
    return f"SELECT {expression}\nFROM (\n{inner}\n) AS series\nWHERE {limits or '1 = 0'}"


def value_trace(ctx: Context, series: Series, before: bool = False, expression: str = "SUM(value)") -> Trace:
    """The trace of a number in the period, or a year before: the cells that make it up."""
    period = ctx.period.year_before() if before else ctx.period
    said = _("{source}, {label}, {period}").format(source=series.source, label=series.label, period=period.label)
    rows = "" if ctx.request.for_others else series_sql(series)
    return Trace(cells_sql(series, series.tiles(period), expression), said, "count", rows)


def change_trace(ctx: Context, row: RegisterRow) -> Trace:
    """The trace of a change: one sum divided by another, each per its exposure."""
    assert row.change is not None
    now, before = value_trace(ctx, row.series), value_trace(ctx, row.series, before=True)
    change = row.change
    sql = f"SELECT (({now.sql}) / {change.exposure_after!r})\n     / (({before.sql}) / {change.exposure_before!r})"
    call = (
        f"tryggve.stats.change.compare_counts({change.after}, {change.before}, "
        f"{change.exposure_after!r}, {change.exposure_before!r})"
    )
    said = _("{above}, compared with {below}").format(above=now.filter, below=before.filter)
    return Trace(sql, said, "change", now.rows_sql, call)


def expected_trace(row: RegisterRow, part: str = "") -> Trace:
    """The trace of an expected level or a part of it: the SQL gives the series that the model was fitted to."""
    series, exposure = row.series, ", exposure=population" if row.per_inhabitant else ""
    call = f"tryggve.stats.trend.expected_level(counts, period_length=...{exposure}){part}"
    return Trace(series_sql(series), _("the cells of the series before the period"), "expected", call=call)
