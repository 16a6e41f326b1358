"""Extent and kinds: how much of what, held against its own past."""

from __future__ import annotations

from tryggve.domain.language import _
from tryggve.domain.source_caveat import source_caveats
from tryggve.reports import numbers
from tryggve.reports.comparison import Comparisons
from tryggve.reports.context import Context, source_name
from tryggve.reports.figures.series import series_figure
from tryggve.reports.sections.extent_findings import extent_findings
from tryggve.reports.sections.extent_table import kinds_table
from tryggve.reports.tree import Block, Finding, Paragraph, Section

HEAVY_SHARE = 0.1
"""A report that holds a larger share of all events is pointed out."""

HEAVY = 10
"""Nor is a report of fewer events than this pointed out: in a quiet week any report is a tenth."""


def extent_section(ctx: Context, compared: tuple[Comparisons, ...]) -> tuple[Section, list[Finding]]:
    """Tables of all kinds per source, and what stands out among them."""
    blocks: list[Block] = []
    findings: list[Finding] = []
    for comparisons in compared:
        blocks += _source_blocks(ctx, comparisons)
        findings += extent_findings(ctx, comparisons)
    deleted = ctx.deleted(ctx.period)
    for source in () if deleted else ctx.sources:
        if (source, "all") in ctx.withheld:
            text = _(
                "{source}: nothing is said here, since small numbers could be worked out from it together with what "
                "was published before."
            )
            blocks.append(Paragraph(text.format(source=source_name(ctx, source))))
        elif all(found.source != source for found in compared):
            text = _(
                "{source}: fewer than {n} events in the period or the year before, so nothing more is said of them."
            )
            blocks.append(Paragraph(text.format(source=source_name(ctx, source), n=ctx.request.small_number)))
    if not ctx.sources and not deleted:
        blocks.append(
            Paragraph(
                _("There are no reports of single events in the material. Read in an EST list or a file of events.")
            )
        )
    return Section("extent", _("Extent and kinds"), tuple(blocks)), findings


def _source_blocks(ctx: Context, comparisons: Comparisons) -> list[Block]:
    blocks: list[Block] = []
    caveat = source_caveats().get(comparisons.source)
    if caveat is not None:
        blocks.append(Paragraph(caveat.text))
    if not ctx.complete(comparisons.source) and not ctx.deleted(ctx.period):
        blocks.append(Paragraph(_incomplete(ctx, comparisons.source), strong=True))
    blocks.append(kinds_table(ctx, comparisons))
    heavy = _heavy(ctx, comparisons)
    blocks += [Paragraph(heavy)] if heavy else []
    figure = series_figure(ctx, comparisons)
    return [*blocks, figure] if figure else blocks


def _heavy(ctx: Context, comparisons: Comparisons) -> str:
    """One report that stands for many events is said where it holds more than a tenth of them all."""
    times = ctx.store.times(ctx.where(comparisons.source, ctx.period))
    largest, total = int(times.n.max(initial=0)), comparisons.total.n
    if largest < HEAVY or largest <= HEAVY_SHARE * total or ctx.request.for_others:
        return ""
    return _(
        "{source}: a single report stands for {n} of the {total} events ({share}). Check that the number is right."
    ).format(
        source=source_name(ctx, comparisons.source),
        n=numbers.integer(largest),
        total=numbers.integer(total),
        share=numbers.percent(largest / total),
    )


def _incomplete(ctx: Context, source: str) -> str:
    last = ctx.extent(source).last_day
    name = source_name(ctx, source)
    if ctx.request.under_way:
        return _("The period is not over, so the events of {source} are not compared with earlier ones.").format(
            source=name
        )
    if last is None or last < ctx.period.first_day:
        return _(
            "{source} has no events in the period: whether it was calm or the reports are missing is unknown."
        ).format(source=name)
    return _("{source} ends before the period does, so the period is not compared with earlier ones.").format(
        source=name
    )
