"""How much more of a group there is around its own members than around others, with an interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tryggve.stats.inputs import checked_counts, checked_level
from tryggve.stats.options import whole
from tryggve.stats.result import Interval, Result
from tryggve.stats.segregation import nearest_contexts

SOURCES = (
    "Östh, J., Clark, W. A. V. & Malmberg, B. (2015). Measuring the scale of segregation using k-nearest neighbor "
    "aggregates. Geogr. Anal. 47, 34-49; interval by redrawing each place: Allen, R., Burgess, S., Davidson, R. & "
    "Windmeijer, F. (2015). Econom. J. 18, 40-66."
)


@dataclass(frozen=True, kw_only=True)
class ContextGap(Result):
    """`value` = `own` - `others`: the group's share among the k nearest people of its members, less that of others."""

    value: float
    interval: Interval
    own: float
    others: float

    def points(self) -> tuple[float, float, float]:
        """Value and interval in percentage points."""
        return 100.0 * self.value, 100.0 * self.interval.low, 100.0 * self.interval.high


def context_gap(
    x: ArrayLike, y: ArrayLike, group: ArrayLike, people: ArrayLike, *, k: float, replicates: int = 199,
    level: float = 0.95, seed: int = 0,
) -> ContextGap:  # fmt: skip
    """The difference between the surroundings of a group and of all others: see `nearest_contexts`.

    x, y float[n] in metres; group, people int[n], group <= people. Interval: in each place the number of the group is
    drawn anew, binomial(people, group / people); 2 value minus the quantiles of the draws, within -1 .. 1. Time grows
    with replicates n^2 log n. ValueError as `nearest_contexts`, and for counts that are not whole.
    """
    of_group, of_all = (checked_counts(np.asarray(one)) for one in (group, people))
    number, tail = whole(replicates, "replicates", 1), (1.0 - checked_level(level)) / 2.0
    told = nearest_contexts(x, y, of_group, of_all, k=k)
    value = told.own - told.others
    rng = np.random.default_rng(seed)
    share = np.where(of_all > 0, of_group / np.maximum(of_all, 1), 0.0)
    drawn = []
    for redrawn in rng.binomial(of_all, share, (number, len(of_all))):
        if 0 < redrawn.sum() < of_all.sum():
            one = nearest_contexts(x, y, redrawn, of_all, k=k)
            drawn.append(one.own - one.others)
    low, high = np.clip(2.0 * value - np.quantile(drawn, [1.0 - tail, tail]), -1.0, 1.0) if drawn else (value, value)
    return ContextGap(
        method="context_gap",
        parameters={"k": float(k), "replicates": number, "level": level, "places": len(of_all)},
        reference=SOURCES,
        seed=seed,
        value=value,
        interval=Interval(float(low), float(high), level),
        own=told.own,
        others=told.others,
    )
