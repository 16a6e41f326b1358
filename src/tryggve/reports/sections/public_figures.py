"""A municipality's public figures as tables, each with its source. No event, decision or plan is among them."""

from __future__ import annotations

from collections.abc import Sequence

from tryggve.domain.language import _
from tryggve.example.public_record import PublicFigures, TableSource
from tryggve.reports import ids, numbers
from tryggve.reports.cells import label
from tryggve.reports.tree import Block, Bullets, Cell, Column, ColumnKind, Paragraph, Section, Table


def public_figures_section(figures: PublicFigures) -> Section:
    """Population, areas and the police's lists of vulnerable areas."""
    blocks: list[Block] = []
    for table, key in (
        (_population(figures), "population"),
        (_areas(figures), "regso"),
        (_lists(figures), "police_list"),
    ):
        blocks += [table, *_caveats(figures.sources[key])]
    lead = _("Public figures with their sources. They are not events and say nothing of single places or persons.")
    return Section("public-figures", _("The municipality in public figures"), tuple(blocks), lead)


def source_note(source: TableSource) -> str:
    """Where a table comes from and how it may be read, in one text."""
    said = _("Source: {source}. Period: {period}. Licence: {licence}.").format(
        source=source.source, period=source.period, licence=source.licence
    )
    return " ".join((said, *source.caveats))


def _caveats(source: TableSource) -> list[Block]:
    return [Bullets(source.caveats)] if source.caveats else [Paragraph(source_note(source))]


def _cell(text: str, value: float | int | str | None, *path: str) -> Cell:
    return Cell(text, value, ids.join(*path))


def _table(figures: PublicFigures, key: str, columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]]) -> Table:
    source = figures.sources[key]
    note = _("Grade: {grade}. Licence: {licence}.").format(grade=source.grade, licence=source.licence)
    return Table(f"public.{ids.slug(key)}", source.title, tuple(columns), tuple(rows), note=note, source=source.source)


def _population(figures: PublicFigures) -> Table:
    rows = [
        (
            label(str(row.year)),
            _cell(numbers.integer(row.population), row.population, "public.population", str(row.year), "n"),
            Cell(row.grade),
        )
        for row in figures.population
    ]
    columns = (
        Column("year", _("31 December"), ColumnKind.TEXT),
        Column("n", _("Inhabitants")),
        Column("grade", _("Grade"), ColumnKind.TEXT),
    )
    return _table(figures, "population", columns, rows)


def _areas(figures: PublicFigures) -> Table:
    rows = []
    for row in figures.regso:
        path = ("public.regso", row.code)
        rows.append(
            (
                label(row.name),
                Cell(row.code),
                _cell(numbers.integer(row.population), row.population, *path, "n"),
                _cell(numbers.percent(row.born_abroad_percent / 100, 1), row.born_abroad_percent, *path, "born-abroad"),
                _cell(str(row.area_type), row.area_type, *path, "type"),
            )
        )
    columns = (
        Column("area", _("Area"), ColumnKind.TEXT),
        Column("code", _("Code"), ColumnKind.TEXT),
        Column("n", _("Inhabitants")),
        Column("born_abroad", _("Born abroad")),
        Column("type", _("Area type")),
    )
    return _table(figures, "regso", columns, rows)


def _lists(figures: PublicFigures) -> Table:
    rows = []
    for row in figures.police_list:
        doubt = _(" (to be checked)") if "total" in row.to_be_checked else ""
        total = numbers.integer(row.total) + doubt
        rows.append(
            (
                label(str(row.year)),
                _cell(total, row.total, "public.police-list", str(row.year), "total"),
                _cell(numbers.integer(row.here), row.here, "public.police-list", str(row.year), "here"),
                Cell(row.note),
            )
        )
    columns = (
        Column("year", _("List year"), ColumnKind.TEXT),
        Column("total", _("Areas in the country")),
        Column("here", _("In the municipality")),
        Column("note", _("Note"), ColumnKind.TEXT),
    )
    return _table(figures, "police_list", columns, rows)
