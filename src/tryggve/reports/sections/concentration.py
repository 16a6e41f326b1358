"""Concentration: whether few places hold many of the events, beyond what chance gives."""

from __future__ import annotations

import numpy as np

from tryggve.domain.incident import LocationPrecision
from tryggve.domain.language import _
from tryggve.reports import certainty, ids, numbers
from tryggve.reports.comparison import Comparisons
from tryggve.reports.context import Context, source_name
from tryggve.reports.surface import spot_keys
from tryggve.reports.traces import listed, words
from tryggve.reports.tree import Finding, FindingKind, Trace
from tryggve.stats.concentration import share_of_places
from tryggve.store.base import Selection
from tryggve.store.query_figures import concentration_sql

FEWEST_EVENTS = 50
"""Below this many events at exact points nothing is said of concentration."""

MANY_PLACES = 2_000
"""Above this many places chance varies so little that 39 draws (their least and greatest) say what 199 do."""


def concentration_finding(ctx: Context, comparisons: Comparisons, where: Selection) -> Finding | None:
    """The smallest number of places that hold half of the events, against even chance over the same places.

    Only exact points: coordinates snapped to streets put many places on one spot, and the result would be theirs.
    """
    exact = where.but(location_precisions=(int(LocationPrecision.POINT),))
    points = ctx.store.points(exact)
    if int(points.n.sum()) < FEWEST_EVENTS:
        return None
    _places, inverse = np.unique(spot_keys(points), return_inverse=True)
    per_place = np.bincount(inverse.ravel(), weights=points.n).astype(np.int64)
    draws = 199 if len(per_place) <= MANY_PLACES else 39
    found = share_of_places(per_place, 0.5, seed=ctx.request.seed, draws=draws)
    if not found.is_concentrated:
        return None
    text = _(
        "{source}: half of the {n} events at a known point lie at {k} of the {m} places where anything was reported "
        "({share}). Had each event fallen on any of these places by chance, it would be {chance} of them."
    ).format(
        source=source_name(ctx, comparisons.source),
        n=numbers.integer(int(per_place.sum())),
        k=numbers.integer(found.places),
        m=numbers.integer(len(per_place)),
        share=numbers.percent(found.value),
        chance=numbers.percent_interval(found.chance.low, found.chance.high),
    )
    return Finding(
        ids.join("concentration", comparisons.source, "half"),
        "concentration.half",
        FindingKind.CONCENTRATION,
        text,
        found.value,
        None,
        _("by chance: {interval} of the places").format(
            interval=numbers.percent_interval(found.chance.low, found.chance.high)
        ),
        certainty.of_coverage(comparisons.response),
        "concentration",
        Trace(_sql(exact), words(exact), "concentration", listed(ctx, exact)),
        value_text=numbers.percent(found.value),
        weight=15.0,
    )


def _sql(exact: Selection) -> str:
    return f"SELECT places_with_half * 1.0 / places\nFROM (\n{concentration_sql(exact)}\n) AS concentration"
