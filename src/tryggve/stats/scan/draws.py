"""Tables of cases under the null hypothesis, many at a time, from uniform random numbers."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def permuted(uniform, events, pool_start, recent_start, part_event, part_lane, part_units, table, used):  # type: ignore[no-untyped-def]
    """Each recent event gets the area of an event drawn without replacement from the same stratum.

    That is the permutation of days among the events of a stratum, of which only the recent days matter: a simple random
    sample, drawn in the order of the recent events. events int32[C]: areas of all events, stratum after stratum, parts
    by `pool_start`; recent events of strata by `recent_start`; part j adds `part_units[j]` to lane `part_lane[j]` for
    recent event `part_event[j]`. `uniform` float64: one number in [0, 1) per replicate and recent event.
    """
    pool = events.copy()
    recent = recent_start[-1]
    # Unsigned: an index that cannot be negative is not looked at twice.
    changed, area = np.empty(recent, np.uint64), np.empty(recent, np.uint64)
    drawn = 0
    for r in range(len(table)):
        k = np.uint64(0)
        for s in range(len(pool_start) - 1):
            first, n = pool_start[s], pool_start[s + 1] - pool_start[s]
            for i in range(recent_start[s + 1] - recent_start[s]):
                j = np.uint64(first + i + int(uniform[drawn] * (n - i)))
                drawn += 1
                changed[k], area[k] = j, pool[j]
                # The place of the drawn one is taken by one that would not be drawn again.
                pool[j] = pool[np.uint64(first + i)]
                k += np.uint64(1)
        for i in range(recent):
            pool[changed[i]] = events[changed[i]]
            used[r, area[i]] = 1
        for part in range(len(part_event)):
            table[r, area[part_event[part]], part_lane[part]] += part_units[part]


@njit(cache=True, nogil=True)
def scattered(uniform, totals, accept, alias, lanes_of_area, table, used):  # type: ignore[no-untyped-def]
    """`totals[r]` events, each in a cell (area · lanes_of_area + lane) that an alias table draws (Vose 1991).

    `uniform` float64: one number in [0, 1) per event.
    """
    cells = len(accept)
    drawn = 0
    for r in range(len(totals)):
        for _event in range(totals[r]):
            scaled = uniform[drawn] * cells
            drawn += 1
            cell = int(scaled)
            if scaled - cell >= accept[cell]:
                cell = alias[cell]
            area = cell // lanes_of_area
            used[r, area] = 1
            table[r, area, cell - area * lanes_of_area] += 1


@njit(cache=True, nogil=True)
def alias_table(weights):  # type: ignore[no-untyped-def]
    """Acceptance and alias of each cell, for cells drawn in proportion to `weights` (Vose 1991, IEEE TSE 17:972)."""
    n = len(weights)
    accept, alias = np.ones(n, np.float64), np.arange(n)
    scaled = weights * (n / weights.sum())
    small, large = np.empty(n, np.int64), np.empty(n, np.int64)
    n_small = n_large = 0
    for i in range(n):
        if scaled[i] < 1.0:
            small[n_small] = i
            n_small += 1
        else:
            large[n_large] = i
            n_large += 1
    while n_small and n_large:
        n_small -= 1
        low, high = small[n_small], large[n_large - 1]
        accept[low], alias[low] = scaled[low], high
        scaled[high] -= 1.0 - scaled[low]
        if scaled[high] < 1.0:
            n_large -= 1
            small[n_small] = high
            n_small += 1
    return accept, alias
