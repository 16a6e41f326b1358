"""Density: the square where events lie closest together, in words, where chance alone does not give as many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.language import _
from tryggve.reports import certainty, ids, numbers
from tryggve.reports.comparison import Comparisons
from tryggve.reports.context import Context, source_name
from tryggve.reports.surface import PRECISIONS, Density, named_squares, square_area, squares
from tryggve.reports.traces import count_trace
from tryggve.reports.tree import Finding, FindingKind
from tryggve.stats.rates import poisson_interval
from tryggve.store.base import Selection

DRAWS = 199
LIMIT = 0.05
"""Share of the draws, the material among them, that may give as many or more."""


@dataclass(frozen=True)
class Chance:
    """How many events the fullest square gets by chance: `most` at most in 95 % of the draws, and the p-value."""

    most: int
    p_value: float


def density_finding(ctx: Context, comparisons: Comparisons, where: Selection, density: Density) -> Finding | None:
    """The square with most events, which heads the table behind the map; None where it may be a single address, and
    where so many events fall there by chance that the square says nothing.
    """
    named = named_squares(density.squares, ctx.request.small_number)
    if not named:
        return None
    box, n = named[0]
    total = int(density.points.n.sum())
    ever = ctx.store.points(ctx.where(comparisons.source).but(location_precisions=PRECISIONS))
    _corners, odds, spots = squares(ever)
    chance = by_chance(odds, spots >= Density.FEWEST_PLACES_NAMED, total, n, seed=ctx.request.seed)
    if chance.p_value > LIMIT:
        return None
    here = where.but(box=box, location_precisions=PRECISIONS)
    interval = poisson_interval(n)
    text = _(
        "{source}: the events lie closest together round {place}: {n} of {total} with a known place within one square "
        "kilometre, more than chance gives (at most {most} in the fullest square in 95 of 100 draws). The square was "
        "chosen because they lie densest there, so the next period will often have fewer."
    ).format(
        source=source_name(ctx, comparisons.source),
        place=square_area(ctx, density.points, box) or _("one square of the map"),
        n=numbers.integer(n),
        total=numbers.integer(total),
        most=numbers.integer(chance.most),
    )
    return Finding(
        ids.join("density", comparisons.source, "peak"),
        "density.peak",
        FindingKind.DENSITY,
        text,
        n,
        (interval.low, interval.high),
        _("as many events spread by chance, each place as likely as its share of all years: at most {most}").format(
            most=numbers.integer(chance.most)
        ),
        certainty.of_test(chance.p_value, comparisons.response, comparisons.response),
        "density",
        count_trace(ctx, here, "density"),
        value_text=numbers.integer(n),
        interval_text=numbers.interval(interval.low, interval.high),
        weight=18.0,
    )


def by_chance(odds: NDArray[np.int64], named: NDArray[np.bool_], total: int, observed: int, *, seed: int) -> Chance:
    """As many events as there are, dropped on the squares with the odds of all history: the most in any of them.

    odds: events ever per square [k]; named: squares [k] that may be named at all; total: events of the period;
    observed: events in its fullest square. p = (1 + draws with as many or more) / (1 + draws). Spreading over places
    and adding up by square is the same multinomial draw. The period is part of the history, so the odds lean towards
    it and the test is careful: where the period is all the history there is, it finds nothing.
    """
    if not named.any() or not odds.sum():
        return Chance(0, 1.0)
    drawn = np.random.default_rng(seed).multinomial(total, odds / odds.sum(), size=DRAWS)[:, named].max(axis=1)
    p_value = (1 + int((drawn >= observed).sum())) / (1 + DRAWS)
    return Chance(int(np.quantile(drawn, 1 - LIMIT, method="higher")), p_value)
