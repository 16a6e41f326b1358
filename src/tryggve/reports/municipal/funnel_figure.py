"""All municipalities about their common level: a funnel, in which small places may vary more."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tryggve.domain.language import _
from tryggve.reports import ids
from tryggve.reports.cells import label
from tryggve.reports.figures.style import INK, LINE, QUIET, WIDTH, chart_svg
from tryggve.reports.municipal.cells import about, figure_cell
from tryggve.reports.municipal.comparing import counted
from tryggve.reports.municipal.matter import Matter
from tryggve.reports.municipal.places import FEWEST
from tryggve.reports.municipal.wording import limits_text, number_text
from tryggve.reports.tree import Cell, Column, ColumnKind, Figure, Table, Trace
from tryggve.stats.funnel import LEVELS, Funnel, funnel_of_counts

PER = 100_000.0
_STEPS = 40


def funnel_picture(matter: Matter, indicator: str) -> Figure | None:
    """The funnel of an indicator of reported offences; None where too few municipalities have it."""
    known = matter.known(indicator, matter.scope.code)
    rows = matter.everywhere.get((indicator, known[-1].period), ()) if known else ()
    behind = [(one, told) for one in rows if (told := counted(matter, one)) is not None and told.scale != 1.0]
    at = next((i for i, (one, _n) in enumerate(behind) if one.area == matter.scope.code), None)
    if len(behind) < FEWEST or at is None or not any(told.n for _one, told in behind):
        return None
    counts, people = (np.array(column) for column in zip(*((f.n, PER / f.scale) for _o, f in behind), strict=True))
    found = funnel_of_counts(counts, people, per=PER)
    own = behind[at][0]
    title = _("{what}, all municipalities, {period}").format(what=matter.indicators[indicator].name, period=own.period)
    outside = [int((found.outside[level] != 0).sum()) for level in range(len(LEVELS))]
    alt = _(
        "{title}: {n} municipalities by number of inhabitants. {name} has {value}; the level of all is {target}. "
        "Outside the limits of 95 % lie {some}, of 99.8 % {few}."
    ).format(
        title=title, n=len(behind), name=matter.scope.name, value=number_text("per_100000", own.value),
        target=number_text("per_100000", found.target), some=outside[0], few=outside[1],
    )  # fmt: skip
    note = _("Inhabitants on a logarithmic scale. The filled point is {name}; the others are not named here.").format(
        name=matter.scope.name
    )
    return Figure(
        ids.join("funnel", indicator), title, alt, _svg(matter.scope.code, behind, found, alt),
        _table(matter, own, found, float(people[at]), title), note,
    )  # fmt: skip


def _table(matter: Matter, own: Any, found: Funnel, people: float, title: str) -> Table:
    where = f"WHERE indicator = '{own.indicator}' AND period = '{own.period}' AND length(area) = 4"
    said = about(matter, own)
    level = Trace(f"SELECT sum(n) * {PER} / sum({PER} / scale) FROM counted {where}", said, "funnel")
    rows = [
        (label(matter.scope.name), figure_cell(matter, own, "funnel")),
        (label(_("All together")), Cell(number_text("per_100000", found.target), found.target,
                                        ids.join("funnel", own.indicator, "target"), level)),
    ]  # fmt: skip
    for one in LEVELS:
        limits = found.limits_at(people, one)
        text = limits_text("per_100000", (limits.low, limits.high), found.target)
        call = f"tryggve.stats.funnel.funnel_of_counts(n, people, per={PER}).limits_at({people!r}, {one})"
        trace = Trace(f"SELECT n, {PER} / scale AS people FROM counted {where} ORDER BY area", said, "funnel", "", call)
        name = _("Limits for a place of that size, {level} %").format(level=f"{one * 100:g}".replace(".", ","))
        rows.append((label(name), Cell(text, text, ids.join("funnel", own.indicator, f"{one}"), trace)))
    columns = (Column("what", _("What"), ColumnKind.TEXT), Column("value", _("Per 100,000 inhabitants")))
    return Table(ids.join("funnel", own.indicator, "table"), title, columns, tuple(rows))


def _svg(code: str, behind: list[Any], found: Funnel, alt: str) -> str:
    import altair as vega

    points = [{"people": PER / counted_.scale, "value": one.value, "own": one.area == code} for one, counted_ in behind]
    sizes = [row["people"] for row in points]
    steps = np.geomspace(min(sizes), max(sizes), _STEPS).tolist()
    lines = [
        {"people": size, "limit": end, "line": f"{level}{side}"}
        for level in LEVELS
        for size in steps
        for side, end in zip(
            "ab", (lambda limits: (limits.low, limits.high))(found.limits_at(size, level)), strict=True
        )
        if math.isfinite(end)
    ]
    x = vega.X(
        "people:Q", title=None, scale=vega.Scale(type="log", nice=False), axis=vega.Axis(format=",d", tickCount=5)
    )
    y = vega.Y("value:Q", title=None, scale=vega.Scale(zero=True))
    base = vega.Chart(vega.InlineData(values=points))
    others = base.transform_filter("!datum.own").mark_point(size=18, color=QUIET, filled=False, opacity=0.8)
    own = base.transform_filter("datum.own").mark_point(size=90, color=LINE, filled=True, opacity=1)
    limits = vega.Chart(vega.InlineData(values=lines)).mark_line(color=INK, strokeWidth=1, strokeDash=[4, 3])
    level = vega.Chart(vega.InlineData(values=[{"value": found.target}])).mark_rule(color=INK, strokeWidth=1)
    layers = [level.encode(y=y), limits.encode(x=x, y=vega.Y("limit:Q", title=None), detail="line:N")]
    layers += [others.encode(x=x, y=y), own.encode(x=x, y=y)]
    return chart_svg(vega.layer(*layers).properties(width=WIDTH, height=260), alt)
