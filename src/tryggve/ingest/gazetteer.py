"""Names of areas as people write them: full names, other names, parts of names and inflected forms.

How a name is heard in a text:

- as whole words: "Haga" is not in "Hagalund", "Hagavägen" or "Ny-Haga"; case, blanks and hyphens do not matter;
- the longest name that fits wins: "Ersta norra" before "Ersta";
- inflected: genitive ("Erstas"), "Erstaområdet", easy definite forms ("Ersta torget" for "Ersta torg");
- a name that is also a word of the language ("Backen", "Ön", "Centrum") needs a capital and a word of place or a comma
  before it; a name of up to four letters, or one known only from "…sområdet", needs a capital or a word of place; one
  known only from "…området" without s (the "Anna" of "Annaområdet" may be a person) a capital and "i", "på" or such;
- after "norr om", "utanför", "nära" or "mot" the name is heard as near: the place is not in that area.

A name stands for the areas that bear it. A part of a name (one side of "Haga/Sandbacka", the bare "Ersta" of "Ersta
norra" and "Ersta södra", "Ålid" of "Ålidsområdet") stands for the areas it is a part of. What is said of the parts
of a place holds for the place only when there are at least two of them.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from tryggve.domain.area import MUNICIPALITY, AreaRegister
from tryggve.ingest.name_forms import WORD, Key, Need, inflected, key_of, need_of, own_forms, part_forms
from tryggve.ingest.place_words import COMPASS, DIRECTIONS, IN_WORDS, JOINING, NEAR_WORDS, SIDE_WORDS, STATIC_WORDS

AreaRef = tuple[str, str]  # level, code


@dataclass(frozen=True)
class Entry:
    """What a name stands for; no areas at all when it is the name of the whole municipality."""

    areas: frozenset[AreaRef]
    need: Need


@dataclass(frozen=True)
class Mention:
    """A name heard in a text at `start`..`end`; `near` when the text says that the place is next to it."""

    areas: frozenset[AreaRef]
    start: int
    end: int
    near: bool = False


@dataclass(frozen=True)
class Gazetteer:
    """All names of a register. `first_words` are the words a name can begin with, `cells` what a cell may hold."""

    entries: Mapping[Key, Entry]
    cells: Mapping[Key, frozenset[AreaRef]]
    first_words: frozenset[str]
    longest: int

    def find(self, text: str, *, is_place: bool = False) -> list[Mention]:
        """The names in a text, in order. `is_place`: the text is a place and nothing else, as in a column of places."""
        text = unicodedata.normalize("NFC", text)
        words = _Words.of(text, self.first_words)
        found: list[Mention] = []
        for at in words.first:
            if found and words.spans[at][0] < found[-1].end:
                continue
            length, entry = self._longest_at(words, at)
            if entry is None:
                continue
            start, end = words.spans[at][0], words.spans[at + length - 1][1]
            if not _is_whole(text, start, end):
                continue
            before = _Before.of(words, at, found, is_place)
            if _heard(entry.need, text[start].isupper(), before):
                found.append(Mention(entry.areas, start, end, before.near))
        return found

    def named(self, text: str) -> frozenset[AreaRef]:
        """The areas a cell names that holds a name and nothing else; empty when it holds something else."""
        return self.cells.get(key_of(text), frozenset())

    def _longest_at(self, words: _Words, at: int) -> tuple[int, Entry | None]:
        for length in range(min(self.longest, len(words.folded) - at), 0, -1):
            entry = self.entries.get(tuple(words.folded[at : at + length]))
            if entry is not None:
                return length, entry
        return 0, None


@dataclass(frozen=True)
class _Words:
    """A text as words without case, where each stands, and which of them a name can begin with."""

    text: str
    folded: list[str]
    spans: list[tuple[int, int]]
    first: list[int]

    @classmethod
    def of(cls, text: str, first_words: frozenset[str]) -> _Words:
        folded = text.casefold()
        words = WORD.findall(folded)
        if first_words.isdisjoint(words):
            return cls(text, [], [], [])
        if len(folded) != len(text):  # a few letters become two without case, and places would shift
            words = [word.casefold() for word in WORD.findall(text)]
            folded = text
        spans = [word.span() for word in WORD.finditer(folded)]
        return cls(text, words, spans, [i for i, word in enumerate(words) if word in first_words])

    def gap(self, at: int) -> str:
        """What stands between a word and the one before it, without blanks."""
        return self.text[self.spans[at - 1][1] if at else 0 : self.spans[at][0]].strip()


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a name ends where its words end: "Ny-Haga" and "Haga-Lund" are other places; "Öst-Haga" is in Haga."""
    if text[end : end + 1] == "-" and text[end + 1 : end + 2].isupper():
        return False
    if start < 2 or text[start - 1] != "-" or not text[start - 2].isalnum():
        return True
    return WORD.findall(text[max(0, start - 10) : start - 1])[-1].casefold() in COMPASS


