"""The police's lists, year by year: which areas here were on them. Numbers of different lists are never compared."""

from __future__ import annotations

from dataclasses import dataclass

from tryggve.domain.indicator import ORIGIN_NAMES, Origin
from tryggve.domain.language import _
from tryggve.example.public_figures import places, public_figures
from tryggve.reports import ids, numbers
from tryggve.reports.cells import label
from tryggve.reports.municipal.context import Context
from tryggve.reports.municipal.matter import Matter
from tryggve.reports.tree import Cell, Column, ColumnKind, Table, Trace


@dataclass(frozen=True)
class ListOfYear:
    """A list: areas in the country and what to know of it (from the catalog), areas here and their names.

    None where it is not known. `unsure` where the number in the country has not been checked against its source, and
    is therefore not told.
    """

    year: str
    total: int | None
    note: str
    here: int | None
    names: tuple[str, ...] = ()
    unsure: bool = False


def lists_of(matter: Matter) -> list[ListOfYear]:
    """Every list that something is known of, the oldest first: what was fetched goes before what the catalog says."""
    found: dict[str, ListOfYear] = {}
    for place in places():
        figures = public_figures(place)
        for one in figures.police_list:
            here = one.here if figures.code == matter.scope.code else None
            year, unsure = str(one.year), "total" in one.to_be_checked
            if year not in found or here is not None:
                found[year] = ListOfYear(year, None if unsure else one.total, one.note, here, unsure=unsure)
    for year in dict.fromkeys(year for year, _name in matter.areas.listed):
        names = tuple(name for other, name in matter.areas.listed if other == year and name)
        known = found.get(year, ListOfYear(year, None, "", None))
        found[year] = ListOfYear(year, known.total, known.note, len(names), names, known.unsure)
    return [found[year] for year in sorted(found)]


def lists_table(ctx: Context) -> Table:
    """The lists with what is known of splits and merges, and the areas here by name."""
    matter = ctx.matter
    rows = tuple(
        (label(one.year), _total_cell(one), Cell(one.note or "–"), _here_cell(matter, one)) for one in lists_of(matter)
    )
    columns = (
        Column("year", _("List of"), ColumnKind.TEXT), Column("total", _("Areas in the country")),
        Column("what", _("What to know of the list"), ColumnKind.TEXT),
        Column("here", _("In {place}").format(place=matter.scope.name), ColumnKind.TEXT),
    )  # fmt: skip
    note = _(
        "Numbers of two lists are not a change: areas are split and merged, borders move and classes come and go. None "
        "on the list is not the same as no problems. The classes are the police's own; a municipality does not use "
        "them for its areas, and they are not shown here."
    )
    title, source = _("The police's lists of vulnerable areas"), ORIGIN_NAMES[Origin.POLICE_LIST]
    return Table("areas.lists", title, columns, rows, note=note, source=source)


def _total_cell(one: ListOfYear) -> Cell:
    if one.total is None:
        return Cell(_("not checked against the source") if one.unsure else _("not at hand"))
    text = numbers.integer(one.total)
    said = _("The police's list of {year}, the whole country").format(year=one.year)
    return Cell(text, one.total, ids.join("lists", one.year, "country"), _trace(one.year, "total", said))


def _here_cell(matter: Matter, one: ListOfYear) -> Cell:
    if one.here is None:
        return Cell(_("not at hand"))
    text = ": ".join([numbers.integer(one.here), *([", ".join(one.names)] if one.names else [])])
    said = _("The police's list of {year}, {place}").format(year=one.year, place=matter.scope.name)
    return Cell(text, one.here, ids.join("lists", one.year, "here"), _trace(one.year, "here", said))


def _trace(year: str, column: str, said: str) -> Trace:
    where = f"FROM police_lists WHERE year = '{year}'"
    return Trace(f"SELECT CAST({column} AS INTEGER) {where}", said, "police_list", f"SELECT * {where}")
