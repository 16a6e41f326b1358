"""Extent and kinds: how much of what, held against its own past."""

from __future__ import annotations

import math
from dataclasses import replace

from tryggve.domain.language import _, ngettext
from tryggve.reports import certainty, ids, numbers
from tryggve.reports.cells import DASH, between, count, label, nothing, number, zero_text
from tryggve.reports.comparison import FEWEST, TOTAL, Comparison, Comparisons, strength
from tryggve.reports.context import Context, category_title, source_name
from tryggve.reports.figures.series import series_figure
from tryggve.reports.small_numbers import open_rows
from tryggve.reports.traces import count_trace, ratio_trace
from tryggve.reports.tree import (
    Block,
    Cell,
    Certainty,
    Column,
    ColumnKind,
    Finding,
    FindingKind,
    Paragraph,
    Section,
    Table,
    Trace,
)
from tryggve.store.base import Selection
from tryggve.store.query import count_sql


def extent_section(ctx: Context, compared: tuple[Comparisons, ...]) -> tuple[Section, list[Finding]]:
    """Tables of all kinds per source, and what stands out among them."""
    blocks: list[Block] = []
    findings: list[Finding] = []
    for comparisons in compared:
        blocks += _source_blocks(ctx, comparisons)
        findings += _findings(ctx, comparisons)
    if not compared:
        blocks.append(
            Paragraph(
                _("There are no reports of single events in the material. Read in an EST list or a file of events.")
            )
        )
    return Section("extent", _("Extent and kinds"), tuple(blocks)), findings


def _source_blocks(ctx: Context, comparisons: Comparisons) -> list[Block]:
    blocks: list[Block] = []
    if not ctx.complete(comparisons.source):
        blocks.append(Paragraph(_incomplete(ctx, comparisons.source), strong=True))
    blocks.append(_table(ctx, comparisons))
    if comparisons.history is not None and len(comparisons.history.periods) >= 4:
        figure = series_figure(ctx, comparisons)
        blocks += [figure] if figure else []
    return blocks


def _incomplete(ctx: Context, source: str) -> str:
    last = ctx.extent(source).last_day
    name = source_name(ctx, source)
    if last is None or last < ctx.period.first_day:
        return _(
            "{source} has no events in the period: whether it was calm or the reports are missing is unknown."
        ).format(source=name)
    return _("{source} ends before the period does, so the period is not compared with earlier ones.").format(
        source=name
    )


def _table(ctx: Context, comparisons: Comparisons) -> Table:
    table_id = ids.join("kinds", comparisons.source)
    columns = (
        Column("kind", _("Kind"), ColumnKind.TEXT),
        Column("n", _("Number")),
        Column("expected", _("Expected (95 %)")),
        Column("before", comparisons.before.label),
        Column("change", _("Change (95 %)")),
    )
    shown = [row for row in _shown(ctx, comparisons) if row.n or row.before]
    rows = [_row(ctx, comparisons, row, table_id) for row in shown]
    if rows:
        rows.append(_row(ctx, comparisons, comparisons.total, table_id))
    return Table(
        table_id,
        _("Events by kind, {source}, {period}").format(
            source=source_name(ctx, comparisons.source), period=numbers.period_words(ctx.period)
        ),
        columns,
        tuple(rows),
        note=_table_note(ctx, comparisons),
        source=source_name(ctx, comparisons.source),
        empty=_("No events in the period. {zero}.").format(zero=zero_text(ctx.coverage_known(comparisons.source))),
    )


def _shown(ctx: Context, comparisons: Comparisons) -> tuple[Comparison, ...]:
    return open_rows(comparisons.rows, ctx.request.small_number) if ctx.request.public else comparisons.rows


def _table_note(ctx: Context, comparisons: Comparisons) -> str:
    parts = []
    if comparisons.total.expected is not None:
        parts.append(_("Expected: the interval that the earlier periods of the source give (see Methods)."))
    if comparisons.response is not None:
        parts.append(
            _("Change: per week that an organisation reported, so that more reporters do not look like more events.")
        )
    elif comparisons.before is not None and comparisons.total.change is not None:
        parts.append(_("Change: per day. Who was expected to report is unknown, so a change may be one of reporting."))
    return " ".join(parts)


