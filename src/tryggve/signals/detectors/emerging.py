"""The default detector: gatherings that are emerging (`stats.emerging`), by group of categories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from tryggve.signals.found import Events, Found
from tryggve.signals.groups import rows_of
from tryggve.stats.emerging.replay import Columns, replay
from tryggve.stats.emerging.settings import Settings

ALL = ""
"""The group that holds every category."""


@dataclass(frozen=True)
class EmergingDetector:
    """See `docs/explanation/tidig-upptackt.md`. The score is the logarithm of odds up to a constant.

    Each group is looked at on its own, with its categories as kinds.
    """

    groups: tuple[str, ...] = ("unrest",)
    settings: Settings = field(default_factory=Settings)
    method: str = "emerging"

    def replay(self, events: Events, first_day: int, last_day: int) -> Iterator[tuple[int, list[Found]]]:
        """See `Detector`."""
        every = [self._of_group(events, group, first_day, last_day) for group in self.groups]
        for days in zip(*every, strict=True):
            yield days[0][0], [found for _day, finds in days for found in finds]
        if not every:
            yield from ((day, []) for day in range(first_day, last_day + 1))

    def _of_group(self, events: Events, group: str, first_day: int, last_day: int) -> Iterator[tuple[int, list[Found]]]:
        usable = (events.area >= 0) & events.day_known
        if group != ALL:
            usable &= np.isin(events.category, rows_of(group, events.categories))
        columns = Columns(
            events.area[usable], events.day[usable], events.category[usable], events.x[usable], events.y[usable]
        )
        days = replay(
            columns, events.xy, first_day, last_day, settings=self.settings, reported=events.expected_share,
            reported_from=events.first_day,
        )  # fmt: skip
        for day, found in days:
            yield (
                day,
                [
                    Found(
                        self.method,
                        group,
                        one.areas,
                        one.first_day,
                        one.last_day,
                        one.observed,
                        one.expected,
                        one.score,
                    )
                    for one in found
                ],
            )
