"""Shares of which the rows are no longer kept: limits, and the change between two rounds, from what was written down.

`estimate_share` and `change_of_samples` need the answers. A municipality lets them go when they are counted, and often
has nothing of the round before but a table.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, stdtr, stdtrit

from tryggve.stats.inputs import FloatArray, checked_level
from tryggve.stats.result import Interval, Result

NEWCOMBE = (
    "Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions. Stat. Med. 17, "
    "873-890 (squares of the distances to each round's own limits are added), with the limits of Korn & Graubard 1998 "
    "as in Zou, G. Y. & Donner, A. (2008). Stat. Med. 27, 1693-1702; Welch, B. L. (1947). Biometrika 34, 28-35."
)


@dataclass(frozen=True, kw_only=True)
class RoundShare:
    """A share of one round with its limits (of `level`), its variance and the degrees of freedom of that."""

    share: float
    low: float
    high: float
    variance: float
    degrees: float
    level: float = 0.95


@dataclass(frozen=True, kw_only=True)
class ShareChange(Result):
    """Now less then, as a share; `p_value` of no change, two-sided. `error` is the root of the summed variances."""

    value: float
    interval: Interval
    error: float
    p_value: float


def share_change(now: RoundShare, then: RoundShare) -> ShareChange:
    """The difference of two independent shares, with the variances of both added.

    value d = p1 - p2; interval d - sqrt((p1 - l1)^2 + (u2 - p2)^2) .. d + sqrt((u1 - p1)^2 + (p2 - l2)^2), which
    stays within -1..1 and holds for small shares; p from t = d / sqrt(v1 + v2) with Welch's degrees of freedom. If the
    same people answered in both rounds the interval is wider than it need be where their answers go together. Where
    both variances are 0 there is nothing to test: p is 1. ValueError for limits of different levels.
    """
    if now.level != then.level:
        raise ValueError("the limits of both rounds need the same level")
    d = now.share - then.share
    low = d - math.hypot(now.share - now.low, then.high - then.share)
    high = d + math.hypot(now.high - now.share, then.share - then.low)
    total = now.variance + then.variance
    p = 1.0
    if total > 0.0:
        parts = now.variance**2 / now.degrees + then.variance**2 / then.degrees
        p = 2.0 * float(stdtr(total * total / parts, -abs(d) / math.sqrt(total)))
    return ShareChange(
        method="survey_change_kept",
        parameters={"level": now.level},
        reference=NEWCOMBE,
        value=d,
        interval=Interval(low, high, now.level),
        error=math.sqrt(total),
        p_value=p,
    )


def effective_size(share: float, variance: float, answered: float, degrees: float, kish: float) -> float:
    """The size of the simple sample that tells as much: p (1 - p) / v (t(n - 1) / t(degrees))^2, at most `answered`.

    Where the share is 0 or 1 the variance says nothing: then (sum w)^2 / sum w^2, `kish`, at most `answered`.
    """
    if not variance > 1e-24 or not 0.0 < share < 1.0:
        return min(float(answered), float(kish))
    t = float(stdtrit(max(answered - 1.0, 1.0), 0.975)) / float(stdtrit(max(degrees, 1.0), 0.975))
    return min(float(answered), share * (1.0 - share) / variance * t * t)


def korn_graubard(share: float, effective: float, level: float = 0.95) -> tuple[float, float]:
    """Limits of a share: the exact (Clopper-Pearson) ones of `effective` answers, k = share * effective.

    low = B^-1(a / 2; k, m - k + 1), high = B^-1(1 - a / 2; k + 1, m - k), m = `effective` (Korn & Graubard 1998).
    """
    k, tail = share * effective, (1.0 - checked_level(level)) / 2.0
    low = float(betaincinv(k, effective - k + 1.0, tail)) if share > 0.0 else 0.0
    high = float(betaincinv(k + 1.0, effective - k, 1.0 - tail)) if share < 1.0 else 1.0
    return min(low, share), max(high, share)


def joint_share_limits(
    share: ArrayLike, effective: ArrayLike, level: float = 0.95, *, answered: ArrayLike | None = None,
    degrees: ArrayLike | None = None,
) -> tuple[FloatArray, FloatArray]:  # fmt: skip
    """Limits float[D] that hold all D shares at once: `korn_graubard`, each of the level `level`^(1/D) (Sidak, Z.
    (1967). J. Am. Stat. Assoc. 62, 626-633: also where the shares go together).

    `effective` sizes are those of 95 %. With `answered` and `degrees` they are made anew for the wider level: times
    (t(n - 1) / t(degrees))^2 at that level over the same at 95 %, which matters where few clusters were drawn.
    """
    shares, sizes = np.asarray(share, np.float64), np.asarray(effective, np.float64)
    each = checked_level(level) ** (1.0 / max(1, len(shares)))
    if answered is not None and degrees is not None:
        n, df = np.asarray(answered, np.float64), np.asarray(degrees, np.float64)
        sizes = np.minimum(n, sizes * _of_t(n, df, each) / _of_t(n, df, 0.95))
    found = np.array([korn_graubard(p, m, each) for p, m in zip(shares, sizes, strict=True)]).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _of_t(answered: FloatArray, degrees: FloatArray, level: float) -> FloatArray:
    """(t(n - 1) / t(degrees))^2 at a level: what few degrees of freedom take of the effective answers."""
    upper = (1.0 + level) / 2.0
    ratio = stdtrit(np.maximum(answered - 1.0, 1.0), upper) / stdtrit(np.maximum(degrees, 1.0), upper)
    return np.asarray(ratio * ratio, np.float64)
