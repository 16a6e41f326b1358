"""The districts of a programme as small areas: which was our choice, how many live there, and of which types."""

from __future__ import annotations

from tryggve.domain.language import _
from tryggve.example.public_record import ProgrammeArea, PublicFigures
from tryggve.reports import ids, numbers
from tryggve.reports.cells import label
from tryggve.reports.municipal.cells import rows_sql
from tryggve.reports.municipal.context import Context
from tryggve.reports.municipal.typed.cartogram import small
from tryggve.reports.municipal.typed.tables import DIVISION, PEOPLE, PEOPLE_YEAR
from tryggve.reports.tree import Cell, Column, ColumnKind, Table, Trace


def districts_table(typed: PublicFigures, ctx: Context) -> Table:
    """A row for each district; areas that belong only in part are named and not counted."""
    found: dict[str, list[ProgrammeArea]] = {}
    for one in typed.programme_districts:
        found.setdefault(one.district, []).append(one)
    names = {area.code: area.name for area in typed.regso}
    types = {area.code: str(area.area_type) for area in typed.regso}
    rows = []
    for district, parts in found.items():
        whole = [one.regso_code for one in parts if one.whole]
        partly = [names[one.regso_code] for one in parts if not one.whole]
        rows.append(
            (label(district), Cell(", ".join(names[code] for code in whole)), Cell(", ".join(partly) or "–"),
             _people(ctx, district, whole), Cell(", ".join(types[code] for code in whole)))
        )  # fmt: skip
    columns = (
        Column("district", _("District"), ColumnKind.TEXT), Column("areas", _("RegSO"), ColumnKind.TEXT),
        Column("partly", _("Partly, not counted"), ColumnKind.TEXT),
        Column("n", _("Inhabitants {year}").format(year=PEOPLE_YEAR)), Column("types", _("Types"), ColumnKind.TEXT),
    )  # fmt: skip
    source = typed.sources["programme_districts"]
    return Table("typed.districts", source.title, columns, tuple(rows), source=source.source)


def _people(ctx: Context, district: str, codes: list[str]) -> Cell:
    figures = [one for code in codes if (one := small(ctx, PEOPLE, code, PEOPLE_YEAR)) is not None]
    total = sum(int(one.value or 0) for one in figures)
    listed = ", ".join(f"'{one.area}'" for one in figures)
    sql = (
        f"SELECT sum(value) FROM figures WHERE indicator = '{PEOPLE}' AND division = '{DIVISION}' "
        f"AND period = '{PEOPLE_YEAR}' AND sex = 'T' AND area IN ({listed})"
    )
    said = _("{what}, {district}: the sum of its whole areas").format(
        what=ctx.indicator(PEOPLE).name, district=district
    )
    trace = Trace(sql, said, "published", "\nUNION ALL\n".join(rows_sql(one) for one in figures))
    return Cell(numbers.integer(total), float(total), ids.join("districts", district, PEOPLE_YEAR), trace)
