"""The generalised likelihood ratio of a rise that began some week ago, for Poisson and negative binomial counts."""

from __future__ import annotations

import numpy as np
from numba import njit

STEPS = 200
HIGHEST = 50.0
"""The largest logarithm of a rise that is sought."""


@njit(cache=True, nogil=True)
def terms(mean, alpha, kappa):  # type: ignore[no-untyped-def]
    """What each case adds to the gain of a rise e^kappa, and what is taken from it; the gain is x · first − second.

    log((1 + αμ)e^κ/(1 + αμe^κ)) and log((1 + αμe^κ)/(1 + αμ))/α, so written that neither a small α nor a large κ or
    αμ makes a difference of two numbers that are nearly equal. With α 0 they are κ and μ(e^κ − 1).
    """
    grown = mean * np.expm1(kappa)
    share = alpha * grown / (1.0 + alpha * mean)
    taken = np.log1p(share) / alpha if share > 0.0 else grown
    return np.log1p(-np.expm1(-kappa) / (np.exp(-kappa) + alpha * mean)), taken


@njit(cache=True, nogil=True)
def gain(x, mean, alpha, kappa):  # type: ignore[no-untyped-def]
    """Log f(x; mean e^kappa) − log f(x; mean), f negative binomial with variance mean + alpha mean²."""
    each, taken = terms(mean, alpha, kappa)
    return x * each - taken


@njit(cache=True, nogil=True)
def best_rise(x, mean, alpha):  # type: ignore[no-untyped-def]
    """The kappa ≥ 0 that maximises Σ gain: where Σ (x − mean e^kappa)/(1 + alpha mean e^kappa) is 0, by bisection."""
    low, high = 0.0, 1.0
    if _slope(x, mean, alpha, 0.0) <= 0.0:
        return 0.0
    while _slope(x, mean, alpha, high) > 0.0 and high < HIGHEST:
        low, high = high, 2.0 * high
    for _step in range(STEPS):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        if _slope(x, mean, alpha, middle) > 0.0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@njit(cache=True, nogil=True)
def _slope(x, mean, alpha, kappa):  # type: ignore[no-untyped-def]
    total, lift = 0.0, np.exp(kappa)
    for i in range(len(x)):
        total += (x[i] - mean[i] * lift) / (1.0 + alpha * mean[i] * lift)
    return total


@njit(cache=True, nogil=True)
def glr(x, mean, alpha, threshold, fewest, most, restart, statistic, rise, since, alarm):  # type: ignore[no-untyped-def]
    """Of each week the largest Σ gain over starts `fewest` to `most` weeks back, its rise e^kappa and its start.

    x, mean float64[T] with NaN where a week is not judged; writes statistic, rise float64[T] (NaN there), since
    int64[T] (−1 where nothing rose) and alarm. After a signal weeks before it are not looked at again, if `restart`.
    """
    begin = 0
    for t in range(len(x)):
        statistic[t], rise[t], since[t], alarm[t] = np.nan, np.nan, -1, False
        if np.isnan(x[t]) or np.isnan(mean[t]):
            continue
        statistic[t], rise[t] = 0.0, 1.0
        for start in range(t - fewest + 1, max(begin, t - most + 1) - 1, -1):
            part = ~(np.isnan(x[start : t + 1]) | np.isnan(mean[start : t + 1]))
            own, usual = x[start : t + 1][part], mean[start : t + 1][part]
            kappa, total = best_rise(own, usual, alpha), 0.0
            for i in range(len(own)):
                total += gain(own[i], usual[i], alpha, kappa)
            if total > statistic[t]:
                statistic[t], rise[t], since[t] = total, np.exp(kappa), start
        if statistic[t] >= threshold:
            alarm[t] = True
            begin = t + 1 if restart else begin


@njit(cache=True, nogil=True)
def ratio_chart(x, mean, alpha, threshold, kappa, restart, statistic, upper, since, alarm):  # type: ignore[no-untyped-def]
    """S_t = max(0, S_(t−1) + gain) for one rise e^kappa, the count that would signal, and when S last left 0."""
    before, left = 0.0, -1
    for t in range(len(x)):
        statistic[t], upper[t], since[t], alarm[t] = np.nan, np.nan, -1, False
        if np.isnan(x[t]) or np.isnan(mean[t]):
            continue
        each, taken = terms(mean[t], alpha, kappa)
        upper[t] = max((threshold - before + taken) / each, 0.0) if each > 0.0 else np.inf
        now = max(before + gain(x[t], mean[t], alpha, kappa), 0.0)
        left = -1 if now == 0.0 else t if before == 0.0 else left
        statistic[t], since[t], alarm[t] = now, left, now >= threshold
        before = 0.0 if restart and now >= threshold else now
