"""SCB's PxWebApi 2: limits, description, selection, splitting, JSON-stat, divisions of small areas."""

from __future__ import annotations

import copy
import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources import invented
from tests.sources.conftest import Way
from tests.sources.server import MAX_CELLS, Public, Reply, ok
from tryggve.domain.figure import FigureStatus
from tryggve.domain.indicator import TableQuery, indicators
from tryggve.domain.row_error import FileError
from tryggve.ingest.fetching.hosts import Window
from tryggve.ingest.sources import json_stat, scb_tables


def query_of(name: str) -> TableQuery:
    query = indicators()[name].query
    assert isinstance(query, TableQuery)
    return query


def everywhere(code: str) -> bool:
    return code.isdigit()


def fetched(public: Public, way: Way, name: str, division: str = "", own: str = "2480") -> list[Any]:
    host, query = public.host("scb"), query_of(name)
    most = scb_tables.read_limits(way.fetcher, host)
    codelist = query.codelists[division][0] if division else ""
    shape = scb_tables.read_table(way.fetcher, host, query.table, codelist=codelist)
    regions = (lambda code: code.startswith(f"{own}R")) if division else everywhere
    selection = scb_tables.select(shape, query, regions, division)
    found = []
    for said, _answer in scb_tables.answers(way.fetcher, host, query.table, selection, most):
        found += scb_tables.figures(said, query, name, table="t")
    return found


def test_the_limits_are_read_and_kept_to(public: Public, way: Way) -> None:
    host = public.host("scb")
    assert scb_tables.read_limits(way.fetcher, host) == MAX_CELLS
    moments = []
    for _call in range(40):
        way.fetcher.throttle.wait(host, lambda _seconds: None)
        moments.append(way.clock.moment)
    for moment in moments:
        assert sum(moment <= other < moment + dt.timedelta(seconds=10) for other in moments) <= 30


@pytest.mark.parametrize("said", [{}, {"maxDataCells": 0, "maxCallsPerTimeWindow": 1, "timeWindow": 1}, []])
def test_limits_of_another_shape_are_refused(public: Public, way: Way, said: Any) -> None:
    public.once("/config", ok(said))
    with pytest.raises(FileError, match="SCB"):
        scb_tables.read_limits(way.fetcher, public.host("scb"))


def test_a_large_question_is_split_and_nothing_is_lost(public: Public, way: Way) -> None:
    found = fetched(public, way, "folkmangd")
    regions = 1 + len(invented.COUNTIES) + len(invented.MUNICIPALITIES)
    assert len(found) == regions * 3 * 15
    assert public.count("/data") > 1
    assert len({(one.area, one.period, one.sex) for one in found}) == len(found)
    (one,) = (one for one in found if (one.area, one.period, one.sex) == ("2480", "2024", "K"))
    assert one.value == (1000 + 2400 + 240) * 0.5
    assert one.level == "municipality"


def test_a_source_that_allows_less_than_it_says_gets_smaller_questions(public: Public, way: Way) -> None:
    public.once("/data", Reply(403, b'{"title":"Too many cells selected","status":403}'))
    assert len(fetched(public, way, "medianinkomst")) == (1 + len(invented.COUNTIES) + 10) * 15


def test_parts_are_added_and_nothing_is_added_to_the_unknown(public: Public, way: Way) -> None:
    by_area = {(one.area, one.period, one.sex): one for one in fetched(public, way, "folkmangd_unga")}
    assert by_area["2480", "2024", "T"].value == pytest.approx((1000 + 2400 + 240) * 0.14, abs=0.1)
    assert by_area["2463", "2024", "T"].value is None
    assert by_area["2463", "2024", "T"].status is FigureStatus.MISSING


@pytest.mark.parametrize(("division", "years"), [("2020", ("2011", "2023")), ("2025", ("2024", "2025"))])
def test_years_in_which_a_division_did_not_hold_are_never_zeros(
    public: Public, way: Way, division: str, years: tuple[str, str]
) -> None:
    found = fetched(public, way, "folkmangd", division)
    assert {one.division for one in found} == {division}
    assert {one.area for one in found} == set(invented.REGSO["2480"])
    assert (min(one.period for one in found), max(one.period for one in found)) == years
    assert all(one.value for one in found)


def test_dots_are_missing_and_said_so(public: Public, way: Way) -> None:
    found = {one.area: one for one in fetched(public, way, "socioekonomiskt_index", "2025", own="2425")}
    assert (found["2425R003"].value, found["2425R003"].status, found["2425R003"].said) == (
        None, FigureStatus.MISSING, "..",
    )  # fmt: skip


def test_zeros_outside_a_division_are_dropped_from_a_table_saved_by_hand() -> None:
    codes = invented.scb_dimensions("TAB6574")
    codes |= {"Region": ["2480R001", "2480R001_RegSO2025"], "ContentsCode": ["000007Y7"], "Kon": ["1+2"]}
    codes |= {"Alder": ["totalt"]}
    said = invented.json_stat("TAB6574", codes, with_values=True)
    found = list(scb_tables.figures(said, query_of("folkmangd"), "folkmangd", table="t"))
    assert {(one.division, one.period < "2024") for one in found} == {("2020", True), ("2025", False)}
    assert not any(one.status is FigureStatus.ZERO for one in found)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda said: said["dimension"]["ContentsCode"]["category"]["index"].pop("000007Y7"), "size"),
        (lambda said: said.pop("dimension"), "dimension"),
        (lambda said: said.update({"class": "collection"}), "class"),
        (lambda said: said.update({"version": "1.0"}), "version"),
    ],
)
def test_another_description_is_refused(public: Public, way: Way, change: Any, words: str) -> None:
    codes = invented.scb_dimensions("TAB6574")
    said = copy.deepcopy(invented.json_stat("TAB6574", codes, with_values=False))
    change(said)
    public.once("/metadata", ok(said))
    with pytest.raises(FileError, match=words):
        scb_tables.read_table(way.fetcher, public.host("scb"), "TAB6574")


