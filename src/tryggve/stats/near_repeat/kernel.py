"""Pairs by time band, for many permutations of the times side by side."""

from __future__ import annotations

import numpy as np
from numba import njit

SIDE_BY_SIDE = 128
"""Permutations at a time: a row of short integers fills eight registers, and a pair is fetched for all of them."""

_FLUSH = 30_000
"""Short counters are emptied before they may overflow."""


@njit(cache=True, nogil=True)
def shuffle_columns(rng, times, columns):  # type: ignore[no-untyped-def]
    """Fill each column of [n, k] with `times` in an order of its own (Fisher–Yates)."""
    n = len(times)
    work = times.copy()
    for column in range(columns.shape[1]):
        for i in range(n - 1, 0, -1):
            j = int(rng.random() * (i + 1))
            work[i], work[j] = work[j], work[i]
        for i in range(n):
            columns[i, column] = work[i]


@njit(cache=True, nogil=True)
def closer_than(columns, first, second, edges, counts):  # type: ignore[no-untyped-def]
    """Add to int64[k, E] `counts` how many pairs lie less than each edge apart in time, for each of k columns.

    columns [n, SIDE_BY_SIDE] of int16, int32 or float64, edges [E] of the same kind.
    """
    lanes = columns.shape[1]
    short = np.zeros((len(edges), lanes), columns.dtype)
    apart = np.zeros(lanes, columns.dtype)
    # Nothing is less than no time apart.
    from_edge = 1 if len(edges) and edges[0] == 0 else 0
    for begin in range(0, len(first), _FLUSH):
        short[:] = 0
        for pair in range(begin, min(begin + _FLUSH, len(first))):
            one, other = columns[first[pair]], columns[second[pair]]
            for lane in range(lanes):
                apart[lane] = abs(one[lane] - other[lane])
            for e in range(from_edge, len(edges)):
                edge, row = edges[e], short[e]
                for lane in range(lanes):
                    row[lane] += apart[lane] < edge
        for e in range(len(edges)):
            for lane in range(lanes):
                counts[lane, e] += int(short[e, lane])


@njit(cache=True, nogil=True)
def pairs_closer(times, edge):  # type: ignore[no-untyped-def]
    """How many unordered pairs of the sorted times lie less than `edge` apart."""
    found, low = 0, 0
    for i in range(len(times)):
        while low < i and times[i] - times[low] >= edge:
            low += 1
        found += i - low
    return found if edge > 0 else 0
