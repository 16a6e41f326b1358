"""What only a typed draft has: its small areas as a cartogram, the districts of a programme, and its tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from tryggve.domain.language import _
from tryggve.example.public_record import PublicFigures, TableSource
from tryggve.reports import ids
from tryggve.reports.cells import label
from tryggve.reports.municipal.build import Chapter, Made
from tryggve.reports.municipal.context import Context
from tryggve.reports.municipal.typed.cartogram import areas_picture
from tryggve.reports.municipal.typed.districts import districts_table
from tryggve.reports.tree import Block, Bullets, Cell, Column, ColumnKind, Heading, Paragraph, Section, Table


def typed_chapters(typed: PublicFigures, outlines: Mapping[str, Any] | None = None) -> tuple[Chapter, ...]:
    """The chapters of a draft of typed figures that others have not; `outlines` by code, where they are at hand."""
    return partial(_small_areas, typed, outlines or {}), partial(_tables, typed)


def _small_areas(typed: PublicFigures, outlines: Mapping[str, Any], ctx: Context) -> list[Made]:
    """The small areas side by side, what may be misread in them, and the programme's districts."""
    regso, districts = typed.sources["regso"], typed.sources["programme_districts"]
    students = [area.name for area in typed.regso if area.has_students]
    blocks: list[Block] = [areas_picture(typed, ctx, outlines)]
    if students:
        text = _("Many students live in {areas}: a low income means something else there than elsewhere.")
        blocks.append(Paragraph(text.format(areas=", ".join(students)), strong=True))
    blocks += [Bullets(regso.caveats), districts_table(typed, ctx), Bullets(districts.caveats)]
    lead = _("The type is SCB's and tells how the residents fare, not how much crime there is. It ranks no area.")
    return [(Section("small-areas", _("The small areas side by side"), tuple(blocks), lead), [])]


def _tables(typed: PublicFigures, _ctx: Context) -> list[Made]:
    """Table by table: what it is, whose, of when, how sure, and how it may be read."""
    sources = [one for key, one in typed.sources.items() if key not in ("basics", "indicators")]
    rows = tuple(
        (label(one.title), Cell(one.source), Cell(one.period), Cell(_grade(one)), Cell(one.licence)) for one in sources
    )
    columns = tuple(
        Column(key, title, ColumnKind.TEXT)
        for key, title in (
            ("table", _("Table")), ("source", _("Source")), ("period", _("Period")), ("grade", _("How sure")),
            ("licence", _("Licence")),
        )
    )  # fmt: skip
    table = Table(ids.join("typed", "tables"), _("The typed tables"), columns, rows)
    blocks: list[Block] = [table]
    for one in sources:
        if one.key.startswith("reported_offences") or one.key in ("population", "police_list", "peer_groups"):
            blocks += [Heading(one.title), Bullets(one.caveats)]
    unsure = _unsure(typed)
    if unsure:
        blocks += [Heading(_("Not checked, and therefore without a number here")), Bullets(unsure)]
    lead = _(
        "The figures were typed from their sources, once. Nothing was fetched, nothing filled in, and no event, plan "
        "or answer to the law is made up for a real municipality."
    )
    return [(Section("typed", _("How the figures came here"), tuple(blocks), lead), [])]


def _grade(source: TableSource) -> str:
    return {
        "källa": _("checked against the source"),
        "kunskap": _("not checked against the source"),
        "val": _("our choice"),
    }[source.grade]


def _unsure(typed: PublicFigures) -> tuple[str, ...]:
    """The figures whose grade says that nobody has seen them in their source; the number itself is not repeated."""
    people = [
        _("{title}, {year}").format(title=typed.sources["population"].title, year=row.year)
        for row in typed.population
        if row.grade == "kunskap"
    ]
    lists = [
        _("{title}, {year}").format(title=typed.sources["police_list"].title, year=row.year)
        for row in typed.police_list
        if "total" in row.to_be_checked
    ]
    return (*people, *lists)
