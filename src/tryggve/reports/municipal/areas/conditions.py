"""The small areas one by one: SCB's index and type, what may make them mislead, and what was there two years before."""

from __future__ import annotations

from tryggve.domain.figure import COUNTRY, Figure
from tryggve.domain.language import _
from tryggve.reports import ids, numbers
from tryggve.reports.cells import label
from tryggve.reports.municipal.cells import about, figure_cell, number_id, rows_sql
from tryggve.reports.municipal.context import Context
from tryggve.reports.municipal.matter import Matter, area_name
from tryggve.reports.tree import Block, Cell, Column, ColumnKind, Paragraph, Table, Trace

INDEX, TYPE, PEOPLE, YOUNG = "socioekonomiskt_index", "omradestyp", "folkmangd", "folkmangd_unga"
LOW, HIGH = "lag_ekonomisk_standard", "hog_ekonomisk_standard"
HOMES = ("hyresratter", "bostadsratter")
TYPES = (1, 2, 3, 4, 5)
YEARS_BACK = 2
TIMES_YOUNG = 2.0
"""So many times the country's share of people aged 15 to 24 is taken for an area of students."""

FEW_PEOPLE = 1000
"""In an area with fewer people a household or two moves its figures."""


def conditions_table(ctx: Context) -> Block:
    """Each area in the order of its code, never of its index; in words where no index is at hand."""
    newest = ctx.matter.newest_small(INDEX)
    if newest is None:
        return Paragraph(_("SCB's index of small areas is not at hand."), strong=True)
    division, period = newest
    rows = tuple(_row(ctx.matter, one) for one in ctx.matter.small_of(INDEX, division, period))
    columns = (
        Column("area", _("Area"), ColumnKind.TEXT), Column("people", _("Inhabitants")), Column("index", _("Index")),
        Column("type", _("Type")), Column("before", _("Index two years before")),
        Column("young", _("Aged 15–24, percent")), Column("low", _("Low standard")),
        Column("mislead", _("What may mislead"), ColumnKind.TEXT),
    )  # fmt: skip
    note = _(
        "In the order of codes: this is no ranking. Higher index is worse; the figures are counts of all who live "
        "there, and no interval is known. Many young: at least twice the country's share of people aged 15 to 24, as "
        "where students live, who look poor without the problems that the index is meant for. Few: under {few} "
        "inhabitants. Unlike: the shares of low and of high standard are both above the country's, so that "
        "the mean hides two groups."
    ).format(few=numbers.integer(FEW_PEOPLE))
    title = _("Small areas (RegSO {division}), {period}").format(division=division, period=period)
    source = ", ".join(ctx.matter.sources_of((INDEX,)))
    return Table("areas.conditions", title, columns, rows, note=note, source=source)


def _row(matter: Matter, one: Figure) -> tuple[Cell, ...]:
    here = {id: small_at(matter, one, id) for id in (PEOPLE, TYPE, YOUNG, LOW)}
    return (
        label(area_name(matter, one.area, one.division)),
        figure_cell(matter, here[PEOPLE], "areas"),
        figure_cell(matter, one, "areas"),
        figure_cell(matter, here[TYPE], "areas"),
        _before(matter, one),
        _young_cell(matter, here[YOUNG], here[PEOPLE]),
        figure_cell(matter, here[LOW], "areas"),
        Cell("; ".join(misleading(matter, one)) or "–"),
    )


def small_at(matter: Matter, one: Figure, indicator: str) -> Figure | None:
    """The figure of another indicator for the same area, division and year."""
    return matter.small.get((indicator, one.division, one.period), {}).get(one.area)


def _before(matter: Matter, one: Figure) -> Cell:
    """The index two years before: of the same area, which in another division is one with the same outline."""
    then = str(int(one.period) - YEARS_BACK)
    of_year = {division for id, division, period in matter.small if id == INDEX and period == then}
    if not of_year:
        return Cell(_("no figure"))
    division = max(of_year)
    code = one.area if division == one.division else matter.areas.same(division, one.division).get(one.area, "")
    if not code:
        return Cell(_("break: the area was drawn anew") if matter.areas.shared else _("break: outlines not at hand"))
    return figure_cell(matter, matter.small[INDEX, division, then].get(code), "areas-before", one.area)


def _young(figure: Figure | None, people: Figure | None) -> float | None:
    if figure is None or people is None or figure.value is None or not people.value:
        return None
    return 100.0 * figure.value / people.value


def _young_cell(matter: Matter, figure: Figure | None, people: Figure | None) -> Cell:
    share = _young(figure, people)
    if share is None or figure is None or people is None:
        return Cell(_("no figure"))
    sql = f"SELECT value FROM part_young('{figure.area}', '{figure.division}', '{figure.period}')"
    listed = f"{rows_sql(figure)}\nUNION ALL\n{rows_sql(people)}"
    trace = Trace(sql, about(matter, figure), "area_share", listed)
    return Cell(numbers.decimal(share, 1), share, number_id(("areas",), figure, "share"), trace)


