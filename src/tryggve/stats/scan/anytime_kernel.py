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
def windows_anytime(table, expected, start, areas, window, shortest, longest, total, kind, unit, least, statistic, begin, end):  # type: ignore[no-untyped-def]
    """For each zone its largest ratio and the first and last day of it; of equal ones the one that ends first.

    table int[m, T] of units, cumulated. Writes float64[k] `statistic`, int32[k] `begin` and `end`, days from 0.
    """
    cases, mean, row = _rows(table.shape[1])
    for chain in range(len(start) - 1):
        cases[:] = 0
        mean[:] = 0.0
        for position in range(start[chain], start[chain + 1]):
            _add(cases, mean, table[areas[position]], expected[areas[position]])
            statistic[position] = 0.0
            if window[position] and cases[-1] >= least:
                better = _best(cases, mean, row, shortest, longest, total, kind, unit, least, 0.0)
                statistic[position], begin[position], end[position] = better


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
