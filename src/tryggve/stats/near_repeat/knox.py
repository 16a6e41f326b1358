"""The Knox test: pairs of events by distance in space and in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryggve import compute
from tryggve.stats.array_result import ArrayResult
from tryggve.stats.columns import checked_days, checked_numbers
from tryggve.stats.inputs import FloatArray, IntArray, checked_count
from tryggve.stats.near_repeat.kernel import SIDE_BY_SIDE, closer_than, pairs_closer, shuffle_columns
from tryggve.stats.near_repeat.pairs import Pairs, close_pairs

REFERENCE = (
    "Knox (1964), The detection of space-time interactions, Applied Statistics 13:25–29; Ratcliffe & Rengert (2008), "
    "Near-repeat patterns in Philadelphia shootings, Security Journal 21:58–76"
)
METRICS = ("euclidean", "manhattan")


@dataclass(frozen=True, kw_only=True, eq=False)
class Knox(ArrayResult):
    """Unordered pairs by space band (rows) and time band (columns), all [S, T]; bands are half-open, [a, b).

    `expected` is the marginal product: pairs in the space band × pairs in the time band / all pairs. `ratio` is
    observed / expected, NaN where nothing is expected. `p_value` is one-sided: (1 + permutations with at least as many
    pairs) / (1 + permutations), NaN without permutations; it is not corrected for the number of cells. `n_places` is
    how many different coordinates the events have, and `most_at_a_place` how many events the busiest of them has:
    snapped coordinates make pairs at distance 0. Arrays are read-only.
    """

    observed: IntArray
    expected: FloatArray
    ratio: FloatArray
    p_value: FloatArray
    space_bands: tuple[float, ...]
    time_bands: tuple[float, ...]
    n: int
    n_places: int
    most_at_a_place: int

    def __post_init__(self) -> None:
        for values in (self.observed, self.expected, self.ratio, self.p_value):
            values.setflags(write=False)


def knox(
    x: ArrayLike,
    y: ArrayLike,
    t: ArrayLike,
    *,
    space_bands: Sequence[float],
    time_bands: Sequence[float],
    metric: str = "euclidean",
    replicates: int = 999,
    seed: int = 0,
    n_jobs: int | None = None,
    on: compute.Place | None = None,
) -> Knox:
    """Whether events close in space are close in time more often than if times were shuffled among them.

    x, y: float[n] metres; t: float[n], days or any unit, or datetime64[n], which counts as days with the part of the
    day (hours apart are less than a day: take `astype("datetime64[D]")` where whole days are meant). `space_bands` and
    `time_bands`: k + 1 rising edges of k bands [a, b) from 0 or above, so that "within 20 m, both included" is
    [0, nextafter(20, inf)). `metric`: euclidean, or manhattan (|dx| + |dy|, the Near Repeat Calculator's). Null
    hypothesis: the times permuted among the events (`replicates` times, streams spawned from `seed`; the same wherever
    it runs). ValueError for arrays of different lengths, values that are no numbers (text, other dates), edges that do
    not rise, an unknown metric, more than 250 million pairs in the space bands (2 GB).
    """
    places, times = _events(x, y, t)
    space, time = _edges(space_bands, "space_bands"), _edges(time_bands, "time_bands")
    if metric not in METRICS:
        raise ValueError(f"metric must be one of {', '.join(METRICS)}, got {metric!r}")
    draws = checked_count(replicates, "replicates")
    n = len(times)
    pairs = close_pairs(places[0], places[1], space, metric == "manhattan", compute.Threads(n_jobs))
    scaled, edges = _as_whole(times[pairs.order], time)
    observed = _table(pairs, edges, scaled[:, None])[0]
    above = _exceedances(pairs, edges, scaled, observed, draws, seed, on or compute.Threads(n_jobs))
    in_time = np.diff([pairs_closer(np.sort(times), edge) for edge in time])
    all_pairs = n * (n - 1) / 2
    at_each = np.unique(np.stack(places, axis=1), axis=0, return_counts=True)[1]
    expected = np.outer(np.diff(pairs.start), in_time) / all_pairs if n > 1 else np.zeros(observed.shape)
    ratio = np.divide(observed, expected, out=np.full(observed.shape, np.nan), where=expected > 0.0)
    return Knox(
        method=f"knox_{metric}", parameters={"metric": metric, "replicates": draws}, reference=REFERENCE, seed=seed,
        observed=observed, expected=expected, ratio=ratio,
        p_value=np.asarray((1.0 + above) / (1.0 + draws)) if draws else np.full(observed.shape, np.nan),
        space_bands=tuple(space.tolist()), time_bands=tuple(time.tolist()), n=n,
        n_places=len(at_each), most_at_a_place=int(at_each.max(initial=0)),
    )  # fmt: skip


def _events(x: ArrayLike, y: ArrayLike, t: ArrayLike) -> tuple[tuple[FloatArray, FloatArray], FloatArray]:
    places, times = (checked_numbers(x, "x"), checked_numbers(y, "y")), checked_days(t, "t")
    if len({len(column) for column in (*places, times)}) != 1:
        raise ValueError(f"x, y and t must be equally long, got {len(places[0])}, {len(places[1])}, {len(times)}")
    return places, times


def _edges(bands: Sequence[float], name: str) -> FloatArray:
    edges = checked_numbers(bands, name)
    if len(edges) < 2 or edges[0] < 0 or (np.diff(edges) <= 0).any():
        raise ValueError(f"{name} must be at least two rising edges from 0 or above, got {list(bands)}")
    return edges


def _as_whole(times: FloatArray, edges: FloatArray) -> tuple[NDArray[Any], NDArray[Any]]:
    """Times and edges as the shortest integers that tell the same pairs apart; unchanged where times are not whole."""
    if not len(times) or not (times == np.floor(times)).all():
        return times, edges
    span = times.max() - times.min()
    kind = np.int16 if max(span, 0) < 32_000 else np.int32 if span < 2**30 else None
    if kind is None:
        return times, edges
    # A whole difference is below an edge exactly where it is below the next whole number up.
    return (times - times.min()).astype(kind), np.minimum(np.ceil(edges), np.iinfo(kind).max).astype(kind)


def _table(pairs: Pairs, edges: NDArray[Any], columns: NDArray[Any]) -> IntArray:
    """int64[k, S, T]: pairs in each cell, for each column of times."""
    bands = len(pairs.start) - 1
    found = np.zeros((columns.shape[1], bands, len(edges)), np.int64)
    for s in range(bands):
        one = slice(pairs.start[s], pairs.start[s + 1])
        counts = np.zeros((columns.shape[1], len(edges)), np.int64)
        closer_than(np.ascontiguousarray(columns), pairs.first[one], pairs.second[one], edges, counts)
        found[:, s] = counts
    return np.diff(found, axis=2)


def _exceedances(
    pairs: Pairs, edges: NDArray[Any], times: NDArray[Any], observed: IntArray, draws: int, seed: int, on: compute.Place
) -> IntArray:
    sizes = [SIDE_BY_SIDE] * (draws // SIDE_BY_SIDE) + ([draws % SIDE_BY_SIDE] if draws % SIDE_BY_SIDE else [])
    blocks = list(zip(sizes, np.random.SeedSequence(seed).spawn(len(sizes)), strict=True))
    found = compute.map(partial(_block, pairs, edges, times, observed), blocks, on=on)
    return np.sum(found, axis=0, dtype=np.int64) if found else np.zeros(observed.shape, np.int64)


def _block(
    pairs: Pairs,
    edges: NDArray[Any],
    times: NDArray[Any],
    observed: IntArray,
    block: tuple[int, np.random.SeedSequence],
) -> IntArray:
    columns = np.empty((len(times), SIDE_BY_SIDE), times.dtype)
    shuffle_columns(np.random.default_rng(block[1]), times, columns)
    return np.asarray((_table(pairs, edges, columns)[: block[0]] >= observed).sum(axis=0))
