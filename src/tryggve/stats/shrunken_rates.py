"""Rates of areas drawn towards the common one, with intervals: the gamma-Poisson posterior."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainc, gammaln, ndtri

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.empirical_bayes import checked_areas
from tryggve.stats.inputs import FloatArray, checked_level, checked_positive

REFERENCE = (
    "Christiansen, C. L. & Morris, C. N. (1997). Hierarchical Poisson regression modeling. J. Am. Stat. Assoc. 92, "
    "618-632; Clayton, D. & Kaldor, J. (1987). Biometrics 43, 671-681."
)
_SHRINKAGES = 40
_MEANS = 13
_REACH = 4.0
_LEAST_WEIGHT = 1e-5
_STEPS = 60
_CLOSE = 1e-10


@dataclass(frozen=True, kw_only=True, eq=False)
class ShrunkenRates(ArrayResult):
    """Rates of n areas per `per`, float64[n] read-only: `value` the posterior mean, `low`..`high` its interval.

    `weight` is how much the area's own rate counts for against the common one, `mean` the common rate, and `spread` the
    standard deviation of the rates relative to it (posterior means).
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray
    weight: FloatArray
    mean: float
    spread: float
    level: float

    def rate_at(self, at: int) -> tuple[float, float, float]:
        """The rate of the area at a place, and its interval."""
        return float(self.value[at]), float(self.low[at]), float(self.high[at])


def shrunken_rates(counts: ArrayLike, exposure: ArrayLike, *, per: float = 1.0, level: float = 0.95) -> ShrunkenRates:
    """Posterior of the rates of areas that come from one gamma distribution: counts int[n], exposure float[n] > 0.

    Given the common rate m and the shape a the rate of an area has the posterior gamma(O + a) / (n + a / m), and the
    counts are negative binomial. Neither m nor a is taken as known: m has a flat prior on the log scale, the shrinkage
    B = a / (a + e), e the median expected count, a uniform one (Christiansen & Morris 1997). Both are summed over a
    grid of 40 x 13 points (right to a thousandth); the interval is of the mixture, found by Newton's steps. Small areas
    are drawn in, and intervals are wide where few areas say little of how much areas differ. Deterministic.
    ValueError for no areas, exposure 0, no events at all.
    """
    events, base = checked_areas(counts, exposure)
    if not len(base) or not (base > 0).all():
        raise ValueError("rates need at least one area, and an exposure above 0 in each: leave out areas without")
    if not events.any():
        raise ValueError("there are no events at all: nothing is known of a common rate")
    factor, tail = checked_positive(per, "per"), (1.0 - checked_level(level)) / 2.0
    shape, mean, weight = _mixture(events, base)
    own = events[:, None] + shape[None, :]
    rate = base[:, None] + (shape / mean)[None, :]
    return ShrunkenRates(
        method="gamma_poisson_posterior",
        parameters={"per": factor, "level": level, "areas": len(base)},
        reference=REFERENCE,
        value=(own / rate) @ weight * factor,
        low=_quantile(own, rate, weight, tail) * factor,
        high=_quantile(own, rate, weight, 1.0 - tail) * factor,
        weight=(base[:, None] / rate) @ weight,
        mean=float(mean @ weight) * factor,
        spread=float((1.0 / np.sqrt(shape)) @ weight),
        level=float(level),
    )


def _mixture(events: FloatArray, base: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Shapes, means and posterior weights [g] of the points of the grid that matter."""
    crude = float(events.sum() / base.sum())
    expected = base * crude
    shrinkage = (np.arange(_SHRINKAGES) + 0.5) / _SHRINKAGES
    shape = float(np.median(expected)) * shrinkage / (1.0 - shrinkage)
    share = shape[:, None] / (shape[:, None] + expected[None, :])
    centre = np.log((share * events[None, :]).sum(axis=1) / (share * base[None, :]).sum(axis=1))
    step = np.linspace(-_REACH, _REACH, _MEANS) / np.sqrt((share * expected[None, :]).sum(axis=1))[:, None]
    shapes, means = np.repeat(shape, _MEANS), np.exp(centre[:, None] + step).ravel()
    grain = np.repeat(step[:, 1] - step[:, 0], _MEANS)
    a, mu = shapes[:, None], means[:, None] * base[None, :]
    likelihood = gammaln(events + a) - gammaln(a) + a * np.log(a / (a + mu)) + events * np.log(mu / (a + mu))
    log_weight = likelihood.sum(axis=1) + np.log(grain)
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    kept = weight > _LEAST_WEIGHT
    return shapes[kept], means[kept], weight[kept] / weight[kept].sum()


def _quantile(own: FloatArray, rate: FloatArray, weight: FloatArray, q: float) -> FloatArray:
    """The quantile of each row's mixture of gamma distributions: Newton's steps on the log, kept between its bounds."""
    mean = (own / rate) @ weight
    spread = np.sqrt(((own + own * own) / rate**2) @ weight - mean * mean) / mean
    low, high = np.log(mean) - 30.0, np.log(mean) + 4.0
    at = np.clip(np.log(mean) + spread * float(ndtri(q)), low, high)
    constant = gammaln(own)
    for _ in range(_STEPS):
        x = np.exp(at)[:, None] * rate
        missing = q - gammainc(own, x) @ weight
        low, high = np.where(missing > 0, at, low), np.where(missing > 0, high, at)
        density = np.exp(own * np.log(x) - x - constant) @ weight
        with np.errstate(divide="ignore", over="ignore"):
            step = at + missing / density
        at = np.where((step >= low) & (step <= high), step, (low + high) / 2.0)
        if np.abs(missing).max() < _CLOSE:
            break
    return np.asarray(np.exp(at), np.float64)
