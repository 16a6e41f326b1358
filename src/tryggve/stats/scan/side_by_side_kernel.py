"""Windows that end on the last day, for replicates side by side: where nearly every area has recent cases.

A lane holds one area and age of all replicates, next to each other. Along a chain of neighbours whole lanes are added
and compared with one count that the window needs, so that the processor does many replicates in one instruction, and
what a window expects is summed once for all of them.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from tryggve.stats.scan.likelihood import may_exceed, ratio


@njit(cache=True, nogil=True)
def side_by_side(table):  # type: ignore[no-untyped-def]
    """Cases per age int[R, m, L] → cases of the last days int[m, L, R]."""
    replicates, areas, lanes = table.shape
    turned = np.empty((areas, lanes, replicates), table.dtype)
    for area in range(areas):  # what an area has fits the nearest memory
        for r in range(replicates):
            held = table[r, area, 0]
            turned[area, 0, r] = held
            for d in range(1, lanes):
                held += table[r, area, d]
                turned[area, d, r] = held
    return turned


@njit(cache=True, nogil=True)
def maxima_side_by_side(  # type: ignore[no-untyped-def]
    table, expected, start, areas, window, first_lane, last_lane, total, kind, unit, zone_class, needed, best
):
    """As `prospective_kernel.maxima`, of a table int16 or int32[m, L, R] from `side_by_side`."""
    lanes, replicates = table.shape[1:]
    cases = np.zeros((lanes, replicates), table.dtype)
    mean = np.zeros(lanes, np.float64)
    reached = np.zeros(lanes + 1, np.int64)
    some = np.zeros(replicates, table.dtype)
    for chain in range(len(start) - 1):
        cases[:] = 0
        mean[:] = 0.0
        for position in range(start[chain], start[chain + 1]):
            area, own = areas[position], zone_class[position]
            n = 0
            for d in range(first_lane, last_lane + 1):
                mean[d] += expected[area, d]
                row, held, enough = table[area, d], cases[d], needed[own, d]
                most = held[0]  # of the type of a table, so that many fit in a register
                for r in range(replicates):
                    held[r] += row[r]
                    most = max(most, held[r])
                # Written always, kept sometimes: no branch to guess wrong.
                reached[n] = d
                n += most >= enough
            if n and window[position]:
                _raise(cases, reached, n, needed, own, mean, total, kind, unit, some, best)


@njit(cache=True, nogil=True)
def _raise(cases, reached, n, needed, own, mean, total, kind, unit, some, best):  # type: ignore[no-untyped-def]
    """Raise `best` of the replicates that have what is needed in one of the first n lanes `reached`."""
    some[:] = 0
    for i in range(n):
        d = reached[i]
        enough = needed[own, d]
        for r in range(len(best)):
            some[r] |= cases[d, r] >= enough
    for r in range(len(best)):
        if some[r]:
            for i in range(n):
                d = reached[i]
                if cases[d, r] >= needed[own, d]:
                    held = cases[d, r] / unit
                    if may_exceed(held, mean[d], total, kind, best[r]):
                        best[r] = max(best[r], ratio(held, mean[d], total, kind))
