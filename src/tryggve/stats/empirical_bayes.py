"""Rates of small areas drawn towards the mean of all, or of their neighbours: empirical Bayes by moments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.inputs import FloatArray, IntArray, checked_counts, checked_positive

MARSHALL = (
    "Marshall, R. J. (1991). Mapping disease and mortality rates using empirical Bayes estimators. Applied Statistics "
    "40, 283-294."
)


@dataclass(frozen=True, kw_only=True, eq=False)
class EmpiricalBayesRates(ArrayResult):
    """Rates of n areas per `per` units of exposure, every array float64[n] and read-only.

    `value` = `mean` + `weight` * (`raw` - `mean`): `weight` 1 leaves the raw rate, 0 gives the mean it is drawn to.
    `mean` and `variance` are those of the prior, per area: equal everywhere unless neighbours were given. NaN where
    there is no exposure to give a raw rate; its value is then the mean.
    """

    value: FloatArray
    raw: FloatArray
    mean: FloatArray
    variance: FloatArray
    weight: FloatArray
    per: float


def empirical_bayes_rates(
    counts: ArrayLike, exposure: ArrayLike, *, neighbours: Sequence[ArrayLike] | None = None, per: float = 1.0
) -> EmpiricalBayesRates:
    """Empirical-Bayes rates of areas (Marshall 1991), global or, with `neighbours`, local.

    `counts` int[n] are events O, `exposure` float[n] >= 0 is what they are held against, n (inhabitants, expected
    report-weeks). `neighbours[i]` are the indices of the neighbours of i, itself left out; the area is always added.
    Over a set of areas S (all of them, or i and its neighbours):

        m = sum O / sum n,   s2 = sum n (O/n - m)^2 / sum n,   A = max(0, s2 - m / mean(n)),   w = A / (A + m / n_i)
        value = m + w (O_i / n_i - m)

    The prior is described by its two moments alone; with A = 0 the areas differ no more than Poisson counts do, and
    every value is the mean. It takes m and A as known: no interval comes out of this (see `ranks` for draws).
    An area without exposure adds nothing and gets the mean of the others; a set without exposure gives NaN.
    ValueError for counts that are not whole and >= 0, exposure that is negative, infinite or NaN, events without
    exposure, arrays of different lengths, or a neighbour that does not exist, is the area itself or is named twice.
    """
    events, base = checked_areas(counts, exposure)
    factor = checked_positive(per, "per")
    raw = np.divide(events, base, out=np.full(len(base), np.nan), where=base > 0)
    if neighbours is None:
        mean, variance = (np.full(len(base), moment) for moment in _moments(events, base))
    else:
        sets = _with_itself(neighbours, len(base))
        found = [_moments(events[members], base[members]) for members in sets]
        mean, variance = (np.array([moment[i] for moment in found], np.float64) for i in (0, 1))
    weight = _weights(base, mean, variance)
    value = np.where(base > 0, mean + weight * np.where(base > 0, raw - mean, 0.0), mean)
    return EmpiricalBayesRates(
        method="empirical_bayes_global" if neighbours is None else "empirical_bayes_local",
        parameters={"per": factor, "areas": len(base)},
        reference=MARSHALL,
        value=value * factor,
        raw=raw * factor,
        mean=mean * factor,
        variance=variance * factor * factor,
        weight=weight,
        per=factor,
    )


def checked_areas(counts: ArrayLike, exposure: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Events and exposure of areas as float64[n] each. ValueError where they cannot be what they are called."""
    events = checked_counts(counts).astype(np.float64)
    base = np.asarray(exposure)
    if base.size and base.dtype.kind not in "iufb":
        raise ValueError(f"exposure must be numbers, got {base.dtype}")
    base = base.astype(np.float64)
    if base.shape != events.shape:
        raise ValueError(f"exposure must have the shape of counts, {events.shape}, got {base.shape}")
    if not np.isfinite(base).all() or (base < 0).any():
        raise ValueError("exposure must be finite and 0 or more in every area")
    if (events[base == 0] > 0).any():
        raise ValueError("there are events in an area with exposure 0: leave the area out or state its exposure")
    return events, base


def _moments(events: FloatArray, base: FloatArray) -> tuple[float, float]:
    """Mean and variance of the prior of a set of areas; NaN where there is no exposure."""
    held = base > 0
    events, base = events[held], base[held]
    total = float(base.sum())
    if total == 0.0:
        return float("nan"), float("nan")
    mean = float(events.sum()) / total
    spread = float((base * (events / base - mean) ** 2).sum()) / total
    return mean, max(0.0, spread - mean * len(base) / total)


def _weights(base: FloatArray, mean: FloatArray, variance: FloatArray) -> FloatArray:
    """A / (A + m / n), as A n / (A n + m); 0 where nothing is known of the area or of any."""
    signal = np.nan_to_num(variance) * base
    return np.divide(signal, signal + mean, out=np.zeros(len(base)), where=signal > 0)


def _with_itself(neighbours: Sequence[ArrayLike], n: int) -> list[IntArray]:
    if len(neighbours) != n:
        raise ValueError(f"neighbours must name {n} sets, one for each area, got {len(neighbours)}")
    sets: list[IntArray] = []
    for i, given in enumerate(neighbours):
        members = np.asarray(given, np.int64).ravel()
        if len(members) and (members.min() < 0 or members.max() >= n):
            raise ValueError(f"neighbours of area {i} must lie between 0 and {n - 1}, got {members.tolist()}")
        if (members == i).any() or len(np.unique(members)) < len(members):
            raise ValueError(f"neighbours of area {i} must be other areas, each named once, got {members.tolist()}")
        sets.append(np.append(members, i))
    return sets
