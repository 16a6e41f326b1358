"""What each word of a text tells of persons: whether it can be a name, and what it says of the words beside it.

Every distinct word is judged once and remembered, so that a text costs little more than taking it apart.
"""

from __future__ import annotations

import re
from functools import cache

from tryggve.ingest.person_catalog import lower, names, place_names, words
from tryggve.ingest.person_forms import as_name
from tryggve.ingest.word_signs import Word

WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*(?:[-\u2010\u2011'\u2019´`][^\W\d_]+)*")
_LONGEST = 40
_LONGEST_WITHOUT_HYPHEN = 18
"""Longer words are no names."""
_MOST_REMEMBERED = 60_000
NAME = Word.SURE | Word.CAPITAL | Word.MIDDLE | Word.AMBIGUOUS
STARTS = (
    Word.SURE
    | Word.LAST
    | Word.CAPITAL
    | Word.AMBIGUOUS
    | Word.UPPER
    | Word.CUE
    | Word.NICKNAME_CUE
    | Word.CHANNEL
    | Word.NICKNAME_PHRASE
    | Word.NICKNAME
)
"""A text in which no word is one of these needs no second look."""
_LISTS = {
    "cues": Word.CUE, "nickname_cues": Word.NICKNAME_CUE, "roles": Word.ROLE, "verbs": Word.VERB,
    "owned": Word.OWNED, "places": Word.IN_PLACE, "either": Word.EITHER, "towards": Word.TOWARDS,
    "named_after": Word.NAMED_AFTER, "named_after_two": Word.NAMED_AFTER_TWO, "place_parts": Word.PLACE_PART,
    "particles": Word.PARTICLE, "never": Word.NEVER, "channels": Word.CHANNEL,
    "firms": Word.FIRM, "nickname_phrase_words": Word.NICKNAME_PHRASE, "nicknames": Word.NICKNAME,
}  # fmt: skip


class _Remembered(dict[str, int]):
    """Word as written → what it can be; forgets all when it has grown large."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        bits = self[word] = _judged(word)
        return bits


JUDGED = _Remembered()
"""What each word can be, as an integer of `Word` (plain integers are faster)."""


@cache
def _listed() -> dict[str, int]:
    """Every word of the lists → what they say of it."""
    found: dict[str, int] = {}
    for name, bit in _LISTS.items():
        for word in words(name):
            found[word] = found.get(word, Word.NONE) | bit
    for word in words("ordinary"):
        if word in found:
            found[word] &= ~Word.NEVER
    return found


@cache
def _endings(name: str) -> tuple[str, ...]:
    return tuple(words(name))


def _judged(written: str) -> int:
    word = lower(written)
    bits = _listed().get(word, Word.NONE)
    if written[0].isupper():
        bits |= Word.UPPER | (Word.SHOUT if len(written) > 1 and written.isupper() else Word.NONE)
    elif bits:
        return bits
    if bits & Word.NEVER or len(word) > (_LONGEST if "-" in word else _LONGEST_WITHOUT_HYPHEN):
        return bits
    if word.endswith(_endings("place_endings")):
        bits |= Word.PLACE_END
    if word.endswith(_endings("place_like")) and names().get(word, "C")[0] not in "SDL":
        bits |= Word.PLACE_LIKE
    if word in place_names() or word.removesuffix("s") in place_names():
        bits |= Word.PLACE_NAME
    return bits | as_name(word, written)
