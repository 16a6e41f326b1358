"""A report out of a form is placed and screened as an import would do it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.unit.place_material import REGISTER, X0, Y0
from tryggve.domain.incident import LeftOut, LocationPrecision, TimePrecision
from tryggve.domain.row_error import FileError
from tryggve.domain.said_time import at_moment, between, on_day
from tryggve.ingest.locate import Locator
from tryggve.ingest.one_report import GivenReport, Spot, find_place, read_report

ZONE = ZoneInfo("Europe/Stockholm")
LOCATOR = Locator(REGISTER)
NIGHT = dt.datetime(2025, 3, 3, 23, 30, tzinfo=dt.UTC)
ID = "00000000-0000-4000-8000-000000000001"


def given(category: str = "klotter", **more: object) -> GivenReport:
    time = at_moment(NIGHT, ZONE)
    return GivenReport(ID, "est", "Skolan", "school", category, time, **more)  # type: ignore[arg-type]


def test_a_moment_a_span_and_a_day_are_those_of_the_zone() -> None:
    moment = at_moment(NIGHT, ZONE)
    assert (moment.hour, moment.first_day, moment.last_day) == (0, 20151, 20151)
    span = between(NIGHT - dt.timedelta(hours=3), NIGHT, ZONE)
    assert (span.time_precision, span.first_day, span.last_day) == (TimePrecision.INTERVAL, 20150, 20151)
    assert on_day(dt.date(2025, 3, 30), ZONE).end_s - on_day(dt.date(2025, 3, 30), ZONE).start_s == 23 * 3600
    with pytest.raises(ValueError, match="ends before"):
        between(NIGHT, NIGHT - dt.timedelta(seconds=1), ZONE)
    with pytest.raises(ValueError, match="zone"):
        at_moment(NIGHT.replace(tzinfo=None), ZONE)


def test_a_spot_lies_in_the_areas_that_hold_it() -> None:
    row = read_report(given(spot=Spot(X0 + 100, Y0 + 100)), LOCATOR).incident
    areas = dict(row.areas)
    assert (row.location_precision, row.said_precision, row.x) == (LocationPrecision.POINT, 1, X0 + 100)
    by_name = find_place(Spot(area=areas["district"]), LOCATOR)
    assert (by_name.x, by_name.location_precision) == (None, LocationPrecision.AREA)
    assert by_name.areas["district"] == areas["district"]
    with pytest.raises(FileError):
        find_place(Spot(X0 + 900_000, Y0), LOCATOR)


def test_a_store_without_areas_has_squares() -> None:
    assert find_place(Spot(674_100, 6_580_100), None).areas
    assert find_place(Spot(words="Torget"), None).location_precision == LocationPrecision.UNKNOWN


def test_what_is_seen_in_words_goes_along_and_the_category_says_what_counts() -> None:
    found = read_report(given(text="Ring Anna Svensson 070-123 45 67", spot=Spot(words="Storgatan 5")), None)
    assert {"name", "phone"} <= set(found.flags[found.incident.text].split())
    assert found.place_flags == {"Storgatan 5": ""}
    assert (found.incident.left_out, found.incident.said_place) == ("", "Storgatan 5")
    assert read_report(given("rykten"), None).incident.left_out == LeftOut.RUMOUR
