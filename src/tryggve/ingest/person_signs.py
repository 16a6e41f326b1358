"""Signs of what a person must judge, word by word: which words they are and which kinds there are."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import NamedTuple

from tryggve.ingest.person_catalog import lower, table


class ToJudge(StrEnum):
    """Kinds of personal data that a person must judge."""

    DESCRIPTION = "description"
    ETHNICITY = "ethnicity"
    RELIGION = "religion"
    HEALTH = "health"
    SUSPICION = "suspicion"


class Sign:
    """What a word can be a sign of."""

    NONE = 0
    ETHNICITY = 1
    ETHNIC = 2
    """Ethnicity before a word for a person."""
    LOOKS = 4
    SPEAKING = 8
    LANGUAGE = 16
    RELIGION = 32
    RELIGIOUS = 64
    HEALTH = 128
    FEATURE = 256
    COLOUR = 512
    GARMENT = 1024
    BUILD = 2048
    PERSON = 4096
    THING = 8192
    SUSPICION = 16384


class Judged(NamedTuple):
    """A finding of a kind at `start`..`end`."""

    kind: ToJudge
    start: int
    end: int


_LISTS = {
    ("ethnicity", "words"): Sign.ETHNICITY, ("ethnicity", "before_person"): Sign.ETHNIC,
    ("ethnicity", "looks"): Sign.LOOKS, ("ethnicity", "speaking"): Sign.SPEAKING,
    ("ethnicity", "languages"): Sign.LANGUAGE, ("religion", "words"): Sign.RELIGION,
    ("religion", "before_person"): Sign.RELIGIOUS, ("health", "words"): Sign.HEALTH,
    ("description", "features"): Sign.FEATURE, ("description", "colours"): Sign.COLOUR,
    ("description", "garments"): Sign.GARMENT, ("description", "build"): Sign.BUILD,
    ("description", "persons"): Sign.PERSON, ("description", "things"): Sign.THING,
    ("suspicion", "words"): Sign.SUSPICION,
}  # fmt: skip
OPENS = (
    Sign.ETHNICITY | Sign.ETHNIC | Sign.LANGUAGE | Sign.RELIGION | Sign.RELIGIOUS | Sign.HEALTH | Sign.FEATURE
    | Sign.GARMENT | Sign.BUILD | Sign.SUSPICION
)  # fmt: skip
MOST_REMEMBERED = 60_000
_LONGEST_PREFIX = 22


@cache
def _signs() -> tuple[dict[str, int], dict[str, int]]:
    """(whole words, beginnings of words) → signs."""
    whole: dict[str, int] = {}
    begin: dict[str, int] = {}
    for (section, name), sign in _LISTS.items():
        for word in table("judge")[section][name].split():
            into = begin if word.endswith("*") else whole
            into[word.rstrip("*")] = into.get(word.rstrip("*"), 0) | sign
    return whole, begin


class _Remembered(dict[str, int]):
    """Word as written → its signs; forgets all when it has grown large."""

    def __missing__(self, written: str) -> int:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        whole, begin = _signs()
        word = lower(written[: _LONGEST_PREFIX * 2])
        found = whole.get(word, 0)
        for length in range(2, min(len(word), _LONGEST_PREFIX) + 1):
            found |= begin.get(word[:length], 0)
        self[written] = found
        return found


SIGNS = _Remembered()
