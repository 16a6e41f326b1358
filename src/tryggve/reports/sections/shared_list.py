"""The reports as facts for authorities, areas and days for private organisations, sums where they are too many."""

from __future__ import annotations

from collections import Counter

from tryggve.domain.access import FEWEST_OF_A_KIND
from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import _
from tryggve.domain.writing import date_on_a_line
from tryggve.reports import ids, numbers
from tryggve.reports.areas import area_of, finest_level
from tryggve.reports.cells import label
from tryggve.reports.comparison import Comparisons
from tryggve.reports.context import Context, category_title, source_name
from tryggve.reports.sections.coverage_kinds import kind_name
from tryggve.reports.tree import Audience, Cell, Column, ColumnKind, Section, Table
from tryggve.reports.week.kinds import kinds_told
from tryggve.reports.week.periods import monday

MOST_LISTED = 300
"""So many rows are listed one by one; a longer period is told by area and kind."""

MOST_SUMS = 200
"""So many sums of an area and a kind are listed, the largest first."""

Rows = tuple[tuple[Cell, ...], ...]


def shared_list(ctx: Context, compared: tuple[Comparisons, ...]) -> Section | None:
    """The reports without free text and without who reported."""
    by_area = ctx.request.audience is Audience.AREA
    made = (_days(ctx, found) if by_area else _facts(ctx, found) for found in compared if found.total.n)
    tables = tuple(table for table in made if table.rows)
    if not tables:
        return None
    title = _("By area and day") if by_area else _("The events, one by one")
    return Section("list", title, tables, lead=_("Without free text and without who reported."))


def _facts(ctx: Context, found: Comparisons) -> Table:
    """What, where, when and, where it has company, the kind of source; reports that look the same are one row."""
    where = ctx.where(found.source, ctx.period)
    reports = ctx.store.counts(("last_day", "category", _by_area(ctx), "organisation_kind"), where)
    if len(reports) > MOST_LISTED:
        return _sums(ctx, found)
    told = kinds_told(ctx.store, where, finest_level(ctx) or "")
    rows: Counter[tuple[int, str, str, str]] = Counter()
    for (day, category, code, kind), n in reports.items():
        is_told = kind in told.get((str(code), monday(int(day))), frozenset())
        rows[int(day), str(category), str(code), str(kind) if is_told else ""] += n
    columns = (
        _text("day", _("Day")), _text("kind", _("Kind")), Column("n", _("Events")), _text("area", _("Area")),
        _text("by", _("Reported by")),
    )  # fmt: skip
    cells = tuple(
        (_day(day), Cell(category_title(category)), _n(n), _area(ctx, code), Cell(kind_name(kind) if kind else "–"))
        for (day, category, code, kind), n in sorted(rows.items())
    )
    note = _(
        "A kind of organisation is named only where {n} organisations of it have reported from the area in the week."
    )
    return _table(ctx, found, columns, cells, note.format(n=FEWEST_OF_A_KIND))


def _days(ctx: Context, found: Comparisons) -> Table:
    """How many events each area had each day."""
    rows = ctx.store.counts(("last_day", _by_area(ctx)), ctx.where(found.source, ctx.period))
    columns = (_text("day", _("Day")), _text("area", _("Area")), Column("n", _("Events")))
    cells = tuple((_day(int(day)), _area(ctx, str(code)), _n(n)) for (day, code), n in sorted(rows.items()))
    return _table(ctx, found, columns, cells[:MOST_LISTED], _cut(len(cells) - MOST_LISTED))


def _sums(ctx: Context, found: Comparisons) -> Table:
    """Areas and kinds of events, the most first."""
    rows = ctx.store.counts((_by_area(ctx), "category"), ctx.where(found.source, ctx.period))
    columns = (_text("area", _("Area")), _text("kind", _("Kind")), Column("n", _("Events")))
    ordered = sorted(rows.items(), key=lambda row: (-row[1], row[0]))
    cells = tuple(
        (_area(ctx, str(code)), Cell(category_title(str(category))), _n(n)) for (code, category), n in ordered
    )
    return _table(ctx, found, columns, cells[:MOST_SUMS], _cut(len(cells) - MOST_SUMS))


def _by_area(ctx: Context) -> str:
    level = finest_level(ctx)
    return f"area:{level}" if level else "left_out"


def _cut(rest: int) -> str:
    if rest <= 0:
        return ""
    return _("{n} rows more are left out: the document would be too long.").format(n=numbers.integer(rest))


def _table(ctx: Context, found: Comparisons, columns: tuple[Column, ...], rows: Rows, note: str) -> Table:
    title = _("Events in the period, {source}").format(source=source_name(ctx, found.source))
    return Table(ids.join("list", found.source), title, columns, rows, note=note)


def _text(key: str, title: str) -> Column:
    return Column(key, title, ColumnKind.TEXT)


def _day(day: int) -> Cell:
    return label(date_on_a_line(day_date(day)))


def _n(n: int) -> Cell:
    return Cell(numbers.integer(n), n)


def _area(ctx: Context, code: str) -> Cell:
    area = area_of(ctx, code)
    return Cell(area.name if area else code or _("without a known area"))
