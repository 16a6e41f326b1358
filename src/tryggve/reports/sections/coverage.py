"""Who reported and who did not: silence is unknown, never calm."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from tryggve.domain.calendar_days import day_date
from tryggve.domain.coverage import OrganisationCoverage
from tryggve.domain.language import _, ngettext
from tryggve.domain.organisation import organisation_kinds
from tryggve.reports import certainty, numbers
from tryggve.reports.cells import label, number
from tryggve.reports.context import Context, Coverage
from tryggve.reports.tree import (
    Block,
    Bullets,
    Cell,
    Certainty,
    Column,
    ColumnKind,
    Finding,
    FindingKind,
    Paragraph,
    Section,
    Table,
    Trace,
)
from tryggve.store.condition import text as sql_text

FEWEST_OF_A_KIND = 3
"""A kind of organisation is named only where at least so many of it report."""


def coverage_section(ctx: Context) -> tuple[Section, list[Finding]]:
    """Expected and received reports, by kind of organisation; the silent ones by name in the internal version."""
    found = ctx.coverage(ctx.period)
    title = _("Who reported and who did not")
    if found.share is None:
        return Section("coverage", title, (Paragraph(_unknown_text(), strong=True),)), [_unknown_finding()]
    blocks: list[Block] = [Paragraph(_share_text(ctx, found)), _kinds_table(ctx, found)]
    if not ctx.request.public:
        blocks += _silent_blocks(found)
    return Section("coverage", title, tuple(blocks)), [_finding(ctx, found)]


def _unknown_text() -> str:
    return _(
        "There is no list of who was expected to report. A low number may mean that it was calm or that nobody "
        "reported: nobody can tell which. Add a file of reporters (reporters.csv) to have this answered."
    )


def _unknown_finding() -> Finding:
    return Finding(
        "coverage.unknown",
        "coverage.unknown",
        FindingKind.COVERAGE,
        _("It is not known who was expected to report, so low numbers cannot be told from missing reports."),
        None,
        None,
        _("no list of reporters"),
        Certainty.UNKNOWN,
        "coverage",
        weight=58.0,
    )


def _share_text(ctx: Context, found: Coverage) -> str:
    return ngettext(
        "{received} of {expected} expected report came ({share}), “nothing to report” included.",
        "{received} of {expected} expected reports came ({share}), “nothing to report” included.",
        found.expected,
    ).format(
        received=numbers.integer(found.received),
        expected=numbers.integer(found.expected),
        share=numbers.percent(found.share),
    )


def _finding(ctx: Context, found: Coverage) -> Finding:
    heard = {row.organisation for row in found.rows if row.received}
    silent = len({row.organisation for row in found.rows} - heard)
    text = _share_text(ctx, found)
    if silent:
        text += " " + ngettext(
            "From {n} organisation reports are missing altogether: what happened where it works is unknown.",
            "From {n} organisations reports are missing altogether: what happened where they work is unknown.",
            silent,
        ).format(n=numbers.integer(silent))
    low = (found.share or 0.0) < certainty.SOME_COVERAGE
    return Finding(
        "coverage.share",
        "coverage.share",
        FindingKind.COVERAGE,
        text,
        found.share,
        None,
        _("every organisation that has agreed to report"),
        Certainty.HIGH,
        "coverage",
        Trace(SHARE_SQL + _whose(ctx, found), _("expected and received reports in the period"), "coverage"),
        value_text=numbers.percent(found.share),
        weight=90.0 if low else 20.0,
    )


SHARE_SQL = "SELECT SUM(received) * 1.0 / COUNT(*)\nFROM expected_report"
"""The share of expected reports that came; `expected_report` has one row per report expected in the period."""


def _whose(ctx: Context, found: Coverage) -> str:
    """The limit of a scope in SQL; the public version, which names nobody, has no scope."""
    if ctx.request.scope is None:
        return ""
    names = ", ".join(sql_text(name) for name in sorted({row.organisation for row in found.rows}))
    return f"\nWHERE organisation IN ({names})"


def _kinds_table(ctx: Context, found: Coverage) -> Table:
    by_kind: dict[str, list[OrganisationCoverage]] = defaultdict(list)
    for row in found.rows:
        by_kind[row.organisation_kind].append(row)
    named, other = _named_kinds({kind: _organisations(rows) for kind, rows in by_kind.items()})
    limit = _whose(ctx, found)
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
    note = _("Kinds with fewer than {n} organisations stand under Other, so that no single one is pointed out.").format(
        n=FEWEST_OF_A_KIND
    )
    return Table("coverage.kinds", _("Reports by kind of organisation"), columns, tuple(rows), note=note)


def _organisations(rows: Iterable[OrganisationCoverage]) -> int:
    """Different organisations: one may stand on several rows of the list."""
    return len({row.organisation for row in rows})


def _named_kinds(sizes: dict[str, int]) -> tuple[list[str], list[str]]:
    """The kinds to name and those under Other, which takes in the smallest kinds until it too has enough."""
    named = sorted((kind for kind, n in sizes.items() if n >= FEWEST_OF_A_KIND), key=lambda kind: (-sizes[kind], kind))
    other = sorted(set(sizes) - set(named))
    while other and named and sum(sizes[kind] for kind in other) < FEWEST_OF_A_KIND:
        other.append(named.pop())
    return named, other


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


def _silent_blocks(found: Coverage) -> list[Block]:
    silent = [row for row in found.rows if row.silent]
    if not silent:
        return [Paragraph(_("Every expected report came."))]
    items = tuple(
        _("{organisation}: {missing} of {expected} missing, last {first} to {last}").format(
            organisation=row.organisation,
            missing=numbers.integer(len(row.silent)),
            expected=numbers.integer(row.expected),
            first=day_date(row.silent[-1][0]),
            last=day_date(row.silent[-1][1]),
        )
        for row in sorted(silent, key=lambda row: (-len(row.silent), row.organisation))
    )
    return [Paragraph(_("Reports are missing from:")), Bullets(items)]


def kind_name(code: str) -> str:
    """A kind of organisation in the current language."""
    known = organisation_kinds().get(code)
    return known.name if known else code


def kinds_by_size(ctx: Context) -> dict[str, int]:
    """How many organisations of each kind were expected to report."""
    kinds = {row.organisation: row.organisation_kind for row in ctx.coverage(ctx.period).rows}
    return dict(Counter(kinds.values()))
