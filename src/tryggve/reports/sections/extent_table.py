"""The table of kinds: number, what was expected, a year before, and the change."""

from __future__ import annotations

import math
from dataclasses import replace

from tryggve.domain.language import _
from tryggve.domain.source_caveat import bears_findings
from tryggve.reports import ids, numbers
from tryggve.reports.cells import DASH, between, count, label, nothing, number, zero_text
from tryggve.reports.comparison import FEWEST, Comparison, Comparisons
from tryggve.reports.context import Context, category_title, source_name
from tryggve.reports.sections.extent_rows import expected_trace, where_of
from tryggve.reports.traces import ratio_trace
from tryggve.reports.tree import Cell, Column, ColumnKind, Table
from tryggve.store.base import Selection


def kinds_table(ctx: Context, comparisons: Comparisons) -> Table:
    """All kinds of one source, most events first, and all together in the last row."""
    table_id = ids.join("kinds", comparisons.source)
    compared = bears_findings(comparisons.source)
    with_expected = any(row.expected for row in (*comparisons.rows, comparisons.total))
    columns = [Column("kind", _("Kind"), ColumnKind.TEXT), Column("n", _("Number"))]
    columns += [Column("expected", _("Expected (95 %)"))] if with_expected else []
    if compared:
        columns += [Column("before", numbers.period_name(comparisons.before)), Column("change", _("Change (95 %)"))]
    shown = [row for row in comparisons.rows if row.n or (row.before and compared)]
    rows = [_row(ctx, comparisons, row, table_id, with_expected) for row in shown]
    if rows or (ctx.request.for_others and comparisons.total.n):
        rows.append(_row(ctx, comparisons, comparisons.total, table_id, with_expected))
    return Table(
        table_id,
        _("Events by kind, {source}, {period}").format(
            source=source_name(ctx, comparisons.source), period=numbers.period_words(ctx.period)
        ),
        tuple(columns),
        tuple(rows),
        note=_table_note(ctx, comparisons),
        source=source_name(ctx, comparisons.source),
        empty=_("No events in the period. {zero}.").format(zero=zero_text(ctx.coverage_known(comparisons.source))),
    )


def _table_note(ctx: Context, comparisons: Comparisons) -> str:
    parts = []
    if comparisons.total.expected is not None:
        parts.append(_("Expected: the interval that the earlier periods of the source give (see Methods)."))
    if comparisons.response is not None:
        parts.append(
            _("Change: per week that an organisation reported, so that more reporters do not look like more events.")
        )
    elif comparisons.total.change is not None:
        parts.append(_("Change: per day. Who was expected to report is unknown, so a change may be one of reporting."))
    return " ".join(parts)


def _row(
    ctx: Context, comparisons: Comparisons, row: Comparison, table_id: str, with_expected: bool
) -> tuple[Cell, ...]:
    key = "merged" if row.merged else row.category or "total"
    where = where_of(ctx, comparisons, row)
    now = count(ctx, where, row.n, table_id, key, "n")
    if row.n == 0 and not ctx.coverage_known(comparisons.source):
        now = Cell(zero_text(False), 0, now.id, now.trace)
    cells = [label(_row_name(row)), now]
    cells += [_expected_cell(ctx, row, where, table_id, key)] if with_expected else []
    if not bears_findings(comparisons.source):
        return tuple(cells)
    earlier = where_of(ctx, comparisons, row, before=True)
    before = _before_cell(ctx, comparisons, row, earlier, table_id, key)
    return (*cells, before, _change_cell(ctx, row, where, earlier, table_id, key))


def _before_cell(
    ctx: Context, comparisons: Comparisons, row: Comparison, earlier: Selection, table_id: str, key: str
) -> Cell:
    if row.before is None:
        return nothing(DASH)
    found = count(ctx, earlier, row.before, table_id, key, "before")
    return found if row.before or ctx.coverage_known(comparisons.source) else replace(found, text=zero_text(False))


def _row_name(row: Comparison) -> str:
    if row.merged:
        return _("Other kinds, taken together")
    return category_title(row.category) if row.category else _("All kinds")


def _expected_cell(ctx: Context, row: Comparison, where: Selection, table_id: str, key: str) -> Cell:
    if row.merged:
        return nothing(_("not compared: several kinds taken together"))
    if row.expected is None or row.expected.interval is None:
        return nothing(_("too little history"))
    interval = row.expected.interval
    return between(interval.low, interval.high, expected_trace(ctx, where), table_id, key, "expected")


def _change_cell(ctx: Context, row: Comparison, where: Selection, earlier: Selection, table_id: str, key: str) -> Cell:
    if row.n + (row.before or 0) < 2 * FEWEST:
        return nothing(_("too few"))
    if row.change is None or not row.change.is_defined or math.isinf(row.change.ratio):
        return nothing()
    change = row.change
    text = f"{numbers.change(change.ratio)} ({numbers.change_interval(change.interval.low, change.interval.high)})"
    return number(text, change.ratio, ratio_trace(ctx, where, earlier, change), table_id, key, "change")
