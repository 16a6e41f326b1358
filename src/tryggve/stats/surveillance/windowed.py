"""A detector of our own: the last weeks together, against a smooth season fitted on a past without its gatherings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.inputs import FloatArray, IntArray
from tryggve.stats.options import real, whole
from tryggve.stats.surveillance import season, thresholds
from tryggve.stats.surveillance.farrington import enough_cases
from tryggve.stats.surveillance.inputs import limit, log_offset, rows_of, series, week_dates

REFERENCE = (
    "Own; design and weights after Noufaily et al. (2013), Statistics in Medicine 32:1206–1222. Derivation and "
    "measurements: docs/explanation/serier.md"
)
ALPHA = 0.0063
"""Calls .0076 of the weeks without unrest in simulations of Noufaily's design, on other seeds than the measurement."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Windowed(ArrayResult):
    """For each week asked for and each series, float64[len(weeks), S].

    `observed` and `expected` of the last weeks together, `p_value` of as many or more, `score` = −log10 p, `alarm`;
    `phi` the dispersion (variance/mean). NaN (and False) where history does not reach, too little of it is known, or
    the week itself is unknown; other weeks of the window that are unknown are left out on both sides.
    """

    weeks: IntArray
    observed: FloatArray
    expected: FloatArray
    p_value: FloatArray
    score: FloatArray
    alarm: NDArray[np.bool_]
    phi: FloatArray


def windowed(
    counts: ArrayLike,
    *,
    dates: ArrayLike | None = None,
    window: int = 2,
    frequency: int = 52,
    years_back: int = 5,
    harmonics: int = 3,
    exclude_recent: int = 13,
    reweight_threshold: float = 2.58,
    pool: bool = False,
    alpha: float = ALPHA,
    limit54: tuple[int, int] | None = (5, 4),
    weeks: ArrayLike | None = None,
    offset: ArrayLike | None = None,
) -> Windowed:
    """Whether the last `window` weeks together are more than the past leads to expect; all series of a week at once.

    counts: int[T, S] or int[T], weeks in order, NaN unknown (not 0). `dates`: the day each week begins; the season is
    then that of the calendar, also through years of 53 weeks; None counts `frequency` rows a year. log μ = level +
    trend + `harmonics` yearly waves + log `offset` (coverage, float[T, S] > 0), with priors that keep trend and waves
    small unless the data say otherwise, on the `years_back` years before without the last `exclude_recent` weeks.
    Weeks, alone or two in a row together, with a residual s above `reweight_threshold` weigh s⁻² (inf: none do): what
    gathered in the past shall not hide what gathers now. Weeks that are negative binomial with variance φμ_i add up to
    one with mean Σμ_i and variance φΣμ_i, so p = P(Y ≥ Σy_i), with φ widened by how weeks last (`season.together`)
    and by s²Σμ_i for what is not known of the mean. `pool` draws φ of the series of a call towards each other. `alpha`
    on p is no error rate by itself: see the constant. `limit54` (cases, weeks): no alarm with fewer cases in so many
    weeks.

    An unrest that comes over more than one week is told apart from one odd week; one that is over within a week may be
    missed, and so is one slower than the trend (see docs/explanation/serier.md). ValueError for negative or fractional
    counts, dates that are not a week apart, offsets of 0 or less, weeks outside the table, options that mean nothing.
    """
    y = series(counts)
    days, scale = week_dates(dates, len(y)), log_offset(offset, y)
    window, harmonics = whole(window, "window", 1), whole(harmonics, "harmonics", 0)
    exclude_recent, frequency = whole(exclude_recent, "exclude_recent", 0), whole(frequency, "frequency", 1)
    years_back, least = whole(years_back, "years_back", 1), limit(limit54)
    _check(window, exclude_recent, reweight_threshold, alpha)
    asked = np.arange(len(y)) if weeks is None else rows_of(weeks, len(y))
    held = season.fitted(
        y, scale, season.years_of(len(y), days, frequency), asked, every=weeks is not None, years_back=years_back,
        harmonics=harmonics, exclude_recent=exclude_recent, threshold=reweight_threshold, window=window,
    )  # fmt: skip
    observed, expected = _together(y, scale, held, window)
    judged = np.isfinite(held.phi) & ~np.isnan(y[held.rows])
    p, phi = _rarity(held, observed, expected, judged, window, pool)
    enough = np.ones(p.shape, np.bool_) if least is None else enough_cases(y, held.rows, *least)
    return Windowed(
        method="windowed_negative_binomial",
        parameters={
            "window": window, "frequency": frequency, "years_back": years_back, "harmonics": harmonics,
            "exclude_recent": exclude_recent, "reweight_threshold": reweight_threshold, "pool": pool, "alpha": alpha,
            "least_cases": least and least[0], "least_weeks": least and least[1],
            "calendar": days is not None, "offset": offset is not None,
        },
        reference=REFERENCE, weeks=held.rows, observed=np.where(judged, observed, np.nan),
        expected=np.where(judged, expected, np.nan), p_value=p, score=-np.log10(np.maximum(p, 1e-300)),
        alarm=np.asarray((p < alpha) & enough & judged), phi=phi,
    )  # fmt: skip


def _check(window: int, exclude_recent: int, threshold: float, alpha: float) -> None:
    if window > exclude_recent + 1:
        raise ValueError(f"window must be from 1 to exclude_recent + 1 weeks, got {window} and {exclude_recent}")
    if not real(threshold, "reweight_threshold") > 0.0:
        raise ValueError(f"reweight_threshold must be above 0, got {threshold!r}")
    if not 0.0 < real(alpha, "alpha") < 0.5:
        raise ValueError(f"alpha must lie between 0 and 0.5, got {alpha!r}")


def _together(y: FloatArray, scale: FloatArray, held: season.Fitted, window: int) -> tuple[FloatArray, FloatArray]:
    """Counts and means of the window's known weeks together, float64[k, S]."""
    observed, expected = np.zeros(held.phi.shape), np.zeros(held.phi.shape)
    for back in range(window):
        row = np.maximum(held.rows - back, 0)
        known = ~np.isnan(y[row]) & (held.rows >= back)[:, None]
        observed += np.where(known, np.nan_to_num(y[row]), 0.0)
        expected += np.where(known, np.exp(held.log_mean[..., back] + scale[row]), 0.0)
    return observed, expected


def _rarity(
    held: season.Fitted, observed: FloatArray, expected: FloatArray, judged: NDArray[np.bool_], window: int, pool: bool
) -> tuple[FloatArray, FloatArray]:
    """P(Y ≥ observed), NaN where not judged, and φ of each series, float64[k, S]."""
    phi = season.pooled(held.phi, expected / window, held.used - held.free) if pool else held.phi
    sums, means = season.together(held.lasting, window)
    safe = np.where(judged, np.maximum(expected, 1e-12), 1.0)
    unsure = held.variance * phi / held.phi * means * safe
    p = thresholds.tail(observed, safe, np.where(judged, phi * sums + unsure, 1.0))
    return np.where(judged, p, np.nan), phi
