"""Tables of cases under the null hypothesis, many at a time, from one random stream per block."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def permuted(rng, pool, pool_start, recent_start, part_start, part_lane, part_units, table, used):  # type: ignore[no-untyped-def]
    """Each recent event gets the area of an event drawn without replacement from the same stratum.

    That is the permutation of days among the events of a stratum, of which only the recent days matter: a simple random
    sample, drawn in the order of the recent events. pool int32[C]: areas of all events, stratum after stratum, parts
    by `pool_start`; recent event i of stratum s (by `recent_start`) adds `part_units[j]` to lane `part_lane[j]` for j
    in its parts (`part_start`). `pool` is as before afterwards.
    """
    replicates = table.shape[0]
    most = 0
    for s in range(len(pool_start) - 1):
        most = max(most, recent_start[s + 1] - recent_start[s])
    swapped = np.empty(most, np.int64)
    for r in range(replicates):
        for s in range(len(pool_start) - 1):
            first, n = pool_start[s], pool_start[s + 1] - pool_start[s]
            recent = recent_start[s + 1] - recent_start[s]
            for i in range(recent):
                j = i + int(rng.random() * (n - i))
                swapped[i] = j
                area = pool[first + j]
                pool[first + j] = pool[first + i]
                pool[first + i] = area
                used[r, area] = 1
                event = recent_start[s] + i
                for part in range(part_start[event], part_start[event + 1]):
                    table[r, area, part_lane[part]] += part_units[part]
            for i in range(recent - 1, -1, -1):
                j = swapped[i]
                area = pool[first + j]
                pool[first + j] = pool[first + i]
                pool[first + i] = area


@njit(cache=True, nogil=True)
def scattered(rng, totals, accept, alias, lanes_of_area, table, used):  # type: ignore[no-untyped-def]
    """`totals[r]` events, each in a cell (area · lanes_of_area + lane) that an alias table draws (Vose 1991)."""
    cells = len(accept)
    for r in range(len(totals)):
        for _event in range(totals[r]):
            scaled = rng.random() * cells
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
