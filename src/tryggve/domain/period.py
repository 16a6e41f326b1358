"""Periods a lägesbild can speak of: ISO week, month, quarter, tertial, year, or any range of days."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from tryggve.domain.calendar_days import day_date, day_number
from tryggve.domain.language import _


class PeriodKind(StrEnum):
    """The calendar unit of a period."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    TERTIAL = "tertial"
    YEAR = "year"
    RANGE = "range"


_MONTHS_IN = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.TERTIAL: 4, PeriodKind.YEAR: 12}
_FORMS = (
    (PeriodKind.WEEK, re.compile(r"(\d{4})-?W(\d{1,2})")),
    (PeriodKind.TERTIAL, re.compile(r"(\d{4})-?T([1-3])")),
    (PeriodKind.QUARTER, re.compile(r"(\d{4})-?[QK]([1-4])")),
    (PeriodKind.MONTH, re.compile(r"(\d{4})-(\d{2})")),
    (PeriodKind.YEAR, re.compile(r"(\d{4})")),
    (PeriodKind.RANGE, re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")),
)


EARLIEST, LATEST = 1900, 2199
"""Years of periods: others are slips of the pen, and their neighbours may lie outside the calendar."""


@dataclass(frozen=True, order=True)
class Period:
    """Days `first_day`..`last_day` (since 1970-01-01), both included, and how the period is written."""

    first_day: int
    last_day: int
    kind: PeriodKind
    label: str

    @property
    def days(self) -> int:
        """Length in days."""
        return self.last_day - self.first_day + 1

    @property
    def first_date(self) -> dt.date:
        """The first day as a date."""
        return day_date(self.first_day)

    @property
    def last_date(self) -> dt.date:
        """The last day as a date."""
        return day_date(self.last_day)

    def previous(self) -> Period:
        """The period of the same kind (or length) that ends the day before this one begins."""
        if self.kind is PeriodKind.RANGE:
            return _range(self.first_day - self.days, self.first_day - 1)
        return containing(self.first_day - 1, self.kind)

    def year_before(self) -> Period:
        """The same period one year earlier; week 53 of a year that follows one with 52 weeks meets week 52."""
        if self.kind is PeriodKind.RANGE:
            return _range(_year_earlier(self.first_day), _year_earlier(self.last_day))
        if self.kind is PeriodKind.WEEK:
            year, week, _day = self.first_date.isocalendar()
            last_week = dt.date(year - 1, 12, 28).isocalendar().week
            return containing(day_number(dt.date.fromisocalendar(year - 1, min(week, last_week), 1)), self.kind)
        return containing(_year_earlier(self.first_day), self.kind)


def parse_period(text: str) -> Period:
    """Read `2025-W40`, `2025-10`, `2025-K4`, `2025-T2`, `2025` or `2025-01-01..2025-06-30`.

    ValueError, with a sentence that says which forms there are.
    """
    for kind, form in _FORMS:
        found = form.fullmatch(text.strip().upper())
        if found:
            try:
                return _from_match(kind, found)
            except ValueError as error:
                raise ValueError(_("The period {text} does not exist in the calendar.").format(text=text)) from error
    forms = _("Cannot read the period {text}. Write 2025-W40, 2025-10, 2025-K4, 2025-T2, 2025 or FROM..TO.")
    raise ValueError(forms.format(text=text))


def _from_match(kind: PeriodKind, found: re.Match[str]) -> Period:
    if not all(EARLIEST <= int(part[:4]) <= LATEST for part in found.groups()[: 2 if kind is PeriodKind.RANGE else 1]):
        raise ValueError("a slip of the pen")
    if kind is PeriodKind.RANGE:
        first, last = (day_number(dt.date.fromisoformat(part)) for part in found.groups())
        if last < first:
            raise ValueError("ends before it begins")
        return _range(first, last)
    year = int(found.group(1))
    if kind is PeriodKind.WEEK:
        return containing(day_number(dt.date.fromisocalendar(year, int(found.group(2)), 1)), kind)
    months = _MONTHS_IN[kind]
    number = 1 if kind is PeriodKind.YEAR else int(found.group(2))
    return containing(day_number(dt.date(year, (number - 1) * months + 1, 1)), kind)


def containing(day: int, kind: PeriodKind) -> Period:
    """The period of a calendar kind that holds the day."""
    date = day_date(day)
    if kind is PeriodKind.WEEK:
        year, week, weekday = date.isocalendar()
        first = day - (weekday - 1)
        return Period(first, first + 6, kind, f"{year}-W{week:02d}")
    months = _MONTHS_IN[kind]
    number = (date.month - 1) // months
    first_date = dt.date(date.year, number * months + 1, 1)
    end_month = number * months + months
    next_date = dt.date(date.year + end_month // 12, end_month % 12 + 1, 1)
    label = {
        PeriodKind.MONTH: f"{date.year}-{number + 1:02d}",
        PeriodKind.QUARTER: f"{date.year}-K{number + 1}",
        PeriodKind.TERTIAL: f"{date.year}-T{number + 1}",
        PeriodKind.YEAR: f"{date.year}",
    }[kind]
    return Period(day_number(first_date), day_number(next_date) - 1, kind, label)


def _range(first: int, last: int) -> Period:
    return Period(first, last, PeriodKind.RANGE, f"{day_date(first)}..{day_date(last)}")


def _year_earlier(day: int) -> int:
    date = day_date(day)
    return day_number(date.replace(year=date.year - 1, day=28 if (date.month, date.day) == (2, 29) else date.day))
