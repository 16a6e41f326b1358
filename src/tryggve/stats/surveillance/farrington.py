"""Farrington's method, original and flexible: is this week more than the same weeks of earlier years lead to expect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri, stdtrit

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.inputs import FloatArray, IntArray
from tryggve.stats.options import real, whole
from tryggve.stats.surveillance import thresholds
from tryggve.stats.surveillance.farrington_kernel import OUT, week
from tryggve.stats.surveillance.glm import LEAST
from tryggve.stats.surveillance.inputs import limit, log_offset, rows_of, series, week_dates
from tryggve.stats.surveillance.reference_weeks import reference

ORIGINAL = (
    "Farrington, Andrews, Beale & Catchpole (1996), A statistical algorithm for the early detection of outbreaks of "
    "infectious disease, Journal of the Royal Statistical Society A 159:547–563"
)
FLEXIBLE = (
    "Noufaily, Enki, Farrington, Garthwaite, Andrews & Charlett (2013), An improved algorithm for outbreak detection "
    "in multiple surveillance systems, Statistics in Medicine 32:1206–1222"
)
_MOST_DF = 2000
_LEAST_DISTANCE = 0.5
"""Cases between what is expected and unusual: no counts are told apart by less."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Surveillance(ArrayResult):
    """For each week asked for and each series, float64[len(weeks), S].

    `expected`; `upper`, the largest count that is not unusual; `alarm`: count above `upper` and not too few cases of
    late. `score` is above 1 for the counts above `upper`: (count − expected)/(upper − expected); where `upper` is no
    larger than `expected`, as 0 is in a series with next to no cases, (count − upper)/½, that is with `expected` taken
    for `upper` and nothing finer told apart than half a case; 0 where too few cases came of late. `phi` dispersion
    (variance/mean); `trend` whether a trend was kept. `p_value` of a count at least as large, for a negative binomial
    with mean `expected` and variance `phi` times that: with nbPlugin thresholds an alarm is p ≤ alpha, while delta and
    muan thresholds also hold what is not known of the mean, so that p (unlike R's `pvalue`) may be below alpha without
    an alarm, or with delta above it with one. NaN (and False) where history does not reach, the model could not be
    fitted, or the week's own count is unknown.
    """

    weeks: IntArray
    expected: FloatArray
    upper: FloatArray
    score: FloatArray
    alarm: NDArray[np.bool_]
    phi: FloatArray
    trend: NDArray[np.bool_]
    p_value: FloatArray


def farrington_flexible(
    counts: ArrayLike,
    *,
    dates: ArrayLike | None = None,
    frequency: int = 52,
    years_back: int = 5,
    half_window: int = 3,
    periods: int = 10,
    exclude_recent: int = 26,
    reweight_threshold: float = 2.58,
    trend_p: float = 1.0,
    alpha: float = 0.05,
    threshold_method: str = "nbPlugin",
    limit54: tuple[int, int] | None = (5, 4),
    weeks: ArrayLike | None = None,
    offset: ArrayLike | None = None,
    r_compat: bool = False,
) -> Surveillance:
    """Noufaily et al.'s (2013) improved method, for all series of a week at once.

    counts: int[T, S] (or int[T]), weeks in order without holes; NaN is unknown, not 0. `dates`: the day a week begins
    (datetime64 or date, a week apart), so that the same week of an earlier year is the nearest one by the calendar also
    in years of 53 weeks; None counts `frequency` rows back. Compared with: `half_window` weeks each way around the same
    week of `years_back` years, the rest of the year in `periods` − 1 blocks, without the last `exclude_recent` weeks.
    Quasi-Poisson regression with a level per block and a trend; weeks whose standardised Anscombe residual is above
    `reweight_threshold` are weighted down (inf: none). The trend is kept where its p-value is below `trend_p` (1:
    always), three years or more are used, and it does not lead above all counts seen, per unit of `offset`. φ is not
    below 1, neither for counts nor for the standard error of their mean. `alpha` is one-sided.
    `threshold_method`: nbPlugin, delta (two thirds power) or muan. `limit54` (cases, weeks): no alarm unless so many
    cases came in so many weeks. `weeks`: rows to judge, from 0, or a mask bool[T]; None is all with enough history.
    `offset`: float[T, S] or float[T], above 0, what counts are proportional to (coverage, population).

    `r_compat` repeats what R's surveillance 1.20 does otherwise. It takes the weights of reweighting for those of the
    fit when it works out standard errors, and does not hold φ to 1 there: delta, muan thresholds and the trend's
    p-value differ, nbPlugin with trend_p = 1 does not. It takes the logarithm of what is expected in the score of
    nbPlugin and muan, leaves the score as it comes where `upper` is below that, and alarms where the score is above 1.
    It compares what is expected with the largest count, not the largest rate, also where the offset has changed, and
    so drops the trend when reporting grows.

    ValueError for negative or fractional counts, dates that are not a week apart, offsets of 0 or less, weeks outside
    the table, options that mean nothing or are not whole numbers where such are asked for.
    """
    return _farrington(
        counts, dates=dates, frequency=frequency, years_back=years_back, half_window=half_window, periods=periods,
        exclude_recent=exclude_recent, reweight_threshold=reweight_threshold, trend_p=trend_p, alpha=alpha,
        threshold_method=threshold_method, limit54=limit54, weeks=weeks, offset=offset, quirk=r_compat,
        method="farrington_flexible", reference_text=FLEXIBLE,
    )  # fmt: skip


