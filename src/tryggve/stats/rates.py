"""Counts, rates and shares with exact intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, gammainccinv, gammaincinv, ndtri

from tryggve.stats.inputs import Count, FloatArray, checked_count, checked_counts, checked_level, checked_positive
from tryggve.stats.result import Interval, Result

GARWOOD = "Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28, 437-442."
CLOPPER_PEARSON = (
    "Clopper, C. J. & Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated in the case of the "
    "binomial. Biometrika 26, 404-413; Wilson, E. B. (1927). J. Am. Stat. Assoc. 22, 209-212."
)


@dataclass(frozen=True, kw_only=True)
class RateResult(Result):
    """Events per `per` units of exposure: value = count / exposure * per, with its exact Poisson interval."""

    value: float
    interval: Interval
    count: int
    exposure: float
    per: float


@dataclass(frozen=True, kw_only=True)
class ShareResult(Result):
    """k of n: the share, its exact (Clopper-Pearson) interval and the narrower Wilson interval."""

    value: float
    interval: Interval
    wilson: Interval
    k: int
    n: int


def poisson_limits(counts: ArrayLike, level: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Exact central Poisson limits of many counts at once: (low[n], high[n]).

    low = G^-1(alpha/2; k), 0 when k = 0; high = G^-1(1 - alpha/2; k + 1), where G^-1(p; a) is the quantile of the
    gamma distribution of shape a and scale 1, alpha = 1 - level (Garwood 1936). The mean of a Poisson count lies in
    the interval with a probability of at least `level`; real events that follow one another vary more than that.
    ValueError for negative, fractional or missing counts.
    """
    k = checked_counts(counts).astype(np.float64)
    tail = (1.0 - checked_level(level)) / 2.0
    low = np.where(k > 0, gammaincinv(np.maximum(k, 1.0), tail), 0.0)
    return low.astype(np.float64), np.asarray(gammainccinv(k + 1.0, tail), np.float64)


def poisson_interval(count: Count, level: float = 0.95) -> Interval:
    """Exact central interval of the mean behind one count (Garwood 1936); see `poisson_limits`."""
    low, high = poisson_limits(np.array([checked_count(count, "count")]), level)
    return Interval(float(low[0]), float(high[0]), float(level))


def rate(count: Count, exposure: float, per: float = 1.0, level: float = 0.95) -> RateResult:
    """Events per `per` units of exposure (inhabitants, expected reporter-weeks, days) with an exact interval.

    The exposure is taken as known. ValueError for an exposure or `per` that is 0, negative, infinite or NaN, and for
    a count that is not whole: where the exposure is unknown there is no rate.
    """
    events = checked_count(count, "count")
    factor = checked_positive(per, "per") / checked_positive(exposure, "exposure")
    return RateResult(
        method="poisson_rate_garwood",
        parameters={"level": level, "per": per},
        reference=GARWOOD,
        value=events * factor,
        interval=poisson_interval(events, level).scaled(factor),
        count=events,
        exposure=float(exposure),
        per=float(per),
    )


def share(k: Count, n: Count, level: float = 0.95) -> ShareResult:
    """The share k of n, in [0, 1], with an exact central interval and Wilson's score interval.

    Exact: B^-1(alpha/2; k, n - k + 1) .. B^-1(1 - alpha/2; k + 1, n - k), where B^-1 is the quantile of the beta
    distribution, with 0 at k = 0 and 1 at k = n (Clopper & Pearson 1934): covers with at least `level`.
    Wilson: (k + z^2/2 +- z * sqrt(k (n - k) / n + z^2/4)) / (n + z^2): covers with `level` on average.
    ValueError for n = 0 (no share of nothing), k > n, or counts that are not whole.
    """
    part, whole = checked_count(k, "k"), checked_count(n, "n")
    if whole == 0:
        raise ValueError("n is 0: there is no share of nothing")
    if part > whole:
        raise ValueError(f"k must not exceed n, got {part} of {whole}")
    tail = (1.0 - checked_level(level)) / 2.0
    low = float(betaincinv(part, whole - part + 1.0, tail)) if part > 0 else 0.0
    high = float(betaincinv(part + 1.0, whole - part, 1.0 - tail)) if part < whole else 1.0
    z = -float(ndtri(tail))
    centre = (part + z * z / 2.0) / (whole + z * z)
    half = z * math.sqrt(part * (whole - part) / whole + z * z / 4.0) / (whole + z * z)
    return ShareResult(
        method="binomial_share_clopper_pearson",
        parameters={"level": level},
        reference=CLOPPER_PEARSON,
        value=part / whole,
        interval=Interval(low, high, level),
        wilson=Interval(max(0.0, centre - half), min(1.0, centre + half), level),
        k=part,
        n=whole,
    )
