"""How divided the municipality is by low economic standard: indices with intervals, over time and beside others."""

from __future__ import annotations

from tryggve.domain.language import _
from tryggve.reports import ids, numbers
from tryggve.reports.cells import label
from tryggve.reports.municipal.areas.spread import REPLICATES, SHARE, At, Spread, spread_at, years_of
from tryggve.reports.municipal.context import Context
from tryggve.reports.municipal.matter import Matter, area_name
from tryggve.reports.tree import (
    Block,
    Cell,
    Certainty,
    Column,
    ColumnKind,
    Finding,
    FindingKind,
    Findings,
    Paragraph,
    Table,
    Trace,
)  # fmt: skip
from tryggve.stats.segregation import Change, change

INDICES = ("dissimilarity", "isolation", "entropy")
MOST_P = 0.005
"""A change is told only when chance gives one so large in one of two hundred: these are tested beside all others."""


def divided_blocks(ctx: Context) -> tuple[list[Block], list[Finding]]:
    """The years of the municipality, the change in each division, and the same year among those like it."""
    times = years_of(ctx.matter, ctx.matter.scope.code)
    spreads = [spread_at(ctx.matter, at) for at in times]
    if not any(one.measured for one in spreads):
        why = next((one.why for one in reversed(spreads)), _("no figures of small areas are at hand"))
        text = _("How divided the municipality is by income cannot be measured: {why}.").format(why=why)
        return [Paragraph(text, strong=True)], []
    findings = [one for pair in _runs(spreads) if (one := _finding(ctx, *pair)) is not None]
    blocks: list[Block] = [
        Paragraph(
            _("Low economic standard is the share of people in households below 60 percent of the country's median. "
              "Dissimilarity is the share of them that would have to move for an even spread; isolation is the share "
              "of low standard where such a person lives; entropy is 0 at evenness and 1 at full division. People "
              "born abroad are not measured: no table of them by small area is fetched.")
        ),
        _years_table(ctx, spreads),
    ]  # fmt: skip
    if findings:
        blocks.append(Findings(tuple(one.id for one in findings)))
    else:
        blocks.append(Paragraph(_("No change within one division can be told from chance.")))
    latest = next(one for one in reversed(spreads) if one.measured)
    return [*blocks, *_beside(ctx, latest)], findings


def _runs(spreads: list[Spread]) -> list[tuple[Spread, Spread]]:
    """First and last year of each division that has two or more: never across a change of division."""
    of: dict[str, list[Spread]] = {}
    for one in spreads:
        if one.measured is not None:
            of.setdefault(one.at.division, []).append(one)
    return [(several[0], several[-1]) for several in of.values() if len(several) > 1]


