"""The rows of the table of kinds and what lies behind each: shared by the table and what stands out in it."""

from __future__ import annotations

from tryggve.domain.language import _
from tryggve.reports.comparison import TOTAL, Comparison, Comparisons
from tryggve.reports.context import Context
from tryggve.reports.tree import Trace
from tryggve.store.base import Selection
from tryggve.store.query import count_sql


def where_of(ctx: Context, comparisons: Comparisons, row: Comparison, before: bool = False) -> Selection:
    """The selection behind one row of the table, in the period or a year before."""
    where = ctx.where(comparisons.source, comparisons.before if before else ctx.period)
    return where if row.category == TOTAL and not row.merged else where.but(categories=row.merged or (row.category,))


def expected_trace(ctx: Context, where: Selection) -> Trace:
    """The trace of an expected level: the SQL gives the series that the model was fitted to."""
    by = ("iso_year", "iso_week") if ctx.period.kind.value == "week" else ("year", "month")
    series = where.but(first_day=None, last_day=ctx.period.last_day)
    return Trace(
        count_sql(series, by),
        _("the whole series up to and with the period"),
        "expected",
        call="tryggve.stats.trend.expected_level(counts, period_length=..., target=-1)",
    )
