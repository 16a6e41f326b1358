from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from tryggve.domain.incident_table import Coded
from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.raw_table import RawTable, SourceFile
from tryggve.ingest.sources.polisen import prepare
from tryggve.ingest.sources.polisen_times import ZONE, event_time, read_published

WINTER, SUMMER = "2025-12-31 9:51:44 +01:00", "2025-08-22 15:10:02 +02:00"


def notice(**own: str) -> dict[str, str]:
    """An invented notice in the form of the interface."""
    return {
        "id": "1",
        "datetime": SUMMER,
        "name": "22 augusti 13.57, Stöld, Granhult",
        "summary": "En cykel.",
        "url": "/x/",
        "type": "Stöld",
        "location.name": "Granhult",
        "location.gps": "61.3,18.7",
        **own,
    }


def table(*notices: dict[str, str], rename: dict[str, str] | None = None) -> RawTable:
    columns = {name: Coded.of([item[name] for item in notices]) for name in (notices[0] if notices else notice())}
    named = {(rename or {}).get(name, name): column for name, column in columns.items()}
    return RawTable(SourceFile("notiser.json", "0" * 64, 1), named, np.arange(1, len(notices) + 1, dtype=np.int32))


def rows(*notices: dict[str, str], **options: Any) -> list[dict[str, str]]:
    with use_language("en"):
        prepared = prepare(table(*notices), **options)
    return [prepared.row(i) for i in range(len(prepared))]


def when(title: str, published: str) -> str | None:
    moment = read_published(published)
    assert moment is not None
    found = event_time(title, moment)
    assert found is None or not found.end
    return found.start if found else None


@pytest.mark.parametrize(
    ("title", "published", "expected"),
    [
        ("22 augusti 13.57, Stöld, Granhult", SUMMER, "2025-08-22 13:57"),
        ("22 augusti 13:00, Stöld, Granhult", SUMMER, "2025-08-22 13:00"),
        ("22 Augusti 9.05, Stöld", SUMMER, "2025-08-22 09:05"),
        ("22 augusti kl. 13.57, Stöld", SUMMER, "2025-08-22 13:57"),
        ("22 augusti 16.30, Stöld", SUMMER, "2025-08-22 16:30"),  # published before the time in its title
        ("23 augusti 15.10, Stöld", SUMMER, "2025-08-23 15:10"),  # a day ahead at most
        ("31 december 23.50, Brand", "2026-01-01 0:20:00 +01:00", "2025-12-31 23:50"),
        ("1 januari 00.10, Brand", "2025-12-31 23:58:00 +01:00", "2026-01-01 00:10"),
        ("1 januari 00.10, Brand", "2026-01-01 9:00:00 +01:00", "2026-01-01 00:10"),
        ("29 februari 10.00, Brand", "2024-03-01 9:00:00 +01:00", "2024-02-29 10:00"),
        ("22 augusti, Stöld, Granhult", SUMMER, "2025-08-22"),  # a day without a time
        ("22 augusti 24.10, Stöld", SUMMER, None),
        ("31 juni 10.00, Stöld", SUMMER, None),
        ("29 februari 10.00, Brand", "2025-03-01 9:00:00 +01:00", None),
        ("24 december 10.00, Information", "2025-08-01 9:00:00 +02:00", None),  # which year?
        ("Stöld, Granhult", SUMMER, None),
        ("", SUMMER, None),
        ("222 augusti 13.57", SUMMER, None),
        ("22 augusti 13.571", SUMMER, "2025-08-22"),
    ],
)
def test_when_it_happened_stands_in_the_title(title: str, published: str, expected: str | None) -> None:
    assert when(title, published) == expected


def test_the_hour_that_comes_twice_is_told_by_its_offset() -> None:
    title = "26 oktober 02.30, Misshandel"
    assert when(title, "2025-10-26 2:40:00 +02:00") == "2025-10-26 02:30 +02:00"
    assert when(title, "2025-10-26 2:40:00 +01:00") == "2025-10-26 02:30 +01:00"
    assert when(title, "2025-10-26 8:00:00 +01:00") == "2025-10-26 02:30 +01:00"


def test_the_hour_that_never_came_is_no_time() -> None:
    assert when("30 mars 02.30, Misshandel", "2025-03-30 8:00:00 +02:00") is None


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        (WINTER, "2025-12-31T08:51:44"),
        (SUMMER, "2025-08-22T13:10:02"),
        ("2025-08-22T15:10:02+02:00", "2025-08-22T13:10:02"),
        ("2025-08-22T13:10:02Z", "2025-08-22T13:10:02"),
        ("2025-08-22 15:10", "2025-08-22T13:10:00"),  # without an offset: Swedish time
        ("2025-08-22 15:10:02.123 +0200", "2025-08-22T13:10:02"),
    ],
)
def test_the_time_of_publication(text: str, utc: str) -> None:
    moment = read_published(text)
    assert moment is not None
    assert moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat() == utc