def farrington(
    counts: ArrayLike,
    *,
    dates: ArrayLike | None = None,
    frequency: int = 52,
    years_back: int = 5,
    half_window: int = 3,
    reweight: bool = True,
    trend_p: float = 0.05,
    alpha: float = 0.05,
    limit54: tuple[int, int] | None = (5, 4),
    weeks: ArrayLike | None = None,
    offset: ArrayLike | None = None,
) -> Surveillance:
    """The original method (Farrington et al. 1996): the same weeks of earlier years only, threshold by the 2/3 power.

    As `farrington_flexible`, but `alpha` is two-sided (each side gets half), weights go down from a residual of 1 and
    the trend is kept only where it is significant.
    """
    one_side = real(alpha, "alpha") / 2
    return _farrington(
        counts, dates=dates, frequency=frequency, years_back=years_back, half_window=half_window, periods=1,
        exclude_recent=half_window, reweight_threshold=1.0 if reweight else np.inf, trend_p=trend_p, alpha=one_side,
        threshold_method="delta", limit54=limit54, weeks=weeks, offset=offset, quirk=False,
        method="farrington", reference_text=ORIGINAL,
    )  # fmt: skip


def _farrington(
    counts: ArrayLike, *, dates: ArrayLike | None, frequency: int, years_back: int, half_window: int, periods: int,
    exclude_recent: int, reweight_threshold: float, trend_p: float, alpha: float, threshold_method: str,
    limit54: tuple[int, int] | None, weeks: ArrayLike | None, offset: ArrayLike | None, quirk: bool, method: str,
    reference_text: str,
) -> Surveillance:  # fmt: skip
    y = series(counts)
    days, scale = week_dates(dates, len(y)), log_offset(offset, y)
    _check(alpha, trend_p, reweight_threshold, threshold_method)
    least, years_back, periods = limit(limit54), whole(years_back, "years_back", 1), whole(periods, "periods", 1)
    frequency = whole(frequency, "frequency", 1)
    half_window, exclude_recent = whole(half_window, "half_window", 0), whole(exclude_recent, "exclude_recent", 0)
    kept, fits = fits_of(
        y, days, scale, weeks, frequency=frequency, years_back=years_back, half_window=half_window, periods=periods,
        exclude_recent=exclude_recent, reweight_threshold=reweight_threshold, trend_p=trend_p, quirk=quirk,
    )  # fmt: skip
    return _judged(
        y, kept, fits, alpha, threshold_method, least, method, reference_text,
        {
            "frequency": frequency, "years_back": years_back, "half_window": half_window, "periods": periods,
            "exclude_recent": exclude_recent, "reweight_threshold": reweight_threshold, "trend_p": trend_p,
            "alpha": alpha, "threshold_method": threshold_method, "r_compat": quirk,
            "calendar": days is not None, "offset": offset is not None,
        },
    )  # fmt: skip


def fits_of(
    y: FloatArray, days: NDArray[np.datetime64] | None, scale: FloatArray, weeks: ArrayLike | None, *, frequency: int,
    years_back: int, half_window: int, periods: int, exclude_recent: int, reweight_threshold: float, trend_p: float,
    quirk: bool,
) -> tuple[IntArray, FloatArray]:  # fmt: skip
    """The weeks judged, and what `farrington_kernel.week` makes of each: float64[k, S, OUT], NaN without history."""
    asked = np.arange(len(y)) if weeks is None else rows_of(weeks, len(y))
    keep = 0 if years_back < 3 or trend_p == 0.0 else 2 if trend_p >= 1.0 else 1
    critical = np.full(_MOST_DF + len(y), np.inf)
    if keep == 1:
        critical[1:] = stdtrit(np.arange(1, len(critical)), 1.0 - trend_p / 2.0)
    found: dict[int, FloatArray] = {}
    for row in asked.tolist():
        past = reference(
            row, days, len(y), frequency=frequency, years_back=years_back, half_window=half_window, periods=periods,
            exclude_recent=exclude_recent,
        )  # fmt: skip
        if past is None:
            continue
        found[row] = np.empty((y.shape[1], OUT))
        week(
            y[past.rows], past.time, past.block, scale[past.rows], past.now, scale[row], past.season, past.blocks,
            reweight_threshold, critical, keep, quirk, found[row],
        )  # fmt: skip
    kept = np.array([row for row in asked.tolist() if weeks is not None or row in found], np.int64)
    empty = np.full((y.shape[1], OUT), np.nan)
    fits = np.array([found.get(row, empty) for row in kept.tolist()])
    return kept, fits.reshape(len(kept), y.shape[1], OUT)


