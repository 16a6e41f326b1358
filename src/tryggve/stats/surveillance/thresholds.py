"""From an expected count, its dispersion and its uncertainty to the largest count that is not unusual."""

from __future__ import annotations

import numpy as np
from scipy.special import betainc, betaincc, gammainc, gammaincc, ndtri

from tryggve.stats.inputs import FloatArray

METHODS = ("delta", "nbPlugin", "muan")


def upper_delta(mean: FloatArray, phi: FloatArray, error: FloatArray, alpha: float) -> FloatArray:
    """(μ^(2/3) + z √(4/9 μ^(1/3) τ))^(3/2), τ = φ + error²/μ (Farrington et al. 1996); `error` in counts."""
    tau = phi + error**2 / mean
    return np.asarray((mean ** (2 / 3) - ndtri(alpha) * np.sqrt(4 / 9 * mean ** (1 / 3) * tau)) ** 1.5)


def upper_plugin(mean: FloatArray, phi: FloatArray, alpha: float) -> FloatArray:
    """The 1 − alpha quantile of the negative binomial with mean μ and variance φμ, or Poisson (Noufaily 2013)."""
    high = np.ceil(mean + 10.0 * np.sqrt(phi * mean) + 20.0 * phi)
    for _step in range(60):
        short = _below(high, mean, phi) < 1 - alpha
        if not short.any():
            break
        high = np.where(short, 2.0 * high + 1.0, high)
    low = np.full(mean.shape, -1.0)
    # The smallest whole number whose probability of not more is at least 1 − alpha, a hair below as in R.
    while True:
        middle = np.floor((low + high) / 2.0)
        # Above 2^53 two neighbours lie more than one apart.
        if ((middle <= low) | (middle >= high)).all():
            return np.asarray(high)
        enough = _below(middle, mean, phi) >= (1 - alpha) * (1 - 64 * np.finfo(float).eps)
        high, low = np.where(enough, middle, high), np.where(enough, low, middle)


def tail(count: FloatArray, mean: FloatArray, phi: FloatArray) -> FloatArray:
    """P(Y ≥ count) for Y negative binomial with mean μ and variance φμ, Poisson where φ = 1."""
    extra = phi > 1.0
    size = mean / np.where(extra, phi - 1.0, 1.0)
    positive = np.maximum(count, 1.0)
    found = np.where(extra, betaincc(size, positive, 1.0 / phi), gammainc(positive, mean))
    return np.asarray(np.where(count > 0, found, 1.0))


def _below(count: FloatArray, mean: FloatArray, phi: FloatArray) -> FloatArray:
    """P(Y ≤ count)."""
    extra = phi > 1.0
    size = mean / np.where(extra, phi - 1.0, 1.0)
    at_least = np.maximum(count, 0.0) + 1.0
    found = np.where(extra, betainc(size, at_least, 1.0 / phi), gammaincc(at_least, mean))
    return np.asarray(np.where(count >= 0, found, 0.0))
