"""The scans of `stats.scan` as detectors: areas side by side, for all categories and for each group of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.signals.found import Events, Found
from tryggve.signals.groups import rows_of
from tryggve.stats import scan

ALL = ""
"""The group that holds every category."""


@dataclass(frozen=True)
class PermutationScan:
    """Kulldorff's space-time permutation scan over the `history` days before each day: no baseline is needed.

    The score is the log-likelihood ratio of a cluster; windows of up to `max_days` that end on the day.
    """

    groups: tuple[str, ...] = (ALL,)
    max_days: int = 28
    history: int = 365
    max_share: float = 0.1
    method: str = "permutation"

    def replay(self, events: Events, first_day: int, last_day: int) -> Iterator[tuple[int, list[Found]]]:
        """See `Detector`."""
        masks = {group: in_group(events, group) for group in self.groups}
        for day in range(first_day, last_day + 1):
            yield day, [found for group, mask in masks.items() for found in self._on(events, mask, group, day)]

    def _on(self, events: Events, mask: NDArray[np.bool_], group: str, day: int) -> list[Found]:
        begin = max(events.first_day, day - self.history + 1)
        low, high = np.searchsorted(events.day, [begin, day + 1])
        own = mask[low:high]
        area, when = events.area[low:high][own], events.day[low:high][own]
        if len(area) < 2 or day - begin + 1 <= self.max_days:
            return []
        found = scan.space_time_permutation(
            area, when, events.xy, first_day=begin, last_day=day, max_days=self.max_days, max_share=self.max_share,
            replicates=0, n_jobs=1,
        )  # fmt: skip
        return [
            Found(
                self.method, group, cluster.areas, cluster.first_day, cluster.last_day, cluster.observed,
                cluster.expected, cluster.statistic,
            )
            for cluster in found.clusters[:4]
        ]  # fmt: skip


def in_group(events: Events, group: str) -> NDArray[np.bool_]:
    """The events with an area and a known day whose category is in a group."""
    usable: NDArray[np.bool_] = (events.area >= 0) & events.day_known
    if group == ALL:
        return usable
    return usable & np.isin(events.category, rows_of(group, events.categories))


def keys(method: str, groups: Sequence[str]) -> tuple[str, ...]:
    """The keys (`calibrate.key_of`) of what a method finds in some groups."""
    return tuple(f"{method}/{group}" if group else method for group in groups)
