"""The measuring works: a little of everything, and what the page says of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.page import Measured, Table, number, page
from benchmarks.process import CommandError, median_run, run
from tests.architecture.tree import ROOT


@pytest.mark.slow
def test_a_quick_round_measures_everything(tmp_path: Path) -> None:
    out = tmp_path / "page.md"
    command = [sys.executable, "-m", "benchmarks", "--quick", "--out", str(out)]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    text = out.read_text(encoding="utf-8")
    for words in ("ett år av 4, med områdesfil: minne", "`tryggve --help`", "import: lägesbilden", "KDEpy, FFTKDE"):
        assert words in text


def test_the_page_says_what_was_not_kept() -> None:
    rows = [Measured("snabbt", 1.5, "s", 6.0), Measured("stort", 501.0, "MB", 500.0), Measured("annat", 2.0, "ms")]
    text = page([Table("Rubrik", "Så här.", rows)])
    assert "| snabbt | 1,50 s | under 6,00 s | klarat |" in text
    assert "| stort | 501 MB | under 500 MB | **inte klarat** |" in text
    assert "| annat | 2,0 ms |  |  |" in text


def test_the_bound_itself_is_not_kept() -> None:
    assert not Measured("på gränsen", 6.0, "s", 6.0).kept


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.1234, "s", "0,12 s"),
        (1234.56, "ms", "1\N{NO-BREAK SPACE}234,6 ms"),
        (499.6, "MB", "500 MB"),
        (0.5, "", "0,50"),
    ],
)
def test_numbers_are_written_in_swedish(value: float, unit: str, text: str) -> None:
    assert number(value, unit) == text


def test_a_process_is_measured() -> None:
    busy = run([sys.executable, "-c", "held = bytearray(b'x') * 150_000_000; sum(range(3_000_000))"])
    idle = run([sys.executable, "-c", "import time; time.sleep(0.3)"])
    assert busy.memory > 150_000_000
    assert idle.wall > 0.3 > idle.processor
    assert busy.processor > 0.0


def test_a_median_is_made_of_several_runs() -> None:
    found = median_run([sys.executable, "-c", "pass"], 3)
    assert 0.0 < found.wall < 10.0
    assert found.memory > 1_000_000


def test_a_command_that_fails_is_not_measured() -> None:
    with pytest.raises(CommandError, match="ended with 3:\nno"):
        run([sys.executable, "-c", "print('no'); raise SystemExit(3)"])
