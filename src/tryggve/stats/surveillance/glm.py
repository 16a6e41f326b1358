"""Quasi-Poisson fits of season blocks and a trend, in closed form within each step.

With a level per season block the weighted cross-products are an arrow: a diagonal of blocks and one column for the
trend. Each step of iteratively reweighted least squares is then a few sums per block, and so are hat values, standard
errors and predictions. Start and stop are those of R's glm (mu = y + 0.1; deviance settles to 1e-8), so that results
agree to rounding.
"""

from __future__ import annotations

import numpy as np
from numba import njit

STEPS = 60
"""More than R's 25: a series without any case takes some thirty to settle at nothing."""
SETTLED = 1e-8
LEAST = 2.220446049250313e-16
"""The smallest mean, as in R."""


@njit(cache=True, nogil=True)
def fit(y, time, block, offset, weight, blocks, trend):  # type: ignore[no-untyped-def]
    """Fit log mu = offset + level[block] + slope · time by weighted Poisson likelihood.

    y, time, offset, weight float64[n]; block int64[n]. Returns (settled, mu[n], work[n], level[blocks], slope,
    held[blocks], centre[blocks], spread): `work` are the weights of the last step, `held` their sum per block, `centre`
    the mean time per block, `spread` Σ work (time − centre)², what the slope is measured by.
    """
    n = len(y)
    mu, work, target = np.empty(n), np.empty(n), np.empty(n)
    level = np.zeros(blocks)
    held, centre, mean = np.zeros(blocks), np.zeros(blocks), np.zeros(blocks)
    slope, spread, before = 0.0, 0.0, np.inf
    for i in range(n):
        mu[i] = y[i] + 0.1
        target[i] = np.log(mu[i]) - offset[i] + (y[i] - mu[i]) / mu[i]
    for _step in range(STEPS):
        held[:], centre[:], mean[:] = 0.0, 0.0, 0.0
        for i in range(n):
            work[i] = weight[i] * mu[i]
            held[block[i]] += work[i]
            centre[block[i]] += work[i] * time[i]
            mean[block[i]] += work[i] * target[i]
        for g in range(blocks):
            if held[g] > 0.0:
                centre[g] /= held[g]
                mean[g] /= held[g]
        spread, slope = 0.0, 0.0
        if trend:
            for i in range(n):
                away = time[i] - centre[block[i]]
                spread += work[i] * away * away
                slope += work[i] * away * (target[i] - mean[block[i]])
            slope = slope / spread if spread > 0.0 else 0.0
        for g in range(blocks):
            level[g] = mean[g] - slope * centre[g]
        deviance = 0.0
        for i in range(n):
            predictor = level[block[i]] + slope * time[i]
            mu[i] = max(np.exp(predictor + offset[i]), LEAST)
            target[i] = predictor + (y[i] - mu[i]) / mu[i]
            deviance += 2.0 * weight[i] * ((y[i] * np.log(y[i] / mu[i]) if y[i] > 0.0 else 0.0) - (y[i] - mu[i]))
        if abs(deviance - before) / (abs(deviance) + 0.1) < SETTLED:
            return True, mu, work, level, slope, held, centre, spread
        before = deviance
    return False, mu, work, level, slope, held, centre, spread


@njit(cache=True, nogil=True)
def dispersion(y, mu, work, parameters):  # type: ignore[no-untyped-def]
    """Pearson's estimate Σ weight (y − mu)²/mu / (n − parameters); NaN where no degree of freedom is left.

    With the weights of the fit's last step, work = weight · the mean before it, as in R: Σ work ((y − mu)/mu)². What
    differs is what the fit has left to settle (1e-4 of a case in a threshold); R's way can be checked to rounding.
    """
    left = len(y) - parameters
    if left <= 0:
        return np.nan
    total = 0.0
    for i in range(len(y)):
        total += work[i] * ((y[i] - mu[i]) / mu[i]) ** 2
    return total / left


@njit(cache=True, nogil=True)
def anscombe_weights(y, mu, work, time, block, held, centre, spread, phi, threshold):  # type: ignore[no-untyped-def]
    """Weights that take past outliers down: γ s⁻² where the Anscombe residual s is above `threshold`, else γ.

    s = 3/2 (y^(2/3) mu^(−1/6) − mu^(1/2)) / √(phi (1 − h)); γ makes the weights sum to n (Farrington et al. 1996).
    """
    n = len(y)
    found = np.ones(n)
    total = 0.0
    for i in range(n):
        g = block[i]
        leverage = work[i] / held[g] if held[g] > 0.0 else 0.0
        if spread > 0.0:
            leverage += work[i] * (time[i] - centre[g]) ** 2 / spread
        raw = 1.5 * (y[i] ** (2.0 / 3.0) * mu[i] ** (-1.0 / 6.0) - np.sqrt(mu[i]))
        size = raw / np.sqrt(phi * max(1.0 - leverage, 1e-12))
        found[i] = size**-2 if size > threshold else 1.0
        total += found[i]
    return found * (n / total)
