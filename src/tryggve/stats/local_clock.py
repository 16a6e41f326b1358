"""The offsets of local time from UTC, as arrays."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from tryggve.stats.inputs import IntArray

HOUR, DAY = 3_600, 86_400
_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - naive UTC, as ZoneInfo.fromutc reads it


@lru_cache(maxsize=32)
def offset_changes(zone: str, first_day: int, last_day: int) -> tuple[IntArray, IntArray]:
    """Instants [k] at which a zone's offset changes between two UTC days, and the offsets [k + 1] between them.

    Days since 1970-01-01, offsets in seconds east of UTC. The offset is compared day by day, and a day in which it
    differs is halved down to the second: two changes within one day would go unseen. ValueError for an unknown zone.
    """
    try:
        rules = ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone {zone!r}") from error
    transitions: list[int] = []
    offsets = [_offset(rules, first_day * DAY)]
    for day in range(first_day, last_day):
        following = _offset(rules, (day + 1) * DAY)
        if following != offsets[-1]:
            transitions.append(_first_second_after(rules, day * DAY, (day + 1) * DAY))
            offsets.append(following)
    instants, between = np.array(transitions, np.int64), np.array(offsets, np.int64)
    instants.flags.writeable = between.flags.writeable = False  # they are kept for the next call
    return instants, between


def _offset(rules: ZoneInfo, second: int) -> int:
    local = rules.fromutc((_EPOCH + dt.timedelta(seconds=second)).replace(tzinfo=rules))
    return int((local.utcoffset() or dt.timedelta()).total_seconds())


def _first_second_after(rules: ZoneInfo, low: int, high: int) -> int:
    """The first second in (low, high] with the offset of `high`."""
    target = _offset(rules, high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _offset(rules, middle) == target else (middle, high)
    return high
