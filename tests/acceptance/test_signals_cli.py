"""Signals and backtests as their user meets them: from a table, from a store, in the lägesbild."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.signal_twin import FIRST, METHODS, town
from tryggve.cli import main
from tryggve.domain.calendar_days import day_date
from tryggve.example.write import ExampleFiles, write_example
from tryggve.reports import signal_ground, signals_today
from tryggve.signals import chosen

Run = Callable[..., tuple[int, str, str]]
BEGIN, END = str(day_date(FIRST + 600)), str(day_date(FIRST + 690))
UNREST = ((5, 640, 10, 5),)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def tryggve(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main([str(word) for word in words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return tryggve


@pytest.fixture
def plain_methods(monkeypatch: pytest.MonkeyPatch) -> None:
    """A quick method in the place of all others."""
    # Also where it was fetched before: the web, in the same process, has them imported already.
    for module in (chosen, signal_ground, signals_today):
        monkeypatch.setattr(module, "methods_for", lambda _history: METHODS)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town as two tables: events with an area and a whole number of days, and areas as points."""
    folder = tmp_path_factory.mktemp("tables")
    events = town(days=700, extra=UNREST).events
    rows = zip((events.day - FIRST).tolist(), events.area.tolist(), events.category.tolist(), strict=True)
    lines = ["day,area,type", *(f"{day},R{area},{('klotter', 'inbrott_stold')[kind]}" for day, area, kind in rows)]
    (folder / "events.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    places = [f"R{i},{x},{y}" for i, (x, y) in enumerate(events.xy.tolist())]
    (folder / "areas.csv").write_text("\n".join(["area,x,y", *places]) + "\n", encoding="utf-8")
    return folder


def source(tables: Path) -> list[object]:
    return [
        tables / "events.csv", "--areas", tables / "areas.csv", "--origin", "2021-01-01", "--crs", "local",
    ]  # fmt: skip


def test_a_backtest_of_a_table(run: Run, tables: Path, tmp_path: Path, plain_methods: None) -> None:
    out, learnt = tmp_path / "days.jsonl", tmp_path / "learnt.json"
    asked = ["--from", BEGIN, "--to", END, "--format", "json", "--out", out, "--calibration", learnt]
    status, told, progress = run("backtest", *source(tables), *asked, "--inject", 4)
    assert status == 0
    assert "en på 30 dagar:" in told
    assert "91" in progress
    days = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [day["date"] for day in days] == [str(day_date(FIRST + n)) for n in range(600, 691)]
    signals = [one for day in days for one in day["signals"]]
    needed = {"id", "areas", "first_day", "last_day", "score", "expected_false_per_year", "method"}
    assert all(needed <= set(one) for one in signals)
    during = [one for day in days[42:50] for one in day["signals"] if "R5" in one["areas"] and one["shown"]]
    assert during
    assert min(one["expected_false_per_year"] for one in during) < 1
    assert len({one["id"] for one in during}) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["days.jsonl", "learnt.json"]
    again = tmp_path / "again.jsonl"
    run("backtest", *source(tables), *[again if word is out else word for word in asked[:-2]])
    assert again.read_bytes() == out.read_bytes()


def test_a_backtest_that_is_killed_goes_on_to_the_same_bytes(
    run: Run, tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plain_methods: None
) -> None:
    whole, broken = tmp_path / "whole.jsonl", tmp_path / "broken.jsonl"
    asked = [*source(tables), "--from", BEGIN, "--to", END, "--format", "json", "--out"]
    assert run("backtest", *asked, whole)[0] == 0
    from tryggve.signals import replay

    ran: list[int] = []
    plain = replay.run_block

    def dies(block: replay.Block) -> list[Any]:
        if len(ran) == 2:
            raise KeyboardInterrupt
        ran.append(block.first_day)
        return plain(block)

    monkeypatch.setattr(replay, "run_block", dies)
    assert run("backtest", *asked, broken)[0] == 130
    assert not broken.exists()
    kept = tmp_path / ".broken.jsonl.tryggve-backtest"
    assert len(list(kept.glob("days-*.json"))) == 2
    monkeypatch.setattr(replay, "run_block", plain)
    assert run("backtest", *asked, broken)[0] == 0
    assert broken.read_bytes() == whole.read_bytes()
    assert not kept.exists()


def test_signals_of_a_table_with_what_a_backtest_learnt(
    run: Run, tables: Path, tmp_path: Path, plain_methods: None
) -> None:
    learnt = tmp_path / "learnt.json"
    run("backtest", *source(tables), "--from", BEGIN, "--to", str(day_date(FIRST + 630)), "--calibration", learnt)
    day = str(day_date(FIRST + 646))
    status, told, _err = run("signals", *source(tables), "--day", day, "--calibration", learnt, "--format", "json")
    assert status == 0
    found = json.loads(told)
    assert (found["date"], found["calibrated"]) == (day, True)
    first = found["signals"][0]
    assert "R5" in first["areas"]
    assert first["expected_false_per_year"] < 1
    drawn = tmp_path / "karta.svg"
    asked = ["--day", day, "--calibration", learnt, "--format", "geojson", "--out", tmp_path / "s.geojson"]
    run("signals", *source(tables), *asked, "--map", drawn)
    features = json.loads((tmp_path / "s.geojson").read_text(encoding="utf-8"))["features"]
    assert features[0]["geometry"]["type"] == "Polygon"
    assert "1: R" in drawn.read_text(encoding="utf-8")


def test_without_a_backtest_no_rate_is_told(run: Run, tables: Path, plain_methods: None) -> None:
    _status, told, _err = run("signals", *source(tables), "--format", "json")
    found = json.loads(told)
    assert (found["calibrated"], found["why_uncalibrated"]) == (False, "none")
    assert found["signals"]
    assert {one["expected_false_per_year"] for one in found["signals"]} == {None}
    _status, told, _err = run("signals", *source(tables), "--lang", "en")
    assert "No backtest has been made" in told
    assert "a year" not in told


BAD = {
    "no origin": (["--origin"], "--origin 2021-01-01"),
    "an unknown area": (None, "R99"),
    "no areas": (["--areas"], "--areas"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_used_is_said(what: str, run: Run, tables: Path, tmp_path: Path) -> None:
    dropped, said = BAD[what]
    words = [*source(tables)]
    for option in dropped or ():
        at = words.index(option)
        del words[at : at + 2]
    if dropped is None:
        worse = tmp_path / "worse.csv"
        worse.write_text("day,area\n1,R1\n2,R99\n", encoding="utf-8")
        words[0] = worse
    status, _told, err = run("backtest", *words)
    assert status == 1
    assert said in err


@pytest.mark.parametrize("text", ["", "day,area\n", "day,area\n0,R1\n", "day,area\n" + "0,R1\n" * 50])
def test_hardly_any_events_give_words_and_no_signal(text: str, run: Run, tables: Path, tmp_path: Path) -> None:
    few = tmp_path / "few.csv"
    few.write_text(text, encoding="utf-8")
    words = [few, *source(tables)[1:]]
    status, told, err = run("signals", *words, "--format", "json")
    if status == 0:
        found = json.loads(told)
        assert found["signals"] == []
        assert any(limit["stops"] for limit in found["limits"])
    else:
        assert "tryggve: " in err
    assert run("backtest", *words)[0] == 1


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> ExampleFiles:
    return write_example(tmp_path_factory.mktemp("example") / "data")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, example: ExampleFiles) -> Path:
    store = tmp_path_factory.mktemp("filled") / "store"
    who = ["--store", str(store), "--by", "Kerstin"]
    assert main(["init", str(store), "--municipality", "Exempelkommunen", "--by", "Kerstin"]) == 0
    assert main(["areas", "import", str(example.areas), *who]) == 0
    assert main(["import", str(example.reports), "--reporters", str(example.reporters), *who]) == 0
    return store


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Path:
    return shutil.copytree(filled, tmp_path / "store")


def section(folder: Path) -> dict[str, Any] | None:
    document = json.loads((folder / "lagesbild.json").read_text(encoding="utf-8"))
    return next((one for one in document["sections"] if one["key"] == "signals"), None)


def words_of(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False)


def test_a_store_from_backtest_to_lagesbild(run: Run, store: Path, tmp_path: Path, plain_methods: None) -> None:
    own = ["--store", store, "--by", "Kerstin", "--lang", "en"]
    status, told, _err = run("backtest", *own, "--to", "2025-09-30", "--one-per", 10, "--why", "yearly")
    assert status == 0
    assert not (store / ".tryggve-backtest").exists()
    listed = None
    for n in range(1, 32, 3):
        status, told, _err = run("signals", *own, "--day", f"2025-10-{n:02}", "--format", "json")
        assert status == 0
        listed = listed or next(iter(json.loads(told)["signals"]), None)
    assert listed is not None
    assert (
        run("signals", "note", listed["id"], "--verdict", "acted", "--why", "patrols", *own, "--day", "2025-10-20")[0]
        == 0
    )
    assert run("signals", *own, "--day", "2025-09-01")[0] == 1
    assert run("signals", *own, "--day", "2025-09-01", "--look")[0] == 0
    out = tmp_path / "bild"
    assert run("lagesbild", *own, "--period", "2025-10", "--out", out, "--format", "json,html")[0] == 0
    found = section(out)
    assert found is not None
    assert listed["id"] in words_of(found)
    assert "acted on" in words_of(found)
    tables = {block["id"]: block for block in found["blocks"] if block["type"] == "table"}
    assert {"signals.year", "signals.look_back"} <= set(tables)
    signals = [block for block in found["blocks"] if block["type"] == "findings"]
    assert sum(len(block["ids"]) for block in signals) <= 5
    _status, told, _err = run("store", "log", *own[:2], "--lang", "en", "--last", 60)
    assert "backtest" in told
    assert "signal judged" in told


def signals_in(folder: Path) -> tuple[list[str], dict[str, Any]]:
    """The ids of the cards of a lägesbild, and the table of the year's signals."""
    found = section(folder)
    assert found is not None
    cards = [name for block in found["blocks"] if block["type"] == "findings" for name in block["ids"]]
    return cards, next(block for block in found["blocks"] if block.get("id") == "signals.year")


def first_with_signals(run: Run, own: list[object], out: Path) -> str:
    """The first day of October 2025 whose lägesbild shows a signal; the lägesbild is in the folder."""
    for n in range(4, 29):
        shutil.rmtree(out, ignore_errors=True)
        run("lagesbild", *own, "--period", f"2025-10-01..2025-10-{n:02}", "--out", out, "--format", "json")
        if signals_in(out)[0]:
            return f"2025-10-{n:02}"
    pytest.fail("no signal in October")


def test_what_a_lagesbild_shows_can_be_noted_once_its_list_is_kept(
    run: Run, store: Path, tmp_path: Path, plain_methods: None
) -> None:
    own = ["--store", store, "--by", "Kerstin", "--lang", "en"]
    run("backtest", *own, "--one-per", 3, "--to", "2025-09-30")
    day = first_with_signals(run, own, tmp_path / "bild")
    (card, *_rest), year = signals_in(tmp_path / "bild")
    assert year["rows"] == []
    assert year["empty"].startswith("No list has been kept this year")
    note = ["note", card, "--verdict", "acted", "--why", "patrols", *own]
    status, _told, err = run("signals", *note)
    assert status == 1
    assert "Keep the list" in err
    listed = json.loads(run("signals", *own, "--day", day, "--format", "json")[1])["signals"]
    (name,) = (one["id"] for one in listed if f"signal.{one['id'].lower()}" == card)
    answers = [run("signals", "note", said, *note[2:]) for said in (card, card.removeprefix("signal."), name)]
    again = f"This was already noted on {name}: nothing was added.\n"
    assert [one[:2] for one in answers] == [(0, f"Noted on {name}.\n"), (0, again), (0, again)]
    status, _told, err = run("signals", *note, "--day", "2025-01-01")
    assert status == 1
    assert "The signal opened on" in err


def test_a_signal_keeps_its_id_when_an_old_day_is_looked_at_again(
    run: Run, store: Path, tmp_path: Path, plain_methods: None
) -> None:
    own = ["--store", store, "--by", "Kerstin", "--lang", "en"]
    run("backtest", *own, "--one-per", 3, "--to", "2025-09-30")
    days = [f"2025-10-{n:02}" for n in range(1, 32, 5)]

    def told(day: str, *more: str) -> list[dict[str, Any]]:
        return list(json.loads(run("signals", *own, "--day", day, "--format", "json", *more)[1])["signals"])

    then = {day: told(day) for day in days}
    assert any(then.values())
    run("signals", *own, "--day", "2025-11-20")
    for day in days:
        again = told(day, "--look")
        assert [(one["id"], one["state"]) for one in again] == [(one["id"], one["state"]) for one in then[day]]
        assert all(name[:10] <= day for one in again for name in one["earlier"])
    day = next(day for day in days if then[day])
    out = tmp_path / "bild"
    run("lagesbild", *own, "--period", f"2025-10-01..{day}", "--out", out, "--format", "json")
    cards, year = signals_in(out)
    assert cards[0] == f"signal.{then[day][0]['id'].lower()}"
    rows = {row[0]["text"].split()[0]: [cell["text"] for cell in row] for row in year["rows"]}
    assert rows[then[day][0]["id"]][3] == then[day][0]["state"]
    # These lists were made long after their days, so nobody was told then.
    assert rows[then[day][0]["id"]][0].endswith("(the list was made afterwards)")


def test_a_public_lagesbild_names_no_signal(run: Run, store: Path, tmp_path: Path, plain_methods: None) -> None:
    own = ["--store", store, "--by", "Kerstin"]
    run("backtest", *own, "--one-per", 10)
    out = tmp_path / "publik"
    assert (
        run("lagesbild", *own, "--period", "2025-10", "--audience", "public", "--out", out, "--format", "json")[0] == 0
    )
    assert section(out) is None
    document = json.loads((out / "lagesbild.json").read_text(encoding="utf-8"))
    assert not [one for one in document["findings"] if one["kind"] == "signal"]


def test_a_lagesbild_without_a_backtest_says_so(run: Run, store: Path, tmp_path: Path) -> None:
    out = tmp_path / "bild"
    run("lagesbild", "--store", store, "--by", "Kerstin", "--period", "2025-10", "--out", out, "--format", "json")
    found = section(out)
    assert found is not None
    assert "tryggve backtest" in words_of(found)
    document = json.loads((out / "lagesbild.json").read_text(encoding="utf-8"))
    assert "Signaler att bedöma" in json.dumps(document["methods"], ensure_ascii=False)
    assert not [block for block in found["blocks"] if block["type"] in ("findings", "figure")]


def test_the_number_of_a_signal_can_be_counted_again(
    run: Run, store: Path, tmp_path: Path, plain_methods: None
) -> None:
    own = ["--store", store, "--by", "Kerstin", "--lang", "en"]
    run("backtest", *own, "--one-per", 3, "--to", "2025-10-31")
    out = tmp_path / "bild"
    for day in range(6, 31, 3):
        shutil.rmtree(out, ignore_errors=True)
        run("lagesbild", *own, "--period", f"2025-10-01..2025-10-{day:02}", "--out", out, "--format", "json")
        document = json.loads((out / "lagesbild.json").read_text(encoding="utf-8"))
        signals = [one for one in document["findings"] if one["kind"] == "signal"]
        if signals:
            break
    assert signals
    _status, told, _err = run("explain", signals[0]["id"], out, "--lang", "en")
    assert f"The SQL gives: {signals[0]['value']:.0f}" in told


def test_public_versions_of_a_store_are_remembered_once(run: Run, store: Path, tmp_path: Path) -> None:
    own = ["--store", store, "--by", "Kerstin", "--audience", "public", "--format", "json"]

    def published() -> int:
        return run("store", "log", "--store", store)[1].count("publik version gjord")

    before = published()
    for number, period in enumerate(("2025-09", "2025-10", "2025-10"), start=1):
        assert run("lagesbild", *own, "--period", period, "--out", tmp_path / str(number))[0] == 0
        assert published() == before + min(number, 2)


def test_an_empty_store_says_what_to_do(run: Run, tmp_path: Path) -> None:
    assert run("init", tmp_path / "store", "--by", "Kerstin")[0] == 0
    for command in ("signals", "backtest"):
        status, told, said = run(command, "--store", tmp_path / "store", "--by", "Kerstin")
        assert (status, told) == (1, "")
        assert "inga händelser med känd dag" in said


def test_days_that_cannot_be_replayed_are_told_apart(run: Run, tables: Path, plain_methods: None) -> None:
    status, _told, error = run("backtest", *source(tables), "--from", END, "--to", BEGIN)
    assert status == 1
    assert "tvärtom" in error
    a_week_on, a_month_on = (str(day_date(FIRST + 699 + n)) for n in (7, 30))
    assert run("backtest", *source(tables), "--from", a_month_on, "--to", a_month_on)[0] == 1
    quiet_end = ["--from", str(day_date(FIRST + 690)), "--to", a_week_on, "--learn", "200"]
    assert run("backtest", *source(tables), *quiet_end)[0] == 0
    begin = [str(day_date(FIRST + n)) for n in (1, 12)]
    _status, told, _error = run("backtest", *source(tables), "--from", begin[0], "--to", begin[1])
    assert "för lite historia" in told
    assert "att lära av" not in told


@pytest.mark.parametrize(
    ("row", "said"),
    [(",R1,klotter", "rad 4"), ("3,R1,klotter,extra,cells", "rad 4"), ("3,R99,klotter", "rad 4: området R99")],
)
def test_a_row_that_cannot_be_used_is_told_by_its_number(
    run: Run, tables: Path, tmp_path: Path, row: str, said: str
) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text(f"day,area,type\n1,R1,klotter\n2,R2,klotter\n{row}\n", encoding="utf-8")
    status, _told, error = run("backtest", broken, *source(tables)[1:])
    assert status == 1
    assert said in error
