"""A long series of one indicator: the municipality with its interval beside county and country; breaks and gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tryggve.domain.figure import COUNTRY, Figure, FigureStatus
from tryggve.domain.indicator import PoliceListQuery
from tryggve.domain.language import _, pick
from tryggve.reports import ids
from tryggve.reports.cells import label
from tryggve.reports.figures.style import INK, LINE, QUIET, WIDTH, chart_svg
from tryggve.reports.municipal.cells import figure_cell, limits_cell
from tryggve.reports.municipal.comparing import limits
from tryggve.reports.municipal.matter import Matter, area_name
from tryggve.reports.municipal.wording import more_may_mean, unit_words, value_text
from tryggve.reports.tree import Column, ColumnKind, Table
from tryggve.reports.tree import Figure as Picture

FEWEST = 4
"""A picture needs so many numbers."""

_MOST_LABELS = 9
_MOST_GAPS = 12
_HEIGHT = 170


@dataclass(frozen=True)
class Line:
    """One place of a picture: its code, name, and look."""

    code: str
    name: str
    colour: str
    dash: tuple[int, int]


def series_picture(matter: Matter, indicator: str) -> Picture | None:
    """The picture of an indicator with its numbers; None where the municipality has too few.

    Lists of different years are no series.
    """
    own = matter.known(indicator, matter.scope.code)
    if len(own) < FEWEST or isinstance(matter.indicators[indicator].query, PoliceListQuery):
        return None
    periods = _periods(own)
    lines = _lines(matter, indicator)
    one = matter.indicators[indicator]
    title = f"{one.name}, {own[0].period}–{own[-1].period}"
    alt = _alt(matter, title, own)
    table = _table(matter, indicator, periods, lines, title)
    return Picture(
        ids.join("series", indicator), title, alt, _svg(matter, indicator, periods, lines, alt), table,
        " ".join(_notes(matter, indicator, periods)),
    )  # fmt: skip


def _periods(own: Sequence[Figure]) -> list[str]:
    """All periods from the first number to the last, those without one too: a gap is shown as a gap."""
    first, last = own[0].period, own[-1].period
    if "K" not in last:
        return [str(year) for year in range(int(first), int(last) + 1)]
    every = [f"{year}K{quarter}" for year in range(int(first[:4]), int(last[:4]) + 1) for quarter in range(1, 5)]
    return [period for period in every if first <= period <= last]


def _lines(matter: Matter, indicator: str) -> list[Line]:
    """The municipality first; county and country where a number per inhabitant makes them worth seeing beside it."""
    scope = matter.scope
    found = [Line(scope.code, scope.name, LINE, (1, 0))]
    if matter.indicators[indicator].unit in ("count", "persons"):
        return found
    for code, colour, dash in ((scope.county, QUIET, (5, 3)), (COUNTRY, INK, (2, 2))):
        if matter.known(indicator, code):
            found.append(Line(code, area_name(matter, code), colour, dash))
    return found


def _table(matter: Matter, indicator: str, periods: Sequence[str], lines: Sequence[Line], title: str) -> Table:
    columns = [
        Column("period", _("Period"), ColumnKind.TEXT),
        Column("own", lines[0].name),
        Column("interval", _("Interval")),
    ]
    columns += [Column(ids.slug(line.code), line.name) for line in lines[1:]]
    rows = []
    for period in periods:
        own = matter.at(indicator, lines[0].code, period)
        others = [figure_cell(matter, matter.at(indicator, line.code, period), "series") for line in lines[1:]]
        rows.append((label(period), figure_cell(matter, own, "series"), limits_cell(matter, own, "series"), *others))
    return Table(ids.join("series", indicator, "table"), title, tuple(columns), tuple(rows))


def _alt(matter: Matter, title: str, own: Sequence[Figure]) -> str:
    unit = matter.indicators[own[0].indicator].unit
    low, high = min(own, key=lambda one: one.value or 0.0), max(own, key=lambda one: one.value or 0.0)
    return _("{title}: lowest {low} ({low_at}), highest {high} ({high_at}), last {now} ({now_at}).").format(
        title=title, low=value_text(unit, low.value), low_at=low.period, high=value_text(unit, high.value),
        high_at=high.period, now=value_text(unit, own[-1].value), now_at=own[-1].period,
    )  # fmt: skip


def _notes(matter: Matter, indicator: str, periods: Sequence[str]) -> list[str]:
    """What a reader must know: breaks, gaps, numbers that may change, and what the band is."""
    one, code = matter.indicators[indicator], matter.scope.code
    notes = [_("Unit: {unit}.").format(unit=unit_words(one.unit))]
    told = [matter.at(indicator, code, period) for period in periods]
    if any(figure is not None and limits(matter, figure) for figure in told):
        notes.append(_("The bars are the interval of each number for the municipality."))
    notes += [warned] if (warned := more_may_mean(one)) else []
    gaps = [period for period, figure in zip(periods, told, strict=True) if figure is None or figure.value is None]
    if gaps:
        named = ", ".join(gaps) if len(gaps) <= _MOST_GAPS else _("{n} periods").format(n=len(gaps))
        notes.append(_("No number is known for {periods}: a gap, not a zero.").format(periods=named))
    unsure = [figure.period for figure in told if figure is not None and figure.status is FigureStatus.PRELIMINARY]
    if unsure:
        notes.append(_("Preliminary, may still change: {periods}.").format(periods=", ".join(unsure)))
    for gap in one.breaks:
        if int(periods[0][:4]) <= gap.year <= int(periods[-1][:4]):
            notes.append(_("Dotted line, break {year}: {what}").format(year=gap.year, what=pick(dict(gap.what))))
    return notes


def _svg(matter: Matter, indicator: str, periods: Sequence[str], lines: Sequence[Line], alt: str) -> str:
    import altair as vega

    x = vega.X("period:O", title=None, sort=list(periods), scale=vega.Scale(domain=list(periods)), axis=_axis(periods))
    y = vega.Y("value:Q", title=None, scale=vega.Scale(zero=True, nice=True))
    names = [line.name for line in lines]
    colour = vega.Color(
        "place:N", title=None, sort=names,
        scale=vega.Scale(domain=names, range=[line.colour for line in lines]), legend=vega.Legend(orient="top"),
    )  # fmt: skip
    dash = vega.StrokeDash(
        "place:N", sort=names, scale=vega.Scale(domain=names, range=[list(line.dash) for line in lines]), legend=None
    )
    base = vega.Chart(vega.InlineData(values=_points(matter, indicator, periods, lines)))
    layers = [base.mark_line().encode(x=x, y=y, color=colour, strokeDash=dash)]
    layers.append(base.mark_point(size=16, filled=True).encode(x=x, y=y, color=colour))
    bars = _bars(matter, indicator, periods)
    if bars:
        span = vega.Chart(vega.InlineData(values=bars)).mark_rule(strokeWidth=3, opacity=0.35, color=LINE)
        layers.insert(0, span.encode(x=x, y=vega.Y("low:Q", title=None), y2="high:Q"))
    broken = [p for p in periods if any(gap.year == int(p[:4]) for gap in matter.indicators[indicator].breaks)]
    if broken:
        mark = vega.Chart(vega.InlineData(values=[{"period": broken[0]}])).mark_rule(strokeDash=[1, 3], color=INK)
        layers.insert(0, mark.encode(x=x))
    return chart_svg(vega.layer(*layers).properties(width=WIDTH, height=_HEIGHT), alt)


def _points(
    matter: Matter, indicator: str, periods: Sequence[str], lines: Sequence[Line]
) -> list[dict[str, str | float | None]]:
    return [
        {"period": period, "place": line.name, "value": None if figure is None else figure.value}
        for line in lines
        for period in periods
        for figure in (matter.at(indicator, line.code, period),)
    ]


def _bars(matter: Matter, indicator: str, periods: Sequence[str]) -> list[dict[str, str | float]]:
    told: list[dict[str, str | float]] = []
    for period in periods:
        figure = matter.at(indicator, matter.scope.code, period)
        found = limits(matter, figure) if figure is not None else None
        if found is not None:
            told.append({"period": period, "low": found[0], "high": found[1]})
    return told


def _axis(periods: Sequence[str]) -> Any:
    import altair as vega

    step = -(-len(periods) // _MOST_LABELS)
    return vega.Axis(values=list(periods[::-1][::step]), labelAngle=0, grid=False, ticks=True)
