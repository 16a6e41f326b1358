"""The numbers of events that a public version prints, one by one: what an audit of everything published needs.

Each function here says the same as the section that prints the numbers; `tests/acceptance` holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tryggve.domain.incident import LocationPrecision, TimePrecision
from tryggve.domain.period import Period
from tryggve.domain.source_caveat import bears_findings
from tryggve.reports.comparison import Comparison, Comparisons
from tryggve.reports.context import Context
from tryggve.reports.figures.series import figure_points
from tryggve.reports.registers import RegisterRow, Series
from tryggve.reports.sections.harm import LEVELS
from tryggve.reports.sections.left_out import event_counts, left_out_counts
from tryggve.reports.sections.unknown import month_only
from tryggve.reports.small_numbers import is_small
from tryggve.stats.disclosure.spans import Released

KIND, SERIES = "kind", "series"

Numbers = Iterator[Released]


def row_numbers(ctx: Context, found: Comparisons) -> Numbers:
    """The table of kinds: every row and all together, in the period and a year before."""
    with_before = bears_findings(found.source)
    for row in (*(row for row in found.rows if row.n or (row.before and with_before)), found.total):
        yield _of_row(found, row, ctx.period, row.n)
        if row.before is not None and with_before:
            yield _of_row(found, row, found.before, row.before)


def _of_row(found: Comparisons, row: Comparison, period: Period, n: int) -> Released:
    classes = row.merged or ((row.category,) if row.category else ())
    return _all(found.source, period, n) if not classes else _part(found.source, KIND, classes, period, n)


def series_numbers(ctx: Context, found: Comparisons) -> Numbers:
    """The figure of all kinds together, period by period."""
    for point in figure_points(ctx, found):
        if point.value is not None:
            yield _all(found.source, point.period, int(point.value))


def place_numbers(ctx: Context, found: Comparisons) -> Numbers:
    """Events whose place is not known."""
    vague = str(int(LocationPrecision.MUNICIPALITY)), str(int(LocationPrecision.UNKNOWN))
    yield from _named(ctx, found, "location_precision", vague)


def time_numbers(ctx: Context, found: Comparisons) -> Numbers:
    """Events known as an interval."""
    yield from _named(ctx, found, "time_precision", (str(int(TimePrecision.INTERVAL)),))


def mixed_numbers(ctx: Context, found: Comparisons) -> Numbers:
    """Events under a heading that mixes kinds."""
    yield from _named(ctx, found, "mixed", ("1",))


def severity_numbers(ctx: Context, found: Comparisons) -> Numbers:
    """Events by severity, where the table is printed: some severity is known and no number is small."""
    counts = ctx.store.counts(("severity",), ctx.where(found.source, ctx.period))
    levels = {int(level): n for (level,), n in counts.items()}
    if any(levels.get(level) for level in LEVELS) and not _any_small(ctx, levels.values()):
        for level in (*LEVELS, 0):
            yield _part(found.source, "severity", (str(level),), ctx.period, levels.get(level, 0))


def left_out_numbers(ctx: Context, found: Comparisons) -> Numbers:
    """Rows that are stored but not counted, and the events they stand for: not among the events of the source."""
    rows, events = (counted(ctx, found.source, ctx.period) for counted in (left_out_counts, event_counts))
    if not _any_small(ctx, (*rows.values(), *events.values())):
        for what, counts in (("rows", rows), ("events", events)):
            for reason, n in counts.items():
                yield _part(_beside(found.source, "left_out", what), "reason", (reason,), ctx.period, n)


def month_numbers(ctx: Context, found: Comparisons) -> Numbers:
    """Events known to the month only, which are in no short period."""
    where = month_only(ctx, found.source)
    if where is None or where.first_day is None or where.last_day is None:
        return
    n = sum(ctx.store.counts((), where).values())
    if n and not _any_small(ctx, (n,)):
        yield Released(_beside(found.source, "month_only", "events"), "", (), where.first_day, where.last_day, n)


PARTS: dict[str, Callable[[Context, Comparisons], Numbers]] = {
    "location_precision": place_numbers,
    "time_precision": time_numbers,
    "mixed": mixed_numbers,
    "severity": severity_numbers,
    "left_out": left_out_numbers,
    "month_only": month_numbers,
    SERIES: series_numbers,
}
"""What a public version may do without, by the name under which it is withheld."""


_BESIDE = " | "


def _beside(source: str, part: str, what: str) -> str:
    """The name of numbers that are not among the events of a source."""
    return _BESIDE.join((source, part, what))


def part_of(series: str) -> str:
    """The part that numbers beside the events of a source belong to; empty for those of its events."""
    parts = series.split(_BESIDE)
    return parts[-2] if len(parts) > 2 else ""


def register_series(series: Series) -> str:
    """The name of one heading of a register among everything published: it is added to no other."""
    return "register/" + "/".join(series.key)


def register_row_numbers(row: RegisterRow, period: Period) -> Numbers:
    """A heading in the period and a year before."""
    for when, value in ((period, row.value), (period.year_before(), row.before)):
        if value is not None:
            yield _all(register_series(row.series), when, value)


def register_curve_numbers(series: Series, last_day: int) -> Numbers:
    """The cells of a curve."""
    for cell in series.until(last_day).cells:
        if cell.value is not None:
            yield Released(register_series(series), "", (), cell.first_day, cell.last_day, cell.value)


def _named(ctx: Context, found: Comparisons, by: str, codes: tuple[str, ...]) -> Numbers:
    """Events with one of some codes, where the number is printed: neither it nor what is left is small."""
    counts = {str(int(code)): n for (code,), n in ctx.store.counts((by,), ctx.where(found.source, ctx.period)).items()}
    n, total, limit = sum(counts.get(code, 0) for code in codes), sum(counts.values()), ctx.request.small_number
    if total and not is_small(n, limit) and not is_small(total - n, limit):
        yield _part(found.source, by, codes, ctx.period, n)


def _any_small(ctx: Context, numbers: Iterable[int]) -> bool:
    return any(is_small(n, ctx.request.small_number) for n in numbers)


def _all(series: str, period: Period, n: int) -> Released:
    return Released(series, "", (), period.first_day, period.last_day, n)


def _part(series: str, division: str, classes: tuple[str, ...], period: Period, n: int) -> Released:
    return Released(series, division, classes, period.first_day, period.last_day, n)
