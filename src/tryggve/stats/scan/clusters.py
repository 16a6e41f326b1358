"""From the statistic of every zone to clusters that share no area."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tryggve.stats.inputs import FloatArray, IntArray
from tryggve.stats.scan.anytime_kernel import windows_anytime
from tryggve.stats.scan.prospective_kernel import windows
from tryggve.stats.scan.result import Cluster, gumbel_p_values, p_values
from tryggve.stats.scan.setting import Setting
from tryggve.stats.scan.zones import Chains


def apart(chains: Chains, statistic: FloatArray, most: int | None) -> list[int]:
    """Places in `chains.areas` of zones, none sharing an area with an earlier one, the largest statistic first.

    Each centre offers its best zone, as SaTScan does; of equal ones the smaller zone, then the first centre.
    """
    best = [_best(statistic, int(a), int(b)) for a, b in zip(chains.start[:-1], chains.start[1:], strict=True)]
    offered = np.array([place for place in best if place >= 0], np.int64)
    found: list[int] = []
    taken: set[int] = set()
    for place in offered[np.argsort(-statistic[offered], kind="stable")].tolist():
        if most is not None and len(found) >= most:
            break
        members = chains.members(place)
        if taken.isdisjoint(members):
            found.append(place)
            taken.update(members)
    return found


def _best(statistic: FloatArray, begin: int, end: int) -> int:
    place = begin + int(np.argmax(statistic[begin:end])) if end > begin else -1
    return place if place >= 0 and statistic[place] > 0.0 else -1


def zone_windows(setting: Setting, table: NDArray[np.integer]) -> tuple[FloatArray, IntArray, IntArray]:
    """For each zone its largest statistic and the first and last lane of it; table int[m, L] of units, cumulated."""
    chains = setting.chains
    statistic = np.zeros(len(chains.areas))
    first = np.full(len(chains.areas), -1, np.int32)
    last = np.full(len(chains.areas), -1, np.int32)
    zones = (setting.expected, chains.start, chains.areas, chains.window)
    counted = (setting.total, setting.kind, setting.unit, setting.least)
    if setting.anytime:
        lengths = (setting.first_lane + 1, setting.last_lane + 1)
        windows_anytime(table, *zones, *lengths, *counted, statistic, first, last)
    else:
        first[:] = 0
        windows(table, *zones, setting.first_lane, setting.last_lane, *counted, statistic, last)
    return statistic, first.astype(np.int64), last.astype(np.int64)


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
    """The clusters, against the maxima of the whole question; see `zone_windows` for `table`."""
    chains = setting.chains
    statistic, first, last = zone_windows(setting, table)
    found = []
    for place in apart(chains, statistic, most):
        members = chains.members(place)
        rows = list(members)
        held = [
            float(values[rows, last[place]].sum() - (values[rows, first[place] - 1].sum() if first[place] else 0.0))
            for values in (table, setting.expected)
        ]
        if setting.anytime:
            days = (first_day + int(first[place]), first_day + int(last[place]))
        else:
            days = (last_day - int(last[place]), last_day)
        found.append((members, *days, held[0] / setting.unit, held[1], float(statistic[place])))
    return with_p(found, simulated, category)


def with_p(
    found: Sequence[tuple[tuple[int, ...], int, int, float, float, float]], simulated: FloatArray, category: int = 0
) -> list[Cluster]:
    """Clusters as (areas, first day, last day, observed, expected, statistic) with how rare they are by chance."""
    statistic = np.array([row[-1] for row in found])
    p, gumbel = p_values(statistic, simulated), gumbel_p_values(statistic, simulated)
    return [Cluster(*row, float(p[i]), float(gumbel[i]), category) for i, row in enumerate(found)]