def test_a_content_that_is_gone_is_named_with_what_there_is(public: Public, way: Way) -> None:
    codes = invented.scb_dimensions("TAB6574") | {"ContentsCode": ["NYTT"]}
    public.once("/metadata", ok(invented.json_stat("TAB6574", codes, with_values=False)))
    shape = scb_tables.read_table(way.fetcher, public.host("scb"), "TAB6574")
    with pytest.raises(FileError, match="000007Y7") as caught:
        scb_tables.select(shape, query_of("folkmangd"), everywhere)
    assert "NYTT" in caught.value.how


def test_a_dimension_that_cannot_be_left_out_must_be_chosen(public: Public, way: Way) -> None:
    codes = invented.scb_dimensions("TAB6574") | {"Nytt": ["a", "b"]}
    public.once("/metadata", ok(invented.json_stat("TAB6574", codes, with_values=False)))
    shape = scb_tables.read_table(way.fetcher, public.host("scb"), "TAB6574")
    with pytest.raises(FileError, match="Nytt"):
        scb_tables.select(shape, query_of("folkmangd"), everywhere)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value": [1, 2]}, "size"),
        ({"value": ["1", "2", "3"]}, "value"),
        ({"value": {"9": 1}}, "value"),
    ],
)
def test_numbers_that_do_not_fit_their_dimensions_are_refused(change: dict[str, Any], words: str) -> None:
    codes = {"Region": ["00"], "Tid": ["2022", "2023", "2024"]}
    said = invented.json_stat("TAB3554", codes, with_values=False) | change
    with pytest.raises(FileError, match=words):
        list(json_stat.cells(said, "SCB"))


def test_values_and_signs_may_come_by_place() -> None:
    codes = {"Region": ["00"], "Tid": ["2022", "2023", "2024"]}
    said = invented.json_stat("TAB3554", codes, with_values=False) | {"value": {"0": 5}, "status": {"1": ".."}}
    assert [(cell.value, cell.sign) for cell in json_stat.cells(said, "SCB")] == [(5.0, ""), (None, ".."), (None, "")]
    said["dimension"]["Tid"]["category"]["index"] = ["2022", "2023", "2024"]
    assert json_stat.read_shape(said, "SCB")["Tid"].codes == ("2022", "2023", "2024")


def test_a_preliminary_sign_and_a_dash() -> None:
    query = query_of("medianinkomst")
    codes = {"Region": ["00"], "ContentsCode": ["HE0110J8"], "Tid": ["2022", "2023"]}
    said = invented.json_stat("TAB3554", codes, with_values=False) | {
        "value": [5, None],
        "status": {"0": "p", "1": "-"},
    }
    found = list(scb_tables.figures(said, query, "x", table="t"))
    assert [one.status for one in found] == [FigureStatus.PRELIMINARY, FigureStatus.ZERO]


def test_a_table_with_several_numbers_for_one_figure_is_refused() -> None:
    codes = {"Region": ["00"], "ContentsCode": ["HE0110J8"], "Fodelseland": ["a", "b"], "Tid": ["2022"]}
    said = invented.json_stat("TAB3554", codes, with_values=True)
    with pytest.raises(FileError, match="TAB3554"):
        list(scb_tables.figures(said, query_of("medianinkomst"), "x", table="t"))


def test_no_table_but_scbs_own_is_asked_for(public: Public, way: Way) -> None:
    with pytest.raises(ValueError, match="no table"):
        scb_tables.read_table(way.fetcher, public.host("scb"), "../TAB1")


def test_the_code_list_goes_with_the_question(public: Public) -> None:
    selection = scb_tables.Selection({"Region": ("2480R001",), "Tid": ("2024",)}, "vs_RegSO2025")
    question = scb_tables.data_question(public.host("scb"), "TAB6586", selection)
    assert question.body is not None
    assert json.loads(question.body)["selection"] == [
        {"variableCode": "Region", "valueCodes": ["2480R001"], "codelist": "vs_RegSO2025"},
        {"variableCode": "Tid", "valueCodes": ["2024"]},
    ]


@given(st.lists(st.integers(1, 12), min_size=1, max_size=3), st.integers(1, 500))
def test_pieces_together_are_the_whole_and_none_is_too_large(sizes: list[int], most: int) -> None:
    codes = {f"D{i}": tuple(map(str, range(size))) for i, size in enumerate(sizes)}
    pieces = scb_tables.split(scb_tables.Selection(codes), most)
    assert all(piece.cells <= most for piece in pieces)
    assert sum(piece.cells for piece in pieces) == scb_tables.Selection(codes).cells


def test_the_window_is_learned_with_a_call_to_spare(public: Public, way: Way) -> None:
    host = public.host("scb")
    way.fetcher.throttle.learn(host, Window(3, 10))
    for _call in range(3):
        way.fetcher.throttle.wait(host, lambda _seconds: None)
    assert sum(way.clock.waits) == 10
