"""What a public version may say: decided once for all sections and formats, in view of all published before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tryggve.reports.comparison import Comparison, Comparisons
from tryggve.reports.context import Context
from tryggve.reports.registers import RegisterRow
from tryggve.reports.sections.released import (
    KIND,
    PARTS,
    SERIES,
    part_of,
    register_curve_numbers,
    register_row_numbers,
    row_numbers,
)
from tryggve.reports.small_numbers import is_small, merged_row, open_rows, tells_each
from tryggve.stats.disclosure.released import Derived, audit_released
from tryggve.stats.disclosure.spans import Released, Target


def open_sources(ctx: Context, compared: Iterable[Comparisons]) -> tuple[Comparisons, ...]:
    """The sources and rows that may be shown. The internal version shows all.

    Sources with fewer events in all than a small number are left out, and small rows merged. Then everything that would
    be printed is audited together with everything printed before. While a small number could be worked out that could
    not be before, less is said: a part beside the kinds is left out, more kinds are merged, the figure goes, the year
    before, the kinds, at last the source. What is left out goes into `ctx.withheld`, what remains into `ctx.released`.
    """
    if not ctx.request.public:
        return tuple(compared)
    shown = []
    for found in compared:
        if _has_small_total(ctx, found):
            continue
        decided = _decided(ctx, replace(found, rows=_open_kinds(ctx, found)))
        if decided is None:
            ctx.withheld.add((found.source, "all"))
            continue
        ctx.withheld |= {(found.source, part) for part in decided.without}
        ctx.released += decided.numbers(ctx)
        shown.append(decided.found)
    return tuple(shown)


def open_register_rows(
    ctx: Context, rows: list[RegisterRow], drawn: list[RegisterRow]
) -> tuple[list[RegisterRow], ...]:
    """The headings of a register and those of them with a curve that may be shown after all that was published."""
    if not ctx.request.for_others:
        return rows, drawn
    kept, curves = [], []
    for row in rows:
        table = list(register_row_numbers(row, ctx.period))
        curve = list(register_curve_numbers(row.series, ctx.period.last_day)) if row in drawn else []
        numbers = next((some for some in ([*table, *curve], table) if not _newly_open(ctx, some)), None)
        if numbers is None:
            ctx.withheld.add((row.series.source, "heading"))
            continue
        kept.append(row)
        ctx.released += numbers
        if curve and len(numbers) > len(table):
            curves.append(row)
        elif curve:
            ctx.withheld.add((row.series.source, SERIES))
    return kept, curves


@dataclass(frozen=True)
class _Candidate:
    """What might be said of a source: its rows, and the parts to leave out."""

    found: Comparisons
    without: frozenset[str] = frozenset()

    def numbers(self, ctx: Context) -> list[Released]:
        """Every number that would be printed."""
        parts = [made(ctx, self.found) for name, made in PARTS.items() if name not in self.without]
        return [*row_numbers(ctx, self.found), *(number for part in parts for number in part)]


def _open_kinds(ctx: Context, found: Comparisons) -> tuple[Comparison, ...]:
    """The rows with small ones merged; none where even all kinds in one row would tell them apart."""
    limit = ctx.request.small_number
    rows = open_rows(found.rows, limit)
    whole = [row for row in found.rows if len(rows) == 1 and row.category in rows[0].merged]
    return () if whole and tells_each(whole, limit) else rows


def _has_small_total(ctx: Context, found: Comparisons) -> bool:
    limit = ctx.request.small_number
    return is_small(found.total.n, limit) or is_small(found.total.before, limit)


def _decided(ctx: Context, found: Comparisons) -> _Candidate | None:
    candidate: _Candidate | None = _Candidate(found)
    while candidate is not None:
        opened = _newly_open(ctx, candidate.numbers(ctx))
        if not opened:
            return candidate
        candidate = next(_narrower(ctx, candidate, opened), None)
    return None


def _newly_open(ctx: Context, numbers: list[Released]) -> list[Derived]:
    """What could be worked out if the numbers were published, and cannot be now."""
    series = {number.series for number in numbers}
    earlier = [number for number in ctx.material.published if number.series in series]
    edition = 1 + max((number.edition for number in earlier), default=0)
    numbers = [replace(number, edition=edition) for number in numbers]
    limit = ctx.request.small_number
    opened = audit_released([*earlier, *numbers], limit=limit).derived
    if not opened or not earlier:
        return list(opened)
    before = audit_released(
        earlier, limit=limit, beside=numbers, among=((one.series, one.target) for one in opened)
    ).derived
    known: set[tuple[str, Target]] = {(one.series, one.target) for one in before}
    return [one for one in opened if (one.series, one.target) not in known]


def _narrower(ctx: Context, candidate: _Candidate, opened: list[Derived]) -> Iterator[_Candidate]:
    """The same with less said, the smallest loss first."""
    found, without = candidate.found, candidate.without
    parts = {part_of(one.series) or one.target.division for one in opened}
    if beside := (parts & set(PARTS)) - without:
        yield replace(candidate, without=without | beside)
    if any(one.target.division == KIND for one in opened) and len(found.rows) > 1:
        yield replace(candidate, found=replace(found, rows=_merged_more(ctx, found, opened)))
    for part in (SERIES, *sorted(set(PARTS) - {SERIES})):
        if part not in without:
            yield replace(candidate, without=without | {part})
    if found.total.before is not None:
        rows = tuple(_without_before(row) for row in found.rows)
        yield replace(candidate, found=replace(found, rows=rows, total=_without_before(found.total)))
    if found.rows:
        yield replace(candidate, found=replace(found, rows=()))


def _merged_more(ctx: Context, found: Comparisons, opened: list[Derived]) -> tuple[Comparison, ...]:
    """One more kind in the merged row: one that could be worked out, else one merged in an earlier document, else the
    smallest.
    """
    wanted = {kind for one in opened if one.target.division == KIND for kind in one.target.classes}
    elsewhere = {kind for number in ctx.material.published if len(number.classes) > 1 for kind in number.classes}
    merged = [row for row in found.rows if row.merged]
    alone = sorted(
        (row for row in found.rows if not row.merged),
        key=lambda row: (row.category not in wanted, row.category not in elsewhere, row.n, row.category),
    )
    taken = alone[: 1 if merged else 2]
    kept = [row for row in found.rows if row not in taken and row not in merged]
    return (*kept, merged_row([*merged, *taken]))


def _without_before(row: Comparison) -> Comparison:
    return replace(row, before=None, change=None, changed=False, q_value=None)
