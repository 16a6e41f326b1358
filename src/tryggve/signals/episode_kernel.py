"""Counting episodes: finds that share an area, with few days between, are one."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

_LONG_AGO = -(2**40)


@njit(cache=True, nogil=True)
def count_episodes(
    day: NDArray[np.int64],
    start: NDArray[np.int64],
    areas: NDArray[np.int64],
    level: NDArray[np.float64],
    limit: float,
    gap: int,
    number_of_areas: int,
) -> int:
    """How many episodes the finds with `level` <= `limit` make.

    day int64[n] in rising order; find i has the areas `areas[start[i]:start[i + 1]]`. A find belongs to an episode that
    had one of its areas on the same day or at most `gap` days before; one that belongs to two makes them one.
    """
    n = len(day)
    latest_day = np.full(number_of_areas, _LONG_AGO, np.int64)
    latest_find = np.zeros(number_of_areas, np.int64)
    parent = np.arange(n)
    found = 0
    for i in range(n):
        if level[i] > limit:
            continue
        found += 1
        for j in range(start[i], start[i + 1]):
            area = areas[j]
            if day[i] - latest_day[area] <= gap:
                one, other = i, latest_find[area]
                while parent[one] != one:
                    one = parent[one]
                while parent[other] != other:
                    parent[other] = parent[parent[other]]
                    other = parent[other]
                if one != other:
                    parent[one] = other
                    found -= 1
            latest_day[area] = day[i]
            latest_find[area] = i
    return found
