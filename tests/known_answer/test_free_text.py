"""How much of the personal data in invented reports is found: no worse than was written down, and told as it is.

The reports are in `free_text/`: the rules were made on `build.txt`; `held_out.txt` was kept from those who made them.
Limits of shares: Newcombe (1998), Stat. Med. 17, 857-872, table I, method 5 (Clopper and Pearson).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.tree import ROOT
from tests.known_answer.free_text import evaluate
from tests.known_answer.free_text.evaluate import (
    FOLDER,
    ORIGINS,
    Label,
    Measured,
    Report,
    Share,
    coverage,
    is_covered,
    measure,
    parse,
    read,
    render,
    worse,
)

PAGE = ROOT / "docs" / "reference" / "personuppgifter.md"
# What the rules were made to reach; on material that they were not made on they may miss somewhat more.
LEAST = {"build": (0.97, 0.95, 0.90), "held_out": (0.88, 0.96, 0.96)}


def half(name: str) -> Measured:
    path = FOLDER / f"{name}.txt"
    if not path.is_file():
        pytest.skip(f"{path.name} is kept apart until the rules are finished")
    return measure(read(path))


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "run: make reference"


@pytest.mark.parametrize("name", LEAST)
def test_names_are_found_no_worse_than_the_rules_were_made_for(name: str) -> None:
    measured = half(name)
    swedish, other, precision = LEAST[name]
    assert set(measured.by_origin) == set(ORIGINS)
    for origin, share in measured.by_origin.items():
        assert share.n >= 10, f"too few names to say anything: {origin}"
        assert share.value >= (swedish if origin == "swedish" else other), origin
    assert measured.precision.value >= precision


def test_the_halves_share_no_line() -> None:
    half("held_out")
    lines = [{report.text for report in read(FOLDER / f"{name}.txt")} for name in evaluate.HALVES]
    assert not lines[0] & lines[1]


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776)],
)
def test_intervals_are_exact(k: int, n: int, low: float, high: float) -> None:
    share = Share(k, n)
    assert (share.low, share.high) == pytest.approx((low, high), abs=5e-5)
    assert Share(n, n).high == 1.0


def test_a_line_is_read_as_text_and_labels() -> None:
    report = parse("ring {name:swedish|Anna Ek} på {handle:|@anna_1}")
    assert report == Report("ring Anna Ek på @anna_1", (Label("name", "swedish", 5, 12), Label("handle", "", 16, 23)))


@pytest.mark.parametrize("line", ["ring {name:swedish|Anna", "{colour:|röd} jacka", "slut }"])
def test_a_crooked_line_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="not a labelled line"):
        parse(line)


def test_blank_lines_and_comments_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# about\n\nlugnt\n", encoding="utf-8")
    assert read(tmp_path / "a.txt") == [Report("lugnt", ())]


def test_a_name_is_found_when_every_word_of_it_is() -> None:
    report = parse("såg {name:swedish|Anna zqa} igår")
    (label,) = report.labels
    assert not is_covered(report, label, coverage(report))
    half_found = bytearray(len(report.text))
    half_found[label.start : label.end] = b"\1" * 8
    assert is_covered(report, label, bytes(half_found))
    half_found[label.end - 1] = 0
    assert not is_covered(report, label, bytes(half_found))


def test_figures_of_a_small_set() -> None:
    measured = measure(
        [
            parse("{name:swedish|Anna} slog {name:somali|zqarb} vid torget"),
            parse("Kalle är egentligen en båt"),
            parse("pojken är {religion:|muslim}, en {health:|xyz}"),
            parse("grannen är muslim"),
            parse("lugnt"),
        ]
    )
    assert measured.reports == 5
    assert measured.by_origin["swedish"] == Share(1, 1)
    assert measured.by_origin["somali"] == Share(0, 1)
    assert measured.by_kind["name"] == Share(1, 2)
    assert measured.by_kind["religion"] == Share(1, 1)
    assert measured.by_kind["health"] == Share(0, 1)
    assert measured.leaks == Share(1, 5)
    assert measured.precision == Share(1, 2)
    assert measured.judged_precision == Share(1, 2)


def test_the_page_says_which_origins_do_worse_and_that_nothing_found_is_not_nothing_there(tmp_path: Path) -> None:
    lines = "{name:swedish|Anna} kom\n{name:somali|zqarb} kom\n{name:somali|Ifrah} kom\n"
    (tmp_path / "build.txt").write_text(lines, encoding="utf-8")
    (tmp_path / "held_out.txt").write_text("{name:polish|Wojciech} kom\n", encoding="utf-8")
    page = render(tmp_path)
    assert "somaliskt (50,0\u00a0%)" in page
    assert "inte därmed fri från personuppgifter" in page
    assert page.index("inte har provats på") < page.index("har utvecklats på")
    assert "| somaliskt | 2 | 1 | 50,0\u00a0% | 1,3\u00a0%–98,7\u00a0% |" in page
    everything = measure([parse("{name:swedish|Anna} kom")])
    assert "Alla namn" in worse(everything)
