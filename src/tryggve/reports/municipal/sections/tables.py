"""The tables that every part of a draft has: who can see what, then and now, beside others, women and men."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from tryggve.domain.figure import MEN, WOMEN, Figure
from tryggve.domain.indicator import ORIGIN_NAMES
from tryggve.domain.language import _
from tryggve.reports import ids
from tryggve.reports.cells import label
from tryggve.reports.municipal.cells import about, compared_cell, figure_cell, limits_cell, with_limits_cell
from tryggve.reports.municipal.comparing import compare
from tryggve.reports.municipal.context import Context
from tryggve.reports.municipal.held import COUNTY, LAND, PAST, place_of
from tryggve.reports.municipal.matter import area_name
from tryggve.reports.municipal.wording import number_text, sees
from tryggve.reports.tree import Cell, Column, ColumnKind, Table, Trace

Row = tuple[Cell, ...]


def now_table(ctx: Context, part: str, indicators: Sequence[str]) -> Table:
    """Which source can see what, and what it says now, with its interval."""
    rows = [_now_row(ctx, id) for id in indicators]
    columns = (
        _text("what", _("What")), _text("sees", _("Sees")), _text("source", _("Source")), _text("period", _("Period")),
        _number("value", _("Figure")), _number("interval", _("Interval")),
    )  # fmt: skip
    note = _("Two sources of the same crime stand beside each other and are never added.")
    return _table(ctx, ("now", part), _("Which source can see what, and what it says"), columns, rows, indicators, note)


def _now_row(ctx: Context, id: str) -> Row:
    matter, one = ctx.matter, ctx.indicator(id)
    head = (label(one.name), Cell(sees(one.measures)), Cell(ORIGIN_NAMES[one.origin]))
    latest, own = latest_of(ctx, id)
    if latest is None:
        return (*head, Cell(""), Cell(_("no figure for the municipality")), Cell(""))
    period = latest.period if latest is own else f"{latest.period} ({area_name(matter, latest.area)})"
    newest = newest_row(ctx, id)
    if newest is not None and newest.value is None and newest.period > latest.period:
        period = _("{period} ({later}: {why})").format(
            period=period, later=newest.period, why=figure_cell(matter, newest).text
        )
    return (*head, Cell(period), figure_cell(matter, latest, "now"), limits_cell(matter, latest, "now"))


def latest_of(ctx: Context, id: str) -> tuple[Figure | None, Figure | None]:
    """The latest number that speaks of the municipality, and that number again where it is the municipality's own.

    Of what the source has by small area alone, one of those.
    """
    place = place_of(ctx.matter, id)
    known = ctx.matter.known(id, place)
    if not known:
        newest = ctx.matter.newest_small(id)
        small = ctx.matter.small_of(id, *newest) if newest else ()
        return next((one for one in small if one.value is not None), None), None
    return known[-1], known[-1] if place == ctx.matter.scope.code else None


def newest_row(ctx: Context, id: str) -> Figure | None:
    """The youngest row of the municipality, whether it has a number or not."""
    series = ctx.matter.series(id, place_of(ctx.matter, id))
    return series[max(series)] if series else None


def past_table(ctx: Context, part: str, indicators: Sequence[str]) -> Table | None:
    """The latest figure held against that of two years before; None where nothing has a past."""
    rows = []
    for id in indicators:
        one = ctx.held.get((id, PAST))
        if one is None or one.found.other is None or one.found.other.value is None:
            continue
        then = figure_cell(ctx.matter, one.found.other, "past")
        now = figure_cell(ctx.matter, one.found.own, "past")
        period = f"{one.found.other.period} – {one.found.own.period}"
        apart = compared_cell(ctx.matter, one.found, "past")
        rows.append((label(ctx.indicator(id).name), Cell(period), then, now, apart, Cell(verdict(ctx, id, PAST))))
    if not rows:
        return None
    columns = (
        _text("what", _("What")), _text("periods", _("Periods")), _number("then", _("Two years before")),
        _number("now", _("Now")), _number("change", _("Change (interval)")), _text("verdict", _("Can it be told?")),
    )  # fmt: skip
    return _table(ctx, ("past", part), _("The municipality and its own past"), columns, rows, indicators)


def verdict(ctx: Context, id: str, against: str) -> str:
    """Whether a difference can be told from none when all comparisons of the document are allowed for."""
    one = ctx.held.get((id, against))
    if one is None or one.found.result is None:
        return _("no") if one is None else ""
    if one.is_clear:
        return _("yes")
    inside = one.found.result.interval
    alone = not (inside.covers_one if one.found.is_ratio else inside.covers_zero)
    return _("no, among so many") if alone else _("no")


def others_table(ctx: Context, part: str, indicators: Sequence[str]) -> Table | None:
    """The municipality beside its county and the country, and among those like it."""
    rows = []
    for id in indicators:
        row = _others_row(ctx, id)
        if row is not None:
            rows.append(row)
    if not rows:
        return None
    columns = (
        _text("what", _("What")), _number("peers", _("Alike: lowest / middle / highest")),
        _number("county", _("{county} (interval)").format(county=area_name(ctx.matter, ctx.matter.scope.county))),
        _number("land", _("The country (interval)")), _number("apart", _("Apart from the country (interval)")),
        _text("verdict", _("Can it be told?")),
    )  # fmt: skip
    note = _(
        "The municipality is itself part of its county and the country. A difference in level is no mark. “No, among "
        "so many”: apart by itself, yet it may be chance when all comparisons are allowed for."
    )
    return _table(ctx, ("others", part), _("The municipality beside others"), columns, rows, indicators, note)


def _others_row(ctx: Context, id: str) -> Row | None:
    matter = ctx.matter
    county, land = ctx.held.get((id, COUNTY)), ctx.held.get((id, LAND))
    if county is None or land is None or ctx.indicator(id).unit in ("count", "persons"):
        return None
    return (
        label(f"{ctx.indicator(id).name} ({land.found.own.period})"),
        _peers_cell(ctx, land.found.own),
        with_limits_cell(matter, county.found.other, "others"),
        with_limits_cell(matter, land.found.other, "others"),
        compared_cell(matter, land.found, "others"),
        Cell(verdict(ctx, id, LAND)),
    )


def _peers_cell(ctx: Context, own: Figure) -> Cell:
    """Lowest, middle and highest of the municipalities that are alike, with how many of them have a number."""
    matter, peers = ctx.matter, ctx.matter.peer_list
    members = [code for code in peers.members if code != matter.scope.code] if peers else []
    found = [one for code in members if (one := matter.at(own.indicator, code, own.period)) is not None]
    values = sorted(one.value for one in found if one.value is not None)
    if not values or peers is None:
        return Cell(_("none known"))
    unit = ctx.indicator(own.indicator).unit
    low, middle, high = (number_text(unit, value) for value in (values[0], median(values), values[-1]))
    text = _("{low} / {middle} / {high} ({n} of {all})").format(
        low=low, middle=middle, high=high, n=len(values), all=len(members)
    )
    where = (
        f"FROM figures f JOIN peers p ON p.municipality = f.area AND p.kind = '{peers.kind}' "
        f"AND p.year = '{peers.year}' "
        f"WHERE f.indicator = '{own.indicator}' AND f.period = '{own.period}' AND f.sex = 'T' AND f.value IS NOT NULL "
        f"AND f.area <> '{own.area}'"
    )
    trace = Trace(
        f"SELECT min(f.value), median(f.value), max(f.value), count(*) {where}",
        _("{what}; municipalities that Kolada calls alike ({kind}, {year})").format(
            what=about(matter, own), kind=peers.kind, year=peers.year
        ),
        "published",
        f"SELECT f.* {where}",
    )
    return Cell(text, text, ids.join("peers", own.indicator, own.period), trace)


def sex_table(ctx: Context, part: str, indicators: Sequence[str]) -> Table | None:
    """Women and men, where the source tells them apart; None where none does."""
    rows = []
    for id in indicators:
        place = place_of(ctx.matter, id)
        women = ctx.matter.known(id, place, WOMEN)
        men = ctx.matter.at(id, place, women[-1].period, MEN) if women else None
        if men is None or men.value is None:
            continue
        rows.append(
            (label(f"{ctx.indicator(id).name} ({women[-1].period})"), with_limits_cell(ctx.matter, women[-1], "sex"),
             with_limits_cell(ctx.matter, men, "sex"),
             compared_cell(ctx.matter, compare(ctx.matter, women[-1], men), "sex"))
        )  # fmt: skip
    if not rows:
        return None
    columns = (
        _text("what", _("What")), _number("women", _("Women (interval)")), _number("men", _("Men (interval)")),
        _number("apart", _("Women beside men (interval)")),
    )  # fmt: skip
    return _table(ctx, ("sex", part), _("Women and men"), columns, rows, indicators)


def _table(
    ctx: Context, path: tuple[str, str], title: str, columns: Sequence[Column], rows: Sequence[Row],
    indicators: Sequence[str], note: str = "",
) -> Table:  # fmt: skip
    sources = ", ".join(ctx.matter.sources_of(tuple(indicators)))
    return Table(ids.join(*path), title, tuple(columns), tuple(rows), note=note, source=sources)


def _text(key: str, title: str) -> Column:
    return Column(key, title, ColumnKind.TEXT)


def _number(key: str, title: str) -> Column:
    return Column(key, title)
