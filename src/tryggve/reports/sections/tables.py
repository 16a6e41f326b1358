"""Tables of counts beside the reports: what registers say, each source by itself."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import islice

from tryggve.domain.area import MUNICIPALITY
from tryggve.domain.category import categories
from tryggve.domain.count import CellStatus
from tryggve.domain.language import _
from tryggve.domain.retention import is_kept_source
from tryggve.reports import ids, numbers
from tryggve.reports.cells import between, label, nothing, number
from tryggve.reports.context import Context
from tryggve.reports.figures.series import register_figure
from tryggve.reports.register_sql import change_trace, expected_trace, value_trace
from tryggve.reports.registers import PER, RegisterRow, Series, arrange, read_off
from tryggve.reports.sections.open_numbers import open_register_rows
from tryggve.reports.sections.register_findings import FEWEST, is_own, level_findings, register_findings
from tryggve.reports.sections.register_notes import added_note, drug_note
from tryggve.reports.small_numbers import is_small, open_registers
from tryggve.reports.tree import Block, Cell, Column, ColumnKind, Figure, Finding, Paragraph, Section, Table

MOST_FIGURES = 6

"""Categories whose number follows police work more than what happens."""


def tables_section(ctx: Context) -> tuple[Section | None, list[Finding]]:
    """One table per source of counts, and the changes in it that stand out. None where there are no such tables."""
    series = arrange(ctx.store.table_counts())
    sources = tuple(dict.fromkeys(one.source for one in series))
    blocks: list[Block] = []
    findings: list[Finding] = []
    for source in sources:
        rows = [read_off(one, ctx.period) for one in series if one.source == source and _in_scope(ctx, one)]
        if rows and all(row.value is None and row.why is None for row in rows):
            text = _("{source} has no number for the whole of {period} and is left out.")
            blocks.append(Paragraph(text.format(source=source, period=numbers.period_words(ctx.period))))
            continue
        shown = _shown(ctx, rows)
        shown, drawn = open_register_rows(ctx, shown, _drawn(ctx, shown, rows))
        if len(shown) < len(rows):
            blocks.append(Paragraph(_left_out_text(ctx, source)))
        if shown:
            blocks += _source_blocks(ctx, source, shown, drawn)
        # Counts of deleted reports say nothing of how many reported, so nothing is concluded from them.
        if shown and not is_kept_source(source):
            findings += register_findings(ctx, shown) + level_findings(ctx, shown)
    if not blocks:
        return None, []
    lead = _(
        "Registers and other tables, each by itself. The same crime may be in several of them and in the reports: "
        "the numbers are never added."
    )
    return Section("tables", _("What registers and other tables say"), tuple(blocks), lead), findings


def _in_scope(ctx: Context, series: Series) -> bool:
    """What is kept of deleted reports is there for every area of every division: too long for one table."""
    scope = ctx.request.scope
    if scope is None and is_kept_source(series.source):
        return not series.area[0]
    return scope is None or (series.area[1] == scope[1] and ctx.is_current(series.area[0]))


def _shown(ctx: Context, rows: list[RegisterRow]) -> list[RegisterRow]:
    """The public version has no parts of the municipality, no restricted kinds and nothing that a small number can be
    worked out from.
    """
    if not ctx.request.for_others:
        return rows
    known = categories()
    whole = [row for row in rows if row.series.area[0] in ("", MUNICIPALITY)]
    open_kinds = [row for row in whole if not (row.series.category in known and known[row.series.category].restricted)]
    return open_registers(open_kinds, ctx.request.small_number, len(open_kinds) == len(whole))


def _left_out_text(ctx: Context, source: str) -> str:
    return _(
        "{source}: headings are left out here, since they speak of parts of the municipality or of fewer than {n} "
        "events, or since such numbers could be worked out from them."
    ).format(source=source, n=ctx.request.small_number)


def _source_blocks(ctx: Context, source: str, rows: list[RegisterRow], drawn: list[RegisterRow]) -> list[Block]:
    blocks: list[Block] = [_table(ctx, source, rows)]
    if is_kept_source(source) and ctx.request.scope is None and not ctx.request.for_others:
        blocks.append(Paragraph(_("A lägesbild of an area shows the sums of the area.")))
    note = ctx.material.table_sources.get(source)
    if note:
        blocks.append(Paragraph(note))
    figures = (figure for row in drawn if (figure := _figure(ctx, row)))
    return [*blocks, *islice(figures, MOST_FIGURES)]


def _figure(ctx: Context, row: RegisterRow) -> Figure | None:
    """The curve up to and with the period, never past it."""
    figure = register_figure(ctx, row.series.until(ctx.period.last_day))
    note = drug_note(row.series)
    return replace(figure, note=f"{figure.note} {note}".strip()) if figure is not None and note else figure


def _drawn(ctx: Context, rows: list[RegisterRow], everything: list[RegisterRow]) -> list[RegisterRow]:
    """The headings with a curve of their own. A small number in a year of another heading could be worked out."""
    last = ctx.period.last_day
    long = [row for row in rows if len(row.series.until(last).cells) >= 8 and is_own(ctx, row.series)]
    if not ctx.request.for_others or len(rows) == 1:
        return long
    small = any(is_small(cell.value, ctx.request.small_number) for row in everything for cell in row.series.cells)
    return [] if small else long


def _table(ctx: Context, source: str, rows: list[RegisterRow]) -> Table:
    table_id = ids.join("register", source)
    several = len({row.series.area for row in rows}) > 1
    with_rate = any(row.rate for row in rows)
    with_expected = any(row.expected for row in rows)
    columns = [Column("label", _("Heading"), ColumnKind.TEXT)]
    columns += [Column("area", _("Area"), ColumnKind.TEXT)] if several else []
    columns.append(Column("n", _("Number")))
    columns += [Column("rate", _("Per {per} inhabitants (95 %)").format(per=numbers.integer(PER)))] if with_rate else []
    columns += [Column("expected", _("Expected (95 %)"))] if with_expected else []
    columns += [Column("before", numbers.period_name(ctx.period.year_before())), Column("change", _("Change (95 %)"))]
    made = []
    for row in rows:
        key = ids.join(row.series.label, row.series.area[1] or row.series.area_name)
        cells = [label(row.series.label)]
        cells += [Cell(row.series.area_name or row.series.area[1])] if several else []
        cells.append(_value_cell(ctx, row, table_id, key))
        cells += [_rate_cell(ctx, row, table_id, key)] if with_rate else []
        cells += [_expected_cell(ctx, row, table_id, key)] if with_expected else []
        cells += [_before_cell(ctx, row, table_id, key), _change_cell(ctx, row, table_id, key)]
        made.append(tuple(cells))
    per = _("Change: per inhabitant where the source states the number of inhabitants, else per day.")
    preliminary = _("Preliminary values are marked with (p).") if any(row.preliminary for row in rows) else ""
    drugs = drug_note(*(row.series for row in rows))
    return Table(
        table_id,
        _("{source}, {period}").format(source=source, period=numbers.period_words(ctx.period)),
        tuple(columns),
        tuple(made),
        note=" ".join(part for part in (added_note(source), per, preliminary, drugs) if part),
        source=source,
    )


def _value_cell(ctx: Context, row: RegisterRow, table_id: str, key: str) -> Cell:
    if row.value is None:
        return nothing(_("a part of the period is missing in the source") if row.partly else empty_words(row.why))
    text = numbers.integer(row.value) + (" (p)" if row.preliminary else "")
    return number(text, row.value, value_trace(ctx, row.series), table_id, key, "n")


def empty_words(why: CellStatus | None) -> str:
    """What an empty cell says: the three kinds of empty are three things."""
    if why is CellStatus.SUPPRESSED:
        return _(".. (hidden or not available)")
    if why is CellStatus.DASH:
        return _("- (as written in the source)")
    if why is CellStatus.BLANK:
        return _("blank in the source")
    return _("not in the source")


def _rate_cell(ctx: Context, row: RegisterRow, table_id: str, key: str) -> Cell:
    if row.rate is None:
        return nothing()
    text = f"{numbers.integer(row.rate.value)} ({numbers.interval(row.rate.interval.low, row.rate.interval.high)})"
    trace = value_trace(ctx, row.series, expression=f"SUM(value) * {PER}.0 / SUM(population)")
    return number(text, row.rate.value, trace, table_id, key, "rate")


def _expected_cell(ctx: Context, row: RegisterRow, table_id: str, key: str) -> Cell:
    if row.expected is None or row.expected.interval is None:
        return nothing(_("too little history"))
    low, high = row.expected.interval.low, row.expected.interval.high
    return between(low, high, expected_trace(row), table_id, key, "expected")


def _before_cell(ctx: Context, row: RegisterRow, table_id: str, key: str) -> Cell:
    if row.before is None:
        return nothing()
    return number(
        numbers.integer(row.before), row.before, value_trace(ctx, row.series, before=True), table_id, key, "before"
    )


def _change_cell(ctx: Context, row: RegisterRow, table_id: str, key: str) -> Cell:
    change = row.change
    if change is not None and change.after + change.before < FEWEST:
        return nothing(_("too few"))
    if change is None or not change.is_defined or math.isinf(change.ratio):
        return nothing()
    text = f"{numbers.change(change.ratio)} ({numbers.change_interval(change.interval.low, change.interval.high)})"
    return number(text, change.ratio, change_trace(ctx, row), table_id, key, "change")
