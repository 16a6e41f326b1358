"""How much a yearly number of offences changes a year: a log-linear quasi-Poisson line that trusts no year too much."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from tryggve.stats.inputs import FloatArray, checked_counts, checked_level
from tryggve.stats.quasi_poisson import REFERENCE as QUASI_POISSON
from tryggve.stats.quasi_poisson import QuasiPoissonFit, fit_quasi_poisson
from tryggve.stats.result import Interval, Result

REFERENCE = QUASI_POISSON + (
    " Years that follow each other: Santer, B. D. et al. (2000). J. Geophys. Res. 105(D6), 7337-7356 (fewer "
    "independent years by the correlation of neighbouring residuals)."
)
FEWEST_YEARS = 5
FEWEST_EVENTS = 25
"""Of fewer events in all nothing is said: four burglaries are not a trend."""

_LEAST_FREE = 1.0
_SAFE_EXP = 700.0


@dataclass(frozen=True, kw_only=True)
class YearlyChange(Result):
    """The rate of a year against that of the year before, with interval and two-sided p of no change.

    `dispersion` is how much years vary about the line in times of chance, `correlation` that of neighbouring years'
    residuals (0 where it is below), `free` the degrees of freedom that are left.
    """

    ratio: float
    interval: Interval
    p_value: float
    dispersion: float
    correlation: float
    free: float

    def percent(self) -> tuple[float, float, float]:
        """Change in percent a year, and its interval."""
        ends = (self.ratio, self.interval.low, self.interval.high)
        ratio, low, high = (100.0 * (end - 1.0) for end in ends)
        return ratio, low, high


def yearly_change(
    years: ArrayLike, counts: ArrayLike, exposure: ArrayLike, *, least: float = 1.0, level: float = 0.95
) -> YearlyChange:
    """The mean change a year: years float[n] rising, counts int[n], exposure float[n] > 0 (inhabitants, or 1).

    log mu = log exposure + a + b year, variance phi mu. phi is the larger of Pearson's, `least` (what is known of the
    years from elsewhere) and 1. With r the correlation of neighbouring Pearson residuals, 0 if below or
    where the years vary no more about the line than chance makes them, the n years count
    as n_e = n (1 - r) / (1 + r): the variance of b is multiplied by (n - 2) / (n_e - 2) and Student's t has n_e - 2
    degrees of freedom, at least 1. Neighbours are those a year apart. The ratio is exp(b). A line says nothing of turns
    within the years. ValueError for fewer than `FEWEST_YEARS` years or `FEWEST_EVENTS` events, years that do not rise,
    and exposures not above 0; FitError (a ValueError) where no line can be fitted.
    """
    at, base = np.asarray(years, np.float64).ravel(), np.asarray(exposure, np.float64).ravel()
    events = checked_counts(counts).astype(np.float64)
    if not at.shape == base.shape == events.shape or not (np.diff(at) > 0).all():
        raise ValueError("years must rise, with one count and one exposure each")
    if len(at) < FEWEST_YEARS or events.sum() < FEWEST_EVENTS:
        raise ValueError(f"a change a year needs {FEWEST_YEARS} years and {FEWEST_EVENTS} events")
    if not (np.isfinite(base) & (base > 0)).all():
        raise ValueError("exposure must be finite and above 0 in every year")
    X = np.column_stack([np.ones(len(at)), at - at.mean()])
    fit = fit_quasi_poisson(X, events, np.log(base), np.ones(len(at)))
    dispersion, correlation = max(1.0, float(least), fit.dispersion), _correlation(at, events, fit)
    effective = len(at) * (1.0 - correlation) / (1.0 + correlation)
    free = max(_LEAST_FREE, effective - 2.0)
    slope = float(fit.coefficients[1])
    error = math.sqrt(dispersion * fit.unscaled[1, 1] * fit.df / free)
    half = error * float(stdtrit(free, (1.0 + checked_level(level)) / 2.0))
    return YearlyChange(
        method="quasi_poisson_yearly_change",
        parameters={"level": level, "least": float(least), "years": len(at)},
        reference=REFERENCE,
        ratio=_exp(slope),
        interval=Interval(_exp(slope - half), _exp(slope + half), level),
        p_value=2.0 * float(stdtr(free, -abs(slope) / error)),
        dispersion=dispersion,
        correlation=correlation,
        free=free,
    )


def _correlation(at: FloatArray, events: FloatArray, fit: QuasiPoissonFit) -> float:
    """The correlation of the residuals of years that follow each other, between 0 and 1."""
    residuals = (events - fit.fitted) / np.sqrt(fit.fitted)
    beside = np.diff(at) == 1.0
    total = float(residuals @ residuals)
    if fit.dispersion <= 1.0 or total == 0.0 or not beside.any():
        return 0.0
    return min(max(float((residuals[:-1] * residuals[1:])[beside].sum()) / total, 0.0), 0.99)


def _exp(x: float) -> float:
    return math.exp(min(x, _SAFE_EXP))
