"""When something happened: from the time columns of a file to UTC seconds, local days and a precision."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.calendar_days import day_number
from tryggve.domain.incident import TimePrecision
from tryggve.domain.incident_table import NO_HOUR
from tryggve.ingest.clock_texts import NO_OFFSET
from tryggve.ingest.iso_times import DAY_S
from tryggve.ingest.time_texts import EMPTY, UNREADABLE, ParsedTimes
from tryggve.ingest.zones import Zone, zone

FIRST_DAY = day_number(dt.date(1900, 1, 1))
_FIRST_YEAR, _LAST_YEAR = 1899, 2200
_INSTANT, _INTERVAL, _DAY, _MONTH = (int(precision) for precision in TimePrecision)


class TimeFault(IntEnum):
    """What is wrong with a time; 0 is nothing."""

    NONE = 0
    UNREADABLE = 1
    NEVER = 2  # skipped when the clocks went forward
    TOO_EARLY = 3
    MISSING = 4
    REVERSED = 5
    FUTURE = 6


@dataclass(frozen=True)
class Moments:
    """Times as columns of equal length; `kind` is EMPTY or a TimePrecision, `fault` a TimeFault.

    `start_s`..`end_s` in UTC seconds (equal for an instant; to the following midnight for days and months),
    `first_day`..`last_day` the possible local days of the store, `hour` the local hour of an instant.
    """

    kind: NDArray[np.int8]
    start_s: NDArray[np.int64]
    end_s: NDArray[np.int64]
    first_day: NDArray[np.int64]
    last_day: NDArray[np.int64]
    hour: NDArray[np.int8]
    fault: NDArray[np.int8]

    def take(self, rows: NDArray[Any]) -> Moments:
        """Only the rows of an index or boolean array."""
        return Moments(**{name: column[rows] for name, column in vars(self).items()})


def moments(parsed: ParsedTimes, file_zone: str, store_zone: str) -> Moments:
    """Place parsed times on the time line.

    A stated offset wins over the file's zone. A local time that the clocks skipped is a fault; one that they showed
    twice becomes the interval between both. Dates and months are calendar days as written, whatever the zone.
    """
    filled = parsed.kind > EMPTY
    years = parsed.local_s[filled].astype("M8[s]").astype("M8[Y]").astype(np.int64) + 1970
    # Years beyond these are faults or the far future: no table of clock changes is worth making for them.
    known = np.clip(years if len(years) else [1970], _FIRST_YEAR, _LAST_YEAR)
    span = int(known.min()) - 1, int(known.max()) + 1
    of_file, of_store = zone(file_zone, *span), zone(store_zone, *span)
    clock, dates = _clock_times(parsed, of_file, of_store), _calendar_days(parsed, of_file)
    instant = parsed.kind == _INSTANT
    both = {name: np.where(instant, column, getattr(dates, name)) for name, column in vars(clock).items()}
    both["fault"] = np.where(filled & (both["first_day"] < FIRST_DAY), TimeFault.TOO_EARLY, both["fault"])
    both["fault"] = np.where(parsed.kind == UNREADABLE, TimeFault.UNREADABLE, both["fault"]).astype(np.int8)
    both["kind"] = np.maximum(both["kind"], EMPTY)
    return Moments(**both)


def _clock_times(parsed: ParsedTimes, of_file: Zone, of_store: Zone) -> Moments:
    first, last, never = of_file.to_utc(parsed.local_s)
    stated = parsed.offset_s != NO_OFFSET
    absolute = parsed.local_s - np.where(stated, parsed.offset_s, 0)
    first, last, never = np.where(stated, absolute, first), np.where(stated, absolute, last), never & ~stated
    local_first, local_last = of_store.to_local(first), of_store.to_local(last)
    once = first == last
    return Moments(
        kind=np.where(once, _INSTANT, _INTERVAL).astype(np.int8),
        start_s=first,
        end_s=last,
        first_day=local_first // DAY_S,
        last_day=local_last // DAY_S,
        hour=np.where(once, local_first % DAY_S // 3600, NO_HOUR).astype(np.int8),
        fault=np.where(never, TimeFault.NEVER, TimeFault.NONE).astype(np.int8),
    )


def _calendar_days(parsed: ParsedTimes, of_file: Zone) -> Moments:
    first = parsed.local_s // DAY_S
    next_month = first.astype("M8[D]").astype("M8[M]") + np.timedelta64(1, "M")
    following = np.where(parsed.kind == _MONTH, next_month.astype("M8[D]").astype(np.int64), first + 1)
    n = len(first)
    return Moments(
        kind=parsed.kind,
        start_s=of_file.day_start(first),
        end_s=of_file.day_start(following),
        first_day=first,
        last_day=following - 1,
        hour=np.full(n, NO_HOUR, np.int8),
        fault=np.zeros(n, np.int8),
    )


def only_midnights(*columns: tuple[ParsedTimes, NDArray[Any]]) -> bool:
    """Whether every clock time of the columns is 00:00 and there are three or more: dates that were saved as times.

    Each column is its distinct texts and how often each occurs.
    """
    times = 0
    for parsed, occurs in columns:
        clocks = parsed.kind == _INSTANT
        times += int(occurs[clocks].sum())
        if (parsed.local_s[clocks] % DAY_S).any() or (parsed.offset_s[clocks] != NO_OFFSET).any():
            return False
    return times >= 3


def as_days(parsed: ParsedTimes) -> ParsedTimes:
    """Clock times taken as the days they lie in."""
    return replace(parsed, kind=np.where(parsed.kind == _INSTANT, _DAY, parsed.kind).astype(np.int8))


def as_months(parsed: ParsedTimes) -> ParsedTimes:
    """Every time taken as the month it lies in."""
    filled = parsed.kind > EMPTY
    month = parsed.local_s.astype("M8[s]").astype("M8[M]").astype("M8[s]").astype(np.int64)
    return ParsedTimes(
        np.where(filled, _MONTH, parsed.kind).astype(np.int8),
        np.where(filled, month, parsed.local_s),
        np.full(len(parsed.kind), NO_OFFSET, np.int32),
    )
