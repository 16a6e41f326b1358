from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from tryggve.domain.calendar_days import day_number
from tryggve.domain.incident import TimePrecision
from tryggve.ingest.time_spans import refuse_future, spans
from tryggve.ingest.time_texts import parse_times
from tryggve.ingest.times import Moments, TimeFault, as_months, moments, only_midnights

ZONE = "Europe/Stockholm"
INSTANT, INTERVAL, DAY, MONTH = TimePrecision


def utc(text: str) -> int:
    return int(dt.datetime.fromisoformat(text).timestamp())


def day(text: str) -> int:
    return day_number(dt.date.fromisoformat(text))


def of(*texts: str, file_zone: str = ZONE, store_zone: str = ZONE) -> Moments:
    return moments(parse_times(texts), file_zone, store_zone)


def test_an_instant() -> None:
    got = of("2025-03-02 14:30")
    assert got.start_s[0] == got.end_s[0] == utc("2025-03-02T13:30:00+00:00")
    assert (got.kind[0], got.hour[0]) == (INSTANT, 14)
    assert got.first_day[0] == got.last_day[0] == day("2025-03-02")


@pytest.mark.parametrize(("text", "hours"), [("2025-03-02", 24), ("2025-03-30", 23), ("2025-10-26", 25)])
def test_a_day_is_as_long_as_the_clocks_make_it(text: str, hours: int) -> None:
    got = of(text)
    assert got.end_s[0] - got.start_s[0] == hours * 3600
    assert (got.kind[0], got.hour[0]) == (DAY, -1)
    assert got.first_day[0] == got.last_day[0] == day(text)


def test_a_month_is_the_whole_month() -> None:
    got = of("2024-02")
    assert (got.first_day[0], got.last_day[0]) == (day("2024-02-01"), day("2024-02-29"))
    assert got.end_s[0] - got.start_s[0] == 29 * 86_400
    assert of("2025-12").last_day[0] == day("2025-12-31")


def test_a_time_the_clocks_skipped_is_a_fault() -> None:
    got = of("2025-03-30 01:59", "2025-03-30 02:00", "2025-03-30 02:30", "2025-03-30 02:59:59", "2025-03-30 03:00")
    assert got.fault.tolist() == [0, TimeFault.NEVER, TimeFault.NEVER, TimeFault.NEVER, 0]


def test_a_time_the_clocks_showed_twice_becomes_the_interval_between() -> None:
    got = of("2025-10-26 01:59", "2025-10-26 02:30", "2025-10-26 03:00")
    assert got.kind.tolist() == [INSTANT, INTERVAL, INSTANT]
    assert got.start_s[1] == utc("2025-10-26T00:30:00+00:00")
    assert got.end_s[1] == utc("2025-10-26T01:30:00+00:00")
    assert (got.hour[1], got.first_day[1], got.last_day[1]) == (-1, day("2025-10-26"), day("2025-10-26"))


def test_a_stated_offset_goes_before_the_zone() -> None:
    got = of("2025-03-30 02:30:00 +01:00", "2025-10-26 02:30:00 +01:00", "2025-07-01T23:30:00Z")
    assert got.fault.tolist() == [0, 0, 0]
    assert got.kind.tolist() == [INSTANT, INSTANT, INSTANT]
    assert got.start_s[1] == utc("2025-10-26T01:30:00+00:00")
    assert got.hour.tolist() == [3, 2, 1]
    assert got.last_day[2] == day("2025-07-02")  # half past one in the night, local time


def test_days_are_those_of_the_store_and_dates_stay_as_written() -> None:
    got = of("2016-07-01 23:30", "2016-07-01", file_zone="Europe/London")
    assert got.start_s[0] == utc("2016-07-01T22:30:00+00:00")
    assert (got.last_day[0], got.hour[0]) == (day("2016-07-02"), 0)
    assert got.last_day[1] == day("2016-07-01")
    assert got.start_s[1] == utc("2016-06-30T23:00:00+00:00")


def test_midnight_itself_can_be_skipped() -> None:
    # Clocks in São Paulo went from 23:59:59 on 2018-11-03 to 01:00 on 2018-11-04.
    got = of("2018-11-04", file_zone="America/Sao_Paulo", store_zone="America/Sao_Paulo")
    assert got.start_s[0] == utc("2018-11-04T03:00:00+00:00")
    assert got.end_s[0] - got.start_s[0] == 23 * 3600
    assert got.fault[0] == 0


def test_before_1900_is_a_fault() -> None:
    assert of("1899-12-31", "1900-01-01").fault.tolist() == [TimeFault.TOO_EARLY, 0]


def both(begin: str, end: str, today: str = "2026-01-15", *, allowed: bool = False) -> Moments:
    ends = of(end)
    return refuse_future(spans(of(begin), ends), ends, day(today), np.array([allowed]))


