"""Local statistics of spatial association: Getis and Ord's Gi*, Anselin's local Moran."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryggve import compute
from tryggve.stats.array_result import ArrayResult
from tryggve.stats.columns import checked_numbers
from tryggve.stats.hotspots.kernel import compare, draw_all
from tryggve.stats.inputs import FloatArray, IntArray, checked_count
from tryggve.stats.multiple import benjamini_hochberg

GETIS = (
    "Getis & Ord (1992), The analysis of spatial association by use of distance statistics, Geographical Analysis "
    "24:189–206; Ord & Getis (1995), Local spatial autocorrelation statistics, Geographical Analysis 27:286–306"
)
ANSELIN = "Anselin (1995), Local indicators of spatial association – LISA, Geographical Analysis 27:93–115"
_BLOCK = 128
_ROUNDING = 1e-12


@dataclass(frozen=True, kw_only=True, eq=False)
class LocalStatistic(ArrayResult):
    """For each of n areas: `statistic`, `z` (from the analytic mean and variance), `p_value`, `q_value`, `quadrant`.

    `p_value` is of conditional permutation, folded one-sided: (1 + min(a, b)) / (1 + P), where of P permutations a have
    a sum over the neighbours at least as large and b at least as small; it halves what a two-sided test would give.
    esda's p is the same where no permuted sum equals the observed; equal ones it counts on one side only, which among
    small counts calls empty surroundings rare that are not. `q_value` is Benjamini and Hochberg's, over the areas that
    have neighbours. An area without neighbours (island) has a NaN statistic, p = 1 and q = 1, quadrant 0. Quadrants as
    in a Moran diagram: 1 high among high, 2 low among high, 3 low among low, 4 high among low. Neighbouring areas share
    neighbours, and all share the drawn places: their p-values depend on each other. Arrays are read-only.
    """

    statistic: FloatArray
    z: FloatArray
    p_value: FloatArray
    q_value: FloatArray
    quadrant: IntArray

    def __post_init__(self) -> None:
        for values in (self.statistic, self.z, self.p_value, self.q_value, self.quadrant):
            values.setflags(write=False)


def gi_star(
    values: ArrayLike,
    neighbours: Sequence[ArrayLike],
    *,
    permutations: int = 999,
    seed: int = 0,
    n_jobs: int | None = None,
) -> LocalStatistic:
    """Gi*: the mean of an area and its neighbours as a share of all, and how far that is from the mean of all areas.

    values: float[n] ≥ 0 (counts, rates). neighbours: n lists of areas, each without the area itself, which is added.
    Statistic: the mean over the area and its neighbours / Σ x (row-standardised weights, as esda's). z: (Σ_j x_j − W x̄)
    / (s √((n W − W²)/(n − 1))) over the W = neighbours + 1 areas (Ord & Getis 1995, the same for binary and
    row-standardised weights; esda's own z takes row-standardised weights for binary ones and is smaller). ValueError
    for lists that do not fit, an area in its own list or twice in it, NaN, or values all alike (but for rounding).
    """
    x, lists, counts = _checked(values, neighbours)
    if (x < 0.0).any():
        raise ValueError("values must be 0 or more for Gi*: it compares sums")
    n, around = len(x), _sums(x, lists)
    mean, spread = x.mean(), x.std()
    weight = counts + 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (around + x - weight * mean) / (spread * np.sqrt((n * weight - weight**2) / (n - 1)))
    return _result(
        "gi_star", GETIS, x, around, counts, (around + x) / weight / x.sum(), np.where(np.isfinite(z), z, np.nan),
        permutations, seed, n_jobs, around / np.maximum(counts, 1) - mean,
    )  # fmt: skip


def local_moran(
    values: ArrayLike,
    neighbours: Sequence[ArrayLike],
    *,
    permutations: int = 999,
    seed: int = 0,
    n_jobs: int | None = None,
) -> LocalStatistic:
    """Local Moran's I with row-standardised weights: does an area go with its neighbours, or against them.

    values: float[n]; neighbours: n lists of areas, each without the area itself. Statistic: (n − 1)/n · z_i · the mean
    of z over the neighbours, z standardised with the variance over n. `z` of the result is the statistic in units of
    its standard deviation under conditional randomisation. ValueError as in `gi_star`.
    """
    x, lists, counts = _checked(values, neighbours)
    n = len(x)
    standard = (x - x.mean()) / x.std()
    around = _sums(standard, lists)
    lag = around / np.maximum(counts, 1)
    statistic = (n - 1) / n * standard * lag
    # Given z_i, the mean of k of the others: expectation and variance of a sample without replacement.
    mean = -standard / (n - 1)
    variance = (n - standard**2) / (n - 1) - mean**2
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.sign(standard) * (lag - mean) / np.sqrt(variance / np.maximum(counts, 1) * (n - 1 - counts) / (n - 2))
    z = np.where(np.isfinite(z), z, np.nan)
    # A permuted statistic is as large where the sum is, for an area above the mean; as small for one below: p folds.
    return _result(
        "local_moran", ANSELIN, standard, around, counts, statistic, z, permutations, seed, n_jobs, lag
    )  # fmt: skip


def _result(
    method: str, reference: str, drawn: FloatArray, around: FloatArray, counts: IntArray, statistic: FloatArray,
    z: FloatArray, permutations: int, seed: int, n_jobs: int | None, lag: FloatArray,
) -> LocalStatistic:  # fmt: skip
    draws = checked_count(permutations, "permutations")
    island = counts == 0
    at_least, above = _permuted(drawn, counts, around, draws, seed, compute.Threads(n_jobs))
    p = (1.0 + np.minimum(at_least, draws - above)) / (1.0 + draws) if draws else np.full(len(drawn), np.nan)
    p = np.where(island, 1.0, p)
    q = np.ones(len(p))
    if draws:
        q[~island] = benjamini_hochberg(p[~island])
    high, high_around = drawn > drawn.mean(), lag > 0.0
    quadrant = np.select([high & high_around, ~high & high_around, ~high & ~high_around], [1, 2, 3], 4)
    return LocalStatistic(
        method=method, parameters={"permutations": draws, "islands": int(island.sum())}, reference=reference, seed=seed,
        statistic=np.where(island, np.nan, statistic), z=np.where(island, np.nan, z), p_value=p,
        q_value=q if draws else np.where(island, 1.0, np.nan), quadrant=np.where(island, 0, quadrant).astype(np.int64),
    )  # fmt: skip


def _permuted(
    drawn: FloatArray, counts: IntArray, around: FloatArray, draws: int, seed: int, on: compute.Place
) -> IntArray:
    """How many permuted sums are at least as large, and how many larger: int64[2, n].

    Blocks of permutations, each with a stream of its own.
    """
    most = int(counts.max(initial=0))
    sizes = [_BLOCK] * (draws // _BLOCK) + ([draws % _BLOCK] if draws % _BLOCK else [])
    blocks = list(zip(sizes, np.random.SeedSequence(seed).spawn(len(sizes)), strict=True))
    # A sum that differs by rounding alone counts as equal.
    room = 1e-12 * np.maximum(np.abs(around), np.abs(drawn).max(initial=0.0))

    def block(one: tuple[int, np.random.SeedSequence]) -> IntArray:
        found = np.zeros((2, len(drawn)), np.int64)
        places = draw_all(np.random.default_rng(one[1]), len(drawn), most, one[0])
        compare(drawn, places, counts, around - room, around + room, found[0], found[1])
        return found

    found = compute.map(block, blocks, on=on) if most else []
    return np.sum(found, axis=0, dtype=np.int64) if found else np.zeros((2, len(drawn)), np.int64)


def _checked(
    values: ArrayLike, neighbours: Sequence[ArrayLike]
) -> tuple[FloatArray, tuple[IntArray, IntArray], IntArray]:
    """Values, neighbours as (start, members), and how many each area has."""
    x = checked_numbers(values, "values")
    if len(x) < 3:
        raise ValueError(f"values must be at least three numbers, got {len(x)}")
    # Alike but for rounding: what is left of them is noise of the arithmetic, not of the areas.
    if x.max() - x.min() <= _ROUNDING * np.abs(x).max():
        raise ValueError("values are all alike: no area differs from another")
    if len(neighbours) != len(x):
        raise ValueError(f"neighbours must hold one list per value ({len(x)}), got {len(neighbours)}")
    lists = [np.asarray(one).reshape(-1) for one in neighbours]
    counts = np.array([len(one) for one in lists], np.int64)
    members = _members(lists)
    owner = np.repeat(np.arange(len(x)), counts)
    if len(members) and (members.min() < 0 or members.max() >= len(x)):
        raise ValueError(f"neighbours must be areas from 0 to {len(x) - 1}, got {members.min()} to {members.max()}")
    if (members == owner).any():
        raise ValueError(f"area {owner[members == owner][0]} is in its own list of neighbours: leave it out")
    if len(np.unique(owner * len(x) + members)) != len(members):
        raise ValueError("an area is listed twice as the neighbour of another")
    return x, (np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), members), counts


def _members(lists: Sequence[NDArray[Any]]) -> IntArray:
    """All lists end to end: looked at once together, since there may be many thousands of them."""
    held = [one for one in lists if len(one)]
    numbers = checked_numbers(np.concatenate(held), "neighbours") if held else np.zeros(0)
    if (numbers != np.floor(numbers)).any():
        raise ValueError(f"neighbours must be whole numbers of areas, got {numbers[numbers != np.floor(numbers)][0]}")
    return numbers.astype(np.int64)


def _sums(values: FloatArray, lists: tuple[IntArray, IntArray]) -> FloatArray:
    start, members = lists
    owner = np.repeat(np.arange(len(values)), np.diff(start))
    return np.bincount(owner, values[members], len(values)).astype(np.float64)
