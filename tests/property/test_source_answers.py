"""Whatever a source answers, it is read or refused in words: never a crash, and never half an answer as a whole."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources import invented
from tryggve.domain.figure import Figure, FigureStatus
from tryggve.domain.indicator import TableQuery, indicators
from tryggve.domain.row_error import FileError
from tryggve.ingest.sources import json_stat, kolada, police_list, polisen_events, scb_areas, scb_tables

JUNK = st.sampled_from([None, True, 0, -1, 1e400, "", "x", "..", [], {}, [[]], {"a": 1}, [None], "2480", 2480])
LAYER = scb_areas.LAYERS["regso", "2025"]


def places(said: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document."""
    inside = said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ()
    return [at, *(place for key, one in inside for place in places(one, (*at, key)))]


def spoilt(said: Any, place: tuple[Any, ...], junk: Any) -> Any:
    """A document with something else in one place; junk of `spoilt` itself takes the place away."""
    if not place:
        return junk
    changed = copy.deepcopy(said)
    holder = changed
    for key in place[:-1]:
        holder = holder[key]
    if junk is spoilt:
        del holder[place[-1]]
    else:
        holder[place[-1]] = junk
    return changed


def table() -> dict[str, Any]:
    codes = {"Region": ["00", "2480", "2480R001_RegSO2025"], "Alder": ["totalt"], "Kon": ["1+2"]}
    return invented.json_stat(
        "TAB6574", {**codes, "ContentsCode": ["000007Y7"], "Tid": ["2023", "2024"]}, with_values=True
    )


def read_kolada(said: Any) -> list[Figure]:
    rows, _following = kolada.read_page(said, "Kolada")
    kolada.peer_groups(invented.groups()[:1], "x", "Kolada")
    return list(kolada.figures(rows, {"N07540": "a"}, table="t", source="Kolada"))


def read_table(said: Any) -> list[Figure]:
    query = indicators()["folkmangd"].query
    assert isinstance(query, TableQuery)
    return list(scb_tables.figures(said, query, "a", table="t"))


def read_groups(said: Any) -> list[Figure]:
    kolada.peer_groups(said, invented.NAMES["2480"], "Kolada")
    return []


def read_outlines(said: Any) -> list[Figure]:
    scb_areas.read_features(said, LAYER, "2480", "SCB")
    return []


def read_list(said: Any) -> list[Figure]:
    police_list.read_list(json.dumps(said).encode(), "Polismyndigheten")
    return []


def read_shape(said: Any) -> list[Figure]:
    json_stat.read_shape(said, "SCB")
    return []


def read_events(said: Any) -> list[Figure]:
    polisen_events.of_places(polisen_events.read_events(said, "Polismyndigheten"), ["x"])
    return []


VALUES = {"values": [invented.kolada_row("N07540", "2480", 2024)], "count": 1, "next_url": None}
PAGE = {"type": "FeatureCollection", "features": invented.features("2480")[:1], "numberMatched": 1}
READERS: dict[str, tuple[Callable[[Any], list[Figure]], Any]] = {
    "values": (read_kolada, VALUES),
    "groups": (read_groups, [one for one in invented.groups() if invented.NAMES["2480"] in one["title"]][:1]),
    "table": (read_table, table()),
    "description": (read_shape, invented.json_stat("TAB3554", {"Region": ["00"], "Tid": ["2024"]}, with_values=False)),
    "outlines": (read_outlines, PAGE),
    "list": (read_list, invented.listed_areas()),
    "events": (read_events, invented.events()[:1]),
}


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=100)
@given(st.data())
def test_a_spoilt_answer_is_read_or_refused(name: str, data: st.DataObject) -> None:
    reader, good = READERS[name]
    place = data.draw(st.sampled_from(places(good)))
    junk = data.draw(st.one_of(JUNK, st.just(spoilt)) if place else JUNK)
    figures: list[Figure] = []
    with suppress(FileError):  # a FileError always says what to do
        figures = reader(spoilt(good, place, junk))
    for one in figures:
        assert (one.value is None) == (one.status in (FigureStatus.MISSING, FigureStatus.SUPPRESSED))


@pytest.mark.parametrize("name", READERS)
def test_a_whole_answer_is_read(name: str) -> None:
    reader, good = READERS[name]
    reader(good)
