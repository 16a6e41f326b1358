"""Tryggve is for every municipality: no name of one in code, only in the catalog."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.place_names import EVERYDAY_WORDS, folded, municipality_names, places_in, places_in_files
from tests.architecture.tree import PACKAGE, assert_none

WRITTEN_BY_PEOPLE = {".py", ".html", ".j2", ".css", ".js", ".typ", ".po", ".json", ".sql"}


def code() -> list[Path]:
    files = (file for file in PACKAGE.rglob("*") if file.suffix in WRITTEN_BY_PEOPLE)
    return sorted(file for file in files if not file.is_relative_to(PACKAGE / "catalog"))


def test_no_municipality_in_code() -> None:
    assert_none(places_in_files(code()))


def test_the_list_is_whole() -> None:
    names = municipality_names()
    assert len(names) == len(set(names)) == 290


def test_everyday_words_are_names_of_municipalities() -> None:
    names = {folded(name) for name in municipality_names()}
    assert set(EVERYDAY_WORDS) <= names


@pytest.mark.parametrize(
    "line",
    [
        'TITLE = "Lägesbild för Malmö"',
        "x = read('malmo.csv')",
        "def malmo_shares(): ...",
        "class MalmoReader: ...",
        "class ReaderOfMalmö: ...",
        "malmö2025 = 1",
        "MALMÖ_CODE = 1280",
        "# as in Malmös lägesbild",
        '"""Counts from Upplands Väsby."""',
        "upplands_vasby = 1",
        "UpplandsVäsby = 1",
        'place = "Vara"',
        "place = 'Mark'",
        "# Marks kommun",
        'crs = "Europe/Stockholm", "Stockholm"',
        "Malmo\u0308",
        "a text about Upplands\n    Väsby",
    ],
)
def test_a_planted_name_is_found(line: str) -> None:
    assert list(places_in(line))


def test_every_name_is_found_as_a_text() -> None:
    for form in ('place = "{}"', "place = '{}'", "# {} kommun"):
        assert [name for name in municipality_names() if not list(places_in(form.format(name)))] == []


@pytest.mark.parametrize(
    "line",
    [
        'zone = "Europe/Stockholm"',
        "def mark_personal_data(): ...  # they are marked",
        '"""Mark a constant for translation."""',
        'msgstr "Det kan vara en slump."',
        "islands, normal, salads, falungong, tablets",
        'ENDINGS = ("berg", "lund")',
    ],
)
def test_everyday_words_are_left_alone(line: str) -> None:
    assert not list(places_in(line))


def test_files_are_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n\n# malmo\n")
    assert places_in_files([tmp_path / "a.py"]) == [f"{tmp_path / 'a.py'}:3: malmo"]
