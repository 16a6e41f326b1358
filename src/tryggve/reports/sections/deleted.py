"""What is said where reports of a period are deleted by decision: none left is not the same as none that happened."""

from __future__ import annotations

from dataclasses import replace

from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import _
from tryggve.domain.retention import is_kept_source, kept_source
from tryggve.reports import numbers
from tryggve.reports.context import Context, source_name
from tryggve.reports.tree import Paragraph, Section


def with_deleted(ctx: Context, section: Section | None) -> Section | None:
    """A section of events, headed by what is missing of them."""
    if section is None or not ctx.deleted(ctx.period):
        return section
    return replace(section, blocks=(Paragraph(_section_text(ctx), strong=True), *section.blocks))


def _section_text(ctx: Context) -> str:
    if ctx.all_deleted:
        return _(
            "Reports before {day} are deleted by decision, so there are no events of {period} to show. That does not "
            "mean that it was calm: the counts that were kept stand with registers and other tables."
        ).format(day=_day(ctx), period=numbers.period_name(ctx.period))
    return _(
        "Reports before {day} are deleted by decision. What is shown here is what came after, not the whole of "
        "{period}: it is compared with nothing, and no findings are drawn from it."
    ).format(day=_day(ctx), period=numbers.period_name(ctx.period))


def nothing_to_hold(ctx: Context) -> str:
    """Stands in the place of findings."""
    return _(
        "Reports before {day} are deleted by decision, so the events of {period} could not be held against their own "
        "past. Whether anything was unusual is unknown."
    ).format(day=_day(ctx), period=numbers.period_name(ctx.period))


def deleted_items(ctx: Context) -> list[str]:
    """Among what is not known: what of each source is deleted, and what the period is therefore not compared with."""
    if ctx.material.deleted_before is None:
        return []
    if ctx.deleted(ctx.period):
        text = _(
            "{source}: reports before {day} are deleted by decision. Counts per month are kept of them, which say "
            "nothing of place, hour or severity."
        )
        return [text.format(source=source, day=_day(ctx)) for source in _deleted_sources(ctx)]
    if ctx.deleted(ctx.period.year_before()):
        text = _("Reports before {day} are deleted by decision: the period is not compared with what lies before that.")
        return [text.format(day=_day(ctx))]
    return []


def _deleted_sources(ctx: Context) -> list[str]:
    """The sources that counts are kept of, as readers know them."""
    kept = {cell.source for cell in ctx.store.table_counts() if is_kept_source(cell.source)}
    known = {kept_source(source): source_name(ctx, source) for source in ctx.sources}
    return [known.get(source, source) for source in sorted(kept)]


def _day(ctx: Context) -> str:
    assert ctx.material.deleted_before is not None
    return numbers.date_long(day_date(ctx.material.deleted_before))
