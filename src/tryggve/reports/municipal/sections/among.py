"""The municipality among all that have a figure: shared places, and the funnel, instead of a league table."""

from __future__ import annotations

from tryggve.domain.crime_kind import LawPart, crime_kinds
from tryggve.domain.indicator import Measures
from tryggve.domain.language import _
from tryggve.reports import numbers
from tryggve.reports.cells import label
from tryggve.reports.municipal.cells import about, number_id, with_limits_cell
from tryggve.reports.municipal.context import Context
from tryggve.reports.municipal.funnel_figure import funnel_picture
from tryggve.reports.municipal.places import Standing, standing
from tryggve.reports.municipal.wording import sees
from tryggve.reports.tree import Block, Cell, Column, ColumnKind, Finding, Paragraph, Section, Table, Trace

PICTURES = ("anmalda_totalt", "anmalda_valdsbrott")


def among_section(ctx: Context) -> list[tuple[Section, list[Finding]]]:
    """The chapter; it says so where the figures of all municipalities are not at hand."""
    lead = _("A place says little: small differences move it far. So what is told is which places are possible.")
    found = _standings(ctx)
    blocks: list[Block] = [_table(ctx, found)] if found else []
    blocks += [picture for id in PICTURES if (picture := funnel_picture(ctx.matter, id))]
    if not blocks:
        blocks = [
            Paragraph(_("The figures of all municipalities are not at hand: no place is told, and none is guessed."))
        ]
    return [(Section("among", _("Among all municipalities"), tuple(blocks), lead), [])]


def _standings(ctx: Context) -> list[Standing]:
    asked = [id for kind in crime_kinds() if kind.law is LawPart.EXTENT for id in kind.indicators]
    seen = [id for id in asked if ctx.indicator(id).measures in (Measures.REPORTED, Measures.EXPERIENCED)]
    latest = [known[-1] for id in seen if (known := ctx.matter.known(id, ctx.matter.scope.code))]
    return [found for own in latest if (found := standing(ctx.matter, own)) is not None]


def _table(ctx: Context, found: list[Standing]) -> Table:
    rows = []
    for one in found:
        indicator = ctx.indicator(one.own.indicator)
        trace = Trace(one.sql, about(ctx.matter, one.own), "places")
        cell = Cell(_place(one), _place(one), number_id(("place",), one.own), trace)
        rows.append(
            (label(indicator.name), Cell(sees(indicator.measures)), Cell(one.own.period),
             with_limits_cell(ctx.matter, one.own, "among"), cell)
        )  # fmt: skip
    columns = (
        Column("what", _("What"), ColumnKind.TEXT), Column("sees", _("Sees"), ColumnKind.TEXT),
        Column("period", _("Period"), ColumnKind.TEXT), Column("value", _("Figure (interval)")),
        Column("place", _("Possible places, 1 is the highest figure"), ColumnKind.TEXT),
    )  # fmt: skip
    note = _("Municipalities without a figure, or without a known interval, are not among them.")
    return Table("among.places", _("Possible places among all municipalities"), columns, tuple(rows), note)


def _place(one: Standing) -> str:
    words = {"first": numbers.integer(one.first), "last": numbers.integer(one.last), "n": numbers.integer(one.n)}
    if one.first == one.last:
        return _("place {first} (first and last: {first}, {last}) of {n}").format(**words)
    if not one.is_told:
        return _("cannot be ranked: {first}–{last} of {n}").format(**words)
    return _("shared place {first}–{last} of {n}").format(**words)
