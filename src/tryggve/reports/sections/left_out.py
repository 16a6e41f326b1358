"""What is stored but not counted: the rows, and the events they would stand for where that is another number."""

from __future__ import annotations

from tryggve.domain.incident import LeftOut
from tryggve.domain.language import _
from tryggve.domain.period import Period
from tryggve.reports import ids, numbers
from tryggve.reports.cells import count, label, number
from tryggve.reports.comparison import Comparisons
from tryggve.reports.context import Context, source_name
from tryggve.reports.small_numbers import is_small
from tryggve.reports.traces import rows_trace
from tryggve.reports.tree import Cell, Column, ColumnKind, Table
from tryggve.store.base import Selection


def left_out_words(reason: str) -> str:
    """Why a row was stored but not counted, in words."""
    return {
        LeftOut.OUTSIDE_EST: _("outside the work (traffic accident, rescue, information)"),
        LeftOut.SUMMARY: _("summary of several events in one text: held back"),
        LeftOut.NOTHING_TO_REPORT: _("“nothing to report” (counted as a report, not as an event)"),
        LeftOut.RUMOUR: _("rumour: never counted as an event"),
        LeftOut.FORECAST: _("planned event ahead"),
        LeftOut.ELSEWHERE: _("in another municipality, or known to the county only"),
        LeftOut.HELD_BACK: _("held back: waits for a person"),
        LeftOut.MERGED: _("the same event as another report, which counts"),
    }[LeftOut(reason)]


def left_out_counts(ctx: Context, source: str, period: Period) -> dict[str, int]:
    """Rows of a source in the period that are stored but not counted, by reason."""
    reasons = event_counts(ctx, source, period)
    return {reason: len(ctx.store.times(_where(ctx, source, period, reason))) for reason in reasons}


def left_out_table(ctx: Context, comparisons: Comparisons) -> Table | None:
    """The rows by reason; a column of the events they stand for where any row stands for more than one."""
    source = comparisons.source
    rows, events = left_out_counts(ctx, source, ctx.period), event_counts(ctx, source, ctx.period)
    limit = ctx.request.small_number
    if (source, "left_out") in ctx.withheld:
        return None
    if not rows or (ctx.request.for_others and any(is_small(n, limit) for n in (*rows.values(), *events.values()))):
        return None
    table_id, both = ids.join("left-out", source), rows != events
    made: list[tuple[Cell, ...]] = []
    for reason, n in rows.items():
        where = _where(ctx, source, ctx.period, reason)
        told = number(numbers.integer(n), n, rows_trace(ctx, where), table_id, reason, "rows")
        more = (count(ctx, where, events[reason], table_id, reason, "n"),) if both else ()
        made.append((label(left_out_words(reason)), told, *more))
    columns = [Column("reason", _("Reason"), ColumnKind.TEXT), Column("rows", _("Rows"))]
    columns += [Column("n", _("Number stated in them"))] if both else []
    title = _("Stored but not counted, {source}").format(source=source_name(ctx, source))
    return Table(table_id, title, tuple(columns), tuple(made))


def event_counts(ctx: Context, source: str, period: Period) -> dict[str, int]:
    """The events that rows which are stored but not counted would stand for, by reason."""
    found = ctx.store.counts(("left_out",), ctx.where(source, period).but(left_out=None))
    return {str(reason): n for (reason,), n in sorted(found.items()) if reason}


def _where(ctx: Context, source: str, period: Period, reason: str) -> Selection:
    return ctx.where(source, period).but(left_out=(reason,))
