"""From the statistic of every zone to clusters that share no area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.stats.inputs import FloatArray, IntArray
from tryggve.stats.scan.anytime_kernel import best_anytime
from tryggve.stats.scan.null import Null
from tryggve.stats.scan.prospective_kernel import best_windows
from tryggve.stats.scan.result import Cluster, gumbel_p_values, p_values
from tryggve.stats.scan.setting import Setting
from tryggve.stats.scan.zones import Chains


@dataclass(frozen=True, slots=True)
class Best:
    """The best window of each chain: float64[n] `statistic`, int64[n] `place` in `areas`, `first` and `last` lane."""

    statistic: FloatArray
    place: IntArray
    first: IntArray
    last: IntArray

    @classmethod
    def empty(cls, chains: int) -> Best:
        """Room for as many chains."""
        return cls(np.zeros(chains), *(np.full(chains, -1, np.int64) for _ in range(3)))


def best_of(setting: Setting, table: NDArray[np.integer]) -> Best:
    """The best window of each chain; table int[m, L] of units, cumulated."""
    chains = setting.chains
    best = Best.empty(len(chains.start) - 1)
    zones = (setting.expected, chains.start, chains.areas, chains.window)
    counted = (setting.total, setting.kind, setting.unit, setting.least)
    if setting.anytime:
        lengths = (setting.first_lane + 1, setting.last_lane + 1)
        best_anytime(table, *zones, *lengths, *counted, best.statistic, best.place, best.first, best.last)
    else:
        best.first[:] = 0
        lanes = (setting.first_lane, setting.last_lane)
        best_windows(table, *zones, *lanes, *counted, best.statistic, best.place, best.last)
    return best


def apart(chains: Chains, best: Best, most: int | None) -> list[tuple[int, IntArray]]:
    """Chains, and the areas of their best zone, that share no area with an earlier one; the largest statistic first.

    Each centre offers its best zone, as SaTScan does; of equal ones the first centre.
    """
    found: list[tuple[int, IntArray]] = []
    taken = np.zeros(int(chains.areas.max(initial=-1)) + 1, np.bool_)
    for chain in np.argsort(-best.statistic, kind="stable").tolist():
        if not best.statistic[chain] > 0.0 or (most is not None and len(found) >= most):
            break
        members = chains.areas[chains.start[chain] : best.place[chain] + 1]
        if not taken[members].any():
            found.append((chain, members.astype(np.int64)))
            taken[members] = True
    return found


def clusters(
    setting: Setting,
    table: NDArray[np.integer],
    simulated: FloatArray,
    *,
    first_day: int,
    last_day: int,
    most: int | None = None,
    category: int = 0,
) -> list[Cluster]:
    """The clusters, against the maxima of the whole question; table int[m, L] of units, cumulated."""
    best = best_of(setting, table)
    found = []
    for chain, members in apart(setting.chains, best, most):
        first, last = int(best.first[chain]), int(best.last[chain])
        held = [
            float(values[members, last].sum() - (values[members, first - 1].sum() if first else 0.0))
            for values in (table, setting.expected)
        ]
        days = (first_day + first, first_day + last) if setting.anytime else (last_day - last, last_day)
        areas = tuple(members.tolist())
        found.append((areas, *days, held[0] / setting.unit, held[1], float(best.statistic[chain])))
    return with_p(found, simulated, category)


def of_categories(
    layers: Mapping[int, tuple[Setting, NDArray[np.int64], Null]], simulated: FloatArray, first_day: int, last_day: int,
    most: int | None,
) -> tuple[Cluster, ...]:  # fmt: skip
    """The clusters of each category, together, the largest statistic first; at most `most` of each."""
    found = [
        cluster
        for kind, (setting, table, _null) in layers.items()
        for cluster in clusters(
            setting, table, simulated, first_day=first_day, last_day=last_day, most=most, category=kind
        )
    ]
    return largest_first(found)


def largest_first(found: Iterable[Cluster]) -> tuple[Cluster, ...]:
    """The same clusters, of equal ones the first category's before."""
    return tuple(sorted(found, key=lambda cluster: -cluster.statistic))


def with_p(
    found: Sequence[tuple[tuple[int, ...], int, int, float, float, float]], simulated: FloatArray, category: int = 0
) -> list[Cluster]:
    """Clusters as (areas, first day, last day, observed, expected, statistic) with how rare they are by chance."""
    statistic = np.array([row[-1] for row in found])
    p, gumbel = p_values(statistic, simulated), gumbel_p_values(statistic, simulated)
    return [Cluster(*row, float(p[i]), float(gumbel[i]), category) for i, row in enumerate(found)]
