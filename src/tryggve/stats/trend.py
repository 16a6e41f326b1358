"""The level to expect in one series from its own history: trend and season, or as much of them as history carries."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from tryggve.stats.count_distribution import CountDistribution
from tryggve.stats.inputs import FloatArray, checked_level
from tryggve.stats.quasi_poisson import REFERENCE, FitError, QuasiPoissonFit, fit_reweighted
from tryggve.stats.result import Interval, Result
from tryggve.stats.series import History, history_before

UNKNOWN = "unknown"
HARMONICS = 2
MIN_YEARS = 1.9
"""Trend and season need nearly two years: in less, the one cannot be told from the other."""
MIN_EVENTS_PER_COEFFICIENT = 5
MIN_SPARE_OBSERVATIONS = 4
MAX_LOG_ERROR = 0.5
"""A trend or season that leaves the log of the expected level this uncertain (one SD) is not used."""


@dataclass(frozen=True, slots=True)
class Step:
    """One model of the ladder, tried from the richest to the plainest."""

    name: str
    trend: bool
    season: bool


LADDER = (Step("trend_and_season", True, True), Step("trend", True, False), Step("mean", False, False))


@dataclass(frozen=True, slots=True)
class Trend:
    """The trend as a ratio per year (1.10 = ten percent up a year), with interval and two-sided p of no trend."""

    ratio_per_year: float
    interval: Interval
    p_value: float


@dataclass(frozen=True, kw_only=True)
class ExpectedLevel(Result):
    """What was to be expected at the target, or `model` "unknown" with a `reason` and no number.

    `interval` is a prediction interval of the count itself (whole numbers, never below 0). `model` is the step of
    `LADDER` that was used, `skipped` the richer steps with the reason why not: "too_short", "too_few_observations",
    "too_few_events", "no_season_at_this_frequency", "not_estimable", "not_converged", "unstable".
    `dispersion` >= 1. `n_used` observations were fitted, of which `n_downweighted` counted less than fully;
    `n_gaps` before the target had no count or no exposure, `n_outliers` were left out as gross.
    """

    model: str
    reason: str | None = None
    expected: float | None = None
    interval: Interval | None = None
    distribution: CountDistribution | None = None
    dispersion: float | None = None
    trend: Trend | None = None
    coefficients: Mapping[str, float] = field(default_factory=dict)
    skipped: tuple[tuple[str, str], ...] = ()
    n_used: int = 0
    n_downweighted: int = 0
    n_gaps: int = 0
    n_outliers: int = 0

    def probability_at_least(self, count: float) -> float | None:
        """How probable a count this high or higher was at the target; None when nothing is known."""
        return None if self.distribution is None else self.distribution.at_least(count)


def expected_level(
    counts: ArrayLike,
    *,
    period_length: float,
    target: int = -1,
    exposure: ArrayLike | None = None,
    level: float = 0.95,
) -> ExpectedLevel:
    """The expected count at the index `target` of a regular series, from the observations before it alone.

    counts: float[T], NaN = gap (unknown; put NaN where a period is to be left out). period_length: observations a
    year (weeks 365.25 / 7, months 12). target: index as in Python; T or more = a period after the series. exposure:
    float[max(T, target + 1)], such as expected reports or days; 0 or NaN = unknown, left out.

    Model: log mean = log exposure + level + trend * years + two pairs of harmonics of the year, variance = phi * mean
    (quasi-Poisson). Steps of `LADDER` that history does not carry are skipped: trend and season need `MIN_YEARS`
    years, `MIN_EVENTS_PER_COEFFICIENT` events per coefficient and a standard error of the log level of at most
    `MAX_LOG_ERROR`; every step needs `MIN_SPARE_OBSERVATIONS` observations more than coefficients.
    Gross counts are left out (`series.GROSS_FACTOR`, `GROSS_MARGIN`); high ones that remain are weighted down
    (`fit_reweighted`).

    Prediction: negative binomial with mean m = exp(x b) and variance phi' m + m^2 phi' x' (X'WX)^-1 x, the spread of
    the count plus that of the fit, phi' = max(1, phi) df / (df - 2) for the uncertainty of phi (the variance of
    Student's t). After nothing but zeros over the exposure E: the negative binomial of size 1 and mean
    exposure / E, which is the exact conditional bound. ValueError for negative or infinite input, or wrong lengths.
    """
    history = history_before(counts, exposure, target, period_length)
    unknown = ExpectedLevel(
        method="quasi_poisson_trend_season",
        parameters={"level": checked_level(level), "period_length": period_length, "target": target},
        reference=REFERENCE,
        model=UNKNOWN,
        n_used=len(history.counts),
        n_gaps=history.gaps,
        n_outliers=history.outliers,
    )
    return _climb(unknown, history, level)


def _climb(unknown: ExpectedLevel, history: History, level: float) -> ExpectedLevel:
    """The richest step of the ladder that history carries."""
    if history.target_exposure <= 0.0:
        return replace(unknown, reason="target_exposure_unknown")
    skipped: list[tuple[str, str]] = []
    for step in LADDER:
        try:
            return replace(_predicted(unknown, step, history, level), skipped=tuple(skipped))
        except FitError as error:
            skipped.append((step.name, error.reason))
    return replace(unknown, reason=skipped[-1][1], skipped=tuple(skipped))


def _predicted(unknown: ExpectedLevel, step: Step, history: History, level: float) -> ExpectedLevel:
    X, names = _design(step, history)
    obstacle = _obstacle(step, history, X)
    if obstacle:
        raise FitError(obstacle)
    if not history.counts.any():
        return _after_silence(unknown, step, history, level)
    fit, shares = fit_reweighted(X, history.counts, np.log(history.exposure))
    row = np.array([1.0 if name == "level" or name.startswith("cos") else 0.0 for name in names])
    dispersion = max(1.0, fit.dispersion)
    if step.trend and math.sqrt(fit.variance_of_log_mean(row, dispersion)) > MAX_LOG_ERROR:
        raise FitError("unstable")
    mean = history.target_exposure * math.exp(float(row @ fit.coefficients))
    spread = max(1.0, fit.dispersion * fit.df / (fit.df - 2.0))
    distribution = CountDistribution(mean, spread * mean + mean**2 * fit.variance_of_log_mean(row, spread))
    return replace(
        unknown,
        model=step.name,
        expected=mean,
        interval=distribution.interval(level),
        distribution=distribution,
        dispersion=dispersion,
        trend=_trend(fit, names, dispersion, level),
        coefficients=dict(zip(names, fit.coefficients.tolist(), strict=True)),
        n_downweighted=int((shares < 1.0).sum()),
    )


def _design(step: Step, history: History) -> tuple[FloatArray, tuple[str, ...]]:
    """Design [n, p] with time 0 at the target, so that only `level` and the cosines are 1 there, and its names."""
    columns = {"level": np.ones(len(history.years))}
    if step.trend:
        columns["trend_per_year"] = history.years
    for j in _harmonics(history) if step.season else ():
        columns[f"cos{j}"] = np.cos(2.0 * np.pi * j * history.years)
        columns[f"sin{j}"] = np.sin(2.0 * np.pi * j * history.years)
    return np.column_stack(list(columns.values())), tuple(columns)


def _harmonics(history: History) -> list[int]:
    """The waves a year that this rhythm of observation can show: more than two observations each."""
    return [j for j in range(1, HARMONICS + 1) if 2 * j < history.period_length]


def _obstacle(step: Step, history: History, X: FloatArray) -> str | None:
    """Why the history does not carry the step, or None."""
    n, p = X.shape
    if step.season and not _harmonics(history):
        return "no_season_at_this_frequency"
    if step.trend and history.span_years < MIN_YEARS:
        return "too_short"
    if n < p + MIN_SPARE_OBSERVATIONS:
        return "too_few_observations"
    if step.trend and history.counts.sum() < MIN_EVENTS_PER_COEFFICIENT * p:
        return "too_few_events"
    return None


def _after_silence(unknown: ExpectedLevel, step: Step, history: History, level: float) -> ExpectedLevel:
    mean = history.target_exposure / float(history.exposure.sum())
    distribution = CountDistribution(mean, mean + mean**2)
    return replace(
        unknown,
        model=step.name,
        expected=0.0,
        interval=distribution.interval(level),
        distribution=distribution,
        dispersion=1.0,
    )


def _trend(fit: QuasiPoissonFit, names: tuple[str, ...], dispersion: float, level: float) -> Trend | None:
    """The trend with an interval by Student's t with n - p degrees of freedom on the log scale."""
    if "trend_per_year" not in names:
        return None
    i = names.index("trend_per_year")
    slope, error = float(fit.coefficients[i]), math.sqrt(dispersion * fit.unscaled[i, i])
    half = error * float(stdtrit(fit.df, (1.0 + level) / 2.0))
    return Trend(
        ratio_per_year=_exp(slope),
        interval=Interval(_exp(slope - half), _exp(slope + half), level),
        p_value=2.0 * float(stdtr(fit.df, -abs(slope) / error)),
    )


def _exp(x: float) -> float:
    """The exponential, capped far beyond any real ratio instead of overflowing."""
    return math.exp(min(x, 700.0))
