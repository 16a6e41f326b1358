"""Organisations that report without standing in the list of reporters: often a name that is spelt in two ways."""

from __future__ import annotations

from difflib import get_close_matches

from tryggve.domain.language import _
from tryggve.domain.spelling import fold
from tryggve.reports.areas import heard_in
from tryggve.reports.context import Context
from tryggve.reports.tree import Block, Bullets, Paragraph

LIKE = 0.8
"""Names at least so alike (difflib's ratio, 1 is the same) may be one name spelt in two ways."""


def unlisted_blocks(ctx: Context) -> list[Block]:
    """Who reported in the period without having agreed to, by name, and whom it may be. Internal version only.

    Nothing of a part of the municipality: those who report there and elsewhere would stand in it.
    """
    if ctx.request.for_others or ctx.request.scope is not None or not ctx.reporters_known:
        return []
    listed = {fold(name): name for name in sorted(ctx.reporters)}
    items = []
    for name in sorted(heard_in(ctx, ctx.period) - ctx.reporters - {""}):
        near = get_close_matches(fold(name), listed, n=1, cutoff=LIKE)
        if near:
            items.append(_("{organisation}. Is {name} meant?").format(organisation=name, name=listed[near[0]]))
        elif not _of_other_sources(ctx, name):
            items.append(f"{name}.")
    if not items:
        return []
    text = _("Reported in the period without standing in the list of reporters, so in none of the numbers above:")
    return [Paragraph(text), Bullets(tuple(items))]


def _of_other_sources(ctx: Context, organisation: str) -> bool:
    """Whether it reports only to sources that nobody in the list reports to: the list says nothing of those."""
    own = [source for source, names in ctx.organisations.items() if organisation in names]
    return bool(own) and not any(ctx.coverage_known(source) for source in own)