def misleading(matter: Matter, one: Figure) -> list[str]:
    """What is known of an area that makes its index mislead, by fixed rules."""
    found = []
    people = small_at(matter, one, PEOPLE)
    if has_many_young(matter, one):
        found.append(_("many young"))
    if people is not None and people.value is not None and people.value < FEW_PEOPLE:
        found.append(_("few"))
    above = [_above_country(matter, small_at(matter, one, id)) for id in (LOW, HIGH)]
    return [*found, _("unlike")] if all(above) else found


def has_many_young(matter: Matter, one: Figure) -> bool | None:
    """Whether so many are aged 15 to 24 that students are likely to be many; None where the ages are not at hand."""
    share = _young(small_at(matter, one, YOUNG), small_at(matter, one, PEOPLE))
    country = _young(matter.at(YOUNG, COUNTRY, one.period), matter.at(PEOPLE, COUNTRY, one.period))
    return None if share is None or country is None else share >= TIMES_YOUNG * country


def _above_country(matter: Matter, one: Figure | None) -> bool:
    country = matter.at(one.indicator, COUNTRY, one.period) if one else None
    if one is None or one.value is None or country is None or country.value is None:
        return False
    return one.value > country.value


def types_table(ctx: Context) -> Table | None:
    """How many areas are of each type, year by year, with a row that says so where the division changed."""
    matter = ctx.matter
    times = sorted({(period, division) for id, division, period in matter.small if id == TYPE})
    rows: list[tuple[Cell, ...]] = []
    last = ""
    for period, division in times:
        types = matter.small_of(TYPE, division, period)
        if not any(one.value is not None for one in types):
            continue
        if last and division != last:
            rows.append(
                (
                    label(_("Break")),
                    Cell(division),
                    *(Cell("") for _one in TYPES),
                    Cell(break_words(matter, last, division)),
                )
            )
        rows.append((label(period), Cell(division), *(_count_cell(matter, types, kind) for kind in TYPES), Cell("")))
        last = division
    if not rows:
        return None
    columns = (
        Column("period", _("Year"), ColumnKind.TEXT), Column("division", _("Division"), ColumnKind.TEXT),
        *(Column(f"type-{kind}", _("Type {n}").format(n=kind)) for kind in TYPES),
        Column("break", _("Break"), ColumnKind.TEXT),
    )  # fmt: skip
    note = _(
        "SCB's types: 1 great challenges … 5 very good conditions, by mean and spread of the index over all areas of "
        "the country in the same year. The limits move with the country: an area may change type without changing. "
        "Counts before and after a break are not compared."
    )
    source = ", ".join(matter.sources_of((TYPE,)))
    return Table("areas.types", _("Number of areas of each type"), columns, tuple(rows), note=note, source=source)


def _count_cell(matter: Matter, types: tuple[Figure, ...], kind: int) -> Cell:
    first = types[0]
    n = sum(one.value == kind for one in types)
    where = (
        f"FROM figures WHERE indicator = '{TYPE}' AND level = 'regso' AND area LIKE '{matter.scope.code}R%' "
        f"AND division = '{first.division}' AND period = '{first.period}' AND sex = 'T' AND value = {kind}"
    )
    said = _("Areas of type {n} in {place}, {period}").format(n=kind, place=matter.scope.name, period=first.period)
    trace = Trace(f"SELECT count(*) {where}", said, "area_types", f"SELECT * {where}")
    id = ids.join("areas", "type", str(kind), first.division, first.period)
    return Cell(numbers.integer(n), n, id, trace)


def break_words(matter: Matter, older: str, newer: str) -> str:
    """How many areas kept their outlines from one division to the next, and so can be followed."""
    codes = matter.areas.named(newer)
    if not matter.areas.shared:
        return _("RegSO {older} to {newer}: the outlines are not at hand, so nothing is carried over.").format(
            older=older, newer=newer
        )
    same = sum(code in matter.areas.same(older, newer) for code in codes)
    return _(
        "RegSO {older} to {newer}: {same} of {all} areas have the same outline; only those are carried over."
    ).format(older=older, newer=newer, same=same, all=len(codes))


def homes_table(ctx: Context) -> Table | None:
    """Dwellings by tenure in each area; None where none are at hand."""
    newest = ctx.matter.newest_small(HOMES[0])
    if newest is None:
        return None
    division, period = newest
    rows = tuple(
        (
            label(area_name(ctx.matter, one.area, division)),
            *(figure_cell(ctx.matter, small_at(ctx.matter, one, id), "homes") for id in HOMES),
        )
        for one in ctx.matter.small_of(HOMES[0], division, period)
    )
    columns = (
        Column("area", _("Area"), ColumnKind.TEXT),
        *(Column(ids.slug(id), ctx.indicator(id).name) for id in HOMES),
    )
    title = _("Dwellings by tenure (RegSO {division}), {period}").format(division=division, period=period)
    return Table("areas.homes", title, columns, rows, source=", ".join(ctx.matter.sources_of(HOMES)))
