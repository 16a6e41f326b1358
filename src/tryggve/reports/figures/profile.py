"""Hour by weekday: intervals spread over the hours in which they may have happened."""

from __future__ import annotations

import numpy as np

from tryggve.domain.incident import TimePrecision
from tryggve.domain.language import N_, _
from tryggve.reports import ids, numbers
from tryggve.reports.cells import label, number
from tryggve.reports.context import Context, source_name
from tryggve.reports.figures.style import RAMP, WIDTH, chart_svg
from tryggve.reports.traces import words
from tryggve.reports.tree import Column, ColumnKind, Figure, Table, Trace
from tryggve.stats.time_profile import TimeProfile, aoristic_profile
from tryggve.store.base import Selection
from tryggve.store.query_figures import offset_changes, profile_cell_sql

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_WHOLE_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_TIMED = (int(TimePrecision.INSTANT), int(TimePrecision.INTERVAL))


def profile_figure(ctx: Context, source: str, where: Selection) -> Figure:
    """The picture and its numbers for the events of `where` whose hour is known or lies in an interval."""
    timed = where.but(time_precisions=_TIMED)
    times = ctx.store.times(timed)
    start, end = np.repeat(times.start_s, times.n), np.repeat(times.end_s, times.n)
    found = aoristic_profile(start, end, zone=ctx.material.time_zone)
    title = _("Hour and weekday, {source}").format(source=source_name(ctx, source))
    alt = _alt(title, found)
    table_id = ids.join("profile", source)
    offsets = offset_changes(ctx.material.time_zone, int(start.min(initial=0)), int(end.max(initial=1)))
    note = _(
        "Events with a known hour or a known interval: {n}. Left out, since the interval is longer than a week: {long}."
    ).format(n=numbers.integer(found.n_used), long=numbers.integer(found.n_too_long))
    return Figure(table_id, title, alt, _svg(found, alt), _table(ctx, table_id, title, found, timed, offsets), note)


def _alt(title: str, found: TimeProfile) -> str:
    day = int(found.by_weekday.argmax())
    hour = int(found.by_hour.argmax())
    return _("{title}: most on {day} and in the hour from {hour}.").format(
        title=title, day=_(_WHOLE_WEEKDAYS[day]), hour=f"{hour:02d}:00"
    )


def _table(
    ctx: Context, table_id: str, title: str, found: TimeProfile, where: Selection, offsets: list[tuple[int, int]]
) -> Table:
    columns = (Column("hour", _("Hour"), ColumnKind.TEXT), *(Column(f"d{i}", _(day)) for i, day in enumerate(WEEKDAYS)))
    said = words(where)
    rows = []
    for hour in range(24):
        cells = [label(f"{hour:02d}–{hour + 1:02d}")]
        for day in range(7):
            value = round(float(found.weights[day, hour]), 6)
            trace = Trace(profile_cell_sql(where, day + 1, hour, offsets), said, "time_profile")
            cells.append(number(numbers.decimal(value, 1), value, trace, table_id, f"d{day + 1}", f"h{hour:02d}"))
        rows.append(tuple(cells))
    return Table(ids.join(table_id, "table"), title, columns, tuple(rows))


def _svg(found: TimeProfile, alt: str) -> str:
    import altair as vega

    days = [_(day) for day in WEEKDAYS]
    values = [
        {"day": days[day], "hour": hour, "n": round(float(found.weights[day, hour]), 3)}
        for day in range(7)
        for hour in range(24)
    ]
    chart = (
        vega.Chart(vega.InlineData(values=values))
        .mark_rect(stroke="white", strokeWidth=1)
        .encode(
            x=vega.X(
                "hour:O",
                title=_("Hour of the day"),
                axis=vega.Axis(labelAngle=0, values=list(range(0, 24, 3)), ticks=False, domain=False),
            ),
            y=vega.Y("day:O", title=None, sort=days, axis=vega.Axis(ticks=False, domain=False)),
            color=vega.Color(
                "n:Q",
                title=_("Events"),
                scale=vega.Scale(type="quantize", range=list(RAMP)),
                legend=vega.Legend(format=".1f", orient="bottom", gradientLength=240),
            ),
        )
    )
    return chart_svg(chart.properties(width=WIDTH - 40, height=190), alt)
