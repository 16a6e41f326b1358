"""Who reported and who did not: silence is unknown, never calm."""

from __future__ import annotations

from tryggve.domain.calendar_days import day_date
from tryggve.domain.coverage import Reporter
from tryggve.domain.language import _, ngettext
from tryggve.reports import certainty, numbers
from tryggve.reports.context import Context, Coverage
from tryggve.reports.sections.coverage_kinds import kinds_table, whose
from tryggve.reports.sections.coverage_lapsed import lapsed_blocks
from tryggve.reports.sections.coverage_unlisted import unlisted_blocks
from tryggve.reports.tree import Block, Bullets, Certainty, Finding, FindingKind, Paragraph, Section, Trace


def coverage_section(ctx: Context) -> tuple[Section, list[Finding]]:
    """Expected and received reports, by kind of organisation; the silent ones by name in the internal version."""
    found = ctx.coverage(ctx.period)
    title = _("Who reported and who did not")
    if found.share is None and ctx.reporters_known:
        text = _("No report was due in the period: the organisations report more seldom than that.")
        return Section("coverage", title, (Paragraph(text), *unlisted_blocks(ctx))), []
    if found.share is None:
        return _nobody_owed(ctx, title)
    blocks: list[Block] = [Paragraph(_share_text(ctx, found)), kinds_table(ctx, found)]
    if not ctx.request.for_others:
        blocks += _silent_blocks(found)
    blocks += lapsed_blocks(ctx, found)
    return Section("coverage", title, (*blocks, *unlisted_blocks(ctx))), [_finding(ctx, found)]


def _nobody_owed(ctx: Context, title: str) -> tuple[Section, list[Finding]]:
    """Nobody owes a report about now: promises have just begun, or held at other times, or nobody has promised any."""
    listed = [one for one in ctx.store.reporters() if ctx.in_scope(one)]
    last = ctx.period.last_day
    holding = [one.first_day for one in listed if one.first_day <= last and not _is_over(one, ctx.period.first_day)]
    if holding:
        day = numbers.date_long(day_date(min(holding)))
        text = _("No report is due yet: the first promise to report holds from {day}.").format(day=day)
        return Section("coverage", title, (Paragraph(text),)), []
    unknown = _("A low number may mean that it was calm or that nobody reported: nobody can tell which.")
    if listed:
        text = _("Nobody had promised to report in this period.")
        finding = _("Nobody had promised to report in the period, so low numbers cannot be told from missing reports.")
        found = _unknown_finding(finding, _("no promise to report"))
        return Section("coverage", title, (Paragraph(f"{text} {unknown}", strong=True),)), [found]
    text = _("There is no list of who was expected to report.")
    what = _(
        "Say who reports where and how often: in the web under Settings, on the command line by a file of reporters "
        "(--reporters)."
    )
    finding = _("It is not known who was expected to report, so low numbers cannot be told from missing reports.")
    found = _unknown_finding(finding, _("no list of reporters"))
    return Section("coverage", title, (Paragraph(f"{text} {unknown} {what}", strong=True),)), [found]


def _is_over(promise: Reporter, day: int) -> bool:
    return promise.last_day is not None and promise.last_day < day


def _unknown_finding(text: str, reference: str) -> Finding:
    return Finding(
        "coverage.unknown",
        "coverage.unknown",
        FindingKind.COVERAGE,
        text,
        None,
        None,
        reference,
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
        Trace(SHARE_SQL + whose(ctx, found), _("expected and received reports in the period"), "coverage"),
        value_text=numbers.percent(found.share),
        weight=90.0 if low else 20.0,
    )


SHARE_SQL = "SELECT SUM(received) * 1.0 / COUNT(*)\nFROM expected_report"
"""The share of expected reports that came; `expected_report` has one row per report expected in the period."""


def _silent_blocks(found: Coverage) -> list[Block]:
    silent = [row for row in found.rows if row.silent]
    if not silent:
        return [Paragraph(_("Every expected report came."))]
    items = tuple(
        _("{organisation}: {missing} of {expected} missing, last {days}").format(
            organisation=row.organisation,
            missing=numbers.integer(len(row.silent)),
            expected=numbers.integer(row.expected),
            days=numbers.date_span(day_date(row.silent[-1][0]), day_date(row.silent[-1][1])),
        )
        for row in sorted(silent, key=lambda row: (-len(row.silent), row.organisation))
    )
    return [Paragraph(_("Reports are missing from:")), Bullets(items)]
