"""What is searched: events on a background, with the gatherings that are known to be in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.design import TYPES
from benchmarks.synthetic.draw import Draw, Outbreak
from benchmarks.synthetic.reporters import REPORTERS
from tryggve.signals.detectors.emerging import ALL
from tryggve.signals.found import Events
from tryggve.signals.groups import UNREST, rows_of

Find = tuple[int, tuple[int, ...], float]
"""A day, areas, and a score that grows with rarity."""


@dataclass(frozen=True, eq=False)
class Case:
    """Events with known gatherings; what is found on first_day..last_day is judged. `group`: the kinds looked at."""

    events: Events
    outbreaks: tuple[Outbreak, ...]
    first_day: int
    last_day: int
    group: str = UNREST

    @property
    def days(self) -> int:
        return self.last_day - self.first_day + 1

    def table(self) -> NDArray[np.float64]:
        """Events per area and day [m, T] of the group, from day 0 on."""
        events = self.events
        own = events.area >= 0
        if self.group != ALL:
            own &= np.isin(events.category, rows_of(self.group, events.categories))
        found = np.zeros((len(events.xy), events.last_day + 1))
        np.add.at(found, (events.area[own], events.day[own]), 1.0)
        return found


def case_of(draw: Draw) -> Case:
    """A draw of the synthetic municipality; its second half is judged."""
    n = len(draw)
    events = Events(
        area=draw.area, day=draw.day, category=draw.type, source=draw.source, x=draw.x, y=draw.y,
        day_known=np.ones(n, bool), xy=draw.ground.xy, categories=TYPES, sources=REPORTERS, first_day=0,
        last_day=draw.design.days - 1,
    )  # fmt: skip
    return Case(events, draw.outbreaks, draw.design.outbreaks.first_day, draw.design.days - 1)
