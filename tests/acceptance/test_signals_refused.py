"""What signals and backtests refuse, and in which words: options out of place, persons in a reason, two at once."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tryggve import cli
from tryggve.cli import main
from tryggve.cli.alone import alone
from tryggve.store.database.actions.signals import KeptSignal, keep_signals
from tryggve.store.database.place import Place
from tryggve.store.database.signals import known_signals
from tryggve.store.database.upgrade import open_store

Run = Callable[..., tuple[int, str, str]]
NAME = "2025-03-03-A"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def tryggve(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = main([*(str(word) for word in words), "--lang", "en"])
        except SystemExit as stop:
            status = int(str(stop.code))
        told = capsys.readouterr()
        return status, told.out, told.err

    return tryggve


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with one signal."""
    folder = tmp_path / "store"
    assert main(["init", str(folder), "--by", "Kerstin"]) == 0
    one = KeptSignal(NAME, 20_150, 20_150, "opened", ("A",), 20_148, 20_150, 4.5)
    with open_store(Place(folder)) as database:
        keep_signals(
            database, source="est", level="district", day=20_150, signals=[one], gap=7, by="Kerstin", why="",
            at=dt.datetime(2025, 3, 3, tzinfo=dt.UTC),
        )  # fmt: skip
    return folder


def notes(store: Path) -> list[str]:
    with open_store(Place(store)) as database:
        (found,) = known_signals(database, "est", "district", 0)
        return [note.verdict for note in found.notes]


def note(store: Path, why: str, **more: str) -> list[object]:
    own = {"verdict": "judged", "day": "2025-03-04", "by": "Kerstin", **more}
    options = [word for name, value in own.items() for word in (f"--{name}", value)]
    return ["signals", "note", NAME, "--store", store, "--why", why, *options]


def test_a_reason_with_personal_data_is_refused_and_not_repeated(run: Run, store: Path) -> None:
    person = "Kalle Svensson 19900101-1239, tel 070-174 06 05, bor Storgatan 5"
    status, _told, err = run(*note(store, person))
    assert status == 2
    for kind in ("name", "personal identity number", "phone number", "home address"):
        assert kind in err
    assert not [word for word in ("Kalle", "19900101", "070", "Storgatan") if word in err]
    assert notes(store) == []
    assert run("store", "undo", 1, "--store", store, "--why", person)[0] == 2
    assert run(*note(store, "Fältgruppen är på skolgården kvällstid, KS 2025-00123"))[0] == 0


def test_the_same_note_twice_is_one(run: Run, store: Path) -> None:
    assert "Noted on" in run(*note(store, "lights"))[1]
    status, told, _err = run(*note(store, "lights"))
    assert status == 0
    assert "nothing was added" in told
    assert notes(store) == ["judged"]
    run(*note(store, "lights", verdict="acted"))
    run(*note(store, "lights", day="2025-03-05"))
    assert len(notes(store)) == 3


@pytest.mark.parametrize(
    "words", [["--areas", "a.csv"], ["--origin", "2021-01-01"], ["--crs", "local"], ["--reporters", "r.csv"]]
)
def test_options_of_files_are_refused_of_a_store(run: Run, store: Path, words: list[str]) -> None:
    for command in ("signals", "backtest"):
        status, _told, err = run(command, "--store", store, *words)
        assert status == 1
        assert f"{words[0]} is for files" in err


def test_a_verdict_without_a_note_is_refused(run: Run, store: Path) -> None:
    status, _told, err = run("signals", "--store", store, "--verdict", "acted")
    assert status == 1
    assert "signals note ID" in err


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    lines = [f"{day},A" for day in range(400)]
    (tmp_path / "e.csv").write_text("day,area\n" + "\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text("area,x,y\nA,0,0\nB,1000,0\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("crs", "said"), [("EPSG:999999", "unknown"), ("EPSG:4326", "in metres")])
def test_a_coordinate_system_that_is_none_is_refused(run: Run, tables: Path, crs: str, said: str) -> None:
    own = [tables / "e.csv", "--areas", tables / "a.csv", "--origin", "2021-01-01", "--crs", crs]
    for command in ("signals", "backtest"):
        status, _told, err = run(command, *own)
        assert status == 1
        assert said in err


@pytest.mark.parametrize("option", ["--origin", "--day"])
def test_a_day_beyond_all_calendars_is_refused(run: Run, tables: Path, option: str) -> None:
    status, _told, err = run("signals", tables / "e.csv", "--areas", tables / "a.csv", option, "9999-12-30")
    assert status == 2
    assert "1900-01-01 to 2199-12-31" in err


def test_tables_that_cannot_be_read_are_told_of_the_headings(run: Run, tables: Path) -> None:
    (tables / "odd.csv").write_text("when_it_was,place_it_was\n2024-01-01,A\n", encoding="utf-8")
    own = ["--areas", tables / "a.csv"]
    for words in (["backtest", tables / "odd.csv"], ["signals", tables / "e.csv", tables / "odd.csv"]):
        status, _told, err = run(*words, *own)
        assert status == 1
        assert "heading day (dag, datum)" in err
        assert "area (område, kod)" in err


def test_two_backtests_do_not_empty_the_folder_for_one_another(run: Run, tables: Path) -> None:
    out = tables / "days.jsonl"
    folder = tables / ".days.jsonl.tryggve-backtest"
    own = [tables / "e.csv", "--areas", tables / "a.csv", "--origin", "2021-01-01", "--out", out, "--learn", 30]
    with alone(folder):
        (folder / "days-1-2.json").write_text("[]", encoding="utf-8")
        status, told, err = run("backtest", *own)
        assert (status, told) == (1, "")
        assert "Another backtest is at work" in err
        assert (folder / "days-1-2.json").exists()
    assert run("backtest", *own)[0] == 0
    assert out.exists()
    assert not folder.exists()


def test_a_stop_inside_compiled_code_is_a_stop(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_arguments: object) -> int:
        raise SystemError("CPUDispatcher returned a result with an exception set") from KeyboardInterrupt()

    def broken(_arguments: object) -> int:
        raise SystemError("something else")

    plain = cli.module_of

    def module_with(deed: Callable[[object], int]) -> Callable[[str], Any]:
        def module_of(command: str) -> Any:
            module = plain(command)
            monkeypatch.setattr(module, "run", deed)
            return module

        return module_of

    monkeypatch.setattr(cli, "module_of", module_with(stopped))
    status, _told, err = run("profiles")
    assert status == 130
    assert "Stopped" in err
    monkeypatch.setattr(cli, "module_of", module_with(broken))
    with pytest.raises(SystemError, match="something else"):
        run("profiles")


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_the_method_of_signals_is_described_where_there_are_any(run: Run, tmp_path: Path, audience: str) -> None:
    from tryggve.example.write import write_example

    files = write_example(tmp_path / "data")
    own = [files.reports, "--areas", files.areas, "--reporters", files.reporters, "--period", "2025-10"]
    status, _told, _err = run(
        "lagesbild", *own, "--audience", audience, "--format", "json", "--out", tmp_path / audience
    )
    assert status == 0
    document = json.loads((tmp_path / audience / "lagesbild.json").read_text(encoding="utf-8"))
    assert "signals" not in [section["key"] for section in document["sections"]]
    assert "Signals to judge" not in json.dumps(document["methods"])
