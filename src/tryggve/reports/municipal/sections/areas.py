"""The chapter of areas: conditions, how divided the municipality is, the police's lists. One index is no lägesbild."""

from __future__ import annotations

from itertools import pairwise

from tryggve.domain.crime_kind import crime_kinds
from tryggve.domain.language import _
from tryggve.reports.municipal.areas.conditions import (
    TYPE,
    break_words,
    conditions_table,
    has_many_young,
    homes_table,
    types_table,
)  # fmt: skip
from tryggve.reports.municipal.areas.contexts import contexts_blocks
from tryggve.reports.municipal.areas.divided import divided_blocks
from tryggve.reports.municipal.areas.police_lists import lists_table
from tryggve.reports.municipal.context import Context
from tryggve.reports.municipal.sections.kinds import AREAS, closing_blocks
from tryggve.reports.tree import Block, Bullets, Finding, Heading, Paragraph, Section


def areas_section(ctx: Context) -> tuple[Section, list[Finding]]:
    """The chapter. A public version names no area but those that the police themselves have named."""
    kind = next(one for one in crime_kinds() if one.id == AREAS)
    divided, findings = divided_blocks(ctx)
    named: list[Block] = [] if ctx.request.public else [conditions_table(ctx), *_made(homes_table(ctx))]
    blocks: list[Block] = [
        Heading(_("Conditions of the small areas")),
        *_divisions(ctx),
        *_challenged(ctx),
        *_made(types_table(ctx)),
        *named,
        Heading(_("How divided the municipality is")),
        *divided,
        *contexts_blocks(ctx),
        Heading(_("The police's list")),
        lists_table(ctx),
        *closing_blocks(ctx, kind),
    ]
    lead = _(
        "Areas differ in conditions, and conditions are not crime. One index is not a lägesbild: what happens in an "
        "area has to be asked where it happens."
    )
    return Section("areas", kind.title, tuple(blocks), lead), findings


def _made(block: Block | None) -> list[Block]:
    return [] if block is None else [block]


def _divisions(ctx: Context) -> list[Block]:
    """Which divisions the figures are of, and what may be carried from one to the next."""
    divisions = sorted({division for _id, division, _period in ctx.matter.small if division})
    if not divisions:
        return [Paragraph(_("No figures of small areas are at hand."), strong=True)]
    told = [break_words(ctx.matter, *pair) for pair in pairwise(divisions)]
    text = _(
        "SCB's small areas (RegSO) were drawn anew in 2025. The same code in two divisions may be two areas: figures "
        "are carried over only where the outline is the same."
    )
    return [Paragraph(text), *([Bullets(tuple(told))] if told else [])]


def _challenged(ctx: Context) -> list[Block]:
    """How many of the areas with challenges by SCB's rule look so because students live there."""
    newest = ctx.matter.newest_small(TYPE)
    if newest is None:
        return []
    types = [one for one in ctx.matter.small_of(TYPE, *newest) if one.value in (1.0, 2.0)]
    flags = [has_many_young(ctx.matter, one) for one in types]
    if not types:
        text = _("No area is of SCB's types 1 or 2 (challenges) in {period}. That says nothing of crime.")
    elif None in flags:
        text = _(
            "{n} areas are of SCB's types 1 or 2 (challenges) in {period}. The ages there are not all at hand: whether "
            "students are why is unknown by these figures."
        )
    else:
        text = _(
            "{n} areas are of SCB's types 1 or 2 (challenges) in {period}; in {young} of them so many are aged 15 to "
            "24 that students may be why."
        )
    return [Paragraph(text.format(n=len(types), period=newest[1], young=flags.count(True)))]