def where_of(ctx: Context, comparisons: Comparisons, row: Comparison, before: bool = False) -> Selection:
    """The selection behind one row of the table, in the period or a year before."""
    where = ctx.where(comparisons.source, comparisons.before if before else ctx.period)
    return where if row.category == TOTAL and not row.merged else where.but(categories=row.merged or (row.category,))


def _row(ctx: Context, comparisons: Comparisons, row: Comparison, table_id: str) -> tuple[Cell, ...]:
    key = "merged" if row.merged else row.category or "total"
    where = where_of(ctx, comparisons, row)
    now = count(ctx, where, row.n, table_id, key, "n")
    if row.n == 0 and not ctx.coverage_known(comparisons.source):
        now = Cell(zero_text(False), 0, now.id, now.trace)
    earlier = where_of(ctx, comparisons, row, before=True)
    return (
        label(_row_name(row)),
        now,
        _expected_cell(ctx, row, where, table_id, key),
        _before_cell(ctx, comparisons, row, earlier, table_id, key),
        _change_cell(ctx, row, where, earlier, table_id, key),
    )


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
    if row.expected is None or row.expected.interval is None:
        return nothing(_("too little history"))
    interval = row.expected.interval
    return between(interval.low, interval.high, expected_trace(ctx, where), table_id, key, "expected")


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


def _change_cell(ctx: Context, row: Comparison, where: Selection, earlier: Selection, table_id: str, key: str) -> Cell:
    if row.n + (row.before or 0) < 2 * FEWEST:
        return nothing(_("too few"))
    if row.change is None or not row.change.is_defined or math.isinf(row.change.ratio):
        return nothing()
    change = row.change
    text = f"{numbers.change(change.ratio)} ({numbers.change_interval(change.interval.low, change.interval.high)})"
    return number(text, change.ratio, ratio_trace(ctx, where, earlier, change), table_id, key, "change")


def _findings(ctx: Context, comparisons: Comparisons) -> list[Finding]:
    found = [_total_finding(ctx, comparisons)]
    for row in _shown(ctx, comparisons):
        if row.merged:
            continue
        if row.unusual and row.wide is not None and row.wide.interval is not None:
            found.append(_unusual_finding(ctx, comparisons, row))
        elif row.changed and row.change is not None:
            found.append(_change_finding(ctx, comparisons, row))
        elif row.rising and row.expected is not None:
            found.append(_trend_finding(ctx, comparisons, row))
    return found


def _total_finding(ctx: Context, comparisons: Comparisons) -> Finding:
    row, name = comparisons.total, source_name(ctx, comparisons.source)
    where = where_of(ctx, comparisons, row)
    interval, reference = None, _("no earlier period to compare with")
    text = ngettext("{source}: {n} event in {period}.", "{source}: {n} events in {period}.", row.n).format(
        source=name, n=numbers.integer(row.n), period=numbers.period_words(ctx.period)
    )
    if row.expected is not None and row.expected.interval is not None:
        interval = (row.expected.interval.low, row.expected.interval.high)
        reference = _("expected {interval} from earlier periods").format(interval=numbers.interval(*interval))
        inside = row.expected.interval.contains(row.n)
        more = _("That is within what earlier periods let us expect, {interval}.")
        less = _("Earlier periods let us expect {interval}.")
        text += " " + (more if inside else less).format(interval=numbers.interval(*interval))
    grade = certainty.of_coverage(comparisons.response)
    if row.n == 0 and (not ctx.complete(comparisons.source) or not comparisons.response):
        grade = Certainty.UNKNOWN
        text += " " + _("Whether it was calm or the reports are missing is unknown.")
    return Finding(
        ids.join("level", comparisons.source, "total"),
        "level.total",
        FindingKind.LEVEL,
        text,
        row.n,
        interval,
        reference,
        grade,
        "expected" if interval else "count",
        count_trace(ctx, where),
        value_text=numbers.integer(row.n),
        interval_text=numbers.interval(*interval) if interval else "",
        weight=60.0,
    )