@dataclass(frozen=True)
class _Before:
    """What stands before a name: a word of place or a comma, such a word that no person follows, one of nearness."""

    place: bool = False
    static: bool = False
    near: bool = False

    @classmethod
    def of(cls, words: _Words, at: int, found: list[Mention], is_place: bool) -> _Before:
        """Look at the words before the name at `at`, past "norra", "centrala" and the like."""
        back = at
        while back and words.folded[back - 1] in DIRECTIONS and not words.gap(back):
            back -= 1
        gap = words.gap(back)
        if not back:
            return cls(place=is_place or bool(gap), static=is_place)
        if gap:
            return cls(place=gap.endswith((",", ":", "(", "/", "–")))
        word, earlier = words.folded[back - 1], words.folded[back - 2] if back >= 2 else ""
        if word in JOINING and earlier and found and found[-1].end == words.spans[back - 2][1]:
            return cls(place=True, static=True, near=found[-1].near)
        near = word in NEAR_WORDS or (word == "om" and earlier in SIDE_WORDS)
        return cls(near or word in IN_WORDS, word in STATIC_WORDS, near)


def _heard(need: Need, capital: bool, before: _Before) -> bool:
    if need is Need.CAPITAL_AND_STATIC_WORD:
        return capital and before.static
    if need is Need.CAPITAL_AND_PLACE_WORD:
        return capital and before.place
    return need is Need.NOTHING or capital or before.place


def build(register: AreaRegister) -> Gazetteer:
    """The gazetteer of a register. Pure: the same register gives the same names."""
    own: dict[Key, set[AreaRef]] = defaultdict(set)  # areas that bear the name
    part: dict[Key, set[AreaRef]] = defaultdict(set)  # areas the name is a part of
    split: dict[Key, set[AreaRef]] = defaultdict(set)  # areas that are a part of the place
    least: dict[Key, Need] = {}
    for area in register.areas:
        if area.level == MUNICIPALITY:
            continue
        for name in (area.name, *area.aliases):
            for key in own_forms(name):
                own[key].add((area.level, area.code))
            for part_form in part_forms(name):
                (split if part_form.is_split else part)[part_form.key].add((area.level, area.code))
                least[part_form.key] = min(least.get(part_form.key, part_form.need), part_form.need)
    cells = {
        key: areas for key in (*own, *part, *split) if key and (areas := _areas_of(own[key], part[key], split[key]))
    }
    entries = {
        key: Entry(areas, need_of(key, Need.NOTHING if own[key] else least[key])) for key, areas in cells.items()
    }
    if whole := key_of(register.municipality):
        # Who says the name of the municipality has not said which part of it, even if a part is called the same.
        entries[whole] = Entry(frozenset(), Need.NOTHING)
    forms: dict[Key, list[Entry]] = defaultdict(list)
    for key, entry in entries.items():
        for form in inflected(key):
            forms[form].append(entry)
    for form, of in forms.items():
        both = Entry(frozenset().union(*(entry.areas for entry in of)), max(entry.need for entry in of))
        entries.setdefault(form, both)
    return Gazetteer(entries, cells, frozenset(key[0] for key in entries), max(map(len, entries), default=0))


def _areas_of(own: set[AreaRef], part: set[AreaRef], split: set[AreaRef]) -> frozenset[AreaRef]:
    """Per level: the areas that bear the name, else those it is a part of; parts of a place only if there are two."""
    areas: set[AreaRef] = set()
    for level in {level for level, _code in own | part | split}:
        bearing = {ref for ref in own if ref[0] == level}
        containing = {ref for ref in part if ref[0] == level}
        parts = {ref for ref in split if ref[0] == level} | containing
        areas |= bearing or (parts if len(parts) > 1 else containing)
    return frozenset(areas)
