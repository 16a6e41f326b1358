"""The lists that persons in text are known by: names as derived by `make names`, and words that stand round names.

They are read when a text is searched for the first time, not before.
"""

from __future__ import annotations

import csv
import tomllib
import unicodedata
import zlib
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

_FOLDER = files("tryggve.catalog").joinpath("persons")
# Letters that do not come apart into a plain letter and a mark.
_PLAIN = str.maketrans("øæœłđŧŋıßð", "oaoldtnisd")
_SWEDISH_MARKS = str.maketrans("åäö", "\ue000\ue001\ue002")
_SWEDISH_BACK = str.maketrans("\ue000\ue001\ue002", "åäö")


def lower(word: str) -> str:
    """A word as it is looked up: small letters, letter and mark as one sign; the Turkish İ is an i."""
    return unicodedata.normalize("NFC", word.replace("İ", "i").casefold())


def without_marks(word: str) -> str:
    """A lower-case word without marks over letters, å, ä and ö among them."""
    letters = unicodedata.normalize("NFKD", word).translate(_PLAIN)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def without_foreign_marks(word: str) -> str:
    """A lower-case word without marks over letters other than å, ä and ö."""
    return without_marks(word.translate(_SWEDISH_MARKS)).translate(_SWEDISH_BACK)


@cache
def names() -> MappingProxyType[str, str]:
    """Name in lower case → its group and marks (tools/derive_names.py says what they mean)."""
    text = zlib.decompress(_FOLDER.joinpath("names.zlib").read_bytes()).decode()
    found: dict[str, str] = {}
    for section in text.split("\n\n"):
        group, _, lines = section.partition("\n")
        found.update(dict.fromkeys(lines.split("\n"), group))
    return MappingProxyType(found)


def forget_names() -> None:
    """Let the names go when all texts are read: what comes next needs the memory. They are read anew when asked for."""
    names.cache_clear()


@cache
def table(name: str) -> MappingProxyType[str, Any]:
    """A table of the catalog on persons, as it stands in its file."""
    return MappingProxyType(tomllib.loads(_FOLDER.joinpath(f"{name}.toml").read_text(encoding="utf-8")))


@cache
def words(name: str) -> frozenset[str]:
    """A list of single words from `words.toml`."""
    return frozenset(lower(word) for word in table("words")[name].split())


@cache
def brand_pairs() -> frozenset[tuple[str, str]]:
    """Brands of two words that are both names of persons."""
    pairs = (phrase.split() for phrase in table("words")["brand_pairs"])
    return frozenset((lower(first), lower(second)) for first, second in pairs)


@cache
def endings(name: str) -> tuple[str, ...]:
    """A list of endings from `surnames.toml`, as `str.endswith` takes them."""
    return tuple(sorted(set(table("surnames")[name].split())))


@cache
def place_names() -> frozenset[str]:
    """Municipalities, and other places whose names persons bear too, in lower case."""
    text = files("tryggve.catalog").joinpath("municipalities.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return words("place_names") | {lower(part) for row in rows for part in row["name"].split() if len(part) > 2}
