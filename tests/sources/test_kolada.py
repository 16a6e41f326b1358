"""Kolada v3: pages, batches, null with a status, sexes, and peer groups."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sources import invented
from tests.sources.conftest import Way
from tests.sources.server import Public, Reply, ok
from tryggve.domain.figure import FigureStatus
from tryggve.domain.row_error import FileError
from tryggve.ingest.sources import kolada


def row(**cell: Any) -> dict[str, Any]:
    values = [{"gender": "T", "value": None, "status": "", **cell}]
    return {"kpi": "N07540", "municipality": "2480", "period": 2024, "values": values}


def status_of(**cell: Any) -> FigureStatus:
    (figure,) = kolada.figures([row(**cell)], {"N07540": "a"}, table="t", source="Kolada")
    return figure.status


def test_pages_follow_each_other(public: Public, way: Way) -> None:
    host = public.host("kolada")
    public.page_rows = 300
    question = kolada.values_question(host, [f"N{n:05d}" for n in range(25)], years=[2012, 2013])
    pages = list(kolada.pages(way.fetcher, host, question))
    assert sum(len(rows) for rows, _answer in pages) == 25 * 2 * len(invented.KOLADA_AREAS)
    assert len(pages) > 1


def test_pages_that_go_in_a_circle_are_refused(public: Public, way: Way) -> None:
    host = public.host("kolada")
    question = kolada.groups_question(host, "x")
    public.always("municipality_groups", ok({"values": [], "count": 0, "next_url": question.address}))
    with pytest.raises(FileError):
        list(kolada.pages(way.fetcher, host, question))


def test_a_next_page_elsewhere_is_not_followed(public: Public, way: Way) -> None:
    host = public.host("kolada")
    public.once("municipality_groups", ok({"values": [], "count": 0, "next_url": "https://elsewhere.example/v3/data"}))
    with pytest.raises(FileError, match="elsewhere"):
        list(kolada.pages(way.fetcher, host, kolada.groups_question(host, "x")))


@pytest.mark.parametrize("form", ["https://127.0.0.1/v3/municipality_groups?page=2", "/v3/municipality_groups?page=2"])
def test_a_next_page_under_another_name_of_the_same_server_is_followed(public: Public, way: Way, form: str) -> None:
    host = public.host("kolada")
    public.once("title=x", ok({"values": [], "count": 0, "next_url": form}))
    assert len(list(kolada.pages(way.fetcher, host, kolada.groups_question(host, "x")))) == 2
    assert public.asked[-1] == "/v3/municipality_groups?page=2"


@pytest.mark.parametrize(
    "said",
    [
        {"values": [], "count": 0, "next_page": None},  # as v2 had it
        {"values": {}, "next_url": None},
        {"values": [], "next_url": 7},
        [],
    ],
)
def test_another_envelope_is_refused(public: Public, way: Way, said: Any) -> None:
    host = public.host("kolada")
    public.once("municipality_groups", ok(said))
    with pytest.raises(FileError, match="Kolada"):
        list(kolada.pages(way.fetcher, host, kolada.groups_question(host, "x")))


@pytest.mark.parametrize("gone", ["kpi", "municipality", "period", "values"])
def test_a_row_without_a_field_is_refused(gone: str) -> None:
    bad = {name: value for name, value in row(value=1.0).items() if name != gone}
    with pytest.raises(FileError, match=gone):
        list(kolada.figures([bad], {"N07540": "a"}, table="t", source="Kolada"))


def test_a_value_that_is_a_text_is_refused() -> None:
    with pytest.raises(FileError, match="value"):
        status_of(value="12,5")


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ({"value": 12.5}, FigureStatus.VALUE),
        ({"value": 0}, FigureStatus.ZERO),
        ({"value": None}, FigureStatus.MISSING),
        ({"value": None, "status": "Missing"}, FigureStatus.MISSING),
        ({"value": None, "status": "Private"}, FigureStatus.SUPPRESSED),
        ({"value": 3, "status": "Preliminary"}, FigureStatus.PRELIMINARY),
    ],
)
def test_statuses(cell: dict[str, Any], status: FigureStatus) -> None:
    assert status_of(**cell) is status


def test_sexes_deleted_values_and_groups_of_municipalities() -> None:
    several = row(value=1.0)
    several["values"] += [
        {"gender": "K", "value": 2.0, "status": ""},
        {"gender": "M", "value": 3.0, "status": "", "isdeleted": True},
    ]
    group = row(value=9.0) | {"municipality": "G37563"}
    found = list(kolada.figures([several, group], {"N07540": "a"}, table="t", source="Kolada"))
    assert [(one.sex, one.value) for one in found] == [("T", 1.0), ("K", 2.0)]


@pytest.mark.parametrize(
    ("theirs", "ours"), [("0000", "00"), ("0024", "24"), ("2480", "2480"), ("G37563", None), ("24800", None)]
)
def test_codes(theirs: str, ours: str | None) -> None:
    assert kolada.our_code(theirs) == ours
    if ours:
        assert kolada.their_code(ours) == theirs


def test_a_question_holds_at_most_twenty_five_identities(public: Public) -> None:
    host = public.host("kolada")
    kpis = [f"N{n:05d}" for n in range(60)]
    assert [len(batch) for batch in kolada.batches(kpis)] == [25, 25, 10]
    with pytest.raises(ValueError, match="25"):
        kolada.values_question(host, kpis[:26], years=[2024])
    with pytest.raises(ValueError, match="one question"):
        kolada.values_question(host, kpis[:2])


def test_nothing_but_codes_goes_into_an_address(public: Public) -> None:
    with pytest.raises(FileError):
        kolada.values_question(public.host("kolada"), ["N07540/../../x"], years=[2024])


def test_the_latest_peer_group_of_each_kind(public: Public, way: Way) -> None:
    host, name = public.host("kolada"), invented.NAMES["2480"]
    rows = [
        one for page, _answer in kolada.pages(way.fetcher, host, kolada.groups_question(host, name)) for one in page
    ]
    groups = kolada.peer_groups(rows, name, "Kolada")
    assert [(one.kind, one.year, len(one.members)) for one in groups] == [
        ("socioekonomi", 2024, 4), ("övergripande", 2025, 7),
    ]  # fmt: skip
    assert not any("2480" in one.members for one in groups)


def test_members_may_be_codes_alone_and_regions_are_left_out() -> None:
    said = [{"id": "G1", "title": "Liknande kommuner räddningstjänst, A, 2024", "members": ["0024", "2480", "G7"]}]
    assert kolada.peer_groups(said, "A", "Kolada")[0].members == ("2480",)
    assert kolada.peer_groups(said, "B", "Kolada") == []


def test_a_web_page_for_a_page_of_rows(public: Public, way: Way) -> None:
    host = public.host("kolada")
    public.once("municipality_groups", Reply(body=b"<html></html>", kind="text/html"))
    with pytest.raises(FileError, match="Kolada"):
        list(kolada.pages(way.fetcher, host, kolada.groups_question(host, "x")))
