"""Local time and UTC for whole arrays: one table of the clock changes of a time zone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.int64]
DAY_S = 86_400
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Zone:
    """The clock changes of a zone over some years: at UTC second `at[k]` the offset becomes `offset[k + 1]`."""

    name: str
    at: Seconds
    offset: Seconds

    def to_utc(self, local: Seconds) -> tuple[Seconds, Seconds, NDArray[np.bool_]]:
        """UTC seconds of local seconds: the first and the last instant that a clock showed it, and where none did.

        First and last differ in the hour that is repeated in autumn. Where the clock never showed the time, both are
        the instant of the change.
        """
        before, after = self.offset[:-1], self.offset[1:]
        done = np.searchsorted(self.at + np.maximum(before, after), local, side="right")
        first = local - self.offset[done]
        last = first.copy()
        never = np.zeros(len(local), bool)
        if len(self.at):
            change = np.minimum(done, len(self.at) - 1)
            inside = (done < len(self.at)) & (local >= (self.at + np.minimum(before, after))[change])
            never = inside & (after > before)[change]
            last = np.where(inside & ~never, local - after[change], last)
            first = np.where(never, self.at[change], first)
            last = np.where(never, self.at[change], last)
        return first, last, never

    def to_local(self, utc: Seconds) -> Seconds:
        """The local seconds that a clock shows at UTC seconds."""
        return utc + self.offset[np.searchsorted(self.at, utc, side="right")]

    def day_start(self, day: NDArray[Any]) -> Seconds:
        """The UTC second at which local days (since 1970-01-01) begin, also where midnight itself is skipped."""
        return self.to_utc(day.astype(np.int64) * DAY_S)[0]


@lru_cache(maxsize=32)
def zone(name: str, first_year: int, last_year: int) -> Zone:
    """The table of a zone, right for local times from `first_year` to `last_year`, both included."""
    rules = ZoneInfo(name)

    def offset_at(second: int) -> int:
        shift = (_EPOCH + dt.timedelta(seconds=second)).astimezone(rules).utcoffset()
        assert shift is not None
        return int(shift.total_seconds())

    begin = _day_second(max(first_year, 2), 1) - 2 * DAY_S
    end = _day_second(min(last_year, 9997) + 1, 1) + 2 * DAY_S
    at, offsets = [], [offset_at(begin)]
    for day in range(begin, end, DAY_S):
        low, high = day, day + DAY_S
        if offset_at(high) == offsets[-1]:
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset_at(middle) == offsets[-1] else (low, middle)
        at.append(high)
        offsets.append(offset_at(high))
    return Zone(name, np.array(at, np.int64), np.array(offsets, np.int64))


def _day_second(year: int, month: int) -> int:
    return int((dt.datetime(year, month, 1, tzinfo=dt.UTC) - _EPOCH).total_seconds())
