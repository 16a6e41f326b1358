"""What a text may tell of a person that no machine can decide: looks, ethnicity, religion, health, suspicion.

These are findings for a person to judge. They are never masked by machine: what is left of a sentence would mislead.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from tryggve.ingest.person_catalog import table
from tryggve.ingest.person_signs import MOST_REMEMBERED, OPENS, SIGNS, Judged, Sign, ToJudge
from tryggve.ingest.person_words import JUDGED, WORD
from tryggve.ingest.word_signs import Word

_SENTENCES = re.compile(r"[^.!?\n]+(?:[.!?](?=\w)[^.!?\n]*)*")
_PLURAL_GROUP = re.compile(
    r"\b(?:ungdomar|ungdomarna|personer|pojkar|flickor|killar|tjejer|elever|barn|vuxna|män|kvinnor|besökare|gäng|grupp)\b"
)
_ROLE = Word.ROLE


@cache
def _phrases() -> tuple[tuple[ToJudge, str], ...]:
    sections = (ToJudge.RELIGION, ToJudge.HEALTH, ToJudge.SUSPICION)
    return tuple((kind, phrase) for kind in sections for phrase in table("judge")[kind.value]["phrases"])


@cache
def _begins() -> frozenset[tuple[str, str]]:
    """The first two words of every phrase, and "är från"."""
    pairs = {(phrase.split()[0], phrase.split()[1]) for _kind, phrase in _phrases()}
    verbs = ("är", "kommer", "kom", "härstammar", "flytt", "flydde", "invandrat", "ursprungligen", "nog", "troligen")
    return frozenset(pairs | {(verb, "från") for verb in verbs})


@cache
def _patterns(section: str, name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in table("judge")[section][name])


_quiet: set[str] = set()
_MEASURE_GATE = re.compile(
    r"årsåld|års åld|årig|1[.,]?[4-9][0-9] ?(?:c|m|lång)|medel|byggd|tonåren|åldern", re.IGNORECASE
)


def judge(text: str, named: list[tuple[int, int]]) -> list[Judged]:
    """Findings for a person to judge, in order; `named` are the places where persons are named in the text."""
    words = WORD.findall(text.lower())
    if not words or (_is_quiet(words) and not _MEASURE_GATE.search(text)):
        return []
    found: list[Judged] = []
    for sentence in _SENTENCES.finditer(text):
        found += _Sentence(text, sentence.start(), sentence.end(), named).findings()
    return _merged(found)


def _merged(found: list[Judged]) -> list[Judged]:
    """Findings in order; those of a kind that overlap are one."""
    merged: list[Judged] = []
    for kind in ToJudge:
        for one in sorted(one for one in found if one.kind is kind):
            if merged and merged[-1].kind is kind and one.start < merged[-1].end:
                merged[-1] = Judged(kind, merged[-1].start, max(merged[-1].end, one.end))
            else:
                merged.append(one)
    return sorted(merged, key=lambda one: (one.start, one.kind))


def _is_quiet(words: list[str]) -> bool:
    """Whether neither a word nor two in a row are a sign of anything."""
    if not _begins().isdisjoint(pairwise(words)):
        return False
    if _quiet.issuperset(words):
        return True
    if len(_quiet) > MOST_REMEMBERED:
        _quiet.clear()
    _quiet.update(word for word in words if not SIGNS[word] & OPENS)
    return _quiet.issuperset(words)


class _Sentence:
    """One sentence: its words, what they are signs of, and whether a person is spoken of."""

    def __init__(self, text: str, start: int, end: int, named: list[tuple[int, int]]) -> None:
        self.text = text
        found = list(WORD.finditer(text, start, end))
        self.start, self.end = start, end
        self.words = [match[0].lower() for match in found]
        self.starts = [match.start() for match in found]
        self.ends = [match.end() for match in found]
        self.signs = [SIGNS[match[0]] for match in found]
        self.roles = [bool(JUDGED[match[0]] & _ROLE) for match in found]
        self.names = [span for span in named if start <= span[0] < end]
        self.named = bool(self.names)
        self.folded = text[start:end].lower()

    def findings(self) -> list[Judged]:
        """All findings of the sentence."""
        found = self._of_words() + self._of_phrases()
        for pattern in _patterns("ethnicity", "origins") if "från" in self.words else ():
            spans = (match.span() for match in pattern.finditer(self.folded))
            found += [Judged(ToJudge.ETHNICITY, self.start + start, self.start + end) for start, end in spans]
        if span := self._looks():
            found.append(Judged(ToJudge.DESCRIPTION, *span))
        return found

    def _of_words(self) -> list[Judged]:
        found = []
        for i, sign in enumerate(self.signs):
            if self._in_name(i):
                continue
            after = self.signs[i + 1 : i + 3]
            person_after = any(self.roles[i + 1 : i + 3])
            of_person = sign & Sign.ETHNIC and (
                person_after or any(s & Sign.LOOKS for s in after) or self._is_said_of(i)
            )
            spoken = sign & Sign.LANGUAGE and any(s & Sign.SPEAKING for s in self.signs[max(0, i - 3) : i])
            if sign & Sign.ETHNICITY or of_person or spoken:
                found.append(self._at(ToJudge.ETHNICITY, i))
            if sign & Sign.RELIGION or (sign & Sign.RELIGIOUS and (person_after or self._is_said_of(i))):
                found.append(self._at(ToJudge.RELIGION, i))
            if sign & Sign.HEALTH:
                found.append(self._at(ToJudge.HEALTH, i))
            if sign & Sign.SUSPICION and self._is_pointing():
                found.append(Judged(ToJudge.SUSPICION, self.starts[i], self.end))
        return found

    def _is_said_of(self, i: int) -> bool:
        """Whether "är" stands before ("är samisk"); what is black may be a thing."""
        return i > 0 and self.words[i - 1] in ("är", "var", "nog", "troligen") and not self.signs[i] & Sign.COLOUR

    def _of_phrases(self) -> list[Judged]:
        if _begins().isdisjoint(pairwise(self.words)):
            return []
        found = []
        for kind, phrase in _phrases():
            at = self.folded.find(phrase)
            if at < 0 or (at and self.folded[at - 1].isalnum()):
                continue
            begin = self.start + at
            if kind is not ToJudge.SUSPICION:
                found.append(Judged(kind, begin, begin + len(phrase)))
            elif self._is_pointing():
                found.append(Judged(kind, begin, self.end))
        return found

    def _at(self, kind: ToJudge, i: int) -> Judged:
        return Judged(kind, self.starts[i], self.ends[i])

    def _is_pointing(self) -> bool:
        """Whether someone who can be pointed out is spoken of."""
        return self.named or any(pattern.search(self.folded) for pattern in _patterns("suspicion", "pointing"))

    def _looks(self) -> tuple[int, int] | None:
        """From the first to the last sign of looks, where they are those of a person."""
        if not self._has_person() or any(sign & Sign.THING for sign in self.signs):
            return None
        spans = self._matches("measures")
        for i, sign in enumerate(self.signs):
            coloured = sign & Sign.GARMENT and any(s & Sign.COLOUR for s in self.signs[max(0, i - 2) : i])
            built = sign & Sign.BUILD and any(self.roles[i + 1 : i + 3])
            if (sign & Sign.FEATURE or coloured or built) and not self._in_name(i):
                spans.append((self.starts[max(0, i - 1) if coloured else i], self.ends[i]))
        if spans:
            spans += self._matches("ages")
        return (min(start for start, _end in spans), max(end for _start, end in spans)) if spans else None

    def _matches(self, patterns: str) -> list[tuple[int, int]]:
        """Where age and height stand; those of a group ("ungdomar 15-17 år") describe nobody."""
        if _PLURAL_GROUP.search(self.folded):
            return []
        found = (pattern.search(self.folded) for pattern in _patterns("description", patterns))
        return [(self.start + match.start(), self.start + match.end()) for match in found if match]

    def _in_name(self, i: int) -> bool:
        return any(start <= self.starts[i] < end for start, end in self.names)

    def _has_person(self) -> bool:
        return self.named or any(self.roles) or any(sign & Sign.PERSON for sign in self.signs)
