"""Season and trend with priors: what each of the last weeks should have held, for all series of a week at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.stats.inputs import FloatArray, IntArray
from tryggve.stats.surveillance import season_kernel

SLOPE = 0.15
"""Standard deviation of the prior of a trend, per year on the log scale: a change of 15 % a year is nothing odd."""
WAVE = 0.5
"""Of the j:th yearly wave, WAVE/j: summer may have twice what winter has; short waves are smaller."""
EXCESS = 1.4
"""What the weights take away of φ − 1 is given back: they cut the upper tail of ordinary weeks as well."""
DAYS = 365.2425


@dataclass(frozen=True, slots=True)
class Fitted:
    """Rows int64[k]; log mean of each week of the window without offset float64[k, S, w]; φ and s², float64[k, S].

    `free`: how many parameters the data decided; `used`: weeks known; `lasting`: correlation ρ of a week with the next,
    float64[k, S].
    """

    rows: IntArray
    log_mean: FloatArray
    phi: FloatArray
    variance: FloatArray
    free: FloatArray
    used: FloatArray
    lasting: FloatArray


def years_of(n: int, days: NDArray[np.datetime64] | None, frequency: int) -> FloatArray:
    """Time in years since the first week: by the calendar where there are days, so that 53 weeks are no shift."""
    if days is None:
        return np.arange(n) / frequency
    return np.asarray((days - days[:1]).astype(np.int64) / DAYS)


def fitted(
    y: FloatArray, scale: FloatArray, year: FloatArray, asked: IntArray, *, every: bool, years_back: int,
    harmonics: int, exclude_recent: int, threshold: float, window: int,
) -> Fitted:  # fmt: skip
    """Fit each asked week on the `years_back` years before it without the last `exclude_recent` weeks.

    Weeks without so long a past are left out, or NaN where `every` asked one is to be answered.
    """
    waves = [turn(2 * np.pi * j * year) for j in range(1, harmonics + 1) for turn in (np.cos, np.sin)]
    design = np.stack([np.ones(len(year)), year, *waves], axis=1)
    penalty = np.array([0.0, SLOPE**-2, *((j / WAVE) ** 2 for j in range(1, harmonics + 1) for _turn in range(2))])
    rows, found, used = [], [], []
    for row in asked.tolist():
        past = np.arange(np.searchsorted(year, year[row] - years_back - 1e-9), max(row - exclude_recent, 0))
        reaches = year[row] - year[0] >= years_back - 0.5 / 52 and len(past) > 0
        if not reaches and not every:
            continue
        out = np.full((y.shape[1], season_kernel.OUT + window), np.nan)
        if reaches:
            own, last = design.copy(), np.maximum(row - np.arange(window), 0)
            fewest = max(int(len(past) / years_back), 1)
            own[:, 1] -= (year[past[0]] + year[past[-1]]) / 2
            season_kernel.week(
                y[past], own[past], past, scale[past], penalty, threshold, own[last], fewest, out
            )  # fmt: skip
        rows.append(row)
        found.append(out)
        used.append((~np.isnan(y[past])).sum(axis=0).astype(np.float64))
    shape = (len(rows), y.shape[1])
    held = np.array(found).reshape(*shape, season_kernel.OUT + window)
    phi = 1.0 + EXCESS * (held[..., 0] - 1.0)
    return Fitted(
        np.array(rows, np.int64), held[..., season_kernel.OUT :], phi, held[..., 1] * phi / held[..., 0],
        held[..., 2], np.array(used).reshape(shape), held[..., 3],
    )  # fmt: skip


def together(rho: FloatArray, window: int) -> tuple[FloatArray, FloatArray]:
    """By what weeks that last, correlation ρ^l of weeks l apart, widen φ of `window` weeks' sum, and s² of a mean.

    1 + 2 Σ_{l<w} (1 − l/w) ρ^l, which for two weeks is 1 + ρ, and (1 + ρ)/(1 − ρ).
    """
    sums = 1.0 + 2.0 * sum(((1 - lag / window) * rho**lag for lag in range(1, window)), np.zeros(rho.shape))
    return np.asarray(sums), np.asarray((1 + rho) / (1 - rho))


def pooled(phi: FloatArray, mean: FloatArray, left: FloatArray) -> FloatArray:
    """Dispersions of the series of a week drawn towards their middle, by how well each is known; float64[k, S].

    Empirical Bayes on log φ: the variance of Pearson's estimate is v = (2 + excess kurtosis)/degrees of freedom, for a
    negative binomial of mean μ and variance φμ the excess is (6(φ − 1) + 1/φ)/μ; what log φ varies between series
    beyond the mean v is τ² (not below 0); log φ goes to the mean by the share v/(v + τ²). One series stays as it is.
    """
    known = np.isfinite(phi) & np.isfinite(mean) & (left > 0)
    safe = np.where(known, phi, 1.0)
    v = (2.0 + (6.0 * (safe - 1.0) + 1.0 / safe) / np.where(known, np.maximum(mean, 0.05), 1.0)) / np.where(
        known, left, 1.0
    )
    number = np.maximum(known.sum(axis=1, keepdims=True), 1)
    log_phi = np.where(known, np.log(safe), 0.0)
    middle = log_phi.sum(axis=1, keepdims=True) / number
    away = np.where(known, log_phi - middle, 0.0)
    between = (away**2).sum(axis=1, keepdims=True) / np.maximum(number - 1, 1)
    between = np.maximum(between - np.where(known, v, 0.0).sum(axis=1, keepdims=True) / number, 0.0)
    kept = np.where(number > 1, between / (between + v), 1.0)
    return np.asarray(np.where(known, np.exp(middle + kept * away), phi))
