"""Finds names of real municipalities in code, where only the catalog may hold them.

Every word of a file is looked at: names in the code, texts, comments, docstrings, in any case and with or without the
dots and rings of å, ä and ö, also as part of an identifier (`malmo_shares`, `MalmoReader`), also in the genitive. A few
municipalities are called something that is an everyday word. Those count only where they are unmistakable: with their
capital letter as a whole text on their own ("Vara"), or before the word kommun ("Marks kommun").
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from tests.architecture.tree import PACKAGE

# Folded name → the everyday word it is mistaken for.
EVERYDAY_WORDS = {
    "ale": "English: beer",
    "ange": "Swedish: to state",
    "are": "English: they are",
    "berg": "Swedish: mountain, also the end of many other names",
    "lund": "Swedish: grove, also the end of many other names",
    "mark": "English: to mark; Swedish: ground",
    "vara": "Swedish: to be",
}
# Standard names in which a municipality's name is not a municipality.
NOT_PLACES = ("Europe/Stockholm",)


def municipality_names() -> list[str]:
    """The 290 names, from the catalog."""
    with (PACKAGE / "catalog" / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        return [row["name"] for row in csv.DictReader(file)]


def folded(text: str) -> str:
    """Small letters, without dots, rings and accents."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """(what is looked for in the folded text, what is looked for in the text as it is written)."""
    names = sorted(municipality_names(), key=lambda name: (-len(name), name))
    clear = "|".join(
        re.sub(r"[\s-]+", r"[\\W_]*", folded(name)) for name in names if folded(name) not in EVERYDAY_WORDS
    )
    everyday = "|".join(name for name in names if folded(name) in EVERYDAY_WORDS)
    return (
        re.compile(rf"(?<![a-z])(?:{clear})s?(?![a-z])"),
        re.compile(rf"""(?<=["'])(?:{everyday})(?=["'])|\b(?:{everyday})s?\s+kommun"""),
    )


def places_in(text: str) -> Iterator[tuple[int, str]]:
    """(line number, what was found) for each name in the text."""
    text = unicodedata.normalize("NFC", text)
    for phrase in NOT_PLACES:
        text = text.replace(phrase, "")
    words = folded(re.sub(r"(?<=[a-zåäö0-9])(?=[A-ZÅÄÖ])", " ", text))
    for pattern, searched in zip(_patterns(), (words, text), strict=True):
        yield from ((searched.count("\n", 0, found.start()) + 1, found[0]) for found in pattern.finditer(searched))


def places_in_files(files: Iterable[Path]) -> list[str]:
    return [f"{file}:{n}: {found}" for file in files for n, found in places_in(file.read_text(encoding="utf-8"))]
