"""Series over time: what was counted period by period, gaps left open, and what was to be expected at the end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tryggve.domain.language import _
from tryggve.domain.period import Period, PeriodKind, containing
from tryggve.reports import ids, numbers
from tryggve.reports.cells import label, nothing, number
from tryggve.reports.comparison import Comparisons
from tryggve.reports.context import Context, source_name
from tryggve.reports.figures.style import INK, LINE, WIDTH, chart_svg
from tryggve.reports.register_sql import cells_sql
from tryggve.reports.registers import Series
from tryggve.reports.small_numbers import is_small
from tryggve.reports.traces import count_trace
from tryggve.reports.tree import Cell, Column, ColumnKind, Figure, Table, Trace
from tryggve.stats.result import Interval

_MOST = {PeriodKind.WEEK: 53, PeriodKind.MONTH: 37, PeriodKind.QUARTER: 21, PeriodKind.TERTIAL: 16, PeriodKind.YEAR: 40}

_MOST_LABELS = 9

FEWEST = 4
"""A figure needs so many periods."""


@dataclass(frozen=True)
class Point:
    """One period of a series: the number, or None for a gap."""

    period: Period
    value: float | None


def series_figure(ctx: Context, comparisons: Comparisons) -> Figure | None:
    """All kinds together, period by period. None in the public version where a small number would show."""
    points = figure_points(ctx, comparisons)
    if not points or (comparisons.source, "series") in ctx.withheld:
        return None
    table_id = ids.join("series", comparisons.source)
    name = source_name(ctx, comparisons.source)
    title = _("{source}, all kinds together, period by period").format(source=name)
    expected = comparisons.total.expected.interval if comparisons.total.expected else None

    def cell(point: Point) -> Cell:
        where = ctx.where(comparisons.source, point.period)
        value = int(point.value or 0)
        return number(numbers.integer(value), value, count_trace(ctx, where), table_id, point.period.label, "n")

    cells = [nothing(_("no reports")) if point.value is None else cell(point) for point in points]
    return _figure(table_id, title, points, cells, expected)


def figure_points(ctx: Context, comparisons: Comparisons) -> list[Point]:
    """The points of the figure of a source; none where there is no figure: too short, or a small number would show."""
    past = comparisons.history
    if past is None or len(past.periods) < FEWEST:
        return []
    most = _MOST[ctx.period.kind]
    points = [
        Point(period, None if math.isnan(value) else float(value))
        for period, value in zip(past.periods[-most:], past.total[-most:], strict=True)
    ]
    small = any(is_small(int(p.value or 0), ctx.request.small_number) for p in points)
    return [] if ctx.request.public and small else points


def register_figure(ctx: Context, series: Series) -> Figure | None:
    """One heading of a register over time; missing periods are gaps. None in the public version with small numbers."""
    if series.kind is PeriodKind.RANGE:
        return None
    points = _register_points(series)[-_MOST[series.kind] :]
    if all(point.value is None for point in points):
        return None
    if ctx.request.for_others and any(is_small(int(p.value or 0), ctx.request.small_number) for p in points):
        return None
    table_id = ids.join("register-series", series.source, series.label, series.area[1] or series.area_name)
    where = f" ({series.area_name})" if series.area_name else ""
    title = f"{series.source}: {series.label}{where}"

    def cell(point: Point) -> Cell:
        value = int(point.value or 0)
        cells = [one for one in series.cells if one.first_day == point.period.first_day]
        trace = Trace(cells_sql(series, cells), f"{title}, {point.period.label}", "count")
        return number(numbers.integer(value), value, trace, table_id, point.period.label, "n")

    cells = [nothing(_("missing")) if point.value is None else cell(point) for point in points]
    return _figure(table_id, title, points, cells, None)


def _register_points(series: Series) -> list[Point]:
    known = {cell.first_day: cell.value for cell in series.cells}
    period = containing(series.cells[0].first_day, series.kind)
    last = series.cells[-1].last_day
    points = []
    while period.first_day <= last:
        value = known.get(period.first_day)
        points.append(Point(period, None if value is None else float(value)))
        period = containing(period.last_day + 1, series.kind)
    return points


def _figure(
    table_id: str, title: str, points: Sequence[Point], cells: Sequence[Cell], expected: Interval | None
) -> Figure:
    table = Table(
        ids.join(table_id, "table"),
        title,
        (Column("period", _("Period"), ColumnKind.TEXT), Column("n", _("Number"))),
        tuple((label(numbers.period_name(point.period)), cell) for point, cell in zip(points, cells, strict=True)),
    )
    alt = _alt(title, points, expected)
    note = ""
    if expected is not None:
        note = _("The bar at the right end is the interval that earlier periods let us expect: {interval}.").format(
            interval=numbers.interval(expected.low, expected.high)
        )
    if any(point.value is None for point in points):
        note += " " + _("Where the line breaks nothing is known.")
    return Figure(table_id, title, alt, _svg(points, expected, alt), table, note.strip())


def _alt(title: str, points: Sequence[Point], expected: Interval | None) -> str:
    known = [(point.value, numbers.period_name(point.period)) for point in points if point.value is not None]
    if not known:
        return title
    low, high = min(known, key=_value), max(reversed(known), key=_value)
    text = _(
        "{title}: from {first} to {last}, lowest {low} ({low_at}), highest {high} ({high_at}), last {now}."
    ).format(
        title=title,
        first=numbers.period_name(points[0].period),
        last=numbers.period_name(points[-1].period),
        low=numbers.integer(low[0]),
        low_at=low[1],
        high=numbers.integer(high[0]),
        high_at=high[1],
        now=numbers.integer(known[-1][0]),
    )
    return text


def _value(pair: tuple[float, str]) -> float:
    return pair[0]


def _svg(points: Sequence[Point], expected: Interval | None, alt: str) -> str:
    import altair as vega

    values = [{"period": numbers.period_tick(p.period), "n": p.value} for p in points]
    highest = max([p.value or 0.0 for p in points] + ([expected.high] if expected else []))
    labels = [numbers.period_tick(p.period) for p in points]
    axis = vega.Axis(values=_labelled(labels), labelAngle=0, grid=False, ticks=True)
    x = vega.X("period:O", title=None, sort=labels, axis=axis, scale=vega.Scale(domain=labels))
    y = vega.Y(
        "n:Q", title=None, scale=vega.Scale(domain=[0, max(highest, 1.0)], nice=True), axis=vega.Axis(format=",d")
    )
    base = vega.Chart(vega.InlineData(values=values))
    layers = [base.mark_line(color=LINE).encode(x=x, y=y)]
    layers.append(base.mark_point(size=14 if len(points) > 30 else 28, color=LINE, filled=True).encode(x=x, y=y))
    end = vega.Chart(vega.InlineData(values=values[-1:]))
    layers.append(end.mark_point(size=80, color=INK, filled=True).encode(x=x, y=y))
    if expected is not None:
        span = vega.InlineData(values=[{"period": labels[-1], "low": expected.low, "high": expected.high}])
        bar = vega.Chart(span).mark_rule(strokeWidth=7, opacity=0.3, color=INK)
        layers.append(bar.encode(x=x, y="low:Q", y2="high:Q"))
    return chart_svg(vega.layer(*layers).properties(width=WIDTH, height=190), alt)


def _labelled(labels: Sequence[str]) -> list[str]:
    """The periods named on the axis: evenly spaced from the last, so many that the names have room."""
    step = math.ceil(len(labels) / _MOST_LABELS)
    return list(labels[::-1][::step])
