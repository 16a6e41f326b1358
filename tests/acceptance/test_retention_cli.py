"""`tryggve retention` as a person meets it, and what a lägesbild says of what has gone."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tryggve.cli import main
from tryggve.domain.language import _
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.models import IncidentText
from tryggve.store.database.place import Place
from tryggve.store.database.retention_plan import overdue
from tryggve.store.database.upgrade import open_store

DECIDE = (
    "decide", "--reference", "KS 2026/7", "--decided-by", "Kommunstyrelsen", "--decided-on", "2026-01-15",
    "--text-months", "12", "--facts-months", "24",
)  # fmt: skip
TODAY = ("--today", "2026-03-31")
CANARY = "Kanariefågeln Ferdinand"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty reports a month from 2022 to March 2026."""
    parent, rows = tmp_path_factory.mktemp("filled"), ["datum,kategori,beskrivning"]
    for number in range(51):
        year, month = 2022 + number // 12, number % 12 + 1
        rows += [
            f"{year}-{month:02}-{1 + k},{('Klotter', 'Skadegörelse')[k % 2]},{CANARY} {number} {k}" for k in range(20)
        ]
    (parent / "rapporter.csv").write_text("\n".join(rows), encoding="utf-8")
    assert main(["init", str(parent / "lager"), "--municipality", "Exempelkommunen"]) == 0
    assert main(["import", str(parent / "rapporter.csv"), "--store", str(parent / "lager")]) == 0
    return parent


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Path:
    """A copy of the store for one test, the file that was read beside it."""
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    return tmp_path / "lager"


def retention(store: Path, *words: str) -> int:
    who = [] if words[0] == "plan" else ["--by", "Kerstin"]
    return main(["retention", *words, "--store", str(store), *who])


def texts(store: Path) -> int:
    with open_store(Place(store)) as database:
        return IncidentText.objects.using(database.alias).count()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_plan_and_run_refuse_without_a_decision(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["plan"], ["plan", "--format", "json"], ["run", "--yes"]):
        assert retention(store, *words) == 1
        assert "tryggve retention decide" in capsys.readouterr().err
    assert texts(store) == 51 * 20


@pytest.mark.parametrize("option", ["--text-months", "--facts-months"])
@pytest.mark.parametrize("months", ["1201", "99999999999999999999"])
def test_months_beyond_all_bounds_are_refused(
    store: Path, capsys: pytest.CaptureFixture[str], option: str, months: str
) -> None:
    assert retention(store, *DECIDE, option, months) == 1
    assert _("Nothing is kept for more than {n} months by decision.").format(n=1200) in capsys.readouterr().err


def test_bytes_that_are_no_text_go_in_as_signs(store: Path, tmp_path: Path) -> None:
    """An argument that is not UTF-8 comes with halves of pairs in it, which no database takes."""
    bad = "KS\udcff"
    words = ["--decided-on", "2026-01-15", "--text-months", "12", "--store", str(store), "--by", bad, "--why", bad]
    assert main(["retention", "decide", "--reference", bad, "--decided-by", bad, "--note", bad, *words]) == 0
    (tmp_path / "b.csv").write_text("datum,kategori\n2026-03-01,Klotter\n", encoding="utf-8")
    assert main(["import", str(tmp_path / "b.csv"), "--store", str(store), "--source", bad, "--by", bad]) == 0
    assert main(["init", str(tmp_path / "ny"), "--municipality", bad, "--by", bad]) == 0


def test_bare_it_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["retention"])
    assert stopped.value.code == 2
    with pytest.raises(SystemExit):
        main(["retention", "--help"])
    printed = capsys.readouterr().out
    assert all(word in printed for word in ("decide", "plan", "run"))


