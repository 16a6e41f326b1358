"""SCB's map server, the police's list of vulnerable areas and their notices."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import shape

from tests.sources import invented
from tests.sources.conftest import Way
from tests.sources.server import CAPABILITIES, Public, Reply, ok
from tryggve.domain.row_error import FileError
from tryggve.ingest.areas_file import read_areas
from tryggve.ingest.sources import police_list, polisen_events, scb_areas
from tryggve.ingest.sources.polisen import prepare
from tryggve.ingest.tables import read

REGSO = scb_areas.LAYERS["regso", "2025"]


def test_outlines_come_page_by_page_and_can_be_imported(public: Public, way: Way, tmp_path: Path) -> None:
    host = public.host("scb_areas")
    pages = [page for page, _answer in scb_areas.fetch_features(way.fetcher, host, REGSO, "2480")]
    assert [len(page) for page in pages] == [2, 1]
    path = tmp_path / "regso.geojson"
    path.write_bytes(scb_areas.areas_geojson([one for page in pages for one in page], REGSO))
    register = read_areas(path, crs="EPSG:3006")
    found = [area for area in register.areas if area.level == "regso"]
    assert [(area.code, area.vintage) for area in found] == [(code, "2025") for code in invented.REGSO["2480"]]


def feature_page(**changes: Any) -> dict[str, Any]:
    features = copy.deepcopy(invented.features("2480")[:1])
    return {"type": "FeatureCollection", "features": features, "numberMatched": 1, **changes}


def with_property(name: str, value: Any) -> dict[str, Any]:
    page = feature_page()
    page["features"][0]["properties"][name] = value
    return page


def with_coordinates(value: Any) -> dict[str, Any]:
    page = feature_page()
    page["features"][0]["geometry"] = {"type": "Polygon", "coordinates": value}
    return page


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (feature_page(type="Feature"), "FeatureCollection"),
        (feature_page(numberMatched="unknown"), "numberMatched"),
        (with_property("kommunkod", "0180"), "kommunkod 0180"),
        (with_coordinates([[[760_720.0, 760_720.0]]]), "EPSG:3006"),
        (with_coordinates([[[20.26, 63.82]]]), "EPSG:3006"),  # degrees
        (with_coordinates([]), "coordinates"),
        (with_coordinates("x"), "coordinates"),
        (with_coordinates([[["x"]]]), "coordinates"),
        (feature_page(numberMatched=5, features=[]), "numberMatched"),
    ],
)
def test_outlines_that_cannot_be_right_are_refused(public: Public, way: Way, page: Any, words: str) -> None:
    public.once("GetFeature", ok(page))
    with pytest.raises(FileError, match=words):
        list(scb_areas.fetch_features(way.fetcher, public.host("scb_areas"), REGSO, "2480"))


def test_north_before_east_is_turned_round() -> None:
    turned = feature_page()
    ring = turned["features"][0]["geometry"]["coordinates"][0][0]
    turned["features"][0]["geometry"]["coordinates"] = [[[[north, east] for east, north in ring]]]
    assert scb_areas.read_features(turned, REGSO, "2480", "SCB") == scb_areas.read_features(
        feature_page(), REGSO, "2480", "SCB"
    )


def test_a_field_that_was_renamed_is_named(public: Public, way: Way) -> None:
    page = feature_page()
    page["features"][0]["properties"]["RegSOkod"] = page["features"][0]["properties"].pop("regsokod")
    public.once("GetFeature", ok(page))
    with pytest.raises(FileError, match="regsokod"):
        list(scb_areas.fetch_features(way.fetcher, public.host("scb_areas"), REGSO, "2480"))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (CAPABILITIES.replace("stat:RegSO_2025", "stat:RegSO_2030"), "RegSO_2030"),
        (CAPABILITIES.replace('version="2.0.0"', 'version="3.0.0"', 1), "3.0.0"),
        (CAPABILITIES.replace("application/json", "application/geojson"), "application/json"),
        (CAPABILITIES[:300], "XML"),
        ("<!DOCTYPE html><html></html>", "webbsida|web page"),
        ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DOCTYPE"),
    ],
)
def test_a_map_server_that_cannot_do_it_is_not_asked_for_outlines(
    public: Public, way: Way, body: str, words: str
) -> None:
    public.once("GetCapabilities", Reply(body=body.encode(), kind="application/xml"))
    with pytest.raises(FileError) as caught:
        list(scb_areas.fetch_features(way.fetcher, public.host("scb_areas"), REGSO, "2480"))
    assert any(word in str(caught.value) for word in words.split("|"))
    assert public.count("GetFeature") == 0


def test_a_municipality_without_areas_is_said(public: Public, way: Way) -> None:
    assert [
        page for page, _answer in scb_areas.fetch_features(way.fetcher, public.host("scb_areas"), REGSO, "9999")
    ] == [[]]
    with pytest.raises(FileError, match="regso"):
        scb_areas.areas_geojson([], REGSO)
    with pytest.raises(ValueError, match="four digits"):
        scb_areas.features_question(public.host("scb_areas"), REGSO, "2480' OR 1=1", 0)


def test_the_list_is_found_unpacked_and_placed(public: Public, way: Way) -> None:
    year, content, answer = police_list.fetch_list(way.fetcher, public.host("police_list"))
    areas = police_list.read_list(content, "Polismyndigheten")
    assert year == "2025"
    assert answer.question.address.endswith("uso_2025_geojson.zip")
    assert [(area.name, area.kind) for area in areas] == [
        ("Första", "utsatt område"), ("Andra", "särskilt utsatt område"),
    ]  # fmt: skip

    def names_in(code: str) -> list[str]:
        outlines = [shape(one["geometry"]) for one in invented.features(code)]
        return [area.name for area in police_list.inside(areas, outlines)]

    assert (names_in("0180"), names_in("1480"), names_in("2480")) == (["Första"], ["Andra"], [])


def test_the_two_questions_to_the_police_are_ten_seconds_apart(public: Public, way: Way) -> None:
    police_list.fetch_list(way.fetcher, public.host("police_list"))
    assert sum(way.clock.waits) == 10


def test_a_page_without_the_link_says_what_to_do(public: Public, way: Way) -> None:
    public.once("utsatta-omraden", Reply(body=b"<html><a href='/x.pdf'>PDF</a></html>", kind="text/html"))
    with pytest.raises(FileError, match="--offline-from"):
        police_list.fetch_list(way.fetcher, public.host("police_list"))


def test_a_link_to_another_server_is_not_followed(public: Public, way: Way) -> None:
    link = b"<a href='https://elsewhere.example/uso_2025_geojson.zip'>"
    public.once("utsatta-omraden", Reply(body=b"<html>" + link, kind="text/html"))
    with pytest.raises(FileError, match="elsewhere"):
        police_list.fetch_list(way.fetcher, public.host("police_list"))


def swollen() -> bytes:
    return invented.zipped(b" " * (police_list.MOST_BYTES + 1))


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 half", invented.zipped(b"{}", "readme.txt"), swollen()],
    ids=["half", "no geojson", "swollen"],
)
def test_a_packed_file_that_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(FileError, match="zip"):
        police_list.unpacked(content, "Polismyndigheten")


DEGREES = {"type": "Polygon", "coordinates": [[[18.0, 59.3], [18.1, 59.3], [18.1, 59.4], [18.0, 59.3]]]}


def test_a_list_that_names_no_coordinate_system_is_known_by_its_numbers() -> None:
    said = {name: value for name, value in invented.listed_areas().items() if name != "crs"}
    assert len(police_list.read_list(json.dumps(said).encode(), "Polismyndigheten")) == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda said: (said.pop("crs"), said["features"][0].update(geometry=DEGREES)), "crs"),
        (lambda said: said["crs"]["properties"].update(name="urn:ogc:def:crs:OGC:1.3:CRS84"), "CRS84"),
        (lambda said: said["features"][0]["properties"].pop("KATEGORI"), "KATEGORI"),
        (lambda said: said["features"][0].update(geometry={"type": "Polygon", "coordinates": "x"}), "geometry"),
        (lambda said: said.update(features=[]), "FeatureCollection"),
    ],
)
def test_another_list_is_refused(change: Any, words: str) -> None:
    said = invented.listed_areas()
    change(said)
    with pytest.raises(FileError, match=words):
        police_list.read_list(json.dumps(said).encode(), "Polismyndigheten")


def test_notices_are_kept_with_the_last_wording_and_read_by_the_profile(
    public: Public, way: Way, tmp_path: Path
) -> None:
    host, name = public.host("polisen"), invented.NAMES["2480"]
    events, first = polisen_events.fetch_events(way.fetcher, host)
    archive = polisen_events.added({}, polisen_events.of_places(events, (name, "Västerbottens län")), first.fetched)
    assert sorted(archive) == [1, 3]
    edited = [{**events[0], "summary": "Rättad."}]
    way.clock.moment = way.clock.moment.replace(hour=14)
    archive = polisen_events.added(archive, edited, way.clock.moment)
    assert archive[3]["summary"] == "Rättad."
    assert archive[3]["first_seen"] < archive[3]["last_seen"]
    text = polisen_events.archive_text(archive)
    assert polisen_events.read_archive(text, "x") == archive
    path = tmp_path / "polisen_handelser.jsonl"
    path.write_text(text, encoding="utf-8")
    prepared = prepare(read(path))
    assert sorted(prepared.columns["location_precision"].objects()) == ["municipality", "unknown"]


def test_the_country_is_asked_for_once_in_ten_minutes(public: Public, way: Way) -> None:
    host = public.host("polisen")
    polisen_events.fetch_events(way.fetcher, host)
    polisen_events.fetch_events(way.fetcher, host)
    assert public.count("/api/events") == 1


@pytest.mark.parametrize("said", [{"events": []}, [{"id": 1}], [{**invented.events()[0], "id": "3"}]])
def test_notices_of_another_shape_are_refused(public: Public, way: Way, said: Any) -> None:
    public.once("/api/events", ok(said))
    with pytest.raises(FileError, match="Polismyndigheten"):
        polisen_events.fetch_events(way.fetcher, public.host("polisen"))


def test_a_spoilt_archive_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(FileError):
        polisen_events.read_archive("{half", "polisen_handelser.jsonl")