def _unusual_finding(ctx: Context, comparisons: Comparisons, row: Comparison) -> Finding:
    assert row.wide is not None
    assert row.wide.interval is not None
    interval = (row.wide.interval.low, row.wide.interval.high)
    above = row.n > interval[1]
    text = (
        ngettext(
            "{kind}: {n} event, more than the {interval} that earlier periods let us expect.",
            "{kind}: {n} events, more than the {interval} that earlier periods let us expect.",
            row.n,
        )
        if above
        else ngettext(
            "{kind}: {n} event, fewer than the {interval} that earlier periods let us expect.",
            "{kind}: {n} events, fewer than the {interval} that earlier periods let us expect.",
            row.n,
        )
    ).format(kind=category_title(row.category), n=numbers.integer(row.n), interval=numbers.interval(*interval))
    if comparisons.response is None:
        text += " " + _("It may also be that more or fewer than before reported.")
    return Finding(
        ids.join("level", comparisons.source, row.category),
        "level.unusual",
        FindingKind.LEVEL,
        text,
        row.n,
        interval,
        _("expected from earlier periods, with room for {m} kinds being compared at once").format(
            m=comparisons.compared
        ),
        certainty.of_test(0.01, comparisons.response, comparisons.response_before),
        "expected",
        count_trace(ctx, where_of(ctx, comparisons, row)),
        value_text=numbers.integer(row.n),
        interval_text=numbers.interval(*interval),
        weight=70.0 + min(strength(row), 9.0),
    )


def _change_finding(ctx: Context, comparisons: Comparisons, row: Comparison) -> Finding:
    assert row.change is not None
    assert row.q_value is not None
    change = row.change
    low, high = change.interval.low, change.interval.high
    text = ngettext(
        "{kind}: {n} event against {before} in the same period a year before, {change} ({interval}) {per}.",
        "{kind}: {n} events against {before} in the same period a year before, {change} ({interval}) {per}.",
        row.n,
    ).format(
        kind=category_title(row.category),
        n=numbers.integer(row.n),
        before=numbers.integer(row.before),
        change=numbers.change(change.ratio) if math.isfinite(change.ratio) else _("from none"),
        interval=numbers.change_interval(low, high),
        per=_("per day") if comparisons.response is None else _("per week that an organisation reported"),
    )
    if comparisons.response is None:
        text += " " + _("It may also be that more or fewer than before reported.")
    above, below = where_of(ctx, comparisons, row), where_of(ctx, comparisons, row, before=True)
    finite = math.isfinite(change.ratio)
    return Finding(
        ids.join("change", comparisons.source, row.category),
        "change.year_before",
        FindingKind.CHANGE,
        text,
        change.ratio if finite else None,
        (low, high) if math.isfinite(high) else None,
        _("{period}: {n}").format(period=comparisons.before.label, n=numbers.integer(row.before)),
        certainty.of_test(row.q_value, comparisons.response, comparisons.response_before),
        "change",
        ratio_trace(ctx, above, below, change) if finite else count_trace(ctx, above),
        value_text=numbers.change(change.ratio) if finite else f"0 → {numbers.integer(row.n)}",
        interval_text=numbers.change_interval(low, high),
        weight=61.0 + min(strength(row), 8.0),
    )


def _trend_finding(ctx: Context, comparisons: Comparisons, row: Comparison) -> Finding:
    assert row.expected is not None
    assert row.expected.trend is not None
    trend = row.expected.trend
    low, high = trend.interval.low, trend.interval.high
    text = _("{kind}: {change} a year ({interval}) over the periods before this one, season allowed for.").format(
        kind=category_title(row.category),
        change=numbers.change(trend.ratio_per_year),
        interval=numbers.change_interval(low, high),
    )
    return Finding(
        ids.join("trend", comparisons.source, row.category),
        "trend.per_year",
        FindingKind.TREND,
        text,
        trend.ratio_per_year,
        (low, high),
        _("no change from year to year"),
        certainty.of_test(trend.p_value * comparisons.compared, comparisons.response, comparisons.response_before),
        "expected",
        expected_trace(ctx, where_of(ctx, comparisons, row)),
        value_text=numbers.change(trend.ratio_per_year),
        interval_text=numbers.change_interval(low, high),
        weight=30.0,
    )
