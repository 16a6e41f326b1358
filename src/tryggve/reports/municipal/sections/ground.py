"""What a draft rests on, what was not at hand, and what it does not say."""

from __future__ import annotations

from tryggve.domain.crime_kind import crime_kinds
from tryggve.domain.indicator import Measures, theme_title
from tryggve.domain.language import _, pick
from tryggve.reports import numbers
from tryggve.reports.cells import label
from tryggve.reports.municipal.context import Context
from tryggve.reports.municipal.matter import area_name
from tryggve.reports.municipal.sections.tables import latest_of
from tryggve.reports.municipal.wording import sees
from tryggve.reports.tree import Block, Bullets, Cell, Column, ColumnKind, Heading, Paragraph, Section, Table


def ground_section(ctx: Context) -> Section:
    """Which sources can see what, kind by kind; where the tables came from; what is not at hand."""
    blocks: list[Block] = [
        _matrix(ctx), *_peers(ctx), *_misread(ctx), _origins(ctx), *_lacking(ctx),
    ]  # fmt: skip
    lead = _("Public figures of others. No event, person or place of a single crime is among them.")
    return Section("ground", _("The sources and what they can see"), tuple(blocks), lead)


def _matrix(ctx: Context) -> Table:
    """Part by part: how many indicators of each sort have a number for the municipality, of those asked for."""
    rows = []
    for kind in crime_kinds():
        cells = [label(kind.title)]
        for sort in Measures:
            asked = [id for id in kind.indicators if ctx.indicator(id).measures is sort]
            has = [id for id in asked if latest_of(ctx, id)[0] is not None]
            cells.append(Cell(_("{n} of {all}").format(n=len(has), all=len(asked)) if asked else "–"))
        rows.append(tuple(cells))
    columns = (Column("part", _("Part"), ColumnKind.TEXT), *(Column(sort.value, sees(sort)) for sort in Measures))
    note = _("Numbers of indicators that have a figure, of those that are asked for. A dash: no source of that sort.")
    return Table("ground.sees", _("Which sort of source sees what"), columns, tuple(rows), note)


def _peers(ctx: Context) -> list[Block]:
    peers = ctx.matter.peer_list
    if peers is None:
        return [
            Paragraph(
                _("Kolada's groups of municipalities that are alike are not at hand: nothing is compared with them."),
                strong=True,
            )
        ]
    names = ", ".join(area_name(ctx.matter, code) for code in peers.members if code != ctx.matter.scope.code)
    return [
        Paragraph(
            _("Alike, by Kolada ({kind}, {year}): {names}. Others could be chosen; the choice is Kolada's and the same "
              "for all.").format(kind=peers.kind, year=peers.year, names=names)
        )
    ]  # fmt: skip


def _origins(ctx: Context) -> Table:
    rows = [
        (label(row.source_table), Cell(row.source), Cell(row.fetched[:16].replace("T", " ")), Cell(row.vintage),
         Cell(row.licence), Cell(row.sha256[:12]))
        for row in ctx.matter.provenance
    ]  # fmt: skip
    columns = tuple(
        Column(key, title, ColumnKind.TEXT)
        for key, title in (
            ("table", _("Table")), ("source", _("Source")), ("fetched", _("Fetched (UTC)")), ("vintage", _("Edition")),
            ("licence", _("Licence")), ("sha256", _("Checksum")),
        )
    )  # fmt: skip
    return Table(
        "ground.tables", _("The tables"), columns, tuple(rows),
        note=_("The whole addresses and checksums stand in underlag/provenance.csv."), empty=_("No table came."),
    )  # fmt: skip


def _lacking(ctx: Context) -> list[Block]:
    matter = ctx.matter
    blocks: list[Block] = []
    if matter.lacking:
        items = tuple(
            _("Not at hand: {name}. {what} {how} The file is called {file}.").format(
                name=one.name, what=one.what, how=one.how, file=one.file
            )
            for one in matter.lacking
        )
        blocks += [Heading(_("Not at hand")), Bullets(items)]
    without = [id for kind in crime_kinds() for id in kind.indicators if latest_of(ctx, id)[0] is None]
    if without:
        blocks += [
            Heading(_("Without a figure for {name}").format(name=matter.scope.name)),
            Paragraph(_("Nothing is filled in for these: what they would show is unknown."), strong=True),
            Bullets(tuple(f"{ctx.indicator(id).name} ({theme_title(ctx.indicator(id).theme)})" for id in without)),
        ]
    blocks += [Bullets(matter.notes)] if matter.notes else []
    return blocks


def common_warnings(ctx: Context) -> dict[str, tuple[str, ...]]:
    """How all the indicators of a theme may be misread, by theme."""
    found: dict[str, tuple[str, ...]] = {}
    for one in ctx.matter.indicators.values():
        told = tuple(pick(dict(given)) for given in one.misread)
        kept = found.get(one.theme, told)
        found[one.theme] = tuple(text for text in kept if text in told)
    return found


def _misread(ctx: Context) -> list[Block]:
    blocks: list[Block] = [Heading(_("How the sources may be misread"))]
    for theme, warnings in common_warnings(ctx).items():
        if warnings:
            blocks += [Paragraph(f"{theme_title(theme)}:"), Bullets(warnings)]
    return blocks


def limits_section(ctx: Context) -> Section:
    """What the document cannot say, in few words and one number."""
    all_of_them = sum(len(kind.indicators) for kind in crime_kinds())
    has = sum(latest_of(ctx, id)[0] is not None for kind in crime_kinds() for id in kind.indicators)
    tested = sum(one.found.result is not None for one in ctx.held.values())
    clear = sum(one.is_clear for one in ctx.held.values())
    unseen = ", ".join(kind.title.lower() for kind in crime_kinds() if not kind.indicators)
    items = (
        _("{n} of {all} indicators have a figure for the municipality.").format(
            n=numbers.integer(has), all=numbers.integer(all_of_them)
        ),
        _(
            "{n} comparisons could be tested; {clear} can be told from chance when all are allowed for (at most 5 % of "
            "those false)."
        ).format(n=numbers.integer(tested), clear=numbers.integer(clear)),
        _("No source here sees: {unseen}.").format(unseen=unseen),
        _(
            "By age: none of the sources here tells crime, exposure or insecurity apart by age in a single "
            "municipality, save reported violence against those aged 0 to 17. Brå's survey NTU does so for the "
            "country, not for a municipality. The school's own survey and a local survey of safety may."
        ),
        _(
            "Public figures say nothing of where in the municipality, at what hour, or against whom in detail. That "
            "needs the municipality's own reports, talks and walks."
        ),
        _(
            "Reported crime, what people answer, and what they feel are different things. None of them corrects "
            "another by itself."
        ),
    )
    return Section("unknown", _("What is not known, and why"), (Bullets(items),))
