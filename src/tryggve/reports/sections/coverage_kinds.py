"""Reports by kind of organisation, so that no single one is pointed out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from tryggve.domain.access import FEWEST_OF_A_KIND
from tryggve.domain.coverage import OrganisationCoverage
from tryggve.domain.language import _
from tryggve.domain.organisation import organisation_kinds
from tryggve.reports import numbers
from tryggve.reports.cells import label, number
from tryggve.reports.context import Context, Coverage
from tryggve.reports.named_kinds import named_kinds
from tryggve.reports.tree import Cell, Column, ColumnKind, Table, Trace
from tryggve.store.condition import text as sql_text


def whose(ctx: Context, found: Coverage) -> str:
    """The limit of a scope in SQL; the public version, which names nobody, has no scope."""
    if ctx.request.scope is None:
        return ""
    names = ", ".join(sql_text(name) for name in sorted({row.organisation for row in found.rows}))
    return f"\nWHERE organisation IN ({names})"


def kinds_table(ctx: Context, found: Coverage) -> Table:
    """Expected and received reports by kind; no row speaks of fewer than three organisations if there are more."""
    by_kind: dict[str, list[OrganisationCoverage]] = defaultdict(list)
    for row in found.rows:
        by_kind[row.organisation_kind].append(row)
    named, other = named_kinds({kind: _organisations(rows) for kind, rows in by_kind.items()})
    limit = whose(ctx, found)
    rows = [
        _kind_row(kind_name(kind), kind, by_kind[kind], _limits(limit, f"organisation_kind = {sql_text(kind)}"))
        for kind in sorted(named, key=kind_name)
    ]
    if other:
        title = _("Other organisations") if named else _("All organisations")
        others = [row for kind in other for row in by_kind[kind]]
        shown = ", ".join(sql_text(kind) for kind in sorted(named))
        rest = f"organisation_kind NOT IN ({shown})" if named else ""
        rows.append(_kind_row(title, "other-kinds", others, _limits(limit, rest)))
    columns = (
        Column("kind", _("Kind of organisation"), ColumnKind.TEXT),
        Column("organisations", _("Organisations")),
        Column("expected", _("Expected reports")),
        Column("received", _("Received")),
        Column("share", _("Share received")),
    )
    said = _("Kinds with fewer than {n} organisations stand under Other, so that no single one is pointed out.")
    # The internal version names the silent ones below, so there the sentence would not be true.
    note = said.format(n=FEWEST_OF_A_KIND) if ctx.request.for_others else ""
    return Table("coverage.kinds", _("Reports by kind of organisation"), columns, tuple(rows), note=note)


def _organisations(rows: Iterable[OrganisationCoverage]) -> int:
    """Different organisations: one may stand on several rows of the list."""
    return len({row.organisation for row in rows})


def _limits(whose: str, kind: str) -> str:
    """The WHERE of a row: the organisations in the scope, and the kind."""
    if not kind:
        return whose.removeprefix("\n")
    return f"{whose.removeprefix(chr(10))}\n    AND {kind}" if whose else f"WHERE {kind}"


def _kind_row(name: str, key: str, rows: Sequence[OrganisationCoverage], where: str) -> tuple[Cell, ...]:
    expected, received = sum(row.expected for row in rows), sum(row.received for row in rows)
    n, share = _organisations(rows), received / expected
    cells = (
        (numbers.integer(n), n, "COUNT(DISTINCT organisation)", "organisations"),
        (numbers.integer(expected), expected, "COUNT(*)", "expected"),
        (numbers.integer(received), received, "SUM(received)", "received"),
        (numbers.percent(share), share, "SUM(received) * 1.0 / COUNT(*)", "share"),
    )
    return (label(name), *(_kind_cell(text, value, sql, where, key, column) for text, value, sql, column in cells))


def _kind_cell(text: str, value: float, aggregate: str, where: str, key: str, column: str) -> Cell:
    sql = f"SELECT {aggregate}\nFROM expected_report\n{where}".rstrip()
    return number(
        text, value, Trace(sql, _("expected reports of the period"), "coverage"), "coverage.kinds", key, column
    )


def kind_name(code: str) -> str:
    """A kind of organisation in the current language."""
    known = organisation_kinds().get(code)
    return known.name if known else code


def kinds_by_size(ctx: Context) -> dict[str, int]:
    """How many organisations of each kind were expected to report."""
    kinds = {row.organisation: row.organisation_kind for row in ctx.coverage(ctx.period).rows}
    return dict(Counter(kinds.values()))
