"""What the features of an areas file say of themselves, whatever the file calls it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tryggve.catalog import read_csv
from tryggve.domain.area import MUNICIPALITY
from tryggve.domain.language import _
from tryggve.ingest.visible_text import printable, visible

Properties = Mapping[str, Any]

# Field -> the spelling of our own format first, then others that are met, then what an unknown spelling may end in.
SPELLINGS: dict[str, tuple[tuple[str, ...], str]] = {
    "code": (("kod", "code", "regsokod", "desokod", "deso", "kommunkod", "stadsdelid", "id"), r"(kod|code|id)"),
    "name": (
        ("namn", "name", "stadsdel", "regsonamn", "regso", "kommunnamn", "kommun", "omrade", "område"),
        r"(namn|name)",
    ),
    "level": (("niva", "nivå", "level"), ""),
    "vintage": (("argang", "årgång", "vintage", "version"), ""),
    "parent": (("foralder", "förälder", "parent"), ""),
    "population": (("befolkning", "population", "folkmangd", "folkmängd", "invanare", "invånare"), ""),
    "aliases": (("alias", "aliases"), ""),
}
# How a spelling or a level's own word tells the level of areas whose file does not.
LEVEL_WORDS = (
    ("stadsdel", "stadsdel"),
    ("regso", "regso"),
    ("deso", "deso"),
    ("lpo", "lpo"),
    ("kommundel", "kommundel"),
    ("kommun", "kommun"),
    ("municipality", "kommun"),
)
MUNICIPALITY_WORDS = frozenset({MUNICIPALITY, "kommun", "kommunen"})
DEFAULT_LEVEL = "area"
LARGER_UNITS = ("kommun", "lan", "län", "region")
"""Properties that begin so tell in what an area lies, unless they hold its code too."""
_NATIONAL_CODE = re.compile(r"(\d{4})[A-Z]\d+")


@dataclass(frozen=True)
class Spelling:
    """Which property of the file holds which field; "" where none does."""

    code: str
    name: str
    level: str
    vintage: str
    parent: str
    population: str
    aliases: str
    level_word: str  # the level that the spelling itself gives away, else DEFAULT_LEVEL

    def notes(self) -> list[str]:
        """What was guessed, in words; nothing where the file follows our own format."""
        guessed = [(key, getattr(self, field)) for field, ((key, *_others), _end) in SPELLINGS.items()]
        pairs = [f"{theirs} → {ours}" for ours, theirs in guessed if theirs and theirs.casefold() != ours]
        read_so = _("The properties of the areas file were read so: {pairs}.").format(pairs=", ".join(pairs))
        return [read_so] if pairs else []


def guess_spelling(features: Iterable[Properties]) -> Spelling:
    """Find the properties that hold code, name, level and so on among all features of a file."""
    keys = list(dict.fromkeys(key for properties in features for key in properties))
    plain = {_plain(key): key for key in reversed(keys)}
    found: dict[str, str] = {}
    for field, (spellings, ending) in SPELLINGS.items():
        possible = _own_names(plain, found["code"]) if field == "name" and found["code"] else plain
        known = next((possible[word] for word in spellings if word in possible), "")
        by_end = next((key for word, key in reversed(possible.items()) if ending and re.search(ending + "$", word)), "")
        found[field] = known or by_end
    hints = f"{found['code']} {found['name']}".casefold()
    level = next((level for word, level in LEVEL_WORDS if word in hints), DEFAULT_LEVEL)
    return Spelling(**found, level_word=level)


def _own_names(plain: Mapping[str, str], code: str) -> dict[str, str]:
    """The properties that can name the area itself and not the larger unit it lies in."""
    larger = [unit for unit in LARGER_UNITS if not _plain(code).startswith(unit)]
    return {word: key for word, key in plain.items() if not any(word.startswith(unit) for unit in larger)}


def _plain(key: str) -> str:
    return re.sub(r"[_\s-]", "", key.casefold())


def text_of(value: Any) -> str:
    """A property as text: codes keep their leading zeros, a whole number has no decimal, nothing is ""."""
    if value is None or isinstance(value, (bool, dict, list)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return printable(" ".join(visible(str(value)).split()))


def population_of(value: Any) -> int | None:
    """A number of residents; None where the register does not say or says something else."""
    digits = re.sub(r"\s", "", text_of(value))
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else None


def aliases_of(value: Any) -> tuple[str, ...]:
    """Other names: a list, or one text with `|` between them."""
    parts = value if isinstance(value, list) else text_of(value).split("|")
    return tuple(dict.fromkeys(name for part in parts if (name := text_of(part))))


def municipality_of(codes: Iterable[str]) -> str:
    """The municipality whose code all codes begin with, if all are of the national kind (DeSO, RegSO); else ""."""
    found = {match[1] if (match := _NATIONAL_CODE.fullmatch(code)) else "" for code in codes}
    names = {row["code"]: row["name"] for row in read_csv("municipalities.csv")} if len(found) == 1 else {}
    return names.get(found.pop(), "") if names else ""
