"""From the statistic of every zone to clusters that share no area."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tryggve.stats.inputs import FloatArray
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


def recent_clusters(
    setting: Setting,
    table: NDArray[np.integer],
    simulated: FloatArray,
    *,
    last_day: int,
    most: int | None,
    category: int = 0,
) -> list[Cluster]:
    """The clusters of windows that end on the last day; table int[m, L] of units, cumulated over ages."""
    chains = setting.chains
    statistic = np.zeros(len(chains.areas))
    lane = np.full(len(chains.areas), -1, np.int32)
    counted = (setting.total, setting.kind, setting.unit, setting.least)
    lanes = (setting.first_lane, setting.last_lane)
    windows(table, setting.expected, chains.start, chains.areas, chains.window, *lanes, *counted, statistic, lane)
    places = apart(chains, statistic, most)
    found = []
    for place in places:
        members, d = chains.members(place), int(lane[place])
        found.append(
            (members, last_day - d, last_day, float(table[list(members), d].sum()) / setting.unit,
             float(setting.expected[list(members), d].sum()), float(statistic[place]))
        )  # fmt: skip
    return with_p(found, simulated, category)


def with_p(
    found: Sequence[tuple[tuple[int, ...], int, int, float, float, float]], simulated: FloatArray, category: int = 0
) -> list[Cluster]:
    """Clusters as (areas, first day, last day, observed, expected, statistic) with how rare they are by chance."""
    statistic = np.array([row[-1] for row in found])
    p, gumbel = p_values(statistic, simulated), gumbel_p_values(statistic, simulated)
    return [Cluster(*row, float(p[i]), float(gumbel[i]), category) for i, row in enumerate(found)]
