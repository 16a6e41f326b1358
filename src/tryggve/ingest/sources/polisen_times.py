"""When an event in a police notice happened: by the title, which has no year, and the time of publication."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Stockholm")

AHEAD = dt.timedelta(days=1)
"""Some notices are published before the time in their title."""

LONGEST_LAG = dt.timedelta(hours=33)
"""The longest time from event to publication, rounded up: 32 h 44 min in 5 632 notices of one county 2023–2025."""

DOUBTFUL_LAG = dt.timedelta(days=183)
"""A title date that lies further back than this is ahead of its publication instead, and its year unknown."""

_MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
_TITLE = re.compile(
    rf"\s*(\d{{1,2}}) ({'|'.join(_MONTHS)})(?: (?:kl\.? ?)?(\d{{1,2}})[.:](\d{{2}}))?(?!\d)", re.IGNORECASE
)
_PUBLISHED = re.compile(
    r"\s*(\d{4})-(\d{2})-(\d{2})[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)? ?(Z|[+-]\d{2}:?\d{2})?\s*", re.IGNORECASE
)


class EventTime(NamedTuple):
    """When it happened, as texts a profile reads: one time or day, or the ends of an interval."""

    start: str
    end: str = ""


def time_of(title: str, published: str) -> tuple[EventTime, bool]:
    """When a notice's event happened, and whether its title told it.

    Else it lies in the `LONGEST_LAG` before the publication. What is not even a time of publication goes on as it
    stands, so that the row is refused with that value shown.
    """
    instant = read_published(published)
    if instant is None:
        return EventTime(published), False
    told = event_time(title, instant)
    return told or EventTime(_text(instant - LONGEST_LAG), _text(instant)), told is not None


def event_time(title: str, published: dt.datetime) -> EventTime | None:
    """When a notice's event happened, by its title and the time it was published; None where the title does not tell.

    None also for a date that exists in none of the years, for a time the clocks skipped, and for a date so far from
    the publication that its year cannot be told.
    """
    found = _TITLE.match(title)
    if found is None:
        return None
    day, month = int(found[1]), _MONTHS.index(found[2].casefold()) + 1
    if found[3] is None:
        date = _closest(published, [_moment(year, month, day, 0, 0, 0) for year in _years(published)])
        return EventTime(date.astimezone(ZONE).date().isoformat()) if date else None
    hour, minute = int(found[3]), int(found[4])
    folds = [_moment(year, month, day, hour, minute, fold) for year in _years(published) for fold in (0, 1)]
    moment = _closest(published, folds)
    return EventTime(_text(moment)) if moment else None


def read_published(text: str) -> dt.datetime | None:
    """The time of publication; "2025-12-31 9:51:44 +01:00" has no zero before the hour. None where it is no time."""
    found = _PUBLISHED.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    offset = found[7]
    try:
        if offset is None:
            return dt.datetime(year, month, day, hour, minute, second, tzinfo=ZONE)
        ahead = dt.timedelta(0)
        if offset.upper() != "Z":
            ahead = dt.timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:])) * (-1 if offset[0] == "-" else 1)
        zone = dt.timezone(ahead)
        return dt.datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


def _years(published: dt.datetime) -> range:
    year = published.astimezone(ZONE).year
    return range(year - 1, year + 2)


def _moment(year: int, month: int, day: int, hour: int, minute: int, fold: int) -> dt.datetime | None:
    """A local time as UTC; None where the calendar or the clock never showed it."""
    try:
        local = dt.datetime(year, month, day, hour, minute, tzinfo=ZONE, fold=fold)
    except ValueError:
        return None
    moment = local.astimezone(dt.UTC)
    return moment if moment.astimezone(ZONE).replace(tzinfo=None) == local.replace(tzinfo=None) else None


def _closest(published: dt.datetime, moments: list[dt.datetime | None]) -> dt.datetime | None:
    possible = [moment for moment in moments if moment is not None and moment <= published + AHEAD]
    closest = min(possible, key=lambda moment: abs(published - moment), default=None)
    return closest if closest is not None and published - closest <= DOUBTFUL_LAG else None


def _text(moment: dt.datetime) -> str:
    local = moment.astimezone(ZONE)
    shown = f"{local:%Y-%m-%d %H:%M}"
    # Only in the hour that is repeated in autumn does the clock not tell the moment.
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{shown} {local.isoformat()[-6:]}" if twice else shown
