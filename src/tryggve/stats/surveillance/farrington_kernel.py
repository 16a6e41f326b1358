"""One series, one week: the fits of Farrington's method, with and without trend."""

from __future__ import annotations

import numpy as np
from numba import njit

from tryggve.stats.surveillance.glm import anscombe_weights, dispersion, fit

OUT = 7
"""What `week` writes per series: expected, phi, standard error (log scale), trend kept, slope, t of the slope, df."""


@njit(cache=True, nogil=True)
def week(counts, time, block, offset, now, offset_now, season, blocks, threshold, critical, trend, quirk, out):  # type: ignore[no-untyped-def]
    """Fit all series of a week on the same rows.

    counts float64[n, S] with NaN where unknown; time float64[n], block int64[n], offset float64[n, S]; `now` the time
    of the week and `season` its block; offset_now float64[S]. `critical` float64[n + 1]: two-sided t of a significant
    slope by degrees of freedom. `trend`: 0 none, 1 where significant, 2 always unless it extrapolates. Writes
    float64[S, OUT]; NaN where nothing could be fitted.
    """
    for s in range(counts.shape[1]):
        known = np.flatnonzero(~np.isnan(counts[:, s]))
        y, own = counts[:, s][known], offset[:, s][known]
        row = (y, time[known], block[known], own)
        one = out[s]
        one[:] = np.nan
        if len(y) < 3:
            continue
        keep = trend > 0
        for _attempt in range(2):
            _fit_week(*row, now, offset_now[s], season, blocks, threshold, keep, quirk, one)
            if not keep or np.isnan(one[0]):
                break
            # Kept only where it is significant (or always), and does not carry beyond what has been seen.
            significant = trend == 2 or abs(one[5]) > critical[int(max(one[6], 0.0))]
            if significant and _is_seen(one[0], offset_now[s], y, own, quirk):
                break
            keep = False


@njit(cache=True, nogil=True)
def _is_seen(mean, offset_now, y, offset, quirk):  # type: ignore[no-untyped-def]
    """Whether a mean is within what has been seen, both per unit of the offset; R's surveillance compares counts."""
    if quirk:
        return mean <= y.max()
    return mean * np.exp(-offset_now) <= (y * np.exp(-offset)).max()


@njit(cache=True, nogil=True)
def _fit_week(y, time, block, offset, now, offset_now, season, blocks, threshold, trend, quirk, out):  # type: ignore[no-untyped-def]
    n = len(y)
    seen = np.zeros(blocks)
    for i in range(n):
        seen[block[i]] = 1.0
    if seen[season] == 0.0:
        return
    parameters = int(seen.sum()) + int(trend)
    weight = np.ones(n)
    settled, mu, work, level, slope, held, centre, spread = fit(y, time, block, offset, weight, blocks, trend)
    scale = dispersion(y, mu, work, parameters)
    phi = max(scale, 1.0)
    if not settled or np.isnan(scale):
        return
    if threshold < np.inf:
        weight = anscombe_weights(y, mu, work, time, block, held, centre, spread, phi, threshold)
        settled, mu, work, level, slope, held, centre, spread = fit(y, time, block, offset, weight, blocks, trend)
        if not settled:
            return
        scale = dispersion(y, mu, work, parameters)
        phi = max(scale, 1.0)
        if quirk:
            # R's surveillance puts the prior weights where those of the last step should be.
            scale = dispersion(y, mu, weight, parameters)
    mean = np.exp(level[season] + slope * now + offset_now)
    variance = 1.0 / held[season]
    if trend and spread > 0.0:
        variance += (now - centre[season]) ** 2 / spread
    # One φ for the variance of a count and of its mean, not below Poisson's; the slope is tested with φ as estimated.
    out[0], out[1], out[2] = mean, phi, np.sqrt((scale if quirk else phi) * variance)
    out[3], out[4] = 1.0 if trend else 0.0, slope
    out[5] = slope * np.sqrt(spread / scale) if trend and spread > 0.0 and scale > 0.0 else 0.0
    out[6] = n - parameters
