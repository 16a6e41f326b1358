"""Real files beside the project: counts that were measured on them once and stand in their README."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tryggve.domain.calendar_days import day_date
from tryggve.domain.incident import MAPPABLE, LocationPrecision, TimePrecision
from tryggve.domain.incident_table import NO_COORDINATE
from tryggve.domain.language import use_language
from tryggve.ingest.areas_file import read_areas
from tryggve.ingest.category_texts import LOOKED_UP, category_texts, nearest_categories
from tryggve.ingest.context import Context
from tryggve.ingest.locate import Locator
from tryggve.ingest.mapping import apply
from tryggve.ingest.profile import load_profile
from tryggve.ingest.read_in import Ingested, read_in
from tryggve.ingest.sources import polisen
from tryggve.ingest.tables import read

pytestmark = pytest.mark.shared


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


def go(*files: Path, **more: Any) -> Ingested:
    options: dict[str, Any] = {
        "areas_path": None, "reporters_path": None, "profile": None, "crs": None, "zone": None,
        "today": dt.date(2026, 1, 15), "progress": lambda _text: None,
    }  # fmt: skip
    return read_in(files, **(options | more))


def share(rows: np.ndarray[Any, Any]) -> float:
    return float(rows.mean())


def test_police_notices_have_no_points(shared: Path) -> None:
    got = go(
        shared / "polisen" / "umea_events_api_format.jsonl",
        areas_path=shared / "geo" / "umea_stadsdelar_epsg3006.geojson",
    )
    incidents = got.incidents
    assert len(incidents) == 1651
    assert not np.isin(incidents.location_precision, MAPPABLE).any()
    assert set(incidents.x.tolist()) == {NO_COORDINATE}
    assert set(incidents.time_precision.tolist()) == {TimePrecision.INSTANT}
    assert got.tables_errors[0][1] == ()
    assert (got.crs, got.zone) == ("EPSG:3006", "Europe/Stockholm")


def test_44_per_cent_of_the_police_notices_are_traffic_and_left_out(shared: Path) -> None:
    incidents = go(shared / "polisen" / "umea_events_api_format.jsonl").incidents
    labels = incidents.category_label.objects()
    traffic = np.array([text.startswith(("Trafik", "Rattfylleri", "Olovlig körning")) for text in labels])
    assert round(100 * share(traffic)) == 44
    assert set(incidents.category.objects()[traffic].tolist()) == {"utanfor_est"}
    assert set(incidents.left_out.objects()[traffic].tolist()) == {"outside_est"}


def test_every_type_of_the_police_has_a_code(shared: Path) -> None:
    types = read(shared / "polisen" / "vasterbotten_2023_2025.parquet").columns["type"].values
    assert len(types) == 68
    assert [
        t for t, known in zip(types, category_texts(load_profile("polisen"), types), strict=True) if known is None
    ] == []


def test_summaries_of_the_county_are_held_back(shared: Path) -> None:
    got = go(
        shared / "polisen" / "vasterbotten_2023_2025.parquet",
        areas_path=shared / "geo" / "umea_stadsdelar_epsg3006.geojson",
    )
    left_out = Counter(got.incidents.left_out.objects().tolist())
    assert len(got.incidents) == 5632
    assert left_out["summary"] == 1013
    county_only = got.incidents.location_precision == LocationPrecision.UNKNOWN
    assert int(county_only.sum()) == 1808


def test_the_page_text_places_more_notices_than_the_interface(shared: Path) -> None:
    table = read(shared / "polisen" / "umea_events_api_format.jsonl")
    register = read_areas(shared / "geo" / "umea_stadsdelar_epsg3006.geojson", crs="EPSG:3006")
    context = Context(1, "EPSG:3006", "Europe/Stockholm", register, Locator(register), dt.date(2026, 1, 15))
    plain = replace(load_profile("polisen"), reader="")
    placed = {
        body: int(
            (apply(polisen.prepare(table, use_body=body), plain, context).incidents.location_precision == 3).sum()
        )
        for body in (False, True)
    }
    # Measured when the gazetteer was written; 802 notices have a name by a plain list of words.
    assert 450 <= placed[False] <= 700
    assert placed[False] < placed[True] <= 900


def test_west_yorkshire(shared: Path) -> None:
    folder = shared / "incidents"
    got = go(*(folder / f"uk_west_yorkshire_street_{month}.parquet" for month in ("2016-07", "2017-07")))
    incidents = got.incidents
    by_file = [incidents.take(incidents.file_no == number) for number in (1, 2)]
    assert [len(part) for part in by_file] == [27176, 28537]
    assert [int((part.x == NO_COORDINATE).sum()) for part in by_file] == [1347, 1541]
    assert set(incidents.location_precision.tolist()) == {LocationPrecision.STREET, LocationPrecision.UNKNOWN}
    assert set(incidents.time_precision.tolist()) == {TimePrecision.MONTH}
    assert {day_date(day).isoformat() for day in set(incidents.last_day.tolist())} == {"2016-07-31", "2017-07-31"}
    labels = Counter(by_file[0].category_label.objects().tolist())
    assert labels["Anti-social behaviour"] == 7429
    assert Counter(by_file[0].category.objects().tolist())["ordningsstorning"] == 7429 + labels["Public order"]
    mixed = set(incidents.category_label.objects()[incidents.mixed].tolist())
    assert mixed == {"Criminal damage and arson", "Violence and sexual offences"}
    other = set(incidents.category_label.objects()[incidents.category.objects() == "ovrigt"].tolist())
    assert other == {"Other crime"}
    assert (got.crs, got.zone) == ("EPSG:32630", "Europe/London")
    assert all(errors == () for _table, errors in got.tables_errors)


def test_chicago_burglaries(shared: Path) -> None:
    got = go(shared / "incidents" / "chicago_burglary_2016.csv", crs="EPSG:26971", zone="America/Chicago")
    incidents = got.incidents
    assert len(incidents) == 11_700  # 11 701 rows, one without a date
    assert [(error.column, error.what) for error in got.tables_errors[0][1]] == [("date", "The time is missing.")]
    assert set(incidents.time_precision.tolist()) == {TimePrecision.DAY}
    assert min(day_date(day) for day in set(incidents.last_day.tolist())) == dt.date(2015, 12, 31)
    assert set(incidents.location_precision.tolist()) == {LocationPrecision.POINT}
    assert got.crs == "EPSG:32616"
    # The city lies round 41.8 N, 87.7 W: UTM 16 N easting 440–460 km, northing 4 610–4 655 km.
    assert 430_000 < np.median(incidents.x) < 460_000
    assert 4_600_000 < np.median(incidents.y) < 4_660_000


def test_new_york_vehicle_thefts_are_intervals(shared: Path) -> None:
    got = go(shared / "incidents" / "nyc_vehicle_thefts_2014_2016.parquet", zone="America/New_York")
    incidents = got.incidents
    assert got.tables_errors[0][1] == ()
    assert len(incidents) == 27_774
    instants = incidents.time_precision == TimePrecision.INSTANT
    interval = incidents.time_precision == TimePrecision.INTERVAL
    assert int(instants.sum() + interval.sum()) == 27_774
    # 2 280 rows without an end and 419 of length zero; one of these lies in the hour that is repeated in autumn.
    assert int(instants.sum()) == 2_280 + 419 - 1
    hours = (incidents.end_s - incidents.start_s)[interval | instants] / 3600
    full = hours[hours > 0]
    assert hours.max() > 4 * 365 * 24
    assert (hours > 7 * 24).sum() / (len(hours) - 2280) == pytest.approx(0.08, abs=0.01)
    assert (hours > 24).sum() / (len(hours) - 2280) == pytest.approx(0.23, abs=0.01)
    assert float(np.median(full)) == pytest.approx(10, abs=2)
    assert set(incidents.hour[interval].tolist()) == {-1}
    assert got.crs == "EPSG:32618"


def test_bra_figures_add_up(shared: Path) -> None:
    got = go(shared / "bra" / "bra_anmalda_brott_ar.csv", shared / "bra" / "bra_anmalda_brott_kvartal_vasterbotten.csv")
    assert [len(errors) for _table, errors in got.tables_errors] == [0, 0]
    assert len(got.counts) == 378 + 184
    own = [count for count in got.counts if count.area_code == "2480"]
    for year in range(2015, 2026):
        total = next(c.value for c in own if c.label == "total" and day_date(c.first_day).year == year)
        quarters = [c.value for c in own if c.label == "" and day_date(c.first_day).year == year]
        assert len(quarters) == 4
        assert sum(value or 0 for value in quarters) == total
    assert len([c for c in own if c.label == "" and day_date(c.first_day).year == 2014]) == 2
    assert got.register_sources == {"Brå"}


def test_the_nearest_categories_are_looked_for_of_the_first_unknown_texts_only() -> None:
    texts = [f"klottter {i}" for i in range(LOOKED_UP + 5)]
    near = nearest_categories(texts, load_profile("polisen"))
    assert len(near) == len(texts)
    assert all(near[:LOOKED_UP])
    assert not any(near[LOOKED_UP:])
