"""GLR charts of counts: a rise of unknown size that began some unknown week ago, also a slow one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.inputs import FloatArray, IntArray
from tryggve.stats.options import real, whole
from tryggve.stats.surveillance import glr_kernel
from tryggve.stats.surveillance.usual import Chart, chart

REFERENCE = (
    "Höhle & Paul (2008), Count data regression charts for the monitoring of surveillance time series, Computational "
    "Statistics & Data Analysis 52:4357–4368"
)
_HALVINGS = 200


@dataclass(frozen=True, kw_only=True, eq=False)
class Glr(ArrayResult):
    """Of each week from `first` and each series, arrays [T − first, S].

    `expected`; `statistic`, the log-likelihood ratio; `rise`, the factor it is largest for (1: none); `since`, the row
    that rise began on (−1: none); `upper`, the count that would signal (only for a `ratio` that is given, else NaN);
    `alarm`: statistic ≥ threshold. NaN, −1 and False where the week is unknown or the series has no level.
    `dispersion` float64[S]: α in the variance μ + αμ².
    """

    weeks: IntArray
    expected: FloatArray
    statistic: FloatArray
    rise: FloatArray
    since: IntArray
    upper: FloatArray
    alarm: NDArray[np.bool_]
    dispersion: FloatArray


def glr_nb(
    counts: ArrayLike,
    *,
    first: int,
    threshold: float = 5.0,
    ratio: float | None = None,
    dispersion: float | None = None,
    min_weeks: int = 1,
    max_weeks: int = 26,
    restart: bool = True,
    expected: ArrayLike | None = None,
    dates: ArrayLike | None = None,
    frequency: int = 52,
    harmonics: int = 1,
    trend: bool = False,
    offset: ArrayLike | None = None,
) -> Glr:
    """The likelihood ratio of "μ rose to μ e^κ some week ago and has been so since" to "nothing did", week by week.

    counts: int[T, S] or int[T], NaN unknown. Negative binomial with variance μ + αμ²: Σ x κ + (x + 1/α)
    log((1 + αμ)/(1 + αμ e^κ)), Poisson where α is 0. Without `ratio` the largest value over all κ ≥ 0 and starts
    `min_weeks` to `max_weeks` ago; with it (above 1) the CUSUM of that one rise. `dispersion`: α, else where Pearson's
    Σ (y − μ)²/(μ + αμ²) of the weeks before `first` equals their number less the parameters (0 if it is below).
    `restart`: a signal begins the chart anew. What is expected: as in `cusum`. `threshold` is no error rate: how often
    a chart signals for nothing must be counted, on history or by simulation. ValueError for a ratio of 1 or less, a
    negative dispersion, weeks that mean nothing, and as `usual.chart` says.
    """
    min_weeks, max_weeks = whole(min_weeks, "min_weeks", 1), whole(max_weeks, "max_weeks", 1)
    _check(threshold, ratio, dispersion, min_weeks, max_weeks)
    held = chart(
        counts, first, expected=expected, dates=dates, frequency=frequency, harmonics=harmonics, trend=trend,
        offset=offset,
    )  # fmt: skip
    spread = _dispersion(held) if dispersion is None else np.full(held.counts.shape[1], float(dispersion))
    statistic, second, since, alarm = _charts(held, spread, threshold, ratio, min_weeks, max_weeks, restart)
    nothing = np.full(statistic.shape, np.nan)
    rise = second if ratio is None else np.where(np.isnan(statistic), np.nan, np.where(since >= 0, ratio, 1.0))
    return Glr(
        method="glr_nb",
        parameters={
            "first": held.first, "threshold": threshold, "ratio": ratio, "dispersion": dispersion,
            "min_weeks": min_weeks, "max_weeks": max_weeks, "restart": restart, "frequency": frequency,
            "harmonics": harmonics, "trend": trend, "calendar": dates is not None, "offset": offset is not None,
            "expected_given": expected is not None,
        },
        reference=REFERENCE, weeks=np.arange(held.first, len(held.counts)), expected=held.expected[held.first :],
        statistic=statistic, rise=rise, since=since, upper=nothing if ratio is None else second, alarm=alarm,
        dispersion=spread,
    )  # fmt: skip


def _check(threshold: float, ratio: float | None, dispersion: float | None, fewest: int, most: int) -> None:
    if not 0.0 < real(threshold, "threshold") < np.inf:
        raise ValueError(f"threshold must be above 0, got {threshold}")
    if not fewest <= most:
        raise ValueError(f"1 <= min_weeks <= max_weeks must hold, got {fewest} and {most}")
    if ratio is not None and not 1.0 < real(ratio, "ratio") <= np.exp(glr_kernel.HIGHEST):
        raise ValueError(f"ratio must be above 1 and at most e^{glr_kernel.HIGHEST:g}, got {ratio}")
    if dispersion is not None and not 0.0 <= real(dispersion, "dispersion") < np.inf:
        raise ValueError(f"dispersion must be 0 (Poisson) or more, got {dispersion}")


def _charts(
    held: Chart, spread: FloatArray, threshold: float, ratio: float | None, fewest: int, most: int, restart: bool
) -> tuple[FloatArray, FloatArray, IntArray, NDArray[np.bool_]]:
    """Statistic, rise (or, for a given ratio, the count that would signal), start and signal: arrays [T − first, S]."""
    y, mean = held.counts[held.first :].T.copy(), held.expected[held.first :].T.copy()
    statistic, second = np.empty(y.shape), np.empty(y.shape)
    since, alarm = np.empty(y.shape, np.int64), np.empty(y.shape, np.bool_)
    for s in range(len(y)):
        out = (statistic[s], second[s], since[s], alarm[s])
        if ratio is None:
            glr_kernel.glr(y[s], mean[s], spread[s], threshold, fewest, most, restart, *out)
        else:
            glr_kernel.ratio_chart(y[s], mean[s], spread[s], threshold, np.log(ratio), restart, *out)
    return statistic.T, second.T, np.where(since >= 0, since + held.first, -1).T, alarm.T


def _dispersion(held: Chart) -> FloatArray:
    """α of each series, float64[S]."""
    y, mean = held.counts[: held.first], held.expected[: held.first]
    found = np.zeros(y.shape[1])
    for s in range(y.shape[1]):
        known = ~np.isnan(y[:, s]) & ~np.isnan(mean[:, s])
        found[s] = _alpha(y[known, s], mean[known, s], int(known.sum()) - held.fitted)
    return found


def _alpha(y: FloatArray, mean: FloatArray, left: int) -> float:
    """Where Σ (y − μ)²/(μ + αμ²) = `left`; it falls as α grows."""
    if left <= 0 or ((y - mean) ** 2 / mean).sum() <= left:
        return 0.0
    low, high = 0.0, 1.0
    for _doubling in range(_HALVINGS):
        if ((y - mean) ** 2 / (mean + high * mean**2)).sum() <= left:
            break
        high *= 2.0
    for _halving in range(_HALVINGS):
        middle = (low + high) / 2.0
        if ((y - mean) ** 2 / (mean + middle * mean**2)).sum() > left:
            low = middle
        else:
            high = middle
    return high
