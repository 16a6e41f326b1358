"""The peers' scans, one day at a time: the best window of each centre over sizes and durations."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numba import njit
from numpy.typing import NDArray

from benchmarks.detection.case import Find

Floats = NDArray[np.float64]


@njit(cache=True, nogil=True)
def best_windows(seen, mean, order, t, sizes, longest, total, score, size):  # type: ignore[no-untyped-def]
    """For each centre the highest log-likelihood ratio over its nearest areas and the windows that end on day t.

    seen, mean [m, T + 1] cumulated over days. total 0: expectation-based Poisson, c ln(c/B) + B − c; otherwise the
    permutation scan's c ln(c/μ) + (C − c) ln((C − c)/(C − μ)) with C = total.
    """
    for centre in range(len(order)):
        score[centre] = 0.0
        size[centre] = 1
        for days in range(1, longest + 1):
            c = 0.0
            b = 0.0
            for j in range(sizes):
                area = order[centre, j]
                c += seen[area, t + 1] - seen[area, t + 1 - days]
                b += mean[area, t + 1] - mean[area, t + 1 - days]
                if c < 2 or c <= b or b <= 0:
                    continue
                if total > 0:
                    x = c * math.log(c / b)
                    if c < total:
                        x += (total - c) * math.log((total - c) / (total - b))
                else:
                    x = c * math.log(c / b) + b - c
                if x > score[centre]:
                    score[centre] = x
                    size[centre] = j + 1


def apart(order: NDArray[np.int64], score: Floats, size: NDArray[np.int64], most: int, floor: float) -> Iterator[Find]:
    """The best centres that share no area with a better one (day 0; the caller knows the day)."""
    used = np.zeros(len(order), bool)
    found = 0
    for centre in np.argsort(-score, kind="stable"):
        if score[centre] < floor or found == most:
            return
        areas = order[centre, : size[centre]]
        if not used[areas].any():
            used[areas] = True
            found += 1
            yield 0, tuple(int(a) for a in areas), float(score[centre])


def cumulated(table: Floats) -> Floats:
    """[m, T + 1] from [m, T]."""
    return np.concatenate([np.zeros((len(table), 1)), table.cumsum(axis=1)], axis=1)
