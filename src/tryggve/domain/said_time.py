"""When one report says that it happened, as the columns of `Incident` hold it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from tryggve.domain.calendar_days import day_number
from tryggve.domain.incident import TimePrecision
from tryggve.domain.incident_table import NO_HOUR


@dataclass(frozen=True, slots=True)
class SaidTime:
    """UTC seconds, local days and the local hour of an instant; see `Incident`."""

    start_s: int
    end_s: int
    time_precision: TimePrecision
    first_day: int
    last_day: int
    hour: int = NO_HOUR

    def __post_init__(self) -> None:
        if self.start_s > self.end_s or self.first_day > self.last_day:
            raise ValueError("SaidTime: ends before it begins")


def at_moment(moment: dt.datetime, zone: ZoneInfo) -> SaidTime:
    """An instant; `moment` knows its zone."""
    local, second = _local(moment, zone), _second(moment)
    day = day_number(local.date())
    return SaidTime(second, second, TimePrecision.INSTANT, day, day, local.hour)


def between(first: dt.datetime, last: dt.datetime, zone: ZoneInfo) -> SaidTime:
    """Some time between two moments that know their zone. ValueError where the second lies before the first."""
    days = (day_number(_local(moment, zone).date()) for moment in (first, last))
    return SaidTime(_second(first), _second(last), TimePrecision.INTERVAL, *days)


def on_day(day: dt.date, zone: ZoneInfo) -> SaidTime:
    """Some time of a local day: from its midnight to the next."""
    midnights = (dt.datetime.combine(date, dt.time(), zone) for date in (day, day + dt.timedelta(days=1)))
    start_s, end_s = map(_second, midnights)
    return SaidTime(start_s, end_s, TimePrecision.DAY, day_number(day), day_number(day))


def _second(moment: dt.datetime) -> int:
    return int(moment.timestamp())


def _local(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    if moment.tzinfo is None:
        raise ValueError("SaidTime: a moment must know its zone")
    return moment.astimezone(zone)
