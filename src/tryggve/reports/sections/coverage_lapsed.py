"""Promises to report for areas that are out of use: by whom, and what is therefore not known."""

from __future__ import annotations

from tryggve.domain.area import level_words
from tryggve.domain.language import _, ngettext
from tryggve.reports import numbers
from tryggve.reports.context import Context, Coverage
from tryggve.reports.tree import Block, Bullets, Paragraph


def lapsed_blocks(ctx: Context, found: Coverage) -> list[Block]:
    """Which organisations have promised to report for areas out of use; the public version only how many."""
    lapsed: dict[str, set[tuple[str, str]]] = {}
    for row in found.rows:
        areas = {area for area in row.areas if area in ctx.material.promised}
        if areas:
            lapsed.setdefault(row.organisation, set()).update(areas)
    if not lapsed:
        return []
    told = ngettext(
        "{n} organisation has promised to report for areas of a division that is out of use. Which areas of today it "
        "reports on is not known, so the coverage of those that it may be is shown as unknown.",
        "{n} organisations have promised to report for areas of a division that is out of use. Which areas of today "
        "they report on is not known, so the coverage of those that it may be is shown as unknown.",
        len(lapsed),
    ).format(n=numbers.integer(len(lapsed)))
    if ctx.request.for_others:
        return [Paragraph(told)]
    items = tuple(
        _("{organisation}: {areas}").format(organisation=name, areas=_named(areas))
        for name, areas in sorted(lapsed.items())
    )
    return [Paragraph(told), Paragraph(_("Bring in the list of reporters anew.")), Bullets(items)]


def _named(areas: set[tuple[str, str]]) -> str:
    return ", ".join(f"{code} ({level_words(level)})" for level, code in sorted(areas))
