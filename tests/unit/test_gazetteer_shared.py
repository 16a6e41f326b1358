"""The gazetteer on real notices and areas; what a word list found in them is an oracle. No text is printed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tryggve.domain.area import AreaRegister
from tryggve.domain.incident import LocationPrecision
from tryggve.domain.incident_table import Coded
from tryggve.ingest.areas_file import read_areas
from tryggve.ingest.gazetteer import Gazetteer, build
from tryggve.ingest.locate import Located, Locator
from tryggve.ingest.project import to_working_crs

pytestmark = pytest.mark.shared
Notice = dict[str, Any]


@pytest.fixture(scope="module")
def notices(shared: Path) -> list[Notice]:
    lines = (shared / "polisen" / "umea_events_api_format.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def register(shared: Path) -> AreaRegister:
    return read_areas(shared / "geo" / "umea_stadsdelar_epsg3006.geojson", crs="EPSG:3006")


def locate(register: AreaRegister, notices: list[Notice], *, body: bool) -> Located:
    lat, lon = np.array([[float(part) for part in item["location"]["gps"].split(",")] for item in notices]).T
    x, y, ok = to_working_crs(lon, lat, "EPSG:4326", "EPSG:3006")
    texts = [f"{item['summary']} {item['_body'] or ''}" if body else item["summary"] for item in notices]
    return Locator(register).locate(
        x, y, ok,
        Coded.constant("", len(notices)),
        Coded.of([item["location"]["name"] for item in notices]),
        Coded.of([item["name"] for item in notices]),
        Coded.of(texts),
        np.full(len(notices), LocationPrecision.MUNICIPALITY, np.int8),
    )  # fmt: skip


@pytest.mark.parametrize(("body", "placed", "several"), [(False, 568, 64), (True, 642, 105)])
def test_how_many_notices_are_placed_in_an_area(
    register: AreaRegister, notices: list[Notice], body: bool, placed: int, several: int
) -> None:
    located = locate(register, notices, body=body)
    precision = located.location_precision.tolist()
    # Counted when the rules were written: a change of the rules must say by how much.
    assert precision.count(LocationPrecision.AREA) == placed
    assert precision.count(LocationPrecision.MUNICIPALITY) == 1651 - placed
    assert int(located.several.sum()) == several
    assert not located.keep_xy.any()  # the one coordinate of all notices is the middle of the municipality
    assert not located.outside.any()
    assert set(located.areas["municipality"].objects()) == {"all"}


def heard(gazetteer: Gazetteer, register: AreaRegister, text: str) -> set[str]:
    names = {(area.level, area.code): area.name for area in register.areas}
    return {names[ref] for mention in gazetteer.find(text) for ref in mention.areas}


def test_against_the_oracle(register: AreaRegister, notices: list[Notice]) -> None:
    gazetteer = build(register)
    listed = {name for item in notices for name in item["_area_mentions"]}
    # "Centrala stan" stands in the oracle for other words ("centrala …"), so it measures nothing here.
    common = (listed & {area.name for area in register.areas}) - {"Centrala stan"}
    assert len(common) == 9
    hits = false = 0
    missed: list[bool] = []  # whether the name stood there as a word of its own
    for item in notices:
        text = f"{item['name']} {item['summary']} {item['_body'] or ''}"
        ours, theirs = heard(gazetteer, register, text) & common, set(item["_area_mentions"]) & common
        hits += len(ours & theirs)
        false += len(ours - theirs)
        missed += [bool(re.search(rf"\b{name}s?\b", text)) for name in theirs - ours]
    assert hits == 231
    assert false == 0
    assert len(missed) == 59
    # All that is missed is inside other words: roads, bridges, roundabouts and lakes, which often lie elsewhere.
    assert not any(missed)
