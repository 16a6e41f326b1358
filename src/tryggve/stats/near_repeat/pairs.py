"""Pairs of events that lie close to each other, found through a grid of squares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tryggve import compute
from tryggve.stats.inputs import FloatArray

_PARTS = 16
_MOST_PAIRS = 250_000_000
"""Eight bytes each."""
_MOST_COLUMNS = 2.0**30


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs (first, second) of int32, band after band: band s is `start[s]`..`start[s + 1]`. Events are renumbered.

    `order` int64[n]: event i of the pairs is event order[i] of the caller; neighbours on the ground have near numbers,
    so that what is read for a pair is mostly in the processor's cache.
    """

    first: NDArray[np.int32]
    second: NDArray[np.int32]
    start: NDArray[np.int64]
    order: NDArray[np.int64]


def close_pairs(x: FloatArray, y: FloatArray, edges: FloatArray, manhattan: bool, threads: compute.Threads) -> Pairs:
    """All unordered pairs whose distance lies in a band [edges[s], edges[s + 1]); ValueError when they are too many."""
    side = _side(x, y, float(edges[-1]))
    column, row = (np.floor((v - v.min(initial=np.inf)) / side).astype(np.int64) for v in (x, y))
    # A square per cell would be many where one event lies far away: only squares that hold events are numbered.
    wide = int(column.max(initial=0)) + 2
    order = np.lexsort((x, column, row))
    key = (row * wide + column)[order]
    squares, begin = np.unique(key, return_index=True)
    begin = np.append(begin, len(key)).astype(np.int64)
    around = np.array([0, 1, wide - 1, wide, wide + 1], np.int64)  # each pair of squares once
    places = (np.ascontiguousarray(x[order]), np.ascontiguousarray(y[order]))
    parts = np.linspace(0, len(squares), min(_PARTS, len(squares)) + 1).astype(np.int64)
    ranges = list(zip(parts[:-1].tolist(), parts[1:].tolist(), strict=True))
    counts = np.zeros((len(ranges), len(edges) - 1), np.int64)
    nothing, nowhere = np.zeros(0, np.int32), np.zeros(0, np.int64)
    grid = (squares, begin, around, edges, manhattan)

    def count(part: int) -> None:
        _walk(*places, *grid, *ranges[part], counts[part], nothing, nothing, nowhere)

    compute.map(count, range(len(ranges)), on=threads)
    # Band after band, and within a band part after part: where each part writes is known before it does.
    ends = np.cumsum(counts.T.reshape(-1)).reshape(len(edges) - 1, len(ranges))
    start = np.concatenate([[0], ends[:, -1] if len(ranges) else np.zeros(len(edges) - 1)]).astype(np.int64)
    if start[-1] > _MOST_PAIRS:
        raise ValueError(
            f"space_bands reach {edges[-1]:g} metres, within which {start[-1]} pairs of events lie: choose narrower "
            f"bands or fewer events, for at most {_MOST_PAIRS} pairs"
        )
    first, second = np.empty(start[-1], np.int32), np.empty(start[-1], np.int32)
    place = np.ascontiguousarray((ends - counts.T).T)

    def write(part: int) -> None:
        _walk(*places, *grid, *ranges[part], counts[part], first, second, place[part])

    if len(first):
        compute.map(write, range(len(ranges)), on=threads)
    return Pairs(first, second, start, order)


def _side(x: FloatArray, y: FloatArray, reach: float) -> float:
    """A little wider than the reach, so that rounding puts no pair two squares apart, and few enough to be numbered."""
    extent = max((float(v.max() - v.min()) for v in (x, y) if len(v)), default=0.0)
    return max(reach * (1.0 + 1e-6), extent / _MOST_COLUMNS)


@njit(cache=True, nogil=True)
def _walk(x, y, squares, begin, around, edges, manhattan, low, high, counts, first, second, place):  # type: ignore[no-untyped-def]
    """Count the pairs of each band, or write them where there is room (`first` is not empty)."""
    write = len(first) > 0
    # Most are further apart: told without a root, and with room for its rounding.
    far = edges[-1] * edges[-1] * (1.0 + 1e-9)
    for own in range(low, high):
        for step in around:
            other = np.searchsorted(squares, squares[own] + step)
            if other >= len(squares) or squares[other] != squares[own] + step:
                continue
            for i in range(begin[own], begin[own + 1]):
                for j in range(i + 1 if other == own else begin[other], begin[other + 1]):
                    dx, dy = abs(x[i] - x[j]), abs(y[i] - y[j])
                    squared = dx * dx + dy * dy
                    if squared > far:
                        continue
                    distance = dx + dy if manhattan else np.sqrt(squared)
                    if distance < edges[0] or distance >= edges[-1]:
                        continue
                    band = np.searchsorted(edges, distance, side="right") - 1
                    if write:
                        first[place[band]], second[place[band]] = i, j
                        place[band] += 1
                    else:
                        counts[band] += 1
