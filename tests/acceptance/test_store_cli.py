"""A store as its user meets it: made, filled, asked, corrected, exported, and what is said when something is off."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tryggve.cli import main
from tryggve.domain.language import _
from tryggve.example.write import ExampleFiles, write_example

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def tryggve(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main([str(word) for word in words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return tryggve


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> ExampleFiles:
    return write_example(tmp_path_factory.mktemp("example") / "data")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, example: ExampleFiles) -> Path:
    store = tmp_path_factory.mktemp("filled") / "store"
    files = [str(example.reports), str(example.frauds), str(example.police_table)]
    assert main(["init", str(store), "--municipality", "Exempelkommunen", "--by", "Kerstin"]) == 0
    assert (
        main(["import", *files, "--reporters", str(example.reporters), "--store", str(store), "--by", "Kerstin"]) == 0
    )
    return store


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Path:
    return shutil.copytree(filled, tmp_path / "store")


def document(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "lagesbild.json").read_text(encoding="utf-8"))
    return found


def test_a_lagesbild_from_the_store_is_that_from_the_files(
    run: Run, store: Path, example: ExampleFiles, tmp_path: Path
) -> None:
    files = (example.reports, example.frauds, example.police_table)
    same = ("--period", "2025-10", "--format", "json", "--municipality", "Exempelkommunen")
    assert run("lagesbild", "--store", store, *same, "--out", tmp_path / "a")[0] == 0
    assert run("lagesbild", *files, "--reporters", example.reporters, *same, "--out", tmp_path / "b")[0] == 0
    ours, theirs = document(tmp_path / "a"), document(tmp_path / "b")
    assert ours["meta"] == theirs["meta"]  # the fingerprint of the facts is in it
    assert ours["findings"] == theirs["findings"]
    # What was noted while reading is told by the import; files without a calibration say nothing of signals.
    read = {"unknown", "signals"}
    assert [s for s in ours["sections"] if s["key"] not in read] == [
        s for s in theirs["sections"] if s["key"] not in read
    ]
    assert [s["key"] for s in ours["sections"] if s["key"] == "signals"] == ["signals"]
    assert not any(s["key"] == "signals" for s in theirs["sections"])
    status, told, _err = run("store", "log", "--store", store, "--format", "json")
    assert status == 0
    assert [event["action"] for event in json.loads(told)] == ["init", "import", "report"]


def test_a_number_of_the_store_can_be_explained(run: Run, store: Path, tmp_path: Path) -> None:
    assert (
        run("lagesbild", "--store", store, "--period", "2025-10", "--format", "json", "--out", tmp_path / "a")[0] == 0
    )
    finding = document(tmp_path / "a")["findings"][0]
    status, told, _err = run("explain", finding["id"], tmp_path / "a")
    assert status == 0
    assert "SELECT" in told


def test_importing_again_says_that_nothing_is_new(run: Run, store: Path, example: ExampleFiles) -> None:
    before = json.loads(run("store", "verify", "--store", store, "--format", "json")[1])
    status, told, _err = run("import", example.reports, "--store", store)
    assert status == 0
    assert "8174 lästa, 0 in, 0 ändrade, 8160 oförändrade, 14 stoppade för granskning" in told
    assert "Samma fil kom in" in told
    after = json.loads(run("store", "verify", "--store", store, "--format", "json")[1])
    assert before["fingerprint"] == after["fingerprint"]
    assert all(check["holds"] for check in after["checks"])


def test_rows_that_do_not_go_in_are_given_back(run: Run, store: Path, example: ExampleFiles, tmp_path: Path) -> None:
    out = tmp_path / "back"
    status, told, err = run("import", example.faulty_reports, "--store", store, "--out", out)
    assert status == 0
    assert "43 lästa, 31 in" in told
    (back,) = out.iterdir()
    rows = back.read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 1 + 12
    assert "12 rader kom inte med" in err


def test_a_new_source_beside_others_is_pointed_at(run: Run, store: Path, tmp_path: Path) -> None:
    reports = tmp_path / "helt_annat_namn.csv"
    reports.write_text("lopnr;dag;slag\n1;2025-10-01;klotter\n", encoding="utf-8")
    status, told, _err = run("import", reports, "--store", store)
    assert (status, "Ny källa" in told, "--source" in told) == (0, True, True)
    status, told, _err = run("import", reports, "--store", store, "--source", "EST")
    assert (status, "1 in" in told, "Ny källa" in told) == (0, True, False)
    found = json.loads(run("store", "status", "--store", store, "--format", "json")[1])
    assert found["incidents"]["EST"] > 7000


def test_status_in_words_and_as_json(run: Run, store: Path) -> None:
    status, told, _err = run("store", "status", "--store", store)
    assert status == 0
    assert "Exempelkommunen" in told
    assert "Ingen säkerhetskopia har tagits" in told
    found = json.loads(run("store", "status", "--store", store, "--format", "json")[1])
    assert found["engine"] == "sqlite"
    assert found["organisations"] == 25
    assert found["latest"][0]["by"] == "Kerstin"
    assert sum(found["incidents"].values()) > 7000


def test_only_the_owner_can_read_the_store(store: Path) -> None:
    for path in (store, *store.iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_undo_gives_an_empty_store_back(run: Run, store: Path) -> None:
    assert run("store", "undo", 1, "--store", store, "--why", "fel fil")[0] == 0
    assert "Lagret är tomt" in run("store", "status", "--store", store)[1]
    status, _told, err = run("store", "undo", 1, "--store", store, "--why", "igen")
    assert status == 1
    assert "har redan tagits tillbaka" in err


@pytest.mark.parametrize("chosen", ["parquet", "csv", "json"])
def test_export(run: Run, store: Path, tmp_path: Path, chosen: str) -> None:
    out = tmp_path / "out"
    out.mkdir(mode=0o755)
    status, told, _err = run("store", "export", "--store", store, "--out", out, "--format", chosen)
    assert status == 0
    expected = json.loads(run("store", "verify", "--store", store, "--format", "json")[1])["fingerprint"]
    assert expected in told
    ending = {"parquet": "parquet", "csv": "csv", "json": "jsonl"}[chosen]
    tables = ("incident_fact", "incident_area", "count_fact", "report_day", "reporter")
    read_me = {_("READ ME.txt")} if chosen == "csv" else set()
    assert {path.name for path in out.iterdir()} == {f"{name}.{ending}" for name in tables} | read_me
    for path in out.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    read = {"parquet": "read_parquet", "csv": "read_csv", "json": "read_json"}[chosen]
    (row,) = duckdb.connect().execute(f"SELECT COUNT(*), SUM(n) FROM {read}('{out}/incident_fact.{ending}')").fetchall()
    assert row[0] == 8160
    status, _told, err = run("store", "export", "--store", store, "--out", out)
    assert status == 1
    assert "inte en tom mapp" in err


def test_free_text_leaves_only_for_a_reason_and_never_as_a_formula(run: Run, store: Path, tmp_path: Path) -> None:
    reports = tmp_path / "r.csv"
    reports.write_text("id;datum;kategori;beskrivning\n1;2025-10-01;klotter;=HYPERLINK(1)\n", encoding="utf-8")
    assert run("import", reports, "--store", store)[0] == 0
    status, _told, err = run("store", "export", "--store", store, "--out", tmp_path / "no", "--with-text")
    assert status == 1
    assert "--why" in err
    status, _told, _err = run(
        "store",
        "export",
        "--store",
        store,
        "--out",
        tmp_path / "yes",
        "--format",
        "csv",
        "--with-text",
        "--why",
        "prov",
    )
    assert status == 0
    text = (tmp_path / "yes" / "incident_text.csv").read_text(encoding="utf-8")
    assert "'=HYPERLINK" in text
    assert ";=HYPERLINK" not in text
    events = json.loads(run("store", "log", "--store", store, "--format", "json")[1])
    assert [event["action"] for event in events][-2:] == ["export", "read_text"]


def test_a_name_is_read_for_a_reason_masked_and_stays_away(run: Run, store: Path, tmp_path: Path) -> None:
    reports = tmp_path / "r.csv"
    reports.write_text(
        "id;datum;kategori;beskrivning\n1;2025-10-01;klotter;ring 070-123 45 67 om klottret\n", encoding="utf-8"
    )
    assert run("import", reports, "--store", store)[0] == 0
    flagged = json.loads(run("store", "flagged", "--store", store, "--format", "json")[1])
    incident = flagged[-1]["id"]
    assert (flagged[-1]["report"], flagged[-1]["day"]) == ("1", "2025-10-01")
    assert "phone" in flagged[-1]["kinds"]
    with pytest.raises(SystemExit):
        run("store", "read", incident, "--store", store)
    with pytest.raises(SystemExit):
        run("store", "read", incident, "--store", store, "--why", "  ")
    assert "070-123 45 67" in run("store", "read", incident, "--store", store, "--why", "märkt text")[1]
    assert (
        run("store", "correct", incident, "--mask-text", "--erase", "--why", "gallrat nummer", "--store", store)[0] == 0
    )
    assert "[telefonnummer]" in run("store", "read", incident, "--store", store, "--why", "kontroll")[1]
    assert run("import", reports, "--store", store)[0] == 0
    assert "070" not in run("store", "read", incident, "--store", store, "--why", "kontroll")[1]
    assert b"070-123 45 67" not in (store / "tryggve.sqlite3").read_bytes()


def test_what_to_do_when_there_is_no_store(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for words in (("store", "status"), ("import", "a.csv")):
        status, _told, err = run(*words)
        assert (status, "tryggve init" in err) == (1, True)
    status, _told, err = run("store", "status", "--store", tmp_path / "absent")
    assert (status, "tryggve init" in err) == (1, True)
    status, _told, err = run("lagesbild", "--period", "2025-10")
    assert (status, "--store" in err) == (1, True)


def test_the_store_may_come_from_settings_and_from_the_folder(
    run: Run, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRYGGVE_STORE", str(store))
    assert run("store", "status")[0] == 0
    monkeypatch.delenv("TRYGGVE_STORE")
    monkeypatch.chdir(store)
    assert run("store", "status")[0] == 0


def test_a_store_is_not_made_twice(run: Run, store: Path) -> None:
    before = (store / "tryggve.sqlite3").read_bytes()
    status, _told, err = run("init", store)
    assert (status, "finns redan ett lager" in err) == (1, True)
    assert (store / "tryggve.sqlite3").read_bytes() == before


def test_a_password_is_never_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRYGGVE_DATABASE_URL", "postgresql://anna:hemligt@127.0.0.1:1/tryggve")
    status, told, err = run("store", "status")
    assert status == 1
    assert "127.0.0.1" in err
    assert "hemligt" not in told + err
    monkeypatch.setenv("TRYGGVE_DATABASE_URL", "mysql://anna:hemligt@127.0.0.1/tryggve")
    status, told, err = run("store", "status")
    assert (status, "postgresql://" in err, "hemligt" in err) == (1, True, False)


def test_a_damaged_database_is_called_so(run: Run, store: Path) -> None:
    file = store / "tryggve.sqlite3"
    file.write_bytes(b"not a database at all, but long enough to be read as one" * 100)
    status, _told, err = run("store", "status", "--store", store)
    assert (status, "tryggve restore" in err) == (1, True)


def test_a_report_is_found_by_its_own_id(run: Run, store: Path, tmp_path: Path) -> None:
    reports = tmp_path / "r.csv"
    reports.write_text("id;datum;kategori;beskrivning\nK-7;2025-10-01;klotter;hej\n", encoding="utf-8")
    assert run("import", reports, "--store", store)[0] == 0
    assert "hej" in run("store", "read", "K-7", "--store", store, "--why", "prov")[1]
    status, _told, err = run("store", "read", "K-8", "--store", store, "--why", "prov")
    assert (status, "K-8" in err) == (1, True)
    assert run("store", "correct", "K-7", "--remove-text", "--why", "prov", "--store", store)[0] == 0
    assert "Utan text" in run("store", "read", "K-7", "--store", store, "--why", "prov")[1]


def test_a_renamed_file_is_the_file_it_was(run: Run, store: Path, tmp_path: Path) -> None:
    first, renamed = tmp_path / "egen.csv", tmp_path / "egen_ny.csv"
    first.write_text("lopnr;dag;slag\n1;2025-10-01;klotter\n", encoding="utf-8")
    assert "1 in" in run("import", first, "--store", store)[1]
    shutil.copy(first, renamed)
    told = run("import", renamed, "--store", store)[1]
    assert "0 in, 0 ändrade, 1 oförändrade" in told
    assert "egen_ny.csv är samma fil som egen.csv" in told


def test_what_was_seen_while_reading_is_told_and_kept(
    run: Run, store: Path, example: ExampleFiles, tmp_path: Path
) -> None:
    assert run("areas", "import", example.areas, "--store", store)[0] == 0
    reports = tmp_path / "r.csv"
    reports.write_text("id;datum;kategori;omrade\n1;2025-10-01;klotter;Björkfalet\n", encoding="utf-8")
    assert "Björkfalet" in run("import", reports, "--store", store)[1]
    out = tmp_path / "bild"
    assert run("lagesbild", "--store", store, "--period", "2025-10", "--format", "json", "--out", out)[0] == 0
    assert "Björkfalet" in (out / "lagesbild.json").read_text(encoding="utf-8")


def test_what_a_terminal_would_obey_is_never_written_to_it(run: Run, store: Path, tmp_path: Path) -> None:
    reports = tmp_path / "r\x1b[2Jx.csv"
    reports.write_text("id;datum;kategori;organisation\n1;2025-10-01;klotter;A\n", encoding="utf-8")
    told = run("import", reports, "--store", store, "--by", "Eva\x1b[31m\n2026-01-01 root", "--why", "a\nb")[1]
    told += run("store", "log", "--store", store)[1] + run("store", "status", "--store", store)[1]
    assert "\x1b" not in told
    assert "\n2026-01-01 root" not in told


def test_given_back_rows_are_for_the_owner_alone(run: Run, store: Path, example: ExampleFiles, tmp_path: Path) -> None:
    assert run("import", example.faulty_reports, "--store", store, "--out", tmp_path / "back")[0] == 0
    (back,) = (tmp_path / "back").iterdir()
    assert stat.S_IMODE(back.stat().st_mode) == 0o600
    assert (
        run("lagesbild", "--store", store, "--period", "2025-10", "--format", "json", "--out", tmp_path / "b")[0] == 0
    )
    assert stat.S_IMODE((tmp_path / "b" / "underlag").stat().st_mode) == 0o700
    for path in (tmp_path / "b" / "underlag").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
