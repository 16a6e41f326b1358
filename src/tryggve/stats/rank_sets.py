"""Places in an order with what can be known of them: sets that hold the true rank, and no order where sets overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.empirical_bayes import checked_areas
from tryggve.stats.inputs import FloatArray, IntArray, checked_level
from tryggve.stats.options import whole
from tryggve.stats.rates import poisson_limits
from tryggve.stats.result import Result

MOGSTAD = (
    "Mogstad, M., Romano, J. P., Shaikh, A. M. & Wilhelm, D. (2024). Inference for ranks with applications to mobility "
    "across neighbourhoods and academic achievement across countries. Rev. Econ. Stud. 91, 476-518."
)
KLEIN = (
    "Klein, M., Wright, T. & Wieczorek, J. (2020). A joint confidence region for an overall ranking of populations. "
    "J. R. Stat. Soc. C 69, 589-606."
)
Hold = Literal["all", "each"]
_BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class RankSets(ArrayResult):
    """Sets of ranks of n areas, 1 the highest figure; int64[n] read-only.

    `low`..`high` holds the true rank of the area: with the probability `level` for all areas at once (`hold` "all") or
    for each by itself ("each"). `estimate` is the rank of the figure as it stands, ties sharing the best one: it is
    never printed without the set. `pairs` is the share of pairs of areas that can be told apart.
    """

    estimate: IntArray
    low: IntArray
    high: IntArray
    level: float
    hold: Hold
    pairs: float

    def rank(self, area: int) -> int | None:
        """The rank of an area where only one is possible; None where it shares: then only low..high may be said."""
        return int(self.low[area]) if self.low[area] == self.high[area] else None

    def shares(self, area: int) -> bool:
        """Whether the area shares its place with others as far as can be known ("delad plats")."""
        return bool(self.low[area] < self.high[area])

    @property
    def is_ranking(self) -> bool:
        """Whether any two areas can be told apart at all; where not, no order may be shown."""
        return self.pairs > 0.0

    def may_be_among(self, highest: int) -> _BoolArray:
        """The areas that may be among so many highest (Mogstad et al. 2024, the projection set): bool[n]."""
        return self.low <= highest


@dataclass(frozen=True, kw_only=True)
class Place(Result):
    """The place of one area among `areas`: low..high holds its true rank, 1 the highest, with probability `level`."""

    estimate: int
    low: int
    high: int
    areas: int
    level: float

    @property
    def shared(self) -> bool:
        """Whether more than one rank is possible: then "delad plats low-high av areas" and never the estimate alone."""
        return self.low < self.high


def rank_sets(
    values: ArrayLike, errors: ArrayLike, *, level: float = 0.95, hold: Hold = "all", draws: int = 1_000, seed: int = 0
) -> RankSets:
    """Sets of ranks from estimates float[n] and their standard errors float[n] > 0, independent and near normal.

    Stepwise pairwise comparisons (Mogstad et al. 2024): t_jk = (y_j - y_k) / sqrt(s_j^2 + s_k^2) of ordered pairs;
    those above the `level` quantile of max over the pairs still open of (Z_j - Z_k) / sqrt(s_j^2 + s_k^2),
    Z ~ N(0, s^2), are told apart and leave, until none does. low = 1 + areas above, high = n - areas below. `hold`
    "each" takes, for each area, its own pairs alone. The quantile is of `draws` draws, the same throughout.
    Time and memory grow with n^2. ValueError for errors not above 0, figures missing, fewer than one area.
    """
    y, s, z = _drawn(values, errors, draws, seed)
    if hold not in ("all", "each"):
        raise ValueError(f"hold must be 'all' or 'each', got {hold!r}")
    scale = np.sqrt(s[:, None] ** 2 + s[None, :] ** 2)
    t = (y[:, None] - y[None, :]) / scale
    if hold == "all":
        above = _all_pairs(t, z, 1.0 / scale, checked_level(level))
        higher, lower = above.sum(axis=0), above.sum(axis=1)
    else:
        each = [_own_pairs(j, t[j], z, 1.0 / scale[j], checked_level(level)) for j in range(len(y))]
        higher, lower = (np.array(side, np.int64) for side in zip(*each, strict=True))
    return _sets(y, higher, lower, level, hold, "ranks_stepwise_pairs", MOGSTAD, seed=seed, draws=int(draws))


def place_of(
    values: ArrayLike, errors: ArrayLike, area: int, *, level: float = 0.95, draws: int = 1_000, seed: int = 0
) -> Place:
    """The place of one area (its index) as `rank_sets` with `hold` "each" gives it, in a fraction of the time."""
    y, s, z = _drawn(values, errors, draws, seed)
    if not 0 <= whole(area, "area", 0) < len(y):
        raise ValueError(f"area must lie between 0 and {len(y) - 1}, got {area}")
    scale = np.hypot(s[area], s)
    higher, lower = _own_pairs(area, (y[area] - y) / scale, z, 1.0 / scale, checked_level(level))
    return Place(
        method="ranks_stepwise_pairs",
        parameters={"level": level, "hold": "each", "areas": len(y), "draws": int(draws), "area": area},
        reference=MOGSTAD,
        seed=seed,
        estimate=1 + int((y > y[area]).sum()),
        low=1 + higher,
        high=len(y) - lower,
        areas=len(y),
        level=float(level),
    )


def place_of_rate(
    counts: ArrayLike, exposure: ArrayLike, area: int, *, level: float = 0.95, draws: int = 1_000, seed: int = 0
) -> Place:
    """The place of one area among rates; see `rank_sets_of_rates` for how counts are treated."""
    return place_of(*steadied(counts, exposure), area, level=level, draws=draws, seed=seed)


def rank_sets_of_rates(
    counts: ArrayLike,
    exposure: ArrayLike,
    *,
    level: float = 0.95,
    hold: Hold = "all",
    draws: int = 1_000,
    seed: int = 0,
) -> RankSets:
    """Sets of ranks of rates: counts int[n], exposure float[n] > 0.

    `rank_sets` of 2 sqrt((O + 3/8) / n), which keeps the order and has the standard error 1 / sqrt(n) whatever the rate
    (Anscombe, F. J. (1948). Biometrika 35, 246-254). Events that follow one another make the sets too small.
    """
    return rank_sets(*steadied(counts, exposure), level=level, hold=hold, draws=draws, seed=seed)


def steadied(counts: ArrayLike, exposure: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """2 sqrt((O + 3/8) / n) of each area and its standard error, 1 / sqrt(n): near normal whatever the rate."""
    events, base = checked_areas(counts, exposure)
    if not len(base) or not (base > 0).all():
        raise ValueError("ranks need at least one area, and an exposure above 0 in each: leave out areas without")
    return 2.0 * np.sqrt((events + 0.375) / base), 1.0 / np.sqrt(base)


def rank_sets_of_limits(values: ArrayLike, low: ArrayLike, high: ArrayLike, *, level: float = 0.95) -> RankSets:
    """Sets of ranks from limits float[n] that hold all n figures at once with the probability `level`.

    low = 1 + areas wholly above, high = n - areas wholly below (Klein, Wright & Wieczorek 2020): exact when the limits
    are, wider than `rank_sets`. The limits must be made for all areas together (`joint_limits`,
    `joint_poisson_limits`). ValueError for values outside their limits or missing.
    """
    y, a, b = (np.asarray(one, np.float64).ravel() for one in (values, low, high))
    if not len(y) or not y.shape == a.shape == b.shape or not ((a <= y) & (y <= b)).all():
        raise ValueError("each area needs a figure between its limits")
    above = a[:, None] > b[None, :]
    higher, lower = above.sum(axis=0), above.sum(axis=1)
    return _sets(y, higher, lower, checked_level(level), "all", "ranks_joint_limits", KLEIN)


def joint_limits(values: ArrayLike, errors: ArrayLike, *, level: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Normal limits float[n] that hold n independent figures at once: each of the level `level`^(1/n) (Sidak)."""
    y, s = np.asarray(values, np.float64), np.asarray(errors, np.float64)
    z = float(ndtri((1.0 + checked_level(level) ** (1.0 / max(1, y.size))) / 2.0))
    return y - z * s, y + z * s


