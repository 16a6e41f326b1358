"""When in the week: only events whose time is known to the hour, and how many are not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.reports.week.asked import Sums

FEWEST_TIMES = 30
"""Below this many events with a known hour no time profile is drawn: a list says more."""


@dataclass(frozen=True, eq=False)
class HourProfile:
    """Events by weekday and hour, int64[7, 24], Monday first, local time; `left_out` have no hour that may be shown."""

    counts: NDArray[np.int64]
    left_out: int

    @property
    def n(self) -> int:
        """The events in the profile."""
        return int(self.counts.sum())


def hour_profile(hours: Sums, events: int) -> HourProfile:
    """From sums per (weekday, hour) out of so many events."""
    counts = np.zeros((7, 24), np.int64)
    for (weekday, hour), n in hours.items():
        if int(weekday) >= 1 and int(hour) >= 0:
            counts[int(weekday) - 1, int(hour)] += n
    return HourProfile(counts, events - int(counts.sum()))
