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

MOST_AREAS = 6
"""A signal over more areas says little of where to go."""


@dataclass(frozen=True)
class PermutationScan:
    """Kulldorff's space-time permutation scan over the `history` days before each day: no baseline is needed.

    The score is the log-likelihood ratio of a cluster; windows of up to `max_days` that end on the day.
    """

    groups: tuple[str, ...] = (ALL,)
    max_days: int = 28
    history: int = 365
    max_share: float = 0.1
    max_areas: int = MOST_AREAS
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
            max_neighbours=self.max_areas, replicates=0, n_jobs=1,
        )  # fmt: skip
        return [_found(self.method, group, cluster) for cluster in found.clusters[:4]]


@dataclass(frozen=True)
class ExpectedScan:
    """Neill's expectation-based Poisson scan against a baseline of the area's own past.

    The baseline of area a on day t is rate(a) · weekday(t) · level · share(a, t): rate(a) is what the area had per day
    of usual reporting over the `history` days before the window, drawn towards the mean of all areas by `prior_days`
    days of it; weekday(t) the town's part of that weekday; level what the town had over the `recent` days before the
    window against these rates, so that season and trend are followed; share the part of the usual reporting in place.
    Nothing of the window itself is in it. The score is the log-likelihood ratio c ln(c/B) + B − c.
    """

    groups: tuple[str, ...] = (ALL,)
    max_days: int = 28
    history: int = 730
    recent: int = 56
    prior_days: float = 30.0
    max_areas: int = MOST_AREAS
    method: str = "scan"

    def replay(self, events: Events, first_day: int, last_day: int) -> Iterator[tuple[int, list[Found]]]:
        """See `Detector`."""
        begin = max(events.first_day, first_day - self.history - self.max_days)
        days, m = last_day - begin + 1, len(events.xy)
        tables = {}
        for group in self.groups:
            use = in_group(events, group) & (events.day >= begin) & (events.day <= last_day)
            cell = events.area[use] * days + events.day[use] - begin
            tables[group] = np.bincount(cell, minlength=m * days).reshape(m, days)
        share = np.ones((m, days))
        if events.expected_share is not None:
            at = begin - events.first_day
            share = events.expected_share[:, at : at + days]
        for day in range(first_day, last_day + 1):
            yield (
                day,
                [
                    found
                    for group, table in tables.items()
                    for found in self._on(events, table, share, begin, group, day)
                ],
            )

    def _on(
        self, events: Events, table: NDArray[np.int64], share: NDArray[np.float64], begin: int, group: str, day: int
    ) -> list[Found]:
        end = day - begin + 1
        cut = end - self.max_days
        start = max(0, cut - self.history)
        if cut - start < self.recent or not table[:, start:cut].any():
            return []
        baseline = self._baseline(table[:, start:cut], share[:, start:end], (day - self.max_days + 1) % 7)
        counts = table[:, cut:end]
        if not counts.any():
            return []
        found = scan.expectation_based_poisson(
            counts, baseline, events.xy, first_day=day - self.max_days + 1, max_days=self.max_days, max_share=1.0,
            max_neighbours=self.max_areas, replicates=0, n_jobs=1, max_clusters=4,
        )  # fmt: skip
        return [_found(self.method, group, cluster) for cluster in found.clusters]

    def _baseline(self, past: NDArray[np.int64], share: NDArray[np.float64], first_weekday: int) -> NDArray[np.float64]:
        """float[m, max_days], above 0. `share` holds the days of the past and of the window."""
        m, days = past.shape
        before, window = share[:, :days], share[:, days:]
        exposed = before.sum(axis=1)
        mean = past.sum() / exposed.sum()
        rate = (past.sum(axis=1) + self.prior_days * mean) / (exposed + self.prior_days)
        town = past.sum(axis=0)
        weekday = (np.arange(days) - days + first_weekday) % 7
        part = np.bincount(weekday, weights=town, minlength=7) / np.maximum(np.bincount(weekday, minlength=7), 1)
        part = (part + mean * m) / (part.mean() + mean * m)
        usual = (rate[:, None] * before).sum(axis=0) * part[weekday]
        level = (town[-self.recent :].sum() + 1.0) / (usual[-self.recent :].sum() + 1.0)
        ahead = (first_weekday + np.arange(self.max_days)) % 7
        return np.asarray(np.maximum(rate[:, None] * part[ahead] * level * window, 1e-9), np.float64)


def _found(method: str, group: str, cluster: scan.Cluster) -> Found:
    return Found(
        method, group, cluster.areas, cluster.first_day, cluster.last_day, cluster.observed, cluster.expected,
        cluster.statistic,
    )  # fmt: skip


def in_group(events: Events, group: str) -> NDArray[np.bool_]:
    """The events with an area and a known day whose category is in a group."""
    usable: NDArray[np.bool_] = (events.area >= 0) & events.day_known
    if group == ALL:
        return usable
    return usable & np.isin(events.category, rows_of(group, events.categories))


def keys(method: str, groups: Sequence[str]) -> tuple[str, ...]:
    """The keys (`calibrate.key_of`) of what a method finds in some groups."""
    return tuple(f"{method}/{group}" if group else method for group in groups)
