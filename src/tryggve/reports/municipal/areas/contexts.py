"""Whom people of low economic standard live among, whatever the borders of areas: the k nearest people."""

from __future__ import annotations

import numpy as np

from tryggve.domain.language import _
from tryggve.reports import ids, numbers
from tryggve.reports.cells import label
from tryggve.reports.municipal.areas.spread import SHARE, Spread, spread_at, years_of
from tryggve.reports.municipal.context import Context
from tryggve.reports.tree import Block, Cell, Column, ColumnKind, Paragraph, Table, Trace
from tryggve.stats.context_gap import ContextGap, context_gap

NEAREST = (5_000, 20_000)
"""People in the surroundings: a part of a town, and a town. Small areas hold some 3 000, so less says nothing."""

LEAST_TIMES = 4
"""The municipality holds at least so many surroundings, or they are nearly all the same."""

REPLICATES = 199


def contexts_blocks(ctx: Context) -> list[Block]:
    """The surroundings at the latest year; in words why not."""
    times = [one for at in years_of(ctx.matter, ctx.matter.scope.code) if (one := spread_at(ctx.matter, at)).measured]
    if not times:
        return []
    one = times[-1]
    points = ctx.matter.areas.named(one.at.division)
    if not set(one.codes) <= set(points):
        return [_not(_("the outlines of the small areas are not at hand"))]
    wanted = [k for k in NEAREST if k * LEAST_TIMES <= one.counts.sum()]
    if not wanted:
        return [_not(_("the municipality has too few inhabitants"))]
    x, y = (np.array([getattr(points[code], axis) for code in one.codes], np.float64) for axis in "xy")
    rows = []
    for k in wanted:
        found = context_gap(x, y, one.counts[:, 0], one.counts.sum(axis=1), k=k, replicates=REPLICATES)
        rows.append(_row(one, found, k))
    columns = (
        Column("k", _("The nearest"), ColumnKind.TEXT),
        Column("own", _("Low standard around those who have it, percent")),
        Column("others", _("Around others, percent")), Column("gap", _("Difference in points (interval)")),
    )  # fmt: skip
    title = _("Whom people live among, {period}").format(period=one.at.period)
    note = _(
        "The nearest people, counted from a point in each small area outwards until they are so many. No difference "
        "means that all live in the same surroundings."
    )
    source = ", ".join(ctx.matter.sources_of((SHARE,)))
    return [Table("areas.contexts", title, columns, tuple(rows), note=note, source=source)]


def _not(why: str) -> Paragraph:
    return Paragraph(_("Whom people live among cannot be measured: {why}.").format(why=why), strong=True)


def _row(one: Spread, found: ContextGap, k: int) -> tuple[Cell, ...]:
    low, high = (100.0 * end for end in (found.interval.low, found.interval.high))
    gap = f"{numbers.decimal(100.0 * found.value, 2)} ({numbers.interval(low, high, 2)})"
    return (
        label(_("{n} people").format(n=numbers.integer(k))),
        _cell(one, k, "own", numbers.decimal(100.0 * found.own, 2), 100.0 * found.own),
        _cell(one, k, "others", numbers.decimal(100.0 * found.others, 2), 100.0 * found.others),
        _cell(one, k, "points()", gap, 100.0 * found.value),
    )


def _cell(one: Spread, k: int, what: str, text: str, value: float) -> Cell:
    sql = (
        "SELECT CAST(s.x AS DOUBLE), CAST(s.y AS DOUBLE), b.x, b.t FROM by_means b JOIN small_areas s ON s.code = "
        f"b.area AND s.division = b.division WHERE b.municipality = '{one.at.place}' AND "
        f"b.division = '{one.at.division}' AND b.period = '{one.at.period}' ORDER BY b.area"
    )
    factor = "" if what == "points()" else "100 * "
    call = f"{factor}tryggve.stats.context_gap.context_gap(*counts.T, k={k}, replicates={REPLICATES}).{what}"
    said = _("the {k} nearest, low economic standard; {period}").format(k=numbers.integer(k), period=one.at.period)
    id = ids.join("contexts", str(k), what, one.at.division, one.at.period)
    return Cell(text, value, id, Trace(sql, said, "contexts", sql, call))
