"""Harm and consequences: severity beside counts."""

from __future__ import annotations

import numpy as np

from tryggve.catalog import read_toml
from tryggve.domain.language import _, pick
from tryggve.reports import ids, numbers
from tryggve.reports.cells import count, label, nothing, number
from tryggve.reports.comparison import Comparisons
from tryggve.reports.context import Context, category_title, source_name
from tryggve.reports.small_numbers import is_small
from tryggve.reports.traces import listed, words
from tryggve.reports.tree import Block, Cell, Column, ColumnKind, Paragraph, Questions, Section, Table, Trace
from tryggve.stats.harm import harm_sum
from tryggve.store.base import Selection
from tryggve.store.query import count_sql

LEVELS = (1, 2, 3, 4, 5)


def harm_weights() -> dict[int, float]:
    """The weight of each level of severity, from the catalog: a choice that anyone may question."""
    return {int(level): float(weight) for level, weight in read_toml("harm.toml")["weights"].items()}


def harm_section(ctx: Context, compared: tuple[Comparisons, ...]) -> Section:
    """Severity per source and, where it is stated often enough, harm by kind."""
    blocks: list[Block] = []
    for comparisons in compared:
        where = ctx.where(comparisons.source, ctx.period)
        by_kind = _severities(ctx, where)
        known = sum(n for levels in by_kind.values() for level, n in levels.items() if level)
        if not known:
            text = _("{source} states no severity. Counts alone do not tell what does most harm.")
            blocks.append(Paragraph(text.format(source=source_name(ctx, comparisons.source))))
            continue
        table = _levels_table(ctx, comparisons, where, by_kind)
        blocks += [] if table is None else [table]
        if not ctx.request.for_others:
            blocks.append(_kinds_table(ctx, comparisons, where, by_kind))
    blocks.append(Questions((_("What have the events led to for those who live, work or go to school there?"),)))
    return Section("harm", _("Harm and consequences"), tuple(blocks))


def _severities(ctx: Context, where: Selection) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for (category, severity), n in ctx.store.counts(("category", "severity"), where).items():
        found.setdefault(str(category), {})[int(severity)] = n
    return found


def _levels_table(
    ctx: Context, comparisons: Comparisons, where: Selection, by_kind: dict[str, dict[int, int]]
) -> Table | None:
    sums = {level: sum(levels.get(level, 0) for levels in by_kind.values()) for level in (*LEVELS, 0)}
    small = any(is_small(n, ctx.request.small_number) for n in sums.values())
    if ctx.request.for_others and (small or (comparisons.source, "severity") in ctx.withheld):
        return None
    table_id = ids.join("severity", comparisons.source)
    anchors = read_toml("harm.toml")["anchors"]
    rows = []
    for level in (*LEVELS, 0):
        name = _("not stated") if level == 0 else f"{level} – {pick(anchors[str(level)])}"
        trace = Trace(_level_sql(where, level), f"{words(where)}; {name}", "count", _level_rows(ctx, where, level))
        key = str(level) if level else "unknown"
        rows.append((label(name), number(numbers.integer(sums[level]), sums[level], trace, table_id, key, "n")))
    return Table(
        table_id,
        _("Events by severity, {source}").format(source=source_name(ctx, comparisons.source)),
        (Column("severity", _("Severity"), ColumnKind.TEXT), Column("n", _("Number"))),
        tuple(rows),
    )


def _level_rows(ctx: Context, where: Selection, level: int) -> str:
    rows = listed(ctx, where)
    return f"SELECT * FROM (\n{rows}\n) AS rows_listed\nWHERE severity = {level}" if rows else ""


def _level_sql(where: Selection, level: int) -> str:
    grouped = count_sql(where, ("severity",))
    return f"SELECT COALESCE(SUM(incidents), 0) FROM (\n{grouped}\n) AS by_severity\nWHERE severity = {level}"


def _kinds_table(ctx: Context, comparisons: Comparisons, where: Selection, by_kind: dict[str, dict[int, int]]) -> Table:
    weights = harm_weights()
    table_id = ids.join("harm", comparisons.source)
    made = []
    for category, levels in by_kind.items():
        severity = np.repeat(np.array(list(levels), np.int64), np.array(list(levels.values()), np.int64))
        made.append((category, harm_sum(severity, weights)))
    made.sort(key=lambda item: (-item[1].total, item[0]))
    rows = []
    for category, harm in made:
        here = where.but(categories=(category,))
        sql = _harm_sql(here, weights)
        trace = Trace(sql, words(here), "harm", listed(ctx, here))
        unknown = numbers.percent(harm.unknown_share)
        interval = numbers.interval(harm.interval.low, harm.interval.high)
        rows.append(
            (
                label(category_title(category)),
                count(ctx, here, harm.count, table_id, category, "n"),
                number(f"{numbers.integer(harm.total)} ({interval})", harm.total, trace, table_id, category, "harm")
                if harm.total
                else nothing(_("severity not stated")),
                Cell(unknown, harm.unknown_share),
            )
        )
    return Table(
        table_id,
        _("Harm by kind, {source}").format(source=source_name(ctx, comparisons.source)),
        (
            Column("kind", _("Kind"), ColumnKind.TEXT),
            Column("n", _("Number")),
            Column("harm", _("Weighted harm (95 %)")),
            Column("unknown", _("Severity not stated")),
        ),
        tuple(rows),
        note=_(
            "Weights for severity 1–5: {weights}. They are a choice, not a fact; with others the order may change."
        ).format(weights=", ".join(f"{weights[level]:g}" for level in LEVELS)),
    )


def _harm_sql(where: Selection, weights: dict[int, float]) -> str:
    cases = " ".join(f"WHEN {level} THEN {weights[level]:g}" for level in LEVELS)
    grouped = count_sql(where, ("severity",))
    return f"SELECT SUM(incidents * CASE severity {cases} ELSE 0 END)\nFROM (\n{grouped}\n) AS by_severity"
