"""What is usual: events expected per kind, area and day from the past alone, and how far their noise exceeds chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tryggve.stats.inputs import FloatArray

STEP = 7
"""Days between two fits."""

_MIX_PRIOR = 20.0
"""An area's own mix of kinds weighs as much as the town's once so many events of a kind are expected there."""
_WEEKDAY_PRIOR = 50.0
_ONE_AREA = 0.5
"""Events of the past that any area is granted."""
_TWO_YEARS = 600


@dataclass(frozen=True, eq=False)
class Usual:
    """`expected` [K, m, T] per day; `dispersion` ≥ 1: variance over mean of an area's week."""

    expected: FloatArray
    dispersion: float


def usual(counts: FloatArray, reported: FloatArray, first: int, last: int, *, past: int, lag: int) -> Usual:
    """The usual numbers on days first..last of counts [K, m, T] (whole or weighted), each from days before it.

    μ_kad = θ_ka · ω_k,weekday · τ_d · ρ_ad · δ_d. τ: the town's rhythm, a Poisson regression of its daily numbers on
    weekday, slow trend and the year's wave, over `past` days that end `lag` days before the fit (one every STEP days,
    at days divisible by STEP; the trend is held still with less than two years, the wave drawn towards none). ρ:
    `reported` [m, T], the part of the usual reporting in place. θ: the area's number over what τ·ρ gives for one,
    drawn towards the area's total times the town's mix. δ: the level of the day itself, from the town's total of that
    day, drawn towards 1 as strongly as the totals of the past followed τ (a gamma-Poisson mixture).
    """
    expected = np.zeros(counts.shape)
    dispersion = 1.0
    starts = range(first - first % STEP, last + 1, STEP)
    for start in starts:
        end = start - lag
        begin = max(0, end - past)
        days = slice(max(start, 0), min(start + STEP, last + 1))
        if end - begin < 2 * STEP or counts[:, :, begin:end].sum() == 0:
            continue
        expected[:, :, days], found = _fitted(counts, reported, begin, end, days)
        if start <= first:
            dispersion = found
    return Usual(expected, dispersion)


def _fitted(counts: FloatArray, reported: FloatArray, begin: int, end: int, days: slice) -> tuple[FloatArray, float]:
    known, here = counts[:, :, begin:end], reported[:, begin:end]
    in_place = _in_place(known, here, reported[:, begin : days.stop])
    town = known.sum(axis=(0, 1))
    rhythm = _rhythm(town, in_place, end - begin, begin)
    weekday = _weekday(known, rhythm[: end - begin] * in_place[: end - begin], begin)
    level = rhythm[None, :] * weekday[:, (np.arange(len(rhythm)) + begin) % 7]
    exposure = level[:, None, : end - begin] * here[None, :, :]
    own, exposed = known.sum(axis=2), exposure.sum(axis=2)
    rates = _rates(own, exposed)
    fitted = rates[:, :, None] * exposure
    spread = _day_spread(town, fitted.sum(axis=(0, 1)))
    ahead = rates[:, :, None] * level[:, None, days.start - begin :] * reported[None, :, days]
    total = ahead.sum(axis=(0, 1))
    today = (counts[:, :, days].sum(axis=(0, 1)) * spread + 1.0) / (total * spread + 1.0)
    return ahead * today[None, None, :], _dispersion(known.sum(axis=0), fitted.sum(axis=0))


def _in_place(known: FloatArray, here: FloatArray, reported: FloatArray) -> FloatArray:
    """The part of the town's usual reporting in place each day: areas weighted by their numbers."""
    weight = known.sum(axis=(0, 2)) / np.maximum(here.sum(axis=1), 1e-9)
    return np.asarray(np.maximum(weight @ reported / max(float(weight.sum()), 1e-9), 1e-3), np.float64)


def _rhythm(town: FloatArray, in_place: FloatArray, known: int, begin: int) -> FloatArray:
    day = np.arange(len(in_place))
    year = (day - known) / 365.25
    weekday = np.eye(7)[(day + begin) % 7][:, 1:]
    X = np.column_stack([np.ones(len(day)), weekday, year, np.cos(2 * np.pi * year), np.sin(2 * np.pi * year)])
    total = float(town.sum())
    held = total * 0.02 if known >= _TWO_YEARS else 1e9
    wave = total * 0.005 if known >= 330 else 1e9
    b = _ridge_poisson(X[:known], town, in_place[:known], np.array([0.0] + [0.1] * 6 + [held, wave, wave]))
    return np.asarray(np.exp(X @ b), np.float64)


def _ridge_poisson(X: FloatArray, y: FloatArray, exposure: FloatArray, ridge: FloatArray) -> FloatArray:
    """Coefficients [p] of y ~ Poisson(exposure · exp(X b)) with the penalty ridge · b² / 2, by Newton's method."""
    b = np.zeros(X.shape[1])
    b[0] = np.log(y.sum() / exposure.sum())
    for _ in range(30):
        mean = exposure * np.exp(np.clip(X @ b, -30.0, 30.0))
        step = np.linalg.solve((X * mean[:, None]).T @ X + np.diag(ridge + 1e-9), X.T @ (y - mean) - ridge * b)
        b = b + np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-9:
            break
    return np.asarray(b, np.float64)


def _weekday(known: FloatArray, rhythm: FloatArray, begin: int) -> FloatArray:
    """Each kind's own weekdays [K, 7] beside the town's."""
    of_kind = known.sum(axis=1)
    share = of_kind.sum(axis=1) / of_kind.sum()
    weekday = (np.arange(known.shape[2]) + begin) % 7
    mark = np.eye(7)[weekday]
    seen = of_kind @ mark
    scaled = share[:, None] * (rhythm * (of_kind.sum() / rhythm.sum()) @ mark)[None, :]
    return np.asarray((seen + _WEEKDAY_PRIOR) / (scaled + _WEEKDAY_PRIOR), np.float64)


def _rates(own: FloatArray, exposed: FloatArray) -> FloatArray:
    """Rates [K, m] per unit of exposure: the area's own, drawn towards its total with the town's mix of kinds."""
    mix = (own.sum(axis=1) + 1e-9) / (own.sum() + 1e-9 * len(own))
    by_mix = mix[:, None] * (own.sum(axis=0) + _ONE_AREA)[None, :]
    weight = _MIX_PRIOR / (_MIX_PRIOR + by_mix)
    drawn = (1.0 - weight) * own + weight * by_mix
    return np.asarray(drawn / np.maximum(exposed, 1e-9), np.float64)


def _day_spread(town: FloatArray, fitted: FloatArray) -> float:
    """Variance of the town's daily level about its rhythm, beyond chance; 0 where there is none."""
    beyond = float(((town - fitted) ** 2 - fitted).sum())
    return max(0.0, beyond / float((fitted**2).sum()))


def _dispersion(known: FloatArray, fitted: FloatArray) -> float:
    """Pearson's dispersion of areas × weeks, at least 1."""
    weeks = known.shape[1] // 7
    if weeks < 4:
        return 1.0
    edges = np.arange(weeks) * 7
    seen = np.add.reduceat(known[:, : weeks * 7], edges, axis=1)
    mean = np.add.reduceat(fitted[:, : weeks * 7], edges, axis=1)
    enough = mean > 0.05
    return max(1.0, float(((seen - mean)[enough] ** 2 / mean[enough]).mean())) if enough.any() else 1.0
