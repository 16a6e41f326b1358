"""A clock that goes only when somebody waits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from tryggve.ingest.fetching.throttle import Clock


@dataclass
class FakeClock:
    """`moment` is now; `waits` every wait, in seconds."""

    moment: dt.datetime = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)
    waits: list[float] = field(default_factory=list)

    def clock(self) -> Clock:
        """As the program takes it."""
        return Clock(lambda: self.moment, self.sleep)

    def sleep(self, seconds: float) -> None:
        """Wait without waiting."""
        self.waits.append(seconds)
        self.moment += dt.timedelta(seconds=seconds)
