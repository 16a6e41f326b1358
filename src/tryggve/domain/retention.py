"""How long reports are kept: months counted back from a day, and what is known of a report once it has gone."""

from __future__ import annotations

import calendar
import datetime as dt

_KEPT = "(gallrade)"


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier; the last of the month where that month has no such day."""
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    if year < 1:
        return dt.date.min
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def texts_kept_from(today: dt.date, months: int) -> dt.date:
    """The first day whose texts are kept."""
    return months_before(today, months)


def facts_kept_from(today: dt.date, months: int) -> dt.date:
    """The first day whose reports are kept: the first of a month, so that sums are of whole months."""
    return months_before(today, months).replace(day=1)


def kept_source(source: str) -> str:
    """The source that the counts of deleted reports are shown under, always beside the reports, never added to them."""
    return f"{source} {_KEPT}" if source else _KEPT


def is_kept_source(source: str) -> bool:
    """Whether a table of counts is what is left of deleted reports."""
    return source.endswith(_KEPT)