def _years_table(ctx: Context, spreads: list[Spread]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    last = ""
    for one in spreads:
        division = one.at.division
        if last and division != last:
            said = _("new division")
            rows.append((label(_("Break")), Cell(division), Cell(""), *(Cell("") for _index in INDICES), Cell(said)))
        cells = [index_cell(ctx.matter, one, index, "spread") for index in INDICES]
        rows.append((label(one.at.period), Cell(division), Cell(_areas_text(one)), *cells, Cell(one.why)))
        last = division
    columns = (
        Column("period", _("Year"), ColumnKind.TEXT), Column("division", _("Division"), ColumnKind.TEXT),
        Column("areas", _("Areas")), *index_columns(), Column("why", _("Break, or why not"), ColumnKind.TEXT),
    )  # fmt: skip
    title = _("How people of low economic standard are spread over the small areas of {place}").format(
        place=ctx.matter.scope.name
    )
    note = _(
        "As counted, with the interval freed from what chance makes of small areas. The indices depend on how the "
        "areas are drawn: only years of one division are compared."
    )
    return Table("areas.spread", title, columns, tuple(rows), note=note, source=_source(ctx))


def index_columns() -> tuple[Column, ...]:
    """The columns of the indices."""
    names = (_("Dissimilarity (interval)"), _("Isolation (interval)"), _("Entropy (interval)"))
    return tuple(Column(key, name) for key, name in zip(INDICES, names, strict=True))


def _areas_text(one: Spread) -> str:
    if not one.left_out:
        return numbers.integer(len(one.codes))
    return _("{n} ({left} without figures)").format(n=len(one.codes), left=one.left_out)


def index_name(index: str) -> str:
    """What an index is called."""
    return {"dissimilarity": _("dissimilarity"), "isolation": _("isolation"), "entropy": _("entropy")}[index]


def index_cell(matter: Matter, one: Spread, index: str, *path: str) -> Cell:
    """An index as counted, with its interval."""
    if one.measured is None:
        return Cell("–")
    found = one.measured.measures[index]
    text = f"{numbers.decimal(found.raw, 3)} ({numbers.interval(found.interval.low, found.interval.high, 3)})"
    said = _("{index}, low economic standard; {place}; {period}, RegSO {division}").format(
        index=index_name(index), place=area_name(matter, one.at.place), period=one.at.period, division=one.at.division
    )
    trace = Trace(one.at.index_sql(index), said, "segregation", one.at.counts_sql, one.at.interval_call(index))
    return Cell(text, found.raw, ids.join(*path, index, one.at.place, one.at.division, one.at.period), trace)


def _finding(ctx: Context, first: Spread, last: Spread) -> Finding | None:
    """The change of dissimilarity between two years of one division, where it can be told from none."""
    both = [code for code in first.codes if code in set(last.codes)]
    rows = [[one.codes.index(code) for code in both] for one in (first, last)]
    found = change(first.counts[rows[0]], last.counts[rows[1]], replicates=REPLICATES)
    if found.p > MOST_P or found.interval.covers_zero:
        return None
    return Finding(
        id=ids.join("finding", "segregation", first.at.place, first.at.division, first.at.period, last.at.period),
        key="municipal.segregation",
        kind=FindingKind.CHANGE,
        text=_sentence(found, first.at, last.at),
        value=found.difference,
        interval=(found.interval.low, found.interval.high),
        reference=_("{number} in {period}").format(number=numbers.decimal(found.before, 3), period=first.at.period),
        certainty=Certainty.MODERATE,
        method="segregation",
        trace=_change_trace(ctx, first.at, last.at),
        value_text=_signed(found.difference),
        interval_text=_("{low} to {high}").format(low=_signed(found.interval.low), high=_signed(found.interval.high)),
        weight=min(abs(found.interval.low), abs(found.interval.high)) / max(found.before, 0.01),
    )


def _sentence(found: Change, first: At, last: At) -> str:
    words = {
        "now": numbers.decimal(found.after, 3), "then": numbers.decimal(found.before, 3), "before": first.period,
        "period": last.period, "division": first.division,
    }  # fmt: skip
    text = (
        _("People of low economic standard live more apart: dissimilarity over RegSO {division}, freed from chance, "
          "was {then} in {before} and {now} in {period}.")
        if found.difference > 0
        else _("People of low economic standard live less apart: dissimilarity over RegSO {division}, freed from "
               "chance, was {then} in {before} and {now} in {period}.")
    )  # fmt: skip
    return text.format(**words)


def _change_trace(ctx: Context, first: At, last: At) -> Trace:
    sql = (
        "SELECT a.x, a.t - a.x, b.x, b.t - b.x FROM by_means a JOIN by_means b ON b.area = a.area AND b.division = "
        f"a.division AND b.period = '{last.period}' WHERE a.municipality = '{first.place}' AND a.division = "
        f"'{first.division}' AND a.period = '{first.period}' ORDER BY a.area"
    )
    said = _("dissimilarity, low economic standard; {place}; {first} and {last}, RegSO {division}").format(
        place=ctx.matter.scope.name, first=first.period, last=last.period, division=first.division
    )
    call = f"tryggve.stats.segregation.change(counts[:, :2], counts[:, 2:], replicates={REPLICATES})"
    return Trace(sql, said, "segregation", sql, call)


def _signed(value: float) -> str:
    return f"+{numbers.decimal(value, 3)}" if value > 0 else numbers.decimal(value, 3)


def _beside(ctx: Context, own: Spread) -> list[Block]:
    """The municipality and those like it, same division and year; in words why not."""
    peers = ctx.matter.peer_list
    members = [code for code in peers.members if code != own.at.place] if peers else []
    spreads = [spread_at(ctx.matter, At(code, own.at.division, own.at.period)) for code in members]
    if not any(one.codes for one in spreads):
        text = _(
            "Not held against other municipalities: the small areas of those that are alike are not at hand in the "
            "same division and year. One figure alone is neither high nor low."
        )
        return [Paragraph(text, strong=True)]
    rows = tuple(
        (
            label(area_name(ctx.matter, one.at.place)), Cell(_areas_text(one)),
            *(index_cell(ctx.matter, one, index, "beside") for index in INDICES),
            Cell(one.why or _apart(own, one)),
        )
        for one in (own, *spreads)
    )  # fmt: skip
    columns = (
        Column("place", _("Municipality"), ColumnKind.TEXT), Column("areas", _("Areas")), *index_columns(),
        Column("verdict", _("Dissimilarity beside the municipality's own"), ColumnKind.TEXT),
    )  # fmt: skip
    title = _("Beside municipalities that are alike, {period}, RegSO {division}").format(
        period=own.at.period, division=own.at.division
    )
    note = _(
        "Told apart only where the intervals do not meet. Even then it may be how the areas are drawn: small and "
        "uniform areas give higher figures. In Kolada's order, not ranked."
    )
    return [Table("areas.beside", title, columns, rows, note=note, source=_source(ctx))]


def _apart(own: Spread, other: Spread) -> str:
    if own.measured is None or other.measured is None or own.at.place == other.at.place:
        return "–"
    here, there = (one.measures["dissimilarity"].interval for one in (own.measured, other.measured))
    if there.low > here.high:
        return _("more divided")
    return _("less divided") if there.high < here.low else _("cannot be told apart")


def _source(ctx: Context) -> str:
    return ", ".join(ctx.matter.sources_of((SHARE,)))
