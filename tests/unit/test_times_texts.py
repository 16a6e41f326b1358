from __future__ import annotations

import datetime as dt

import pytest

from tryggve.domain.incident import TimePrecision
from tryggve.ingest.clock_texts import NO_OFFSET
from tryggve.ingest.spreadsheet_days import spreadsheet_serials
from tryggve.ingest.time_texts import EMPTY, UNREADABLE, parse_times

INSTANT, DAY, MONTH = TimePrecision.INSTANT, TimePrecision.DAY, TimePrecision.MONTH
EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - a local time


def local(text: str, date_order: str = "", formats: tuple[str, ...] = ()) -> tuple[int, str]:
    parsed = parse_times([text], date_order, formats)
    moment = EPOCH + dt.timedelta(seconds=int(parsed.local_s[0]))
    return int(parsed.kind[0]), moment.isoformat(sep=" ")


@pytest.mark.parametrize(
    ("text", "kind", "moment"),
    [
        ("2025-03-02", DAY, "2025-03-02 00:00:00"),
        ("20250302", DAY, "2025-03-02 00:00:00"),
        ("2025/3/2", DAY, "2025-03-02 00:00:00"),
        ("2 mars 2025", DAY, "2025-03-02 00:00:00"),
        ("Den 2:a mars 2025", DAY, "2025-03-02 00:00:00"),
        ("12 dec. 2025", DAY, "2025-12-12 00:00:00"),
        ("2 March 2025", DAY, "2025-03-02 00:00:00"),
        ("2024-02-29", DAY, "2024-02-29 00:00:00"),
        ("2025-03-02 14:30", INSTANT, "2025-03-02 14:30:00"),
        ("2025-03-02 14.30", INSTANT, "2025-03-02 14:30:00"),
        ("2025-03-02T14:30:15", INSTANT, "2025-03-02 14:30:15"),
        ("2025-03-02 14:30:15.987", INSTANT, "2025-03-02 14:30:15"),
        ("2025-03-02 9:51:44", INSTANT, "2025-03-02 09:51:44"),
        ("2025-03-02 kl. 14.30", INSTANT, "2025-03-02 14:30:00"),
        ("2 mars 2025 kl 14.30", INSTANT, "2025-03-02 14:30:00"),
        ("2025-03-02, 14:30", INSTANT, "2025-03-02 14:30:00"),
        ("20250302 1430", INSTANT, "2025-03-02 14:30:00"),
        ("2025-03-02 14", INSTANT, "2025-03-02 14:00:00"),
        ("2025-03-02 24:00", INSTANT, "2025-03-03 00:00:00"),
        ("2025-03-02 12:05 AM", INSTANT, "2025-03-02 00:05:00"),
        ("2025-03-02 12:05 p.m.", INSTANT, "2025-03-02 12:05:00"),
        ("2016-07", MONTH, "2016-07-01 00:00:00"),
        ("juli 2016", MONTH, "2016-07-01 00:00:00"),
        ("Okt 2016", MONTH, "2016-10-01 00:00:00"),
    ],
)
def test_forms_that_are_understood(text: str, kind: TimePrecision, moment: str) -> None:
    assert local(text) == (kind, moment)


@pytest.mark.parametrize(
    "text",
    [
        "igår", "2025", "2025-13-01", "2025-02-29", "2025-00-10", "2025-03-32", "0000-01-01", "2025-03-02 25:00",
        "2025-03-02 24:01", "2025-03-02 14:60", "2025-03-02 14:30:60", "2025-03-02 143", "2025-03-0214:30",
        "2025-3.2", "2 mars", "2 marsch 2025", "2/3 2025", "02/03/2025", "2025-03-02 14:30 imorgon",
        "2025-03-02 13:00 pm",
        "2025-03-02 08:00-10:00", "2025-03-02 14:30+15:00", "2025-03-02 14+01:00", "NA", "-", "12345", "x" * 100_000,
        "２０２５-03-02", "2025-03-02 14:30\x00",
    ],
)  # fmt: skip
def test_what_is_no_time_is_never_guessed(text: str) -> None:
    assert parse_times([text]).kind[0] == UNREADABLE


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2025-12-31 9:51:44 +01:00", 1),
        ("2025-07-01T10:00:00+0200", 2),
        ("2025-07-01 10:00+02", 2),
        ("2025-07-01T10:00:00Z", 0),
        ("2025-07-01T10:00-05:00", -5),
        ("2025-07-01 10:00:00-05:00", -5),
        ("2025-07-01T10:00:00+05:30", 5.5),
    ],
)
def test_a_stated_offset_is_kept(text: str, hours: float) -> None:
    assert parse_times([text]).offset_s[0] == hours * 3600


def test_empty_is_neither_a_time_nor_a_fault() -> None:
    parsed = parse_times(["", "2025-03-02"])
    assert parsed.kind.tolist() == [EMPTY, DAY]
    assert parsed.offset_s.tolist() == [NO_OFFSET, NO_OFFSET]


def test_day_and_month_change_places_only_where_the_profile_says_so() -> None:
    assert local("2/3 2025", "dmy") == (DAY, "2025-03-02 00:00:00")
    assert local("2/3/2025", "mdy") == (DAY, "2025-02-03 00:00:00")
    assert local("03/02/2025 02:30 PM", "mdy") == (INSTANT, "2025-03-02 14:30:00")
    assert local("13/2/2025", "mdy")[0] == UNREADABLE
    assert local("2025-03-02", "dmy") == (DAY, "2025-03-02 00:00:00")


def test_forms_of_the_profile_come_first_and_the_usual_ones_still_work() -> None:
    forms = ("%d.%m.%y %H:%M", "%d.%m.%y", "%m/%Y", "%Y%m%dT%H%M%S%z")
    assert local("02.03.25 14:30", formats=forms) == (INSTANT, "2025-03-02 14:30:00")
    assert local("02.03.25", formats=forms) == (DAY, "2025-03-02 00:00:00")
    assert local("03/2025", formats=forms) == (MONTH, "2025-03-01 00:00:00")
    assert local("2025-03-02 14:30", formats=forms) == (INSTANT, "2025-03-02 14:30:00")
    assert parse_times(["20250302T143000+0100"], "", forms).offset_s[0] == 3600


def test_day_numbers_of_a_spreadsheet_need_a_whole_column_of_them() -> None:
    assert spreadsheet_serials(["45718", "45718.604166666664", ""]) == ("2025-03-02", "2025-03-02 14:30:00", "")
    assert spreadsheet_serials(["45718", "2025-03-02"]) is None
    assert spreadsheet_serials(["45718", "12"]) is None
    assert spreadsheet_serials(["20250302"]) is None
    assert spreadsheet_serials(["2025", "2024"]) is None
    assert spreadsheet_serials(["", ""]) is None
    assert spreadsheet_serials([]) is None
