"""Windows of any days in a row (retrospective), for many replicates at a time.

Cases are cumulated over days, so that a window is one difference. Whether a window may matter is told without a
logarithm: the ratio is at most (c−μ)²/2 · (1/μ + 1/(C−c)), see `likelihood.may_exceed`.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from tryggve.stats.scan.likelihood import CONDITIONAL, may_exceed, ratio


@njit(cache=True, nogil=True)
def maxima_anytime(table, expected, start, areas, window, shortest, longest, total, kind, unit, least, level, best):  # type: ignore[no-untyped-def]
    """The largest ratio of each replicate, where it is above `level`.

    table int[R, m, T] of units and expected float64[m, T], both cumulated over days; windows of `shortest` to `longest`
    days. Writes float64[R] `best`.
    """
    for r in range(len(table)):
        found = level
        reached = False
        cases, mean, row = _rows(table.shape[2])
        for chain in range(len(start) - 1):
            cases[:] = 0
            mean[:] = 0.0
            for position in range(start[chain], start[chain + 1]):
                _add(cases, mean, table[r, areas[position]], expected[areas[position]])
                if window[position] and cases[-1] >= least:
                    better = _best(cases, mean, row, shortest, longest, total, kind, unit, least, found)
                    if better[0] > found:
                        found = better[0]
                        reached = True
        if reached:
            best[r] = found


@njit(cache=True, nogil=True)
def best_anytime(  # type: ignore[no-untyped-def]
    table, expected, start, areas, window, shortest, longest, total, kind, unit, least, statistic, place, begin, end
):
    """For each chain its largest ratio, where the zone ends, and the first and last day; the smaller one of equals.

    table int[m, T] of units, cumulated. Writes float64[n] `statistic`, int64[n] `place`, `begin` and `end`; 0 and −1
    where no window has more than expected.
    """
    cases, mean, row = _rows(table.shape[1])
    for chain in range(len(start) - 1):
        cases[:] = 0
        mean[:] = 0.0
        statistic[chain], place[chain], begin[chain], end[chain] = 0.0, -1, -1, -1
        for position in range(start[chain], start[chain + 1]):
            _add(cases, mean, table[areas[position]], expected[areas[position]])
            if window[position] and cases[-1] >= least:
                better = _best(cases, mean, row, shortest, longest, total, kind, unit, least, statistic[chain])
                if better[0] > statistic[chain]:
                    statistic[chain], begin[chain], end[chain] = better
                    place[chain] = position


@njit(cache=True, nogil=True)
def _rows(days):  # type: ignore[no-untyped-def]
    return np.zeros(days + 1, np.int64), np.zeros(days + 1, np.float64), np.zeros(days, np.float64)


@njit(cache=True, nogil=True)
def _add(cases, mean, table, expected):  # type: ignore[no-untyped-def]
    for day in range(len(table)):
        cases[day + 1] += table[day]
        mean[day + 1] += expected[day]


@njit(cache=True, nogil=True)
def _best(cases, mean, row, shortest, longest, total, kind, unit, least, level):  # type: ignore[no-untyped-def]
    """(largest ratio above `level`, first day, last day) of a zone, or (level, −1, −1)."""
    days = len(cases) - 1
    best, begin, end = level, -1, -1
    for length in range(shortest, min(longest, days) + 1):
        n = days - length + 1
        highest = -1.0
        slack = _slack(cases[days] / unit, mean, length, total, kind)
        # (c−μ)² · slack − 2 · best · μ ≥ 0 with c > μ is necessary: one pass without branches.
        for first in range(n):
            mu = mean[first + length] - mean[first]
            more = max((cases[first + length] - cases[first]) / unit - mu, 0.0)
            row[first] = more * more * slack - 2.0 * best * mu
        for first in range(n):
            highest = max(highest, row[first])
        if highest < 0.0:
            continue
        for first in range(n):
            units = cases[first + length] - cases[first]
            if row[first] < 0.0 or units < least:
                continue
            mu = mean[first + length] - mean[first]
            if may_exceed(units / unit, mu, total, kind, best):
                found = ratio(units / unit, mu, total, kind)
                if found > best:
                    best, begin, end = found, first, first + length - 1
    return best, begin, end


@njit(cache=True, nogil=True)
def _slack(held, mean, length, total, kind):  # type: ignore[no-untyped-def]
    """An upper bound of 1 + μ/(C−c) over windows of a zone that holds `held` cases in all."""
    if kind != CONDITIONAL:
        return 1.0 + 1e-9
    if held >= total:
        return 1e300
    largest = 0.0
    for first in range(len(mean) - length):
        largest = max(largest, mean[first + length] - mean[first])
    return (1.0 + largest / (total - held)) * (1.0 + 1e-9)