@pytest.mark.parametrize("text", ["", "igår", "2025-13-01 10:00:00 +01:00", "2025-08-22 25:00:00 +02:00", "2025-08-22"])
def test_no_time_of_publication(text: str) -> None:
    assert read_published(text) is None


def test_a_notice_becomes_a_row_of_the_profile() -> None:
    (row,) = rows(notice())
    assert row == {
        "id": "1",
        "event_time": "2025-08-22 13:57",
        "event_to": "",
        "kategori": "Stöld",
        "place_name": "Granhult",
        "gps": "61.3,18.7",
        "location_precision": "municipality",
        "titel": "22 augusti 13.57, Stöld, Granhult",
        "text": "En cykel.",
        "left_out": "",
        "url": "/x/",
    }


def test_the_columns_of_the_parquet_form() -> None:
    prepared = prepare(table(notice(), rename={"location.name": "location_name", "location.gps": "location_gps"}))
    assert (prepared.row(0)["place_name"], prepared.row(0)["gps"]) == ("Granhult", "61.3,18.7")


def test_a_title_without_time_gives_the_hours_before_publication() -> None:
    (row,) = rows(notice(name="Stöld, Granhult"))
    assert (row["event_time"], row["event_to"]) == ("2025-08-21 06:10", "2025-08-22 15:10")
    prepared = prepare(table(notice(name="Stöld, Granhult"), notice(id="2")))
    assert any("1 " in note and "33" in note for note in prepared.notes)


def test_a_notice_without_any_time_keeps_what_stood_there() -> None:
    (row,) = rows(notice(datetime="igår"))
    assert (row["event_time"], row["event_to"]) == ("igår", "")


def test_summaries_are_held_back() -> None:
    types = ["Sammanfattning natt", "Sammanfattning kväll och natt", "sammanfattning dygn", "Stöld", "Övrigt"]
    left_out = [row["left_out"] for row in rows(*(notice(id=str(i), type=kind) for i, kind in enumerate(types)))]
    assert left_out == ["summary", "summary", "summary", "", ""]


def test_a_county_is_no_municipality() -> None:
    names = ["Granhult", "Granhults län", "Län", "", "Länsby"]
    got = [
        row["location_precision"]
        for row in rows(*(notice(id=str(i), **{"location.name": n}) for i, n in enumerate(names)))
    ]
    assert got == ["municipality", "unknown", "unknown", "unknown", "municipality"]


def test_the_last_version_of_a_notice_is_kept() -> None:
    with use_language("en"):
        prepared = prepare(
            table(notice(summary="först"), notice(id="2"), notice(summary="sedan"), notice(id=""), notice(id=""))
        )
    assert [prepared.row(i)["text"] for i in range(len(prepared))] == ["En cykel.", "sedan", "En cykel.", "En cykel."]
    assert prepared.row_numbers.tolist() == [2, 3, 4, 5]
    assert any(note.startswith("1 notice was replaced") for note in prepared.notes)


def test_the_page_text_and_what_a_word_list_found_are_not_input() -> None:
    extra = {"_body": "Sidans text.", "_area_mentions": "Talludden"}
    (row,) = rows(notice(**extra))
    assert row["text"] == "En cykel."
    assert not any("Talludden" in value or "Sidans" in value for value in row.values())
    (row,) = rows(notice(**extra), use_body=True)
    assert row["text"] == "En cykel. Sidans text."
    assert "Talludden" not in "".join(row.values())


def test_an_empty_file_and_a_file_of_something_else() -> None:
    assert rows() == []
    other = table(notice(), rename={"datetime": "date", "name": "title"})
    with use_language("en"), pytest.raises(FileError, match="datetime, name"):
        prepare(other)


def test_a_local_time_in_every_hour_of_two_years_comes_back() -> None:
    moment = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    months = "januari februari mars april maj juni juli augusti september oktober november december".split()
    for hours in range(0, 2 * 366 * 24, 7):
        published = moment + dt.timedelta(hours=hours)
        local = (published - dt.timedelta(minutes=90)).astimezone(ZONE)
        found = event_time(f"{local.day} {months[local.month - 1]} {local:%H.%M}, Stöld", published)
        assert found is not None
        assert (found.start[:16], found.end) == (f"{local:%Y-%m-%d %H:%M}", "")
