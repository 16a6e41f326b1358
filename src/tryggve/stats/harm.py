"""Harm beside counts: events weighted by severity, with an interval for the weighted sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainccinv, gammaincinv

from tryggve.stats.inputs import FloatArray, IntArray, checked_level
from tryggve.stats.result import Interval, Result

REFERENCE = (
    "Fay, M. P. & Feuer, E. J. (1997). Confidence intervals for directly standardized rates: a method based on the "
    "gamma distribution. Stat. Med. 16, 791-801; Sherman, L. et al. (2016). The Cambridge Crime Harm Index. "
    "Policing 10, 171-183."
)
LEVELS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, kw_only=True)
class HarmSum(Result):
    """`total` harm of the events with a known severity, its interval, and how many of `count` events are unknown.

    `unknown_share` is None when there are no events. `by_level` counts the events of each severity.
    """

    count: int
    total: float
    interval: Interval
    unknown: int
    unknown_share: float | None
    by_level: Mapping[int, int]


def harm_sum(severity: ArrayLike, weights: Mapping[int, float], level: float = 0.95) -> HarmSum:
    """Sum the weights of the events' severities.

    severity: [n] whole numbers 1-5, 0 or NaN = unknown (counted, never guessed). weights: one per level 1-5, > 0 or 0.
    Events with an unknown severity add nothing to `total`: state `unknown_share` beside it.
    Interval: `weighted_poisson_interval` of the counts per level. ValueError for other severities or weights.
    """
    per_level, unknown = _tally(severity)
    weight = _checked_weights(weights)
    count = int(per_level.sum()) + unknown
    return HarmSum(
        method="harm_sum_fay_feuer",
        parameters={"level": level} | {f"weight_{k}": float(w) for k, w in zip(LEVELS, weight, strict=True)},
        reference=REFERENCE,
        count=count,
        total=float(weight @ per_level),
        interval=weighted_poisson_interval(per_level, weight, level),
        unknown=unknown,
        unknown_share=unknown / count if count else None,
        by_level=dict(zip(LEVELS, per_level.tolist(), strict=True)),
    )


def weighted_poisson_interval(counts: ArrayLike, weights: ArrayLike, level: float = 0.95) -> Interval:
    """Gamma interval of a weighted sum of independent Poisson means (Fay & Feuer 1997).

    counts: [k] x_i >= 0; weights: [k] w_i >= 0, not all 0. With y = sum w x, v = sum w^2 x, m = max w and G^-1(p; a)
    the quantile of the gamma distribution of shape a and scale 1:
    low = v / y * G^-1(alpha/2; y^2 / v), 0 when y = 0; high = (v + m^2) / (y + m) * G^-1(1 - alpha/2; (y + m)^2 /
    (v + m^2)). With equal weights it is the weight times Garwood's interval. ValueError for input that does not fit.
    """
    x, w = np.asarray(counts, np.float64), np.asarray(weights, np.float64)
    if x.shape != w.shape or x.ndim != 1:
        raise ValueError(f"counts and weights must have the same length, got {x.shape} and {w.shape}")
    for name, values in (("counts", x), ("weights", w)):
        if not (np.isfinite(values).all() and (values >= 0.0).all()):
            raise ValueError(f"{name} must be finite and not negative")
    if not (w > 0.0).any():
        raise ValueError("weights must not all be 0")
    tail = (1.0 - checked_level(level)) / 2.0
    y, v, m = float(w @ x), float(w**2 @ x), float(w.max())
    low = v / y * float(gammaincinv(y * y / v, tail)) if y > 0.0 else 0.0
    high = (v + m * m) / (y + m) * float(gammainccinv((y + m) ** 2 / (v + m * m), tail))
    return Interval(low, high, level)


def _tally(severity: ArrayLike) -> tuple[IntArray, int]:
    """Events per level [5] and the number with none."""
    values = np.nan_to_num(np.asarray(severity, np.float64), nan=0.0, posinf=-1.0, neginf=-1.0)
    if values.ndim != 1 or not np.isin(values, (0, *LEVELS)).all():
        raise ValueError("severity must be whole numbers 1-5 in one dimension (0 or NaN = unknown)")
    per_level = np.bincount(values.astype(np.int64), minlength=len(LEVELS) + 1)
    return per_level[1:].astype(np.int64), int(per_level[0])


def _checked_weights(weights: Mapping[int, float]) -> FloatArray:
    if set(weights) != set(LEVELS):
        raise ValueError(f"weights must be given for the levels 1-5, got {sorted(weights)}")
    return np.array([weights[k] for k in LEVELS], np.float64)
