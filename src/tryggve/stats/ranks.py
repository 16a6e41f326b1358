"""Ranks of areas with their uncertainty: never a bare list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.empirical_bayes import MARSHALL, checked_areas, empirical_bayes_rates
from tryggve.stats.inputs import FloatArray, IntArray, checked_level, read_only

RANKS = (
    "Goldstein, H. & Spiegelhalter, D. J. (1996). League tables and their limitations. J. R. Stat. Soc. A 159, "
    "385-443; Laird, N. M. & Louis, T. A. (1989). Empirical Bayes ranking methods. J. Educ. Stat. 14, 29-46."
)
BOOTSTRAP = "Efron, B. & Tibshirani, R. (1993). An Introduction to the Bootstrap, ch. 6 (parametric); " + RANKS

Method = Literal["pooled", "separate", "bootstrap"]
_BLOCK = 256
_TOP = 5


@dataclass(frozen=True, kw_only=True, eq=False)
class Ranks(ArrayResult):
    """Ranks of n areas, 1 the highest rate; arrays of length n, read-only.

    `expected` is the mean rank over the draws, `low`..`high` the central interval of level `level` (both ends are
    ranks), `top` the probability of being among the `top_size` highest, `first` of being the highest of all.
    """

    expected: FloatArray
    median: FloatArray
    low: FloatArray
    high: FloatArray
    top: FloatArray
    first: FloatArray
    top_size: int
    level: float

    def told_apart(self, area: int, other: int) -> bool:
        """Whether the rank intervals of two areas do not meet: a careful way to say that one lies above the other."""
        return bool(self.high[area] < self.low[other] or self.high[other] < self.low[area])


def rank_areas(
    counts: ArrayLike,
    exposure: ArrayLike,
    *,
    top: int | None = None,
    method: Method = "pooled",
    draws: int = 4_000,
    level: float = 0.95,
    seed: int = 0,
) -> Ranks:
    """Ranks of the rates of areas, with what can be known of them.

    `counts` int[n], `exposure` float[n] > 0; `top` is how many are the highest: 5, or all where they are fewer, when
    None. The rates are drawn `draws` times and ranked each time:

    - "pooled": the posterior of a gamma prior with mean m and variance A of `empirical_bayes_rates`: shape m^2/A,
      rate m/A, so gamma(O + m^2/A) / (n + m/A). With A = 0 the areas cannot be told apart and every order is as likely.
    - "separate": gamma(O + 1/2) / n, the posterior of Jeffreys' prior in each area by itself.
    - "bootstrap": Poisson(O) / n. An area with no events is then always 0: a small area looks surer than it is.

    Equal rates are ordered by chance within a draw. The same seed gives the same result. Independence of the areas is
    assumed, and counts that vary as Poisson given their rate: where events follow one another the intervals are too
    narrow. ValueError for no areas, exposure 0, top outside 1..n, draws < 1.
    """
    events, base = checked_areas(counts, exposure)
    if not len(base) or not (base > 0).all():
        raise ValueError("ranks need at least one area, and an exposure above 0 in each: leave out areas without")
    if method not in ("pooled", "separate", "bootstrap"):
        raise ValueError(f"method must be 'pooled', 'separate' or 'bootstrap', got {method!r}")
    blocks = _rates(events, base, method, _checked_draws(draws), seed)
    reference = {"pooled": f"{RANKS} {MARSHALL}", "separate": RANKS, "bootstrap": BOOTSTRAP}[method]
    best = _checked_top(top, len(base))
    return _summary(_times(blocks, len(base), seed), best, level, seed, f"ranks_{method}", reference)


def ranks_of_draws(draws: ArrayLike, *, top: int | None = None, level: float = 0.95, seed: int = 0) -> Ranks:
    """Ranks from draws of a statistic made elsewhere: float[b, n], one row a draw (any model, any bootstrap).

    `top` as in `rank_areas`. The seed orders equal values. ValueError for an empty array, NaN, or top outside 1..n.
    """
    values = np.asarray(draws)
    if values.dtype.kind not in "iufb":
        raise ValueError(f"draws must be numbers, got {values.dtype}")
    values = values.astype(np.float64)
    if values.ndim != 2 or 0 in values.shape or np.isnan(values).any():
        raise ValueError("draws must have two dimensions, draws x areas, with no gap and at least one of each")
    blocks = (values[i : i + _BLOCK] for i in range(0, len(values), _BLOCK))
    n = values.shape[1]
    return _summary(_times(blocks, n, seed), _checked_top(top, n), level, seed, "ranks_of_draws", RANKS)


def _checked_top(top: int | None, n: int) -> int:
    if top is None:
        return min(_TOP, n)
    if top != int(top) or not 1 <= top <= n:
        raise ValueError(f"top must be a whole number between 1 and the number of areas, {n}, got {top}")
    return int(top)


def _times(blocks: Iterator[FloatArray], n: int, seed: int) -> IntArray:
    """How often each area had each rank, [area, rank - 1]: it says all that the draws say of ranks."""
    times = np.zeros((n, n), np.int64)
    for block, values in enumerate(blocks):
        ties = np.random.default_rng(np.random.SeedSequence(entropy=seed, spawn_key=(1, block))).random(values.shape)
        order = np.lexsort((ties, -values), axis=1)
        np.add.at(times, (order, np.broadcast_to(np.arange(n), order.shape)), 1)
    return times


def _summary(times: IntArray, top: int, level: float, seed: int, method: str, reference: str) -> Ranks:
    n, draws = len(times), int(times[0].sum())
    cumulated, tail = np.cumsum(times, axis=1), (1.0 - checked_level(level)) / 2.0

    def quantile(share: float) -> FloatArray:
        """The smallest rank that at least this share of the draws does not exceed."""
        return read_only(1.0 + (cumulated < share * draws - 1e-9).sum(axis=1).astype(np.float64))

    return Ranks(
        method=method,
        parameters={"draws": draws, "top": top, "level": level, "areas": n},
        reference=reference,
        seed=seed,
        expected=times @ np.arange(1.0, n + 1.0) / draws,
        median=quantile(0.5),
        low=quantile(tail),
        high=quantile(1.0 - tail),
        top=cumulated[:, top - 1] / draws,
        first=times[:, 0] / draws,
        top_size=top,
        level=float(level),
    )


def _checked_draws(draws: int) -> int:
    if draws != draws or draws < 1 or draws != int(draws):
        raise ValueError(f"draws must be a whole number, 1 or more, got {draws}")
    return int(draws)


def _rates(events: FloatArray, base: FloatArray, method: Method, draws: int, seed: int) -> Iterator[FloatArray]:
    """Draws of the rates, a block at a time with a seed of its own."""
    shape, rate, alike = events + 0.5, base, False
    if method == "pooled":
        prior = empirical_bayes_rates(events, base)
        mean, variance = float(prior.mean[0]), float(prior.variance[0])
        alike = variance == 0.0
        if not alike:
            shape, rate = events + mean * mean / variance, base + mean / variance
    for block, start in enumerate(range(0, draws, _BLOCK)):
        rng = np.random.default_rng(np.random.SeedSequence(entropy=seed, spawn_key=(0, block)))
        size = (min(_BLOCK, draws - start), len(base))
        if alike:
            yield np.zeros(size)
        elif method == "bootstrap":
            yield rng.poisson(events, size) / base
        else:
            yield rng.standard_gamma(shape, size) / rate
