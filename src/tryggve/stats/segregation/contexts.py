"""Each place's own surroundings: who the k nearest people are, whatever the borders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.inputs import FloatArray, checked_positive

OSTH = (
    "Östh, J., Clark, W. A. V. & Malmberg, B. (2015). Measuring the scale of segregation using k-nearest neighbor "
    "aggregates. Geogr. Anal. 47, 34-49."
)
_BLOCK = 256


@dataclass(frozen=True, kw_only=True, eq=False)
class Contexts(ArrayResult):
    """Surroundings of n places: `share` float64[n] of the group among the k nearest people, NaN where nobody lives.

    `reach` float64[n] is how far they reach (to the farthest place touched). `own` is the mean share where the group
    lives, `others` where others live: their difference is 0 without segregation, 1 at full (the variance ratio, eta
    squared, of these surroundings). `quantiles` of the share over all people: 10, 25, 50, 75, 90 percent.
    """

    share: FloatArray
    reach: FloatArray
    own: float
    others: float
    quantiles: FloatArray
    k: float


def nearest_contexts(x: ArrayLike, y: ArrayLike, group: ArrayLike, people: ArrayLike, *, k: float) -> Contexts:
    """Individualised neighbourhoods: for each place the nearest people, its own first, until they are k.

    x, y float[n] in metres; group, people float[n] >= 0, group <= people. Places at the same distance are taken
    together, and the last ones in proportion so that the sum is k exactly: k, not the size of places, sets the scale.
    Time grows with n^2 log n, memory with n. ValueError for k above all people, missing coordinates, or group > people.
    """
    east, north, of_group, all_people = (np.asarray(one, np.float64).ravel() for one in (x, y, group, people))
    if not len(east) == len(north) == len(of_group) == len(all_people) or not len(east):
        raise ValueError("each place needs x, y, its people and those of the group")
    if not (np.isfinite(east).all() and np.isfinite(north).all()):
        raise ValueError("a coordinate is missing: leave the place out")
    if not (np.isfinite(all_people).all() and (of_group >= 0).all() and (of_group <= all_people).all()):
        raise ValueError("the group must be 0 or more and no more than the people of the place")
    if checked_positive(k, "k") > all_people.sum() or not 0 < of_group.sum() < all_people.sum():
        raise ValueError("k must not exceed all people, and both the group and others must be there")
    share, reach = np.empty(len(east)), np.empty(len(east))
    for start in range(0, len(east), _BLOCK):
        part = slice(start, start + _BLOCK)
        share[part], reach[part] = _around(east, north, of_group, all_people, part, k)
    lived, rest = all_people > 0, all_people - of_group
    share[~lived] = np.nan
    own = float(of_group[lived] @ share[lived] / of_group.sum())
    others = float(rest[lived] @ share[lived] / rest.sum())
    return Contexts(
        method="nearest_contexts",
        parameters={"k": float(k), "places": len(east)},
        reference=OSTH,
        share=share,
        reach=reach,
        own=own,
        others=others,
        quantiles=_weighted_quantiles(share[lived], all_people[lived], (0.1, 0.25, 0.5, 0.75, 0.9)),
        k=float(k),
    )


def _around(
    east: FloatArray, north: FloatArray, group: FloatArray, people: FloatArray, part: slice, k: float
) -> tuple[FloatArray, FloatArray]:
    """Share of the group and reach of the k nearest people of some places."""
    distance = np.hypot(east[part, None] - east[None, :], north[part, None] - north[None, :])
    order = np.argsort(distance, axis=1, kind="stable")
    far = np.take_along_axis(distance, order, axis=1)
    cumulated, of_group = np.cumsum(people[order], axis=1), np.cumsum(group[order], axis=1)
    share, reach = np.empty(len(far)), np.empty(len(far))
    for i in range(len(far)):
        last = int(np.searchsorted(cumulated[i], k - 1e-9))
        first = int(np.searchsorted(far[i], far[i, last] - 1e-9))
        end = int(np.searchsorted(far[i], far[i, last] + 1e-9, side="right")) - 1
        before, before_group = (cumulated[i, first - 1], of_group[i, first - 1]) if first else (0.0, 0.0)
        part_of = (k - before) / (cumulated[i, end] - before)
        share[i] = (before_group + part_of * (of_group[i, end] - before_group)) / k
        reach[i] = far[i, last]
    return share, reach


def _weighted_quantiles(values: FloatArray, weights: FloatArray, at: tuple[float, ...]) -> FloatArray:
    order = np.argsort(values, kind="stable")
    cumulated = np.cumsum(weights[order])
    places = np.searchsorted(cumulated, np.array(at) * cumulated[-1] - 1e-9)
    return np.asarray(values[order][places], np.float64)