def joint_poisson_limits(
    counts: ArrayLike, exposure: ArrayLike, *, level: float = 0.95
) -> tuple[FloatArray, FloatArray]:
    """Exact limits float[n] of rates that hold all n at once: Garwood's, each of the level `level`^(1/n)."""
    events, base = checked_areas(counts, exposure)
    low, high = poisson_limits(events, checked_level(level) ** (1.0 / max(1, len(base))))
    return low / base, high / base


def _drawn(values: ArrayLike, errors: ArrayLike, draws: int, seed: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Figures, errors and draws of the errors [draws, n], checked."""
    y, s = np.asarray(values, np.float64).ravel(), np.asarray(errors, np.float64).ravel()
    if y.shape != s.shape or not len(y) or not np.isfinite(y).all() or not (np.isfinite(s) & (s > 0)).all():
        raise ValueError("each area needs a finite figure and a standard error above 0")
    return y, s, np.random.default_rng(seed).standard_normal((whole(draws, "draws", 1), len(y))) * s


def _all_pairs(t: FloatArray, z: FloatArray, inverse: FloatArray, level: float) -> _BoolArray:
    """above[j, k]: j lies above k, told apart with all other pairs."""
    open_pairs = ~np.eye(len(t), dtype=bool)
    above = np.zeros(t.shape, bool)
    while open_pairs.any():
        weight = np.where(open_pairs, inverse, 0.0)
        largest = np.array([((one[:, None] - one[None, :]) * weight).max() for one in z])
        found = open_pairs & (t > np.quantile(largest, level))
        if not found.any():
            break
        above |= found
        open_pairs &= ~found
    return above


def _own_pairs(area: int, t: FloatArray, z: FloatArray, inverse: FloatArray, level: float) -> tuple[int, int]:
    """How many lie above and below one area, told apart among the pairs it is part of: t, inverse [n] are its row."""
    difference = (z[:, [area]] - z) * inverse
    upward = np.arange(len(t)) != area
    downward = upward.copy()
    while upward.any() or downward.any():
        largest = np.maximum(
            np.where(upward, difference, -np.inf).max(axis=1), np.where(downward, -difference, -np.inf).max(axis=1)
        )
        limit = np.quantile(largest, level)
        above, below = upward & (t > limit), downward & (-t > limit)
        upward, downward = upward & ~above, downward & ~below
        if not (above.any() or below.any()):
            break
    return len(t) - 1 - int(downward.sum()), len(t) - 1 - int(upward.sum())


def _sets(
    y: FloatArray, higher: IntArray, lower: IntArray, level: float, hold: Hold, method: str, reference: str,
    seed: int | None = None, draws: int | None = None,
) -> RankSets:  # fmt: skip
    n = len(y)
    return RankSets(
        method=method,
        parameters={"level": level, "hold": hold, "areas": n, "draws": draws},
        reference=reference,
        seed=seed,
        estimate=1 + (y[None, :] > y[:, None]).sum(axis=1).astype(np.int64),
        low=1 + higher.astype(np.int64),
        high=n - lower.astype(np.int64),
        level=float(level),
        hold=hold,
        pairs=float(higher.sum() + lower.sum()) / (n * (n - 1)) if n > 1 else 0.0,
    )
