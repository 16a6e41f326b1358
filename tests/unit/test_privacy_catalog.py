"""The shipped lists of names and words are what SOURCES.md says, and hold what the rules count on."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGE
from tryggve.ingest.person_catalog import names, place_names, table, words
from tryggve.ingest.person_words import JUDGED
from tryggve.ingest.word_signs import Word

SOURCES = (PACKAGE / "catalog" / "SOURCES.md").read_text(encoding="utf-8")
FILE = Path(str(files("tryggve.catalog").joinpath("persons", "names.zlib")))


def told(what: str) -> str:
    """The value beside a row of SOURCES.md."""
    row = re.search(rf"^\| {re.escape(what)}[^|]* \| `?(\w+)`? \|$", SOURCES, re.MULTILINE)
    assert row, what
    return row[1]


def test_the_file_is_the_one_that_the_sources_tell_of() -> None:
    data = FILE.read_bytes()
    assert hashlib.sha256(data).hexdigest() == told("SHA-256")
    assert len(data) == int(told("bytes")) < 600_000
    assert len(names()) == int(told("names in all"))


@pytest.mark.parametrize("group", "SCDLEA")
def test_groups_are_as_many_as_told(group: str) -> None:
    count = Counter(marks[0] for marks in names().values())[group]
    row = re.search(rf"\({group}\) \| (\d+) \|", SOURCES)
    assert row
    assert count == int(row[1]) > 0


@pytest.mark.parametrize("word", "skolan polisen torget har och vägen hotade klotter ungdomar bilen sprang".split())
def test_ordinary_words_are_no_names(word: str) -> None:
    assert word not in names()


@pytest.mark.parametrize(
    ("name", "group"),
    [("anna", "S"), ("mohammed", "S"), ("björn", "D"), ("lind", "L"), ("egal", "E"), ("karlsson", "S")],
)
def test_names_are_in_their_group(name: str, group: str) -> None:
    assert names()[name][0] == group


def test_municipalities_are_known_as_places() -> None:
    assert {"umeå", "nora", "haga"} <= place_names()
    assert JUDGED["Nora"] & Word.PLACE_NAME
    assert not JUDGED["Kalle"] & Word.PLACE_NAME


def test_every_list_that_the_rules_name_is_in_the_file_and_in_small_letters() -> None:
    for name, value in table("words").items():
        for word in value if isinstance(value, list) else words(name):
            assert word == word.lower(), (name, word)
