"""The table of the rates beside what is usual among those alike, all of them tested together."""

from __future__ import annotations

from tryggve.domain.crime_kind import LawPart, crime_kinds
from tryggve.domain.language import _
from tryggve.reports import numbers
from tryggve.reports.cells import label
from tryggve.reports.municipal.beside import CALL, Beside, beside
from tryggve.reports.municipal.cells import about, number_id, with_limits_cell
from tryggve.reports.municipal.context import Context
from tryggve.reports.municipal.expecting import rates_of
from tryggve.reports.municipal.held import FALSE_SHARE
from tryggve.reports.municipal.wording import limits_text
from tryggve.reports.tree import Block, Cell, Column, ColumnKind, Paragraph, Table, Trace
from tryggve.stats.group_comparison import LEAST
from tryggve.stats.multiple import benjamini_hochberg


def group_block(ctx: Context) -> Block:
    """The table; in words where too few of those alike have a rate."""
    asked = (id for kind in crime_kinds() if kind.law is LawPart.EXTENT for id in kind.indicators)
    made = [one for own in rates_of(ctx.matter, iter(dict.fromkeys(asked))) if (one := beside(ctx.matter, own))]
    if not made:
        return Paragraph(
            _("What is usual among those alike cannot be told: it takes {n} of them with a figure.").format(n=LEAST),
            strong=True,
        )
    q_values = benjamini_hochberg([1.0 if one.found.p_usual is None else one.found.p_usual for one in made]).tolist()
    rows = tuple(_row(ctx, one, q) for one, q in zip(made, q_values, strict=True))
    columns = (
        Column("what", _("What"), ColumnKind.TEXT), Column("value", _("Figure (interval)")),
        Column("usual", _("Usual among those alike")), Column("members", _("Of them have a figure")),
        Column("told", _("Unusual?"), ColumnKind.TEXT),
    )  # fmt: skip
    note = _(
        "Per 100,000 inhabitants. Usual: where one more municipality of this size would lie, 19 times of 20, if it "
        "were like these. They differ among themselves, and that is in it. One test for each row, corrected for all of "
        "them. Unusual is a question to people and no grade."
    )
    source = ", ".join(ctx.matter.sources_of(tuple(one.own.indicator for one in made)))
    return Table("alike.group", _("Beside those alike taken together"), columns, rows, note=note, source=source)


def _row(ctx: Context, one: Beside, q_value: float) -> tuple[Cell, ...]:
    assert one.found.usual is not None
    ends = one.found.usual.low, one.found.usual.high
    text = limits_text("per_100000", ends, one.own.value)
    trace = Trace(one.sql, about(ctx.matter, one.own), "group", one.sql, f"{CALL}.usual")
    return (
        label(f"{ctx.indicator(one.own.indicator).name} ({one.own.period})"),
        with_limits_cell(ctx.matter, one.own, "group", "own"),
        Cell(text, ends[0], number_id(("group", "usual"), one.own), trace),
        Cell(numbers.integer(one.found.members)),
        Cell(_("yes") if q_value <= FALSE_SHARE else _("no")),
    )