def _judged(
    y: FloatArray, kept: IntArray, fits: FloatArray, alpha: float, threshold_method: str,
    limit54: tuple[int, int] | None, method: str, reference_text: str, parameters: dict[str, float | int | str | bool],
) -> Surveillance:  # fmt: skip
    mean, phi, error = fits[..., 0], fits[..., 1], fits[..., 2]
    safe = np.where(np.isnan(mean), 1.0, np.maximum(mean, 1e-12)), np.where(np.isnan(phi), 1.0, phi)
    if threshold_method == "delta":
        upper = thresholds.upper_delta(np.maximum(mean, LEAST), phi, error * mean, alpha)
    else:
        # A history without a case knows nothing of its mean: no count is then above a muan threshold.
        with np.errstate(over="ignore"):
            error = np.exp(-ndtri(alpha) * np.nan_to_num(error)) if threshold_method == "muan" else np.ones(mean.shape)
        upper = np.where(np.isnan(mean), np.nan, thresholds.upper_plugin(safe[0] * error, safe[1], alpha))
    own = y[kept]
    p = np.where(np.isnan(mean) | np.isnan(own), np.nan, thresholds.tail(np.nan_to_num(own), *safe))
    enough = np.ones(own.shape, np.bool_) if limit54 is None else enough_cases(y, kept, *limit54)
    found = _score_of_r(own, mean, upper, threshold_method) if parameters["r_compat"] else _score(own, mean, upper)
    unusual = (found > 1.0) & (own > 0.0) if parameters["r_compat"] else own > upper
    score = np.where(np.isnan(mean) | np.isnan(own), np.nan, np.where(enough, found, 0.0))
    return Surveillance(
        method=method, parameters=parameters, reference=reference_text, weeks=kept, expected=mean, upper=upper,
        score=score, alarm=np.asarray(unusual & enough), phi=phi, trend=fits[..., 3] == 1.0, p_value=p,
    )  # fmt: skip


def _check(alpha: float, trend_p: float, reweight_threshold: float, threshold_method: str) -> None:
    for name, value in {"alpha": alpha, "trend_p": trend_p, "reweight_threshold": reweight_threshold}.items():
        real(value, name)
    if not 0.0 < alpha < 0.5 or not 0.0 <= trend_p <= 1.0 or not reweight_threshold > 0.0:
        raise ValueError("alpha must lie between 0 and 0.5, trend_p from 0 to 1, reweight_threshold above 0")
    if threshold_method not in thresholds.METHODS:
        raise ValueError(f"threshold_method must be one of {', '.join(thresholds.METHODS)}, got {threshold_method!r}")


def _score(own: FloatArray, mean: FloatArray, upper: FloatArray) -> FloatArray:
    """Above 1 where the count is above `upper`, finite; see `Surveillance`."""
    apart = upper > mean
    centre, distance = np.where(apart, mean, upper), np.where(apart, upper - mean, _LEAST_DISTANCE)
    return np.asarray((own - centre) / distance)


def _score_of_r(own: FloatArray, mean: FloatArray, upper: FloatArray, threshold_method: str) -> FloatArray:
    """R's surveillance leaves the expected count on the scale it was predicted on, and divides by whatever comes."""
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = mean if threshold_method == "delta" else np.log(mean)
        return np.asarray((own - centre) / (upper - centre))


def enough_cases(y: FloatArray, kept: IntArray, cases: int, weeks: int) -> NDArray[np.bool_]:
    """Whether the last `weeks` hold so many cases; of weeks that are partly unknown, as many in proportion.

    An unknown week is no week without cases: with two of four known, half of the cases are enough.
    """
    first = np.maximum(kept + 1 - weeks, 0)
    known = ~np.isnan(y)
    seen, told = (
        np.concatenate([np.zeros((1, y.shape[1])), part.cumsum(axis=0)]) for part in (np.nan_to_num(y), known)
    )
    unknown = (kept + 1 - first)[:, None] - (told[kept + 1] - told[first])
    return np.asarray((seen[kept + 1] - seen[first]) * weeks >= cases * (weeks - unknown))
