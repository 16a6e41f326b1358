"""Where, when and what in the versions for other organisations: reports as facts, and nothing of who reported.

What strikes somebody in her closest circle, and what few may read of, is in none of it (`Context`). Schools, social
services and care are told of by area and day, and private organisations get areas and days alone.
"""

from __future__ import annotations

from collections.abc import Callable

from tryggve.domain.access import Sight
from tryggve.domain.language import _
from tryggve.reports.areas import area_rows
from tryggve.reports.comparison import Comparisons
from tryggve.reports.context import Context
from tryggve.reports.figures.place import map_figure
from tryggve.reports.figures.profile import profile_figure
from tryggve.reports.sections.shared_list import shared_list
from tryggve.reports.sections.where import areas_table
from tryggve.reports.surface import PRECISIONS
from tryggve.reports.tree import Audience, Block, Paragraph, Section
from tryggve.reports.week.hours import FEWEST_TIMES
from tryggve.reports.week.points import MapPoints, map_points
from tryggve.reports.week.told import fine_kinds, told_categories
from tryggve.store.base import Selection


def shared_where(ctx: Context, compared: tuple[Comparisons, ...]) -> Section:
    """The areas with their events and the reports received; for authorities, the events on a map, to the street."""
    blocks: list[Block] = []
    for comparisons in compared:
        where = ctx.where(comparisons.source, ctx.period)
        rows = area_rows(ctx, comparisons.source, where)
        spots = _spots(ctx, where) if ctx.request.audience is Audience.SHARED else None
        figure = map_figure(ctx, comparisons, where, rows, None, spots)
        blocks += [figure] if figure else []
        blocks += [areas_table(ctx, comparisons, where, rows)] if rows else []
    if not blocks:
        blocks.append(Paragraph(_("No events in the period have a place.")))
    return Section("where", _("Where"), tuple(blocks))


def _spots(ctx: Context, where: Selection) -> MapPoints:
    """The points of the live map: none of sensitive kinds, none in a protected place, none that lies by itself."""
    ever = Selection(sources=where.sources, categories=told_categories(), location_precisions=PRECISIONS)
    fine = where.but(organisation_kinds=fine_kinds())
    events = sum(ctx.store.counts((), where).values())
    return map_points(ctx.store.spots(fine), Sight.FACTS, ctx.material.protected, events, ctx.store.points(ever))


def shared_when(ctx: Context, compared: tuple[Comparisons, ...]) -> Section:
    """Hour and weekday of the reports whose hour may be told, where they are many; none for private organisations."""
    title = _("When")
    if ctx.request.audience is not Audience.SHARED:
        return Section("when", title, (Paragraph(_("This version has days and no hours.")),))
    blocks: list[Block] = []
    for comparisons in compared:
        fine = ctx.where(comparisons.source, ctx.period).but(organisation_kinds=fine_kinds())
        hours = ctx.store.counts(("hour",), fine)
        if sum(n for (hour,), n in hours.items() if int(hour) >= 0) >= FEWEST_TIMES:
            blocks.append(profile_figure(ctx, comparisons.source, fine))
    if not blocks:
        text = _("Fewer than {n} events have an hour that may be told, so no hours are shown.")
        blocks.append(Paragraph(text.format(n=FEWEST_TIMES)))
    return Section("when", title, tuple(blocks))


SHARED: tuple[Callable[[Context, tuple[Comparisons, ...]], Section | None], ...] = (
    shared_list, shared_when, shared_where,
)  # fmt: skip
"""In the order of the document."""
