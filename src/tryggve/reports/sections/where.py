"""Where: areas with what their reporters gave, and density from places that are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tryggve.domain.language import _, ngettext
from tryggve.domain.source_caveat import bears_findings
from tryggve.reports import ids, numbers
from tryggve.reports.areas import AreaRow, area_rows, finest_level, silent_before
from tryggve.reports.cells import count, label, nothing, number, zero_text
from tryggve.reports.comparison import Comparisons
from tryggve.reports.context import Context, source_name
from tryggve.reports.figures.place import map_figure
from tryggve.reports.sections.concentration import concentration_finding
from tryggve.reports.sections.density import density_finding
from tryggve.reports.surface import Density, measured_density
from tryggve.reports.traces import precision_name, words
from tryggve.reports.tree import Block, Bullets, Cell, Column, ColumnKind, Finding, Paragraph, Section, Table, Trace
from tryggve.store.base import Selection
from tryggve.store.condition import one_of, where_sql
from tryggve.store.condition import text as sql_text
from tryggve.store.query import count_sql

MOST_ROWS = 60
"""A longer table of areas is cut: nobody reads 1 400 rows of zeros and ones."""

KEPT_ROWS = 40
"""So many areas stand in a table that is cut, those with most events; the others are one row."""


def where_section(ctx: Context, compared: tuple[Comparisons, ...]) -> tuple[Section, list[Finding]]:
    """Areas, map and density per source. The public version names no part of the municipality."""
    title = _("Where")
    if ctx.request.public:
        text = _("The public version shows the municipality as a whole: it ranks and maps no named district.")
        return Section("where", title, (Paragraph(text),)), []
    blocks: list[Block] = []
    findings: list[Finding] = []
    for comparisons in compared:
        made, found = _source(ctx, comparisons)
        blocks += made
        findings += found
    if not blocks:
        blocks.append(Paragraph(_("No events in the period have a place.")))
    return Section("where", title, tuple(blocks)), findings


def _source(ctx: Context, comparisons: Comparisons) -> tuple[list[Block], list[Finding]]:
    where = ctx.where(comparisons.source, ctx.period)
    blocks: list[Block] = [*_precision(ctx, comparisons, where)]
    findings: list[Finding] = []
    density = measured_density(ctx, where)
    rows = area_rows(ctx, comparisons.source, where)
    figure = map_figure(ctx, comparisons, where, rows, density)
    blocks += [figure] if figure else []
    if density is None:
        blocks.append(Paragraph(_no_density()))
    peak = None if density is None else density_finding(ctx, comparisons, where, density)
    findings += [peak] if peak else []
    if rows:
        blocks.append(areas_table(ctx, comparisons, where, rows))
    finding = concentration_finding(ctx, comparisons, where)
    findings += [finding] if finding else []
    return blocks, findings if bears_findings(comparisons.source) else []


def _no_density() -> str:
    return _(
        "No density map is made: it needs at least {n} events at {m} places known as a point or a street. "
        "The middle of a municipality or an area is not a place."
    ).format(n=Density.FEWEST_EVENTS, m=Density.FEWEST_PLACES)


def _precision(ctx: Context, comparisons: Comparisons, where: Selection) -> list[Block]:
    found = ctx.store.counts(("location_precision",), where)
    if not found:
        return []
    items = tuple(
        _("{precision}: {n}").format(precision=precision_name(int(code)), n=numbers.integer(n))
        for (code,), n in sorted(found.items())
    )
    name = source_name(ctx, comparisons.source)
    return [Paragraph(_("{source}: how well the place of the events is known").format(source=name)), Bullets(items)]


def areas_table(ctx: Context, comparisons: Comparisons, where: Selection, rows: list[AreaRow]) -> Table:
    """Events by area, with what the reports received there make them worth."""
    table_id = ids.join("areas", comparisons.source)
    known = ctx.coverage_known(comparisons.source)
    columns = [Column("area", _("Area"), ColumnKind.TEXT), Column("n", _("Events reported"))]
    if known:
        columns += [
            Column("share", _("Reports received of expected")),
            Column("rate", _("Events per expected report")),
        ]
    columns.append(Column("before", numbers.period_name(comparisons.before)))
    before = _before(ctx, comparisons)
    silent = silent_before(ctx, comparisons.source, comparisons.before)
    shown, rest = (rows, []) if len(rows) <= MOST_ROWS else (rows[:KEPT_ROWS], rows[KEPT_ROWS:])
    cells = [_cells(ctx, comparisons, where, row, before, silent, table_id) for row in shown]
    if rest:
        cells.append(_rest_cells(ctx, comparisons, where, rest, before, table_id, len(columns)))
    return Table(
        table_id,
        _("Events by area, {source}").format(source=source_name(ctx, comparisons.source)),
        tuple(columns),
        tuple(cells),
        note=_table_note(ctx, where, rows, known),
        source=source_name(ctx, comparisons.source),
    )


def _rest_cells(
    ctx: Context,
    comparisons: Comparisons,
    where: Selection,
    rest: list[AreaRow],
    before: dict[str, int] | None,
    table_id: str,
    width: int,
) -> tuple[Cell, ...]:
    """The areas with fewest events in one row: their sums."""
    codes = [row.code for row in rest]
    level = finest_level(ctx) or ""
    name = ngettext("The other {n} area", "The other {n} areas", len(rest)).format(n=numbers.integer(len(rest)))
    now = _sum_cell(where, level, codes, sum(row.n for row in rest), name, (table_id, "other-areas", "n"))
    earlier = nothing()
    if before is not None:
        n = sum(before.get(code, 0) for code in codes)
        past = ctx.where(comparisons.source, comparisons.before)
        earlier = _sum_cell(past, level, codes, n, name, (table_id, "other-areas", "before"))
    return (label(name), now, *(nothing() for _column in range(width - 3)), earlier)


def _sum_cell(
    where: Selection, level: str, codes: Sequence[str], n: int, name: str, path: tuple[str, str, str]
) -> Cell:
    inside = one_of("area_code", map(sql_text, codes))
    sql = (
        f"SELECT COALESCE(SUM(n), 0)\nFROM incident_fact{where_sql(where)}\n    AND incident_id IN (\n"
        f"        SELECT incident_id FROM incident_area WHERE level = {sql_text(level)} AND {inside})"
    )
    return number(numbers.integer(n), n, Trace(sql, f"{words(where)}; {name}", "count"), *path)


def _before(ctx: Context, comparisons: Comparisons) -> dict[str, int] | None:
    if comparisons.total.before is None:
        return None
    where = ctx.where(comparisons.source, comparisons.before)
    return {str(code): n for (code,), n in ctx.store.counts((f"area:{finest_level(ctx)}",), where).items()}


def _table_note(ctx: Context, where: Selection, rows: list[AreaRow], known: bool) -> str:
    placed = sum(row.n for row in rows)
    total = sum(ctx.store.counts((), where).values())
    parts = [
        _("Events without an area of this level, counted for the municipality only: {n} of {total}.").format(
            n=numbers.integer(total - placed), total=numbers.integer(total)
        ),
        _("The table shows what was reported, not how much happened; it is never set against the number of residents."),
    ]
    if len(rows) > MOST_ROWS:
        text = _(
            "The {n} areas with most events are shown; the others are added up in the last row, and stand one by one "
            "in the data beside this document."
        )
        parts.append(text.format(n=KEPT_ROWS))
    if known:
        parts.append(
            _(
                "Reports: of those who work in the area or in the whole municipality; events are divided by those "
                "expected."
            )
        )
        parts.append(
            _(
                "Unknown: nobody who works in the area itself, or in the whole municipality where no one does, "
                "reported anything in the period."
            )
        )
    if any(row.state == "unsure" for row in rows):
        parts.append(
            _(
                "Coverage unknown: somebody has promised to report for an area that is out of use, and it is not known "
                "whether this is a part of it."
            )
        )
    return " ".join(parts)


def _cells(
    ctx: Context,
    comparisons: Comparisons,
    where: Selection,
    row: AreaRow,
    before: dict[str, int] | None,
    silent: set[str] | None,
    table_id: str,
) -> tuple[Cell, ...]:
    level = finest_level(ctx) or ""
    here = where.but(area=(level, row.code))
    now = count(ctx, here, row.n, table_id, row.code, "n")
    if row.n == 0 and row.state != "known":
        text = _("unknown") if row.state == "silent" else zero_text(False)
        now = Cell(text, None if row.state == "silent" else 0, now.id, now.trace)
    cells = [label(row.name), now]
    if silent is not None:
        cells += _coverage_cells(ctx, here, row, table_id)
    earlier = ctx.where(comparisons.source, comparisons.before).but(area=(level, row.code))
    return (*cells, _before_cell(ctx, row, earlier, before, silent, table_id))


def _before_cell(
    ctx: Context,
    row: AreaRow,
    earlier: Selection,
    before: dict[str, int] | None,
    silent: set[str] | None,
    table_id: str,
) -> Cell:
    """The number a year before; a zero only where somebody reported then."""
    if before is None:
        return nothing()
    n = before.get(row.code, 0)
    found = count(ctx, earlier, n, table_id, row.code, "before")
    if n or (silent is not None and row.code not in silent):
        return found
    return replace(found, text=zero_text(False)) if silent is None else nothing(_("unknown"))


def _coverage_cells(ctx: Context, here: Selection, row: AreaRow, table_id: str) -> list[Cell]:
    if row.state == "unsure":
        return [nothing(_("coverage unknown")), nothing()]
    if row.expected == 0:
        return [nothing(_("not stated")), nothing()]
    names = ", ".join(sql_text(name) for name in row.organisations)
    base = f"FROM expected_report\nWHERE organisation IN ({names})"
    said = _("reports expected of those who work in the area or in the whole municipality")
    share = number(
        f"{numbers.integer(row.received)}/{numbers.integer(row.expected)}",
        row.received / row.expected,
        Trace(f"SELECT SUM(received) * 1.0 / COUNT(*)\n{base}", said, "coverage"),
        table_id,
        row.code,
        "share",
    )
    if row.state == "silent":
        return [share, nothing(_("unknown"))]
    rate = number(
        numbers.decimal(row.n / row.expected, 2),
        row.n / row.expected,
        Trace(f"SELECT ({count_sql(here)}) * 1.0 / (SELECT COUNT(*)\n{base})", f"{words(here)}; {said}", "coverage"),
        table_id,
        row.code,
        "rate",
    )
    return [share, rate]
