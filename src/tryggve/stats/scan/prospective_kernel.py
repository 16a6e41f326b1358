"""Windows that end on the last day, for many replicates at a time.

A table of cases has a row per area and a lane per age: lane d holds the cases of the last d + 1 days. Along a chain of
neighbours the rows are added lane by lane, and each lane is compared with the count it needs: no logarithm is taken
but for the few windows that may be the largest. Areas without recent cases are passed over: a window that grows by
such an area has as many cases and more expected.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from tryggve.stats.scan.likelihood import may_exceed, ratio

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
def classify(expected, start, areas, last_lane, zone_class, lowest):  # type: ignore[no-untyped-def]
    """Classes of zones by what the longest window expects, and in each class the least that each lane expects.

    expected float64[m, L], cumulated. Writes uint16[k] `zone_class`, one place per link of a chain, and float64[n, L]
    `lowest` (inf at first), n classes even in the square root of the expected count.
    """
    classes, lanes = lowest.shape
    largest = 0.0
    mean = np.zeros(lanes, np.float64)
    for chain in range(len(start) - 1):
        held = 0.0
        for position in range(start[chain], start[chain + 1]):
            held += expected[areas[position], last_lane]
        largest = max(largest, held)
    scale = (classes - 1) / np.sqrt(largest) if largest > 0.0 else 0.0
    for chain in range(len(start) - 1):
        mean[:] = 0.0
        for position in range(start[chain], start[chain + 1]):
            row = expected[areas[position]]
            for d in range(lanes):
                mean[d] += row[d]
            own = int(np.sqrt(mean[last_lane]) * scale)
            zone_class[position] = own
            least = lowest[own]
            for d in range(lanes):
                least[d] = min(least[d], mean[d])


@njit(cache=True, nogil=True)
def critical(level, lowest, first_lane, last_lane, total, kind, unit, least, needed):  # type: ignore[no-untyped-def]
    """For each class and lane the fewest units of cases whose ratio may reach `level`; the largest number elsewhere.

    Any zone of the class expects at least `lowest`, and a ratio falls as more is expected: no window is passed over.
    `least`: units that a window must hold in any case. Writes int[n, L] `needed`.
    """
    out_of_reach = np.iinfo(needed.dtype).max
    needed[:] = out_of_reach
    for d in range(first_lane, last_lane + 1):
        units = np.int64(least)
        for own in range(len(lowest)):
            expected = lowest[own, d] * (1.0 - 1e-9)
            if np.isinf(expected):
                continue
            # Within a lane classes are nearly in order: the last answer is where to look for the next.
            units = max(np.int64(least), units, np.int64(expected * unit))
            while units > least and _reaches(units - 1, expected, total, kind, unit, level):
                units -= 1
            while units < out_of_reach and units <= total * unit:
                if _reaches(units, expected, total, kind, unit, level):
                    break
                units += 1
            needed[own, d] = min(units, out_of_reach)


@njit(cache=True, nogil=True)
def _reaches(units, expected, total, kind, unit, level):  # type: ignore[no-untyped-def]
    return units > expected * unit and (level <= 0.0 or ratio(units / unit, expected, total, kind) >= level)


@njit(cache=True, nogil=True)
def maxima(  # type: ignore[no-untyped-def]
    table, used, expected, start, areas, window, first_lane, last_lane, total, kind, unit, zone_class, needed, best
):
    """The largest ratio of each replicate that is above its `best` so far, where it reaches the level of `needed`.

    table int16 or int32[R, m, L] of units; used uint8[R, m]; expected float64[m, L], cumulated over ages likewise.
    Lanes from `first_lane` to `last_lane` (inclusive) are windows. zone_class and needed from `classify` and
    `critical`. Writes float64[R] `best`.
    """
    lanes = table.shape[2]
    cases = np.zeros(lanes, table.dtype)
    longest = 0
    for chain in range(len(start) - 1):
        longest = max(longest, start[chain + 1] - start[chain])
    links = np.empty(longest, np.int64)
    # Where every link is a zone, those without cases change nothing; else a zone may end on one of them.
    every = window.all()
    for chain in range(len(start) - 1):
        begin, end = start[chain], start[chain + 1]
        for r in range(len(table)):
            n, here = np.uint64(0), used[r]
            for position in range(begin, end):
                # Written always, kept sometimes: no branch to guess wrong.
                links[n] = position
                n += here[np.uint64(areas[position])] if every else np.uint64(1)
            cases[:] = 0
            for i in range(np.int64(n)):
                position = links[i]
                row = table[r, areas[position]]
                own = zone_class[position]
                reached = 0
                for d in range(lanes):
                    cases[d] += row[d]
                    reached |= cases[d] >= needed[own, d]
                if reached and window[position]:
                    zone = areas[begin : position + 1]
                    lanes_of = (first_lane, last_lane)
                    best[r] = _larger(cases, needed[own], expected, zone, lanes_of, total, kind, unit, best[r])


@njit(cache=True, nogil=True)
def _larger(cases, needed, expected, zone, lanes_of, total, kind, unit, best):  # type: ignore[no-untyped-def]
    """The largest ratio of the lanes that reach what they need, or `best` where that is larger."""
    for d in range(lanes_of[0], lanes_of[1] + 1):
        if cases[d] < needed[d]:
            continue
        mean = 0.0
        for area in zone:
            mean += expected[area, d]
        if may_exceed(cases[d] / unit, mean, total, kind, best):
            best = max(best, ratio(cases[d] / unit, mean, total, kind))
    return best


@njit(cache=True, nogil=True)
def best_windows(  # type: ignore[no-untyped-def]
    table, expected, start, areas, window, first_lane, last_lane, total, kind, unit, least, statistic, place, lane
):
    """For each chain its largest ratio, where the zone ends, and the lane; the smaller and shorter one of equals.

    table int[m, L] of units, cumulated. Writes float64[n] `statistic`, int64[n] `place` in `areas` and `lane`; 0, −1
    and −1 where no window has more than expected.
    """
    lanes = table.shape[1]
    cases = np.zeros(lanes, np.int64)
    mean = np.zeros(lanes, np.float64)
    for chain in range(len(start) - 1):
        cases[:] = 0
        mean[:] = 0.0
        changed = False
        statistic[chain], place[chain], lane[chain] = 0.0, -1, -1
        for position in range(start[chain], start[chain + 1]):
            row, more = table[areas[position]], expected[areas[position]]
            for d in range(lanes):
                mean[d] += more[d]
            if row[lanes - 1] > 0:
                changed = True
                for d in range(lanes):
                    cases[d] += row[d]
            if not (window[position] and changed):
                continue
            changed = False
            for d in range(first_lane, last_lane + 1):
                if cases[d] >= least and may_exceed(cases[d] / unit, mean[d], total, kind, statistic[chain]):
                    found = ratio(cases[d] / unit, mean[d], total, kind)
                    if found > statistic[chain]:
                        statistic[chain], place[chain], lane[chain] = found, position, d
