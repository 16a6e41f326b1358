"""When a report says that it happened: now, earlier today, or between two times."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from zoneinfo import ZoneInfo

from tryggve.domain.language import _
from tryggve.domain.said_time import SaidTime, at_moment, between


class When(StrEnum):
    """What is chosen."""

    NOW = "now"
    EARLIER = "earlier"
    BETWEEN = "between"


OLDEST = dt.timedelta(days=60)
"""What is older is not reported from a phone."""

_CLOCKS_DIFFER = dt.timedelta(minutes=10)


class TimeFaultError(ValueError):
    """What is wrong with the time: the field and plain words."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def written_at(text: str, now: dt.datetime) -> dt.datetime:
    """When the phone says that the report was written: later sending does not make it happen later.

    TimeFaultError where that is so long ago that no report is taken in of it.
    """
    try:
        said = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return now
    if said.tzinfo is None or said > now + _CLOCKS_DIFFER:
        return now
    return min(_not_old("when", said, now), now)


def time_of(
    when: str, *, clock: dt.time | None, first: dt.datetime | None, last: dt.datetime | None, written: dt.datetime,
    zone: ZoneInfo,
) -> SaidTime:  # fmt: skip
    """The time. TimeFaultError where it is missing, ends before it begins, or lies in the future or far back."""
    local = written.astimezone(zone)
    if when == When.NOW:
        return at_moment(written, zone)
    if when == When.EARLIER and clock is None:
        midnight = dt.datetime.combine(local.date(), dt.time(), zone)
        return between(midnight, local, zone)
    if when == When.EARLIER:
        assert clock is not None
        moment = dt.datetime.combine(local.date(), clock, zone)
        if moment > local:
            raise TimeFaultError(
                "clock", _("The time has not come yet today. For yesterday: choose between two times.")
            )
        return at_moment(moment, zone)
    if first is None or last is None:
        name = "first" if first is None else "last"
        raise TimeFaultError(name, _("Fill in both times, or choose now or earlier today."))
    # When clocks are put back an hour comes twice.
    if last < first and last.replace(fold=1).timestamp() >= first.timestamp():
        last = last.replace(fold=1)
    elif last < first:
        raise TimeFaultError("last", _("The second time comes before the first."))
    if last > local + _CLOCKS_DIFFER:
        raise TimeFaultError("last", _("The time lies in the future."))
    return between(_not_old("first", first, written), last, zone)


def _not_old(field: str, moment: dt.datetime, written: dt.datetime) -> dt.datetime:
    if moment < written - OLDEST:
        raise TimeFaultError(field, _("It is too long ago for a report. Tell the coordinator instead."))
    return moment
