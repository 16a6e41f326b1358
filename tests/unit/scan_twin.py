"""Scans the slow, obvious way: every zone, every window, every replicate written out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Window = tuple[tuple[int, ...], int, int]
"""Areas, first and last column."""


def circles(
    xy: NDArray[np.float64], weight: NDArray[np.float64], share: float, radius: float = math.inf
) -> list[tuple[int, ...]]:
    """All circles, centre by centre, smaller ones first."""
    zones = []
    for centre in range(len(xy)):
        distance = [-1.0 if i == centre else float(((xy[i] - xy[centre]) ** 2).sum()) for i in range(len(xy))]
        order = sorted(range(len(xy)), key=lambda i: (distance[i], i))
        members: list[int] = []
        for area in order:
            members.append(area)
            if weight[members].sum() > share * weight.sum() * (1 + 1e-9) or distance[area] > radius**2:
                break
            zones.append(tuple(members))
    return zones


def windows_of(days: int, shortest: int, longest: int, prospective: bool) -> Iterator[tuple[int, int]]:
    for last in [days - 1] if prospective else range(days):
        for length in range(shortest, longest + 1):
            if last - length + 1 >= 0:
                yield last - length + 1, last


def conditional(c: float, mu: float, total: float) -> float:
    if c <= mu:
        return 0.0
    rest = (total - c) * math.log((total - c) / (total - mu)) if total > c else 0.0
    return c * math.log(c / mu) + rest


def unconditional(c: float, mu: float, _total: float) -> float:
    return c * math.log(c / mu) + mu - c if c > mu else 0.0


@dataclass(frozen=True)
class Largest:
    statistic: float
    window: Window | None


def largest(counts, expected, zones, windows, ratio, total, least=2) -> Largest:  # type: ignore[no-untyped-def]
    """The largest statistic, and the first window that has it."""
    best = Largest(0.0, None)
    windows = list(windows)
    for zone in zones:
        for first, last in windows:
            c = counts[list(zone), first : last + 1].sum()
            mu = expected[list(zone), first : last + 1].sum()
            if c >= least and ratio(c, mu, total) > best.statistic:
                best = Largest(ratio(c, mu, total), (zone, first, last))
    return best


def permutation_expected(area, day, stratum, m, days):  # type: ignore[no-untyped-def]
    """Σ over strata of area total · day total / stratum total."""
    expected = np.zeros((m, days))
    for s in np.unique(stratum):
        own = stratum == s
        per_area = np.bincount(area[own], minlength=m)
        per_day = np.bincount(day[own], minlength=days)
        expected += np.outer(per_area, per_day) / own.sum()
    return expected


def table(area, day, m, days):  # type: ignore[no-untyped-def]
    counts = np.zeros((m, days), np.int64)
    for a, d in zip(area, day, strict=True):
        counts[a, d] += 1
    return counts