def test_the_plan_as_json(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert retention(store, *DECIDE) == 0
    capsys.readouterr()
    assert retention(store, "plan", "--format", "json", *TODAY) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["decision"]["reference"] == "KS 2026/7"
    assert (found["texts_before"], found["facts_before"]) == ("2025-03-31", "2024-03-01")
    # 39 whole months before April 2025; 26 before March 2024.
    assert found["total"] == {"texts": 780, "version_texts": 0, "reports": 520, "events": 520, "versions": 0}
    assert [row["month"] for row in found["months"]][::38] == ["2022-01", "2025-03"]
    assert texts(store) == 51 * 20


@pytest.mark.parametrize("answer", ["", "n", "ja", "1299"])
def test_another_answer_than_the_number_deletes_nothing(
    store: Path, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert retention(store, *DECIDE) == 0
    monkeypatch.setattr(sys, "stdin", Terminal(f"{answer}\n"))
    assert retention(store, "run", *TODAY) == 1
    assert texts(store) == 51 * 20


def test_the_number_deletes(store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert retention(store, *DECIDE) == 0
    assert any(CANARY.encode() in file.read_bytes() for file in store.iterdir())
    # 780 texts and 520 reports.
    monkeypatch.setattr(sys, "stdin", Terminal("1300\n"))
    assert retention(store, "run", *TODAY) == 0
    assert texts(store) == 51 * 20 - 780
    capsys.readouterr()
    assert retention(store, "run", "--yes", *TODAY) == 0
    with open_store(Place(store)) as database:
        found = overdue(database, dt.date(2026, 3, 31))
        assert (found.texts, found.facts, found.days, found.oldest_text) == (0, 0, 0, dt.date(2025, 4, 1))


def test_where_nobody_can_be_asked_yes_is_needed(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert retention(store, *DECIDE) == 0
    monkeypatch.setattr(sys, "stdin", io.StringIO("1300\n"))
    assert retention(store, "run", *TODAY) == 1
    assert texts(store) == 51 * 20
    assert retention(store, "run", "--yes", *TODAY) == 0
    assert texts(store) == 51 * 20 - 780


def test_no_deleted_word_is_left_in_the_folder(store: Path) -> None:
    decide = [*DECIDE]
    decide[decide.index("12")], decide[decide.index("24")] = "1", "1"
    assert retention(store, *decide) == 0
    assert retention(store, "run", "--yes", "--today", "2026-05-20") == 0
    assert not any(CANARY.encode() in file.read_bytes() for file in store.iterdir())


def test_what_has_gone_does_not_come_back(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert retention(store, *DECIDE) == 0
    assert retention(store, "run", "--yes", *TODAY) == 0
    with open_store(Place(store)) as database:
        before = DatabaseStore(database).fingerprint()
    capsys.readouterr()
    assert main(["import", str(tmp_path / "rapporter.csv"), "--store", str(store), "--out", str(tmp_path)]) == 0
    assert texts(store) == 51 * 20 - 780
    with open_store(Place(store)) as database:
        assert DatabaseStore(database).fingerprint() == before


KILLED = """
import os, sys
from tryggve.cli import main
from tryggve.store.database.actions import retention
retention.audit.record = lambda *a, **b: os.kill(os.getpid(), 9)
main(["retention", "run", "--yes", "--store", sys.argv[1], "--today", "2026-03-31"])
"""


def test_killed_in_the_middle_it_has_not_begun(store: Path) -> None:
    assert retention(store, *DECIDE) == 0
    with open_store(Place(store)) as database:
        before = DatabaseStore(database).fingerprint()
    killed = subprocess.run([sys.executable, "-c", KILLED, str(store)], check=False, stdout=subprocess.DEVNULL)
    assert killed.returncode == -signal.SIGKILL
    assert texts(store) == 51 * 20
    with open_store(Place(store)) as database:
        assert DatabaseStore(database).fingerprint() == before
    assert retention(store, "run", "--yes", *TODAY) == 0
    assert texts(store) == 51 * 20 - 780


def test_a_picture_of_a_time_that_has_gone_shows_counts(store: Path, tmp_path: Path) -> None:
    """Never nothing and never calm: the counts stand in a table, the first page says why, nothing is concluded."""
    assert retention(store, *DECIDE) == 0
    assert retention(store, "run", "--yes", *TODAY) == 0
    told = {}
    for period in ("2023-10", "2024", "2025-10"):
        out = tmp_path / period
        words = ["lagesbild", "--store", str(store), "--period", period, "--out", str(out), "--format", "json,html"]
        assert main(words) == 0
        told[period] = json.loads(next(out.glob("*.json")).read_text(encoding="utf-8"))
        assert "Exempelkommunen" in next(out.glob("*.html")).read_text(encoding="utf-8")
    assert "1 mars 2024" in told["2023-10"]["banner"]
    assert "1 mars 2024" in told["2024"]["banner"]
    assert "2024" not in told["2025-10"]["banner"]
    table = next(
        block for section in told["2023-10"]["sections"] if section["key"] == "tables"
        for block in section["blocks"] if block.get("source", "").endswith("(gallrade)")
    )  # fmt: skip
    shown = {row[0]["text"]: row[1]["text"] for row in table["rows"]}
    assert shown == {"klotter": "10", "skadegörelse": "10"}
    assert "gallrade" not in json.dumps(told["2023-10"]["findings"], ensure_ascii=False)


def test_due_is_not_overdue(store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Something is to go every day: only what has waited for more than a month is called overdue."""
    assert retention(store, *DECIDE) == 0
    assert retention(store, "run", "--yes", *TODAY) == 0

    def told(day: dt.date) -> str:
        monkeypatch.setattr("tryggve.cli.store.now", lambda: dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC))
        capsys.readouterr()
        assert main(["store", "status", "--store", str(store)]) == 0
        return capsys.readouterr().out

    # The oldest text left is of 1 April 2025, the oldest reports are of March 2024.
    late = _(
        "OVERDUE by {days} days: {texts} texts and {facts} reports should have been deleted by decision "
        "{reference}: tryggve retention plan."
    )
    due = _("To delete by decision {reference}: {texts} texts and {facts} reports. See tryggve retention plan.")
    reference = "KS 2026/7"
    nothing = _("Nothing is overdue for deletion (decision {reference}).").format(reference=reference)
    assert nothing in told(dt.date(2026, 3, 31))
    assert due.format(reference=reference, texts=0, facts=20) in told(dt.date(2026, 4, 1))
    assert due.format(reference=reference, texts=1, facts=20) in told(dt.date(2026, 4, 2))
    assert due.format(reference=reference, texts=21, facts=40) in told(dt.date(2026, 5, 2))
    assert late.format(reference=reference, texts=22, facts=40, days=32) in told(dt.date(2026, 5, 3))


def test_the_log_can_be_read(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert retention(store, *DECIDE) == 0
    assert retention(store, "run", "--yes", *TODAY) == 0
    capsys.readouterr()
    assert main(["store", "log", "--store", str(store)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) < 300
    assert "texts=780" in lines[-1]
    assert main(["store", "log", "--store", str(store), "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)[-1]["details"]["months"]) == 39


def test_undoing_an_import_says_what_stays_as_counts(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only of an import of which something has gone; a list of reporters and a table of counts are no reports."""
    words = _("Reports that were deleted by decision are not taken back: they stand as counts.")
    texts = {
        "mer.csv": "datum,kategori\n2026-03-30,Klotter",
        "antal.csv": "omrade;period;kategori;antal\nTrakt A;2025-01;klotter;3\nTrakt A;2025-02;klotter;4",
        "rapportorer.csv": "organisation;organisationstyp;omraden;fran;till;takt\nSkolan;skola;;2025-01-01;;vecka",
    }
    for name, text in texts.items():
        (store.parent / name).write_text(text, encoding="utf-8")
    more, table, reporters = (str(store.parent / name) for name in texts)
    assert main(["import", more, table, "--reporters", reporters, "--store", str(store)]) == 0
    assert retention(store, *DECIDE) == 0
    assert retention(store, "run", "--yes", *TODAY) == 0
    with open_store(Place(store)) as database:
        kept = [cell for cell in DatabaseStore(database).table_counts() if cell.source.endswith("(gallrade)")]
        assert sum(cell.value or 0 for cell in kept) == 520
    capsys.readouterr()
    assert main(["store", "undo", "2", "--why", "fel fil", "--store", str(store)]) == 0
    assert words not in capsys.readouterr().out
    assert main(["store", "undo", "1", "--why", "fel fil", "--store", str(store)]) == 0
    assert words in capsys.readouterr().out
    with open_store(Place(store)) as database:
        assert DatabaseStore(database).counts(()) == {(): 0}
        assert DatabaseStore(database).table_counts() == kept
