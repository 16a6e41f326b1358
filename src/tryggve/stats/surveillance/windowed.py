"""A detector of our own: the last weeks together, against the same fit that the improved Farrington method makes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryggve.stats.inputs import FloatArray, IntArray
from tryggve.stats.result import Result
from tryggve.stats.surveillance import thresholds
from tryggve.stats.surveillance.farrington import enough_cases, fits_of, log_offset, series, week_dates

REFERENCE = "Own; the fit is that of Noufaily et al. (2013). Derivation and measurements: docs/explanation/serier.md"
ALPHA = 0.006
"""Calls .007–.008 of the weeks without unrest, as the improved method at its .005, in simulations of its design."""


@dataclass(frozen=True, kw_only=True)
class Windowed(Result):
    """For each week asked for and each series, float64[len(weeks), S].

    `observed` and `expected` of the last weeks together, `p_value` of as many or more, `score` = −log10 p, `alarm`;
    `phi` the dispersion (variance/mean). NaN (and False) where history does not reach or the week itself is unknown;
    other weeks of the window that are unknown are left out on both sides.
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
    half_window: int = 3,
    periods: int = 10,
    exclude_recent: int = 26,
    reweight_threshold: float = 2.58,
    alpha: float = ALPHA,
    limit54: tuple[int, int] | None = (5, 4),
    weeks: ArrayLike | None = None,
    offset: ArrayLike | None = None,
) -> Windowed:
    """Whether the last `window` weeks together are more than the past leads to expect.

    The model is `farrington_flexible`'s, fitted once per week; it gives the mean μ_i of each week of the window. Weeks
    that are negative binomial with variance φμ_i add up to one with mean Σμ_i and variance φΣμ_i exactly, so that
    p = P(Y ≥ Σ y_i) needs no approximation but one: what is not known of the mean, Var(log μ̂) = s², widens φ to
    φ + s² Σμ_i. An unrest that comes over more than one week is told apart from one odd week; one that is over within
    a week is found later or not (see docs/explanation/serier.md). Arguments as in `farrington_flexible`; `window` is 1
    to half_window + 1 weeks. ValueError as there.
    """
    y = series(counts)
    days, scale = week_dates(dates, len(y)), log_offset(offset, y)
    if not 1 <= window <= half_window + 1:
        raise ValueError(f"window must be from 1 to half_window + 1 = {half_window + 1} weeks, got {window}")
    if not 0.0 < alpha < 0.5:
        raise ValueError(f"alpha must lie between 0 and 0.5, got {alpha!r}")
    kept, fits = fits_of(
        y, days, scale, weeks, frequency=frequency, years_back=years_back, half_window=half_window, periods=periods,
        exclude_recent=exclude_recent, reweight_threshold=reweight_threshold, trend_p=1.0, quirk=False,
    )  # fmt: skip
    observed, expected = _together(y, scale, kept, fits, window)
    judged = ~np.isnan(fits[..., 0]) & ~np.isnan(y[kept])
    phi = np.where(judged, fits[..., 1], 1.0)
    safe = np.where(judged, np.maximum(expected, 1e-12), 1.0)
    p = thresholds.tail(observed, safe, phi + np.nan_to_num(fits[..., 2]) ** 2 * safe)
    p = np.where(judged, p, np.nan)
    enough = np.ones(p.shape, np.bool_) if limit54 is None else enough_cases(y, kept, *limit54)
    return Windowed(
        method="windowed_negative_binomial",
        parameters={
            "window": window, "frequency": frequency, "years_back": years_back, "half_window": half_window,
            "periods": periods, "exclude_recent": exclude_recent, "reweight_threshold": reweight_threshold,
            "alpha": alpha, "calendar": days is not None, "offset": offset is not None,
        },
        reference=REFERENCE, weeks=kept, observed=np.where(judged, observed, np.nan),
        expected=np.where(judged, expected, np.nan), p_value=p, score=-np.log10(np.maximum(p, 1e-300)),
        alarm=np.asarray((p < alpha) & enough & judged), phi=fits[..., 1],
    )  # fmt: skip


def _together(
    y: FloatArray, scale: FloatArray, kept: IntArray, fits: FloatArray, window: int
) -> tuple[FloatArray, FloatArray]:
    """Counts and means of the window's known weeks together, float64[k, S]; means carried back along the trend."""
    observed, expected = np.zeros(fits.shape[:2]), np.zeros(fits.shape[:2])
    for back in range(window):
        row = np.maximum(kept - back, 0)
        known = ~np.isnan(y[row]) & (kept >= back)[:, None]
        mean = fits[..., 0] * np.exp(scale[row] - scale[kept] - back * fits[..., 4])
        observed += np.where(known, np.nan_to_num(y[row]), 0.0)
        expected += np.where(known, mean, 0.0)
    return observed, expected
