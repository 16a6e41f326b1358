"""Days as integers since 1970-01-01, and the parts that queries group by."""

from __future__ import annotations

import datetime as dt

_EPOCH = dt.date(1970, 1, 1).toordinal()


def day_number(date: dt.date) -> int:
    """Days since 1970-01-01."""
    return date.toordinal() - _EPOCH


def day_date(day: int) -> dt.date:
    """The date of a day number."""
    return dt.date.fromordinal(day + _EPOCH)


def week_start(day: int) -> int:
    """The Monday of the ISO week that holds the day (1970-01-01 was a Thursday)."""
    return day - (day + 3) % 7


def month_start(day: int) -> int:
    """The first day of the month that holds the day."""
    return day_number(day_date(day).replace(day=1))
