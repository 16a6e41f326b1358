"""The whole run: ten municipalities of different size, files in a folder, sources that fail, a run that goes on."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest

from tests.sources import invented
from tests.sources.conftest import Way
from tests.sources.server import Public, Reply
from tryggve.domain.figure import Figure, FigureStatus
from tryggve.domain.indicator import Indicator, Origin, indicators
from tryggve.domain.row_error import FileError
from tryggve.ingest.fetching.hosts import HOSTS
from tryggve.ingest.fetching.provenance import read_provenance
from tryggve.ingest.figures.long_table import read_long
from tryggve.ingest.figures.net_supply import NetSupply
from tryggve.ingest.figures.pieces import FirstSupply, FolderSupply, Supply
from tryggve.ingest.figures.plan import file_to_put, plan_of, seconds_of
from tryggve.ingest.figures.run import CSV, PARQUET, PEERS, PROVENANCE, SUMMARY, Outcome, run
from tryggve.ingest.figures.scope import Scope, scope_of
from tryggve.ingest.figures.small_areas import AREAS, DIVISIONS, LISTED, read_small_areas

# One of each kind of source, and of each trap.
SOME = (
    "anmalda_totalt", "anmalda_valdsbrott", "trygg_morker", "utsatt_hot", "folkmangd", "folkmangd_unga",
    "socioekonomiskt_index", "utsatta_omraden", "sarskilt_utsatta_omraden", "bra_totalt", "bra_bedrageri",
)  # fmt: skip
WANTED: dict[str, Indicator] = {name: indicators()[name] for name in SOME}


def hand_folder(tmp_path: Path, code: str) -> Path:
    folder = tmp_path / f"egna-{code}"
    folder.mkdir(exist_ok=True)
    (folder / "bra-ar.csv").write_text(invented.bra_wide([code]), encoding="utf-8")
    return folder


def net(public: Public, way: Way, scope: Scope) -> NetSupply:
    return NetSupply(way.fetcher, public.hosts(), scope, WANTED)


def ran(supply: Supply, folder: Path, scope: Scope, tell: list[str] | None = None) -> Outcome:
    said: list[str] = [] if tell is None else tell
    return run(plan_of(scope, WANTED), supply, folder, scope=scope, wanted=WANTED, tell=said.append)


def by_key(figures: list[Figure] | tuple[Figure, ...] | object) -> dict[tuple[str, str, str, str], Figure]:
    assert isinstance(figures, list)
    return {(one.indicator, one.area, one.period, one.sex): one for one in figures}


@pytest.mark.parametrize("code", invented.MUNICIPALITIES)
def test_any_municipality_gets_its_table(public: Public, way: Way, tmp_path: Path, code: str) -> None:
    scope, folder = scope_of(code, 2026), tmp_path / "ut"
    outcome = ran(FirstSupply(FolderSupply(hand_folder(tmp_path, code)), net(public, way, scope)), folder, scope)
    assert not outcome.failures
    figures = read_long(folder / PARQUET)
    assert figures == read_long(folder / CSV) == list(outcome.figures)
    found = by_key(figures)
    total = found["anmalda_totalt", code, "2024", "T"]
    if code in invented.SMALL:
        assert (total.value, total.status, total.said) == (None, FigureStatus.SUPPRESSED, "Private")
    else:
        assert total.value == invented.kolada_value("N07540", code, 2024)
    survey = found["trygg_morker", code, "2024", "K"]
    assert (survey.status is FigureStatus.MISSING) == (code == invented.NOT_ASKED)
    assert found["bra_totalt", code, "1996", "T"].value == 1096
    assert found["bra_bedrageri", code, "2001", "T"].status is FigureStatus.SUPPRESSED
    listed = {"0180": (1.0, 0.0), "1480": (1.0, 1.0)}.get(code, (0.0, 0.0))
    names = ("utsatta_omraden", "sarskilt_utsatta_omraden")
    assert tuple(found[name, code, "2025", "T"].value for name in names) == listed
    small = {one.area for one in figures if one.level == "regso" and one.indicator == "socioekonomiskt_index"}
    assert small == set(invented.REGSO[code])
    others = {one.area[:4] for one in figures if one.level == "regso" and one.indicator == "folkmangd"}
    assert others == {code, *peers_of(folder)}
    assert not any(one.status is FigureStatus.ZERO for one in figures if one.level == "regso")


def peers_of(folder: Path) -> set[str]:
    with (folder / PEERS).open(encoding="utf-8") as stream:
        return {row["municipality"] for row in csv.DictReader(stream)}


def test_small_areas_are_named_and_only_a_kept_outline_carries_over(public: Public, way: Way, tmp_path: Path) -> None:
    scope, folder = scope_of("0180", 2026), tmp_path / "ut"
    ran(net(public, way, scope), folder, scope)
    found = read_small_areas(folder)
    first, second, third = invented.REGSO["0180"]
    assert [one.name for one in found.named("2025").values()] == ["Område 1", "Område 2", "Område 3"]
    assert found.same("2020", "2025") == {first: first, second: second}
    assert [(one.kind.value, one.share, round(one.to_share, 3)) for one in found.shared if one.code == third] == [
        ("within", 1.0, 0.667)
    ]
    assert found.listed == (("2025", "Första"),)


def test_every_row_leads_to_the_bytes_it_came_from(public: Public, way: Way, tmp_path: Path) -> None:
    scope, folder = scope_of("2480", 2026), tmp_path / "ut"
    ran(FirstSupply(FolderSupply(hand_folder(tmp_path, "2480")), net(public, way, scope)), folder, scope)
    rows = read_provenance((folder / PROVENANCE).read_text(encoding="utf-8"))
    for row in rows:
        content = (folder / row.file).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (row.sha256, row.size)
        assert row.source in {host.source for host in HOSTS.values()} | {"Brå"}
        assert row.licence
        assert row.fetched
    tables = {row.source_table for row in rows}
    used = {one.source_table for one in read_long(folder / PARQUET)} - {""}
    assert used <= tables
    assert {row.vintage for row in rows if row.source_table.startswith("scb-TAB")} == {"2026-02-22"}
    (hand,) = (row for row in rows if row.source_table == "bra-ar")
    assert hand.address == "file:bra-ar.csv"


def test_margins_and_gaps_and_peers(public: Public, way: Way, tmp_path: Path) -> None:
    scope, folder = scope_of("2480", 2026), tmp_path / "ut"
    outcome = ran(net(public, way, scope), folder, scope)
    found = by_key(read_long(folder / PARQUET))
    hot = found["utsatt_hot", "2480", "2020", "T"]
    assert (hot.value, hot.margin) == (
        invented.kolada_value("N07635", "2480", 2020), invented.kolada_value("N07683", "2480", 2020),
    )  # fmt: skip
    assert found["anmalda_totalt", "2480", "2026", "T"].status is FigureStatus.MISSING
    with (folder / PEERS).open(encoding="utf-8") as stream:
        peers = list(csv.DictReader(stream))
    assert {(row["kind"], row["year"]) for row in peers} == {("övergripande", "2025"), ("socioekonomi", "2024")}
    assert all(found["anmalda_totalt", row["municipality"], "2012", "T"] for row in peers)  # all years of peers
    assert [one.item.name for one in outcome.failures] == ["bra-ar"]
    assert "--files" in outcome.failures[0].how
    assert set(outcome.without) == {"bra_totalt", "bra_bedrageri"}


def test_the_same_files_in_a_folder_give_the_same_table(public: Public, way: Way, tmp_path: Path) -> None:
    scope, first, second = scope_of("1480", 2026), tmp_path / "natet", tmp_path / "filer"
    hand = FolderSupply(hand_folder(tmp_path, "1480"))
    ran(FirstSupply(hand, net(public, way, scope)), first, scope)
    asked = len(public.asked)
    outcome = ran(FolderSupply(first), second, scope)
    assert not outcome.failures
    assert len(public.asked) == asked
    for name in (PARQUET, CSV, PROVENANCE, PEERS, AREAS, DIVISIONS, LISTED):
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_a_folder_says_which_files_it_lacks(tmp_path: Path) -> None:
    scope = scope_of("2480", 2026)
    outcome = ran(FolderSupply(hand_folder(tmp_path, "2480")), tmp_path / "ut", scope)
    items = {item.name: item for item in plan_of(scope, WANTED)}
    assert {one.item.name for one in outcome.failures} == set(items) - {"bra-ar"}
    for failure in outcome.failures:
        assert file_to_put(failure.item) in failure.how
    assert {one.indicator for one in outcome.figures} == {"bra_totalt", "bra_bedrageri"}
    summary = json.loads((tmp_path / "ut" / SUMMARY).read_text(encoding="utf-8"))
    assert [one["item"] for one in summary["failed"]] == [one.item.name for one in outcome.failures]
    with pytest.raises(FileError, match="finns-inte"):
        FolderSupply(tmp_path / "finns-inte")


def test_a_file_put_by_hand_under_the_name_of_the_plan_serves(tmp_path: Path) -> None:
    scope, folder = scope_of("2480", 2026), tmp_path / "filer"
    folder.mkdir()
    codes = invented.scb_dimensions("TAB6574") | {"ContentsCode": ["000007Y7"], "Alder": ["totalt", "15-19", "20-24"]}
    said = invented.json_stat("TAB6574", codes, with_values=True)
    (folder / "scb_TAB6574_folkmangd.json").write_bytes(invented.json_bytes(said))
    outcome = ran(FolderSupply(folder), tmp_path / "ut", scope)
    found = by_key(list(outcome.figures))
    assert found["folkmangd", "2480", "2024", "T"].value == 1000 + 2400 + 240
    assert not any(one.level == "regso" and not one.area.startswith("2480") for one in outcome.figures)


def test_a_source_that_fails_takes_nothing_else_with_it(public: Public, way: Way, tmp_path: Path) -> None:
    scope = scope_of("2480", 2026)
    public.always("/api/v2/", Reply(body=b"<html>Underhall</html>", kind="text/html"))
    outcome = ran(net(public, way, scope), tmp_path / "ut", scope)
    failed = {one.item.name for one in outcome.failures}
    assert failed == {item.name for item in plan_of(scope, WANTED) if item.host == "scb"} | {"bra-ar"}
    assert by_key(list(outcome.figures))["anmalda_totalt", "2480", "2024", "T"].value


def test_an_item_that_breaks_off_leaves_nothing_of_itself(public: Public, way: Way, tmp_path: Path) -> None:
    scope = scope_of("2480", 2026)
    public.page_rows = 100
    public.always("page=2", Reply(404))
    outcome = ran(net(public, way, scope), tmp_path / "ut", scope)
    failed = {one.item.name for one in outcome.failures}
    assert "kolada-serier-01" in failed
    assert not any(one.source_table in failed for one in outcome.figures)
    assert not any(row.source_table in failed for row in outcome.provenance)


def test_a_run_that_broke_off_goes_on_where_it_was(public: Public, way: Way, tmp_path: Path) -> None:
    scope = scope_of("2480", 2026)
    public.always("/wfs", Reply(404))
    ran(net(public, way, scope), tmp_path / "ut", scope)
    before = {address for address in public.asked if "/wfs" not in address}
    public.standing.clear()
    public.asked.clear()
    outcome = ran(net(public, way, scope), tmp_path / "ut", scope)
    assert [one.item.name for one in outcome.failures] == ["bra-ar"]
    assert not before & {address for address in public.asked if "utsatta-omraden" not in address}
    assert public.count("/wfs") == 5  # what the server can, and two pages of each division


def test_only_what_the_indicators_name_is_asked_for(public: Public, way: Way, tmp_path: Path) -> None:
    """T-SOURCES: a question holds codes of figures and areas, and nothing of ours."""
    scope = scope_of("2480", 2026)
    wanted = {"anmalda_totalt": indicators()["anmalda_totalt"]}
    supply = NetSupply(way.fetcher, public.hosts(), scope, wanted)
    run(plan_of(scope, wanted), supply, tmp_path / "ut", scope=scope, wanted=wanted, tell=lambda _text: None)
    assert all("/v3/municipality_groups" in address or "/kpi/N07540" in address for address in public.asked)


def test_the_plan_names_every_indicator_and_how_long_it_takes() -> None:
    scope = scope_of("2480", 2026)
    items = plan_of(scope, indicators())
    assert {name for item in items for name in item.indicators} == set(indicators())
    assert len({item.name for item in items}) == len(items)
    assert 60 < seconds_of(items, HOSTS) < 600
    assert all(item.calls == 0 for item in items if item.origin is Origin.BRA)


def test_progress_is_told_item_by_item(public: Public, way: Way, tmp_path: Path) -> None:
    told: list[str] = []
    scope = scope_of("2480", 2026)
    ran(net(public, way, scope), tmp_path / "ut", scope, told)
    n = len(plan_of(scope, WANTED))
    assert [line.split(":")[0].split(" ")[0] for line in told[:n]] == [str(i) for i in range(1, n + 1)]


@pytest.mark.parametrize(
    ("text", "code"),
    [("2480", "2480"), (invented.NAMES["2480"].lower(), "2480"), (f"{invented.NAMES['0180']} kommun", "0180")],
)
def test_a_municipality_is_known_by_code_and_name(text: str, code: str) -> None:
    assert scope_of(text, 2026).code == code


@pytest.mark.parametrize("text", ["9999", "", "Exempelkommunen", "248"])
def test_another_word_is_refused(text: str) -> None:
    with pytest.raises(FileError):
        scope_of(text, 2026)
