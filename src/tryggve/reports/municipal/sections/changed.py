"""What changed since the draft before: newer figures, figures that the source has revised, indicators come and gone."""

from __future__ import annotations

from dataclasses import dataclass

from tryggve.domain.figure import Figure
from tryggve.domain.language import _
from tryggve.reports import ids
from tryggve.reports.cells import label
from tryggve.reports.municipal.before import Before, Earlier
from tryggve.reports.municipal.cells import compared_cell, figure_cell
from tryggve.reports.municipal.comparing import Compared, compare
from tryggve.reports.municipal.context import Context
from tryggve.reports.municipal.held import FALSE_SHARE, place_of
from tryggve.reports.municipal.wording import value_text
from tryggve.reports.tree import Block, Bullets, Cell, Column, ColumnKind, Finding, Heading, Section, Table, Trace
from tryggve.stats.multiple import benjamini_hochberg


@dataclass(frozen=True)
class Newer:
    """A figure that is younger than the one the earlier draft had, held against it as the source has it today."""

    indicator: str
    before: Before
    now: Figure
    found: Compared


def changed_section(ctx: Context) -> list[tuple[Section, list[Finding]]]:
    """The chapter; none where no earlier draft was given."""
    earlier = ctx.request.previous
    if earlier is None:
        return []
    blocks: list[Block] = [
        _newer_table(ctx, _newer(ctx, earlier)),
        _revised_table(ctx, earlier),
        *_come_and_gone(ctx, earlier),
    ]
    lead = _(
        "Held against the draft of {period}. A revised figure is the source's own change, not one of the municipality."
    )
    return [
        (
            Section("changed", _("What changed since the last one"), tuple(blocks), lead.format(period=earlier.period)),
            [],
        )
    ]


def _newer(ctx: Context, earlier: Earlier) -> list[Newer]:
    found = []
    for id in ctx.matter.indicators:
        place = place_of(ctx.matter, id)
        known, before = ctx.matter.known(id, place), earlier.latest(id, place)
        if known and before is not None and known[-1].period > before.period:
            then = ctx.matter.at(id, place, before.period)
            found.append(Newer(id, before, known[-1], compare(ctx.matter, known[-1], then)))
    return found


def _newer_table(ctx: Context, newer: list[Newer]) -> Table:
    tested = [one.found.result.p_value for one in newer if one.found.result is not None]
    q_values = iter(benjamini_hochberg(tested).tolist() if tested else [])
    rows = []
    for one in newer:
        told = ""
        if one.found.result is not None:
            told = _("yes") if next(q_values) <= FALSE_SHARE else _("no")
        rows.append(
            (label(ctx.indicator(one.indicator).name), Cell(one.before.period), _before_cell(ctx, one.before, "newer"),
             Cell(one.now.period), figure_cell(ctx.matter, one.now, "newer"),
             compared_cell(ctx.matter, one.found, "newer"), Cell(told))
        )  # fmt: skip
    columns = (
        Column("what", _("What"), ColumnKind.TEXT), Column("period", _("Period then"), ColumnKind.TEXT),
        Column("then", _("Then")), Column("period_now", _("Period now"), ColumnKind.TEXT), Column("now", _("Now")),
        Column("change", _("Change (interval)")), Column("told", _("Can it be told?"), ColumnKind.TEXT),
    )  # fmt: skip
    note = _("The change is counted on what the source says of both periods today.")
    return Table("changed.newer", _("Newer figures"), columns, tuple(rows), note, empty=_("No figure is newer."))


def _revised_table(ctx: Context, earlier: Earlier) -> Table:
    """The numbers of the earlier draft that the source gives otherwise today."""
    rows = []
    for one in sorted(earlier.figures, key=lambda one: (one.indicator, one.area, one.period)):
        if not ctx.matter.known(one.indicator, one.area):
            continue
        now = ctx.matter.at(one.indicator, one.area, one.period)
        if now is not None and now.value is not None and abs(now.value - one.value) <= 1e-9 * max(1.0, abs(one.value)):
            continue
        name = f"{ctx.indicator(one.indicator).name} ({one.area})"
        rows.append(
            (label(name), Cell(one.period), _before_cell(ctx, one, "revised"), figure_cell(ctx.matter, now, "revised"))
        )
    columns = (
        Column("what", _("What"), ColumnKind.TEXT), Column("period", _("Period"), ColumnKind.TEXT),
        Column("then", _("As it was")), Column("now", _("As it is")),
    )  # fmt: skip
    return Table(
        "changed.revised", _("Figures that the sources have revised"), columns, tuple(rows), empty=_("None is revised.")
    )


def _before_cell(ctx: Context, one: Before, *path: str) -> Cell:
    where = f"indicator = '{one.indicator}' AND area = '{one.area}' AND period = '{one.period}'"
    trace = Trace(
        f"SELECT CAST(value AS DOUBLE) AS value FROM previous WHERE {where}",
        _("the earlier draft; {what}; {period}").format(what=ctx.indicator(one.indicator).name, period=one.period),
        "published",
    )
    text = value_text(ctx.indicator(one.indicator).unit, one.value)
    return Cell(text, one.value, ids.join(*path, "before", one.indicator, one.area, one.period), trace)


def _come_and_gone(ctx: Context, earlier: Earlier) -> list[Block]:
    slugs = {ids.slug(id): id for id in ctx.matter.indicators}
    has = {ids.slug(id) for id in ctx.matter.indicators if ctx.matter.known(id, place_of(ctx.matter, id))}
    items = [
        *(_("New: {name}").format(name=ctx.indicator(slugs[id]).name) for id in sorted(has - earlier.asked)),
        *(_("No longer here: {name}").format(name=ctx.indicator(slugs[id]).name if id in slugs else id)
          for id in sorted(earlier.asked - has)),
    ]  # fmt: skip
    if not items:
        return []
    return [Heading(_("Indicators come and gone")), Bullets(tuple(items))]
