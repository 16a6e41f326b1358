"""The table of change over many years in a part of a draft."""

from __future__ import annotations

from collections.abc import Sequence

from tryggve.domain.language import _
from tryggve.reports import ids, numbers
from tryggve.reports.cells import label
from tryggve.reports.municipal.cells import about
from tryggve.reports.municipal.context import Context
from tryggve.reports.municipal.held import FALSE_SHARE
from tryggve.reports.municipal.trends import CALL, TrendOfPiece
from tryggve.reports.tree import Cell, Column, ColumnKind, Table, Trace


def trend_table(ctx: Context, part: str, indicators: Sequence[str]) -> Table | None:
    """How much the series of a part change a year; None where it has none of reported offences."""
    made = [(id, one) for id in indicators for one in ctx.trends.get(id, ())]
    if not made:
        return None
    rows = tuple(
        (label(ctx.indicator(id).name), Cell(f"{one.years[0]}–{one.years[1]}"),
         Cell(_("per inhabitant") if one.per_inhabitant else _("number")), _change_cell(ctx, id, one), _told(one))
        for id, one in made
    )  # fmt: skip
    columns = (
        Column("what", _("What"), ColumnKind.TEXT), Column("years", _("Years"), ColumnKind.TEXT),
        Column("of", _("Of"), ColumnKind.TEXT), Column("change", _("Change a year (interval)")),
        Column("told", _("Can it be told?"), ColumnKind.TEXT),
    )  # fmt: skip
    note = _(
        "The mean change from one year to the next, never across a break in the series. The interval allows for how "
        "much the years vary and for neighbouring years being alike. A series may have turned within the years: look "
        "at the picture. Some more or fewer offences are no trend."
    )
    source = ", ".join(ctx.matter.sources_of(tuple(indicators)))
    return Table(ids.join("trend", part), _("Change over many years"), columns, rows, note=note, source=source)


def _told(one: TrendOfPiece) -> Cell:
    if one.q_value is None:
        return Cell(_("no"))
    return Cell(_("yes") if one.q_value <= FALSE_SHARE else _("no"))


def _change_cell(ctx: Context, id: str, one: TrendOfPiece) -> Cell:
    if one.found is None:
        return Cell(one.why)
    found = one.found
    text = f"{numbers.change(found.ratio, 1)} ({numbers.change_interval(found.interval.low, found.interval.high, 1)})"
    said = _("{what}; from {first}").format(what=about(ctx.matter, one.own[-1]), first=one.years[0])
    trace = Trace(one.sql, said, "trend", one.sql, f"{CALL}.percent()")
    return Cell(text, found.percent()[0], ids.join("trend", id, one.own[-1].area, *one.years), trace)
