"""The municipality beside each of those that are alike, in reported offences per inhabitant: intervals, no ranking."""

from __future__ import annotations

from tryggve.domain.figure import Figure
from tryggve.domain.language import _
from tryggve.reports import ids
from tryggve.reports.cells import label
from tryggve.reports.municipal.cells import compared_cell, with_limits_cell
from tryggve.reports.municipal.comparing import compare
from tryggve.reports.municipal.context import Context
from tryggve.reports.municipal.matter import area_name
from tryggve.reports.municipal.sections.group import group_block
from tryggve.reports.tree import Bullets, Cell, Column, ColumnKind, Finding, Section, Table

RATES = ("anmalda_totalt", "bra_totalt_invanare")
"""Indicators of all offences per inhabitant; the first that some of those alike have too is shown."""


def alike_section(ctx: Context) -> list[tuple[Section, list[Finding]]]:
    """The chapter; none where nothing of those alike is at hand."""
    own = _own(ctx)
    if own is None:
        return []
    notes = (
        _("Lying apart in reported crime is not lying apart in crime: how much is reported, how the police work, and "
          "who visits a town differ too. The table ranks nobody; it follows the codes of the municipalities."),
        _("Each interval holds for one comparison by itself. Among many some lie outside by chance, and none of these "
          "is made a finding."),
    )  # fmt: skip
    lead = _("Kolada chooses those alike by the same rule for all municipalities, not by how safe they are.")
    blocks = (_table(ctx, own), Bullets(notes), group_block(ctx))
    return [(Section("alike", _("Beside each of those alike"), blocks, lead), [])]


def _members(ctx: Context) -> list[str]:
    peers = ctx.matter.peer_list
    return [code for code in peers.members if code != ctx.matter.scope.code] if peers else []


def _own(ctx: Context) -> Figure | None:
    """The latest number of the municipality that at least one of those alike has too."""
    matter = ctx.matter
    for id in RATES:
        for own in reversed(matter.known(id, matter.scope.code)):
            others = (matter.at(id, code, own.period) for code in _members(ctx))
            if any(one is not None and one.value is not None for one in others):
                return own
    return None


def _table(ctx: Context, own: Figure) -> Table:
    matter = ctx.matter
    rows = [(label(matter.scope.name), with_limits_cell(matter, own, "alike"), Cell("–"))]
    for code in sorted(_members(ctx)):
        other = matter.at(own.indicator, code, own.period)
        shown = with_limits_cell(matter, other, "alike") if other else Cell(_("no figure"))
        apart = compared_cell(matter, compare(matter, own, other), "alike", code)
        rows.append((label(area_name(matter, code)), shown, apart))
    columns = (
        Column("place", _("Municipality"), ColumnKind.TEXT), Column("value", _("Figure (interval)")),
        Column("apart", _("{name} beside it (interval)").format(name=matter.scope.name)),
    )  # fmt: skip
    title = f"{ctx.indicator(own.indicator).name}, {own.period}"
    return Table(
        ids.join("alike", own.indicator), title, columns, tuple(rows),
        source=", ".join(matter.sources_of((own.indicator,))),
    )  # fmt: skip