def test_from_to_is_an_interval_and_counts_on_its_last_day() -> None:
    got = both("2014-01-01 20:00", "2014-01-03 07:30")
    assert (got.kind[0], got.hour[0], got.fault[0]) == (INTERVAL, -1, 0)
    assert (got.first_day[0], got.last_day[0]) == (day("2014-01-01"), day("2014-01-03"))
    assert (got.start_s[0], got.end_s[0]) == (utc("2014-01-01T19:00:00+00:00"), utc("2014-01-03T06:30:00+00:00"))


@pytest.mark.parametrize(
    ("begin", "end", "kind"),
    [
        ("2014-01-01 20:00", "", INSTANT),
        ("2014-01-01 20:00", "2014-01-01 20:00", INSTANT),
        ("2014-01-01", "", DAY),
        ("2014-01-01", "2014-01-01", DAY),
        ("2014-01", "2014-01", MONTH),
        ("2014-01-01", "2014-01-02", INTERVAL),
        ("2014-01-01 20:00", "2014-01-01", INTERVAL),
    ],
)
def test_precision_of_two_ends(begin: str, end: str, kind: TimePrecision) -> None:
    got = both(begin, end)
    assert (got.kind[0], got.fault[0]) == (kind, 0)


def test_an_interval_to_a_day_ends_with_the_day() -> None:
    got = both("2014-01-01", "2014-01-02")
    assert got.end_s[0] - got.start_s[0] == 2 * 86_400
    assert got.last_day[0] == day("2014-01-02")


@pytest.mark.parametrize(
    ("begin", "end", "fault"),
    [
        ("2014-01-02", "2014-01-01", TimeFault.REVERSED),
        ("2014-01-01 20:00", "2014-01-01 19:59", TimeFault.REVERSED),
        ("2014-01-02", "2014-01-01 23:00", TimeFault.REVERSED),
        ("", "2014-01-01", TimeFault.MISSING),
        ("", "", TimeFault.MISSING),
        ("igår", "2014-01-01", TimeFault.UNREADABLE),
        ("2014-01-01", "sen", TimeFault.UNREADABLE),
        ("2014-01-01", "1814-01-01", TimeFault.TOO_EARLY),
        ("2026-01-15", "", TimeFault.NONE),
        ("2026-01-16", "", TimeFault.FUTURE),
        ("2026-01-16 00:00", "", TimeFault.FUTURE),
        ("2026-01", "", TimeFault.NONE),
        ("2026-02", "", TimeFault.FUTURE),
        ("2026-01-10", "2026-01-16", TimeFault.FUTURE),
    ],
)
def test_faults_of_two_ends(begin: str, end: str, fault: TimeFault) -> None:
    assert both(begin, end).fault[0] == fault


def test_what_is_planned_may_lie_in_the_future() -> None:
    assert both("2026-06-06", "", allowed=True).fault[0] == 0


def test_ends_in_the_repeated_hour_are_not_reversed() -> None:
    got = both("2025-10-26 02:30", "2025-10-26 02:15")
    assert got.fault[0] == 0
    assert got.end_s[0] == utc("2025-10-26T01:15:00+00:00")


def test_a_column_of_midnights_is_a_column_of_dates() -> None:
    def midnights(*texts: str, occurs: int = 1) -> bool:
        return only_midnights((parse_times(texts), np.full(len(texts), occurs)))

    assert midnights("2025-03-02 00:00", "2025-03-03 00:00", "2025-03-04 00:00:00")
    assert midnights("2025-03-02 00:00", "", "2025-03-03", occurs=3)
    assert not midnights("2025-03-02 00:00", "2025-03-03 00:00", "2025-03-04 00:01")
    assert not midnights("2025-03-02 00:00", occurs=2)
    assert not midnights("2025-03-02T00:00:00Z", occurs=5)
    assert not midnights("2025-03-02", occurs=5)
    column = parse_times(["2025-03-02 00:00"]), np.array([4])
    assert not only_midnights(column, (parse_times(["2025-03-02 08:00"]), np.array([1])))


def test_a_month_column_may_hold_days() -> None:
    got = moments(as_months(parse_times(["2016-07-14", "2016-07", ""])), ZONE, ZONE)
    assert got.kind.tolist() == [MONTH, MONTH, 0]
    assert got.first_day[0] == got.first_day[1] == day("2016-07-01")


def test_no_rows() -> None:
    assert len(of().kind) == 0


def test_years_out_of_reach_are_faults_and_cost_nothing() -> None:
    got = of("0001-01-01", "9999-12-31 23:59", "2025-03-02")
    assert got.fault.tolist() == [TimeFault.TOO_EARLY, 0, 0]
    assert got.start_s[2] == utc("2025-03-01T23:00:00+00:00")
