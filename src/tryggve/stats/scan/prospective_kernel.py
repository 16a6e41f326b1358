"""Windows that end on the last day, for many replicates at a time.

A table of cases has a row per area and a lane per age: lane d holds the cases of the last d + 1 days. Along a chain of
neighbours the rows are added lane by lane, and each lane is compared with the count it needs: no logarithm is taken
but for the few windows that may be the largest. Areas without recent cases are passed over: a window that grows by
such an area has as many cases and more expected.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from tryggve.stats.scan.likelihood import BINS, may_exceed, ratio

LANES = 16
"""Tables have a multiple of so many lanes: they fill the processor's registers."""


@njit(cache=True, nogil=True)
def cumulate(table, used):  # type: ignore[no-untyped-def]
    """Turn cases per age into cases of the last days, in place, for the rows in use."""
    replicates, areas, lanes = table.shape
    for r in range(replicates):
        for area in range(areas):
            if used[r, area]:
                row = table[r, area]
                for d in range(1, lanes):
                    row[d] += row[d - 1]


@njit(cache=True, nogil=True)
def maxima(table, used, expected, start, areas, window, first_lane, last_lane, total, kind, unit, classes, largest, best):  # type: ignore[no-untyped-def]
    """The largest ratio of each replicate that is above its `best` so far, where it reaches the level of `classes`.

    table int16 or int32[R, m, L] of units; used uint8[R, m]; expected float64[m, L], cumulated over ages likewise.
    Lanes from `first_lane` to `last_lane` (inclusive) are windows. classes int32[BINS + 1] from `critical_units` with
    the same `largest` expected count. Writes float64[R] `best`.
    """
    replicates, _m, lanes = table.shape
    longest = 0
    for chain in range(len(start) - 1):
        longest = max(longest, start[chain + 1] - start[chain])
    if longest == 0:
        return
    out_of_reach = np.iinfo(table.dtype).max
    needed = np.full((longest, lanes), out_of_reach, table.dtype)
    mean = np.zeros((longest, lanes), np.float64)
    per_class = BINS / np.sqrt(largest) if largest > 0.0 else 0.0
    cases = np.zeros(lanes, table.dtype)
    for chain in range(len(start) - 1):
        begin, n = start[chain], start[chain + 1] - start[chain]
        for k in range(n):
            area = areas[begin + k]
            for d in range(lanes):
                mean[k, d] = expected[area, d] + (mean[k - 1, d] if k else 0.0)
            for d in range(first_lane, last_lane + 1):
                needed[k, d] = min(classes[int(np.sqrt(mean[k, d]) * per_class)], out_of_reach)
        for r in range(replicates):
            cases[:] = 0
            changed = False
            for k in range(n):
                area = areas[begin + k]
                if used[r, area]:
                    changed = True
                    row = table[r, area]
                    for d in range(lanes):
                        cases[d] += row[d]
                if not (changed and window[begin + k]):
                    continue
                changed = False
                reached = 0
                for d in range(lanes):
                    reached |= cases[d] >= needed[k, d]
                if reached:
                    best[r] = _larger(cases, needed[k], mean[k], first_lane, last_lane, total, kind, unit, best[r])


@njit(cache=True, nogil=True)
def _larger(cases, needed, mean, first_lane, last_lane, total, kind, unit, best):  # type: ignore[no-untyped-def]
    """The largest ratio of the lanes that reach what they need, or `best` where that is larger."""
    for d in range(first_lane, last_lane + 1):
        if cases[d] >= needed[d] and may_exceed(cases[d] / unit, mean[d], total, kind, best):
            best = max(best, ratio(cases[d] / unit, mean[d], total, kind))
    return best


@njit(cache=True, nogil=True)
def largest_expected(expected, start, areas, last_lane):  # type: ignore[no-untyped-def]
    """The largest expected count of any window."""
    largest = 0.0
    for chain in range(len(start) - 1):
        held = 0.0
        for position in range(start[chain], start[chain + 1]):
            held += expected[areas[position], last_lane]
        largest = max(largest, held)
    return largest


@njit(cache=True, nogil=True)
def windows(table, expected, start, areas, window, first_lane, last_lane, total, kind, unit, least, statistic, lane):  # type: ignore[no-untyped-def]
    """For each zone its largest ratio and the lane of it, the shorter one of equals; −1 where no lane has more.

    table int[m, L] of units, cumulated. Writes float64[k] `statistic`, int32[k] `lane`, one place per link of a chain.
    """
    lanes = table.shape[1]
    cases = np.zeros(lanes, np.int64)
    mean = np.zeros(lanes, np.float64)
    for chain in range(len(start) - 1):
        cases[:] = 0
        mean[:] = 0.0
        for position in range(start[chain], start[chain + 1]):
            area = areas[position]
            for d in range(lanes):
                cases[d] += table[area, d]
                mean[d] += expected[area, d]
            best, best_lane = 0.0, -1
            if window[position]:
                for d in range(first_lane, last_lane + 1):
                    if cases[d] >= least and may_exceed(cases[d] / unit, mean[d], total, kind, best):
                        found = ratio(cases[d] / unit, mean[d], total, kind)
                        if found > best:
                            best, best_lane = found, d
            statistic[position], lane[position] = best, best_lane
