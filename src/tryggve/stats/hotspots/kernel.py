"""Conditional permutation for all areas at once.

For an area with k neighbours, k of the other n − 1 values are drawn without replacement, the same places in the list of
the others for every area (as in esda). Going through the areas in order, the list of the others changes in one place
from one area to the next, so that each of the drawn sums changes once in the whole walk: what is left to do per area
is one comparison per permutation.
"""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def draw_all(rng, n, most, permutations):  # type: ignore[no-untyped-def]
    """int32[permutations, most]: each row places 0..n−2 drawn without replacement, by a partial shuffle."""
    places = np.empty((permutations, most), np.int32)
    pool = np.arange(n - 1).astype(np.int32)
    for p in range(permutations):
        # The pool need not be put back in order: a shuffle of any order is as good.
        for s in range(most):
            j = s + int(rng.random() * (n - 1 - s))
            pool[s], pool[j] = pool[j], pool[s]
            places[p, s] = pool[s]
    return places


@njit(cache=True, nogil=True)
def compare(values, places, counts, low, high, at_least, above):  # type: ignore[no-untyped-def]
    """How many permuted sums over neighbours are `low` or more, and how many more than `high`: int64[n] each.

    values float64[n]; places int32[P, K] from `draw_all`; counts int64[n] neighbours of each area, at most K; low, high
    float64[n], the observed sums with room for rounding. Place q of the others of area i is area q where q < i, else
    q + 1.
    """
    permutations, most = places.shape
    # sums[k]: over the first k drawn, for each permutation.
    sums = np.zeros((most + 1, permutations), np.float64)
    for p in range(permutations):
        for s in range(most):
            sums[s + 1, p] = sums[s, p] + values[places[p, s] + 1]
    start, changed = _changes(places, len(values))
    for i in range(len(values)):
        if i:
            for c in range(start[i - 1], start[i]):
                p, first = changed[c] // most, changed[c] % most
                # Summed anew rather than changed: the same sum whatever came before.
                for k in range(first, most):
                    q = places[p, k]
                    sums[k + 1, p] = sums[k, p] + values[q if q < i else q + 1]
        if counts[i]:
            row, own_low, own_high, n_at_least, n_above = sums[counts[i]], low[i], high[i], 0, 0
            for p in range(permutations):
                n_at_least += row[p] >= own_low
                n_above += row[p] > own_high
            at_least[i], above[i] = n_at_least, n_above


@njit(cache=True, nogil=True)
def _changes(places, n):  # type: ignore[no-untyped-def]
    """Which draws (p · K + s) change when area i is passed, those of place i: `changed[start[i]:start[i + 1]]`."""
    permutations, most = places.shape
    start = np.zeros(n + 1, np.int64)
    for p in range(permutations):
        for s in range(most):
            start[places[p, s] + 1] += 1
    for i in range(n):
        start[i + 1] += start[i]
    changed = np.empty(permutations * most, np.int64)
    filled = start.copy()
    for p in range(permutations):
        for s in range(most):
            changed[filled[places[p, s]]] = p * most + s
            filled[places[p, s]] += 1
    return start, changed
