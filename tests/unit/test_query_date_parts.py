"""Date parts in numpy against the calendar of the standard library, every day of 1900-2100."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from tryggve.domain.calendar_days import day_number
from tryggve.domain.incident import TimePrecision
from tryggve.store.schema import DateParts, date_parts

DATES = [dt.date(1900, 1, 1) + dt.timedelta(days=i) for i in range((dt.date(2101, 1, 1) - dt.date(1900, 1, 1)).days)]
DAYS = np.array([day_number(date) for date in DATES], np.int32)


def parts(precision: TimePrecision, first: np.ndarray | None = None) -> DateParts:
    return date_parts(DAYS, DAYS if first is None else first, np.full(len(DAYS), precision, np.int8))


def test_every_day_of_two_centuries() -> None:
    found = parts(TimePrecision.DAY)
    iso = [date.isocalendar() for date in DATES]
    assert found.year.tolist() == [date.year for date in DATES]
    assert found.month.tolist() == [date.month for date in DATES]
    assert found.iso_year.tolist() == [week.year for week in iso]
    assert found.iso_week.tolist() == [week.week for week in iso]
    assert found.weekday.tolist() == [week.weekday for week in iso]
    assert sum(week.week == 53 for week in iso) == 7 * len({week.year for week in iso if week.week == 53}) > 0


@pytest.mark.parametrize("date", [dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.date(1969, 12, 31), dt.date(1970, 1, 1)])
def test_ends_of_the_calendar_and_the_epoch(date: dt.date) -> None:
    day = np.array([day_number(date)], np.int32)
    found = date_parts(day, day, np.array([1], np.int8))
    iso = date.isocalendar()
    assert (found.year[0], found.month[0]) == (date.year, date.month)
    assert (found.iso_year[0], found.iso_week[0], found.weekday[0]) == tuple(iso)


def test_a_month_has_no_week_and_no_weekday() -> None:
    found = parts(TimePrecision.MONTH)
    assert not found.iso_year.any()
    assert not found.iso_week.any()
    assert not found.weekday.any()
    assert found.year[0] == 1900
    assert found.month[-1] == 12


def test_an_interval_over_midnight_has_a_week_but_no_weekday() -> None:
    over = parts(TimePrecision.INTERVAL, DAYS - 1)
    assert over.iso_week.all()
    assert not over.weekday.any()
    assert parts(TimePrecision.INTERVAL).weekday.all()


def test_none() -> None:
    empty = np.zeros(0, np.int32)
    found = date_parts(empty, empty, empty)
    assert {len(column) for column in vars(found).values()} == {0}
    assert {str(column.dtype) for column in vars(found).values()} == {"int16"}
