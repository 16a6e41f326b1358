"""Density: the spot where events lie closest together, in words."""

from __future__ import annotations

import numpy as np

from tryggve.domain.language import _
from tryggve.reports import certainty, ids, numbers
from tryggve.reports.comparison import Comparisons
from tryggve.reports.context import Context, source_name
from tryggve.reports.locating import area_at
from tryggve.reports.surface import PRECISIONS, Density, inside, places, square_round
from tryggve.reports.traces import count_trace
from tryggve.reports.tree import Finding, FindingKind
from tryggve.stats.rates import poisson_interval
from tryggve.store.base import Selection


def density_finding(ctx: Context, comparisons: Comparisons, where: Selection, density: Density) -> Finding | None:
    """The square round the densest spot, with the number of events in it; None where it may point at one address."""
    surface = density.surface
    row, column = np.unravel_index(int(np.argmax(surface.values)), surface.values.shape)
    peak = surface.x0 + (column + 0.5) * surface.cell, surface.y0 + (row + 0.5) * surface.cell
    box = square_round(*peak)
    points = inside(density.points, box)
    n = int(points.n.sum())
    if places(points) < Density.FEWEST_PLACES_NAMED or n < ctx.request.small_number:
        return None
    here = where.but(box=box, location_precisions=PRECISIONS)
    interval = poisson_interval(n)
    area = area_at(ctx, *peak)
    text = _(
        "{source}: the events lie closest together round {place}: {n} of {total} with a known place within one square "
        "kilometre. The square was chosen because they lie densest there, so the next period will often have fewer."
    ).format(
        source=source_name(ctx, comparisons.source),
        place=area or _("one square of the map"),
        n=numbers.integer(n),
        total=numbers.integer(int(density.points.n.sum())),
    )
    return Finding(
        ids.join("density", comparisons.source, "peak"),
        "density.peak",
        FindingKind.DENSITY,
        text,
        n,
        (interval.low, interval.high),
        _("all events with a known place in the period"),
        certainty.of_coverage(comparisons.response),
        "density",
        count_trace(ctx, here, "density"),
        value_text=numbers.integer(n),
        interval_text=numbers.interval(interval.low, interval.high),
        weight=18.0,
    )
