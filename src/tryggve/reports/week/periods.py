"""The periods of a view: a fortnight is two ISO weeks; and the periods before one that it is held against."""

from __future__ import annotations

import datetime as dt
import re

from tryggve.domain.calendar_days import day_date, day_number
from tryggve.domain.period import EARLIEST, LATEST, Period, PeriodKind, parse_period

_WEEKS = re.compile(r"(\d{4}-?W\d{1,2})\.\.(\d{4}-?W\d{1,2})", re.IGNORECASE)

BACK = {
    PeriodKind.WEEK: 52, PeriodKind.MONTH: 36, PeriodKind.QUARTER: 12, PeriodKind.TERTIAL: 9, PeriodKind.YEAR: 6,
}  # fmt: skip
"""So many earlier periods a view is held against; of days that are no calendar unit, those of a year."""

YEAR = 365.25

_END = day_number(dt.date(LATEST, 12, 31))
"""The calendar begins on a Monday, and ends within a week."""


def read_period(text: str) -> Period:
    """A period of a lägesbild, or two weeks as 2025-W39..2025-W40. ValueError with a sentence."""
    weeks = _WEEKS.fullmatch(text)
    if weeks is None:
        return parse_period(text)
    first, last = (parse_period(part) for part in weeks.groups())
    return parse_period(f"{first.first_date}..{last.last_date}")


def fortnight(week: Period) -> Period:
    """The two weeks that end with a week; the first week of the calendar ends none."""
    before = week.previous()
    return _days(before.first_day, week.last_day) if before.first_date.year >= EARLIEST else week


def whole_weeks(period: Period) -> Period:
    """A stretch of days as the weeks that hold it; calendar units and whole weeks as they are.

    Whoever may choose any days can take one stretch from another, and is told what a single day held.
    """
    if period.kind is not PeriodKind.RANGE:
        return period
    first, last = monday(period.first_day), monday(period.last_day) + 6
    return _days(first, min(last, _END))


def _days(first: int, last: int) -> Period:
    return parse_period(f"{day_date(first)}..{day_date(last)}")


def monday(day: int) -> int:
    """The Monday of the week of a day (days since 1970-01-01, a Thursday)."""
    return day - (day + 3) % 7


def period_text(period: Period) -> str:
    """A period as `read_period` reads it."""
    return period.label


def periods_back(period: Period, begin: int) -> tuple[Period, ...]:
    """The period and those of its kind or length before it, from the first day of data on; the oldest first."""
    wanted = BACK.get(period.kind, max(1, int(YEAR) // period.days))
    found = [period]
    while len(found) <= wanted and EARLIEST <= found[-1].first_date.year <= LATEST:
        earlier = found[-1].previous()
        if earlier.first_day < begin and len(found) > 1:
            break
        found.append(earlier)
    return tuple(reversed(found))


def per_year(period: Period) -> float:
    """How many periods of this length a year has."""
    whole = {PeriodKind.MONTH: 12.0, PeriodKind.QUARTER: 4.0, PeriodKind.TERTIAL: 3.0, PeriodKind.YEAR: 1.0}
    return whole.get(period.kind, YEAR / period.days)
