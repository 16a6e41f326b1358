"""`tryggve fetch` and `tryggve areas fetch` as a person gives them."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.sources import invented
from tests.sources.server import Public, Reply
from tryggve.cli import main
from tryggve.domain.indicator import indicators
from tryggve.ingest.figures.long_table import read_long


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)


def places(public: Public, tmp_path: Path) -> list[str]:
    bases = [word for name, url in public.bases().items() for word in ("--base", f"{name}={url}")]
    return [*bases, "--cache", str(tmp_path / "cache")]


def test_the_plan_asks_nobody(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["fetch", "--kommun", "2480", "--plan"]) == 0
    said = capsys.readouterr().out
    assert "kolada-grupper.json" in said
    assert "polisens-lista-2025.geojson" in said
    assert "bra-ar.csv" in said
    assert "--offline-from" in said
    assert "TAB6586; Region = vs_RegSO2025; ContentsCode = 000008IT" in said
    assert list(tmp_path.iterdir()) == []


def test_all_is_fetched_and_brought_together(
    public: Public, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hand, folder = tmp_path / "egna", tmp_path / "ut"
    hand.mkdir()
    (hand / "bra-ar.csv").write_text(invented.bra_wide(["2480"]), encoding="utf-8")
    words = ["fetch", "--kommun", "2480", "--folder", str(folder), "--files", str(hand), *places(public, tmp_path)]
    assert main(words) == 0
    assert "bra-kvartal" in capsys.readouterr().out  # they are not there, no net has them, and it is said
    figures = read_long(folder / "figures.parquet")
    known = {one.indicator for one in figures if one.value is not None}
    hand_made = {"bra_person", "bra_stold", "bra_inbrott", "bra_narkotika_vapen", "bra_totalt_kvartal",
                 "bra_totalt_invanare", "medelfolkmangd"}  # fmt: skip
    assert known == set(indicators()) - hand_made
    summary = json.loads((folder / "fetch.json").read_text(encoding="utf-8"))
    assert set(summary["without"]) == hand_made
    asked = len(public.asked)
    assert main([*words, "--lang", "en"]) == 0
    assert len(public.asked) - asked <= 2  # the page and the list of the police may be asked for again


def test_without_a_network_the_folder_of_another_computer_serves(
    public: Public, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "ut", tmp_path / "hemma"
    main(["fetch", "--kommun", "0180", "--folder", str(first), *places(public, tmp_path)])
    public.always("/", Reply(500))
    capsys.readouterr()
    words = ["fetch", "--kommun", "0180", "--folder", str(second), "--offline-from", str(first)]
    assert main(words) == 1
    assert "bra-ar.csv" in capsys.readouterr().out
    (first / "raw" / "bra-ar.csv").write_text(invented.bra_wide(["0180"]), encoding="utf-8")
    (first / "raw" / "bra-kvartal.csv").write_text(
        "kommun_kod,ar,kvartal,antal_total,preliminar\n0180,2024,1,7,nej\n", encoding="utf-8"
    )
    assert main(words) == 0
    known = {one.indicator for one in read_long(second / "figures.parquet") if one.value is not None}
    assert {"bra_totalt_kvartal", "bra_totalt", "anmalda_totalt", "omradestyp"} <= known


def test_notices_are_added_to_those_before(public: Public, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["fetch", "--kommun", "2480", "--events", "--folder", str(tmp_path / "ut"), *places(public, tmp_path)]
    assert main(words) == 0
    assert main([*words, "--fresh"]) == 0
    lines = (tmp_path / "ut" / "polisen_handelser.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [1, 3]
    assert "0 nya" in capsys.readouterr().out or public.count("/api/events") == 2


def test_areas_go_into_the_store(public: Public, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(tmp_path / "lager")
    assert main(["init", store, "--municipality", "Exempelkommunen"]) == 0
    assert main(["areas", "fetch", "2480", "--store", store, "--by", "Test", *places(public, tmp_path)]) == 0
    capsys.readouterr()
    assert main(["areas", "list", "--store", store, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert any("regso" in json.dumps(row) and "2025" in json.dumps(row) for row in rows)


def test_areas_can_be_a_file_only(public: Public, tmp_path: Path) -> None:
    path = tmp_path / "regso.geojson"
    assert main(["areas", "fetch", invented.NAMES["2480"], "--out", str(path), *places(public, tmp_path)]) == 0
    said = json.loads(path.read_text(encoding="utf-8"))
    assert [one["properties"]["kod"] for one in said["features"]] == invented.REGSO["2480"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["fetch", "--kommun", "Ingenstans"], "Ingenstans"),
        (["fetch", "--kommun", "2480", "--base", "scb=http://mirror.example"], "https://"),
        (["fetch", "--kommun", "2480", "--base", "nonsense=https://x"], "nonsense"),
        (["fetch", "--kommun", "2480", "--offline-from", "finns-inte"], "finns-inte"),
        (["areas", "fetch", "2480", "--vintage", "1999"], "1999"),
    ],
)
def test_what_cannot_be_done_is_said(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 1
    assert told in capsys.readouterr().err
