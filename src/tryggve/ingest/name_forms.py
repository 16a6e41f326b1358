"""The forms in which people write the name of an area: whole, turned round, in part, inflected."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from tryggve.ingest.place_words import (
    DEFINITE_ENDINGS,
    DIRECTIONS,
    IN_WORDS,
    ORDINARY_WORDS,
    PART_WORDS,
    SETTLEMENT_WORDS,
    SURROUNDINGS,
)

Key = tuple[str, ...]

WORD = re.compile(r"[^\W_]+")
SHORT_NAME = 4
"""Names of so few letters are often words or abbreviations as well."""


class Need(IntEnum):
    """What must stand round a name for it to be heard in a text."""

    NOTHING = 0
    CAPITAL_OR_PLACE_WORD = 1
    CAPITAL_AND_PLACE_WORD = 2
    CAPITAL_AND_STATIC_WORD = 3


def key_of(text: str) -> Key:
    """The words of a name, without case, hyphens, commas and brackets."""
    return tuple(WORD.findall(unicodedata.normalize("NFC", text).casefold()))


def need_of(key: Key, least: Need) -> Need:
    """What must stand round a name, at least `least`: more for short names and for words of the language."""
    if len(key) == 1 and key[0] in ORDINARY_WORDS:
        return max(least, Need.CAPITAL_AND_PLACE_WORD)
    ordinary = all(word in ORDINARY_WORDS or word in PART_WORDS for word in key)
    return max(least, Need.CAPITAL_OR_PLACE_WORD if ordinary or len("".join(key)) <= SHORT_NAME else Need.NOTHING)


def own_forms(name: str) -> Iterator[Key]:
    """A name and its other orders: "Ersta, norra", "Ersta norra delen" and "norra Ersta" are the same."""
    key = key_of(name)
    yield key
    core, directions = _without(key, DIRECTIONS | {"delen"})
    turned = tuple(word for word in directions if word != "delen")
    if turned and core:
        yield core + turned
        yield turned + core
        yield (*core, *turned, "delen")
    if len(key) > 1 and key[-1].isdigit():
        yield (*key[:-2], key[-2] + key[-1])


class Part(NamedTuple):
    """A part of a name. `is_split`: the area is a part of the place called so, not the other way round."""

    key: Key
    is_split: bool = False
    need: Need = Need.NOTHING


def part_forms(name: str) -> Iterator[Part]:
    """What people may call an area, or the place it is a part of, when they do not say the whole name."""
    whole = key_of(name)
    if any(word in SURROUNDINGS for word in whole):
        return
    for piece in re.split(r"\s*/\s*|(?<=\w)-(?=[A-ZÅÄÖÉ])", re.sub(r"\([^)]*\)", " ", name)):
        key = key_of(piece)
        if key != whole:
            # "Ersta (industri)" is a part of Ersta; of "Ersta/Haga" Ersta is the part.
            yield from (Part(form, is_split="(" in name) for form in own_forms(piece) if _is_name(form))
        bare, settlement = _without(key, SETTLEMENT_WORDS)
        if settlement and _is_name(bare):
            yield Part(bare)
        core, parts = _without(key, PART_WORDS)
        if parts and _is_name(core):
            yield Part(core, is_split=True)
        if core and core[-1].isdigit() and _is_name(core[:-1]):
            yield Part(core[:-1], is_split=True)
        stem = core[-1].removesuffix("området") if core else ""
        if core and SHORT_NAME <= len(stem) < len(core[-1]):
            linked = stem.endswith("s")
            need = Need.CAPITAL_OR_PLACE_WORD if linked else Need.CAPITAL_AND_STATIC_WORD
            yield Part((*core[:-1], stem[:-1] if linked else stem), need=need)


def _is_name(key: Key) -> bool:
    """Whether what is left of a name is a name still and no word of the language."""
    return len("".join(key)) >= 3 and not all(word in ORDINARY_WORDS or word in IN_WORDS for word in key)


def _without(key: Key, words: frozenset[str]) -> tuple[Key, Key]:
    """A name without the given words at its beginning and end, and the words taken away."""
    start, end = 0, len(key)
    while start < end and key[start] in words:
        start += 1
    while end > start and key[end - 1] in words:
        end -= 1
    return key[start:end], key[:start] + key[end:]


def inflected(key: Key) -> Iterator[Key]:
    """Genitive, definite forms and "…området" of a name, whether people use them or not."""
    *front, last = key
    if last.isdigit():
        return
    if not last.endswith(("s", "x", "z")):
        yield (*front, last + "s")
    for ending, definite in DEFINITE_ENDINGS:
        if last.endswith(ending):
            yield (*front, last.removesuffix(ending) + definite)
            yield (*front, last.removesuffix(ending) + definite + "s")
    if len(key) == 1 and last not in ORDINARY_WORDS:
        for compound in ("området", "sområdet", "områdets", "sområdets"):
            yield (last + compound,)
        yield (last, "området")
