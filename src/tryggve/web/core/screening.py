"""Personal data in what a reporter has written, marked before it is sent. What is not marked may still be there."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from tryggve.domain.language import N_, _
from tryggve.ingest.person_signs import Judged, ToJudge
from tryggve.ingest.privacy import Finding, find, kind_name, to_judge
from tryggve.ingest.privacy_patterns import PersonalData

HARD = frozenset({PersonalData.PERSONNUMMER.value})
"""Kinds that are never taken in."""

_ADVICE = {
    PersonalData.CASE.value: N_("A case number points at a person. Leave it out."),
    PersonalData.ADDRESS.value: N_("Write the street without the number: the number points at a home."),
    PersonalData.PLATE.value: N_("Write what kind of vehicle it was instead."),
    ToJudge.DESCRIPTION.value: N_("Write what happened, not what somebody looked like."),
    ToJudge.SUSPICION.value: N_("Write what you saw. Suspicions are told to the police: 114 14."),
}
_ELSE = N_("Write what happened without pointing at a person.")


@dataclass(frozen=True)
class Mark:
    """Words at `start`..`end` of a text; `hard`: they must go before it can be sent."""

    start: int
    end: int
    kind: str
    hard: bool

    @property
    def name(self) -> str:
        """What it is, in the current language."""
        return kind_name(self.kind)

    @property
    def advice(self) -> str:
        """What to write instead."""
        return _(_ADVICE.get(self.kind, _ELSE))


@dataclass(frozen=True)
class Piece:
    """A part of a text, marked or not."""

    text: str
    mark: Mark | None = None


@dataclass(frozen=True)
class Looked:
    """What one look at a text saw: `marks`, and the kinds with blanks between, as the store keeps them."""

    marks: tuple[Mark, ...] = ()
    flags: str = ""


def look(text: str) -> Looked:
    """Both, where both are asked for: to look takes longer than to put a report in."""
    seen = _seen(text)
    return Looked(tuple(_in_order(seen)), _kinds(seen))


def marks(text: str) -> list[Mark]:
    """What was seen, in order and without overlap; what a machine is sure of goes before what a person must judge."""
    return _in_order(_seen(text))


def _in_order(seen: list[Finding | Judged]) -> list[Mark]:
    found: list[Mark] = []
    for one in seen:
        # Those found lie in order and apart: only the two beside it can overlap it, however many there are.
        at = bisect_left(found, one.start, key=_start)
        before, after = found[at - 1 : at], found[at : at + 1]
        if all(one.start >= other.end for other in before) and all(one.end <= other.start for other in after):
            found.insert(at, Mark(one.start, one.end, one.kind.value, one.kind.value in HARD))
    return found


def _start(mark: Mark) -> int:
    return mark.start


def flags_of(text: str) -> str:
    """The kinds seen, with blanks between, as the store keeps them."""
    return _kinds(_seen(text))


def _kinds(seen: list[Finding | Judged]) -> str:
    return " ".join(sorted({one.kind.value for one in seen}))


def _seen(text: str) -> list[Finding | Judged]:
    return [*find(text), *to_judge(text)]


def pieces(text: str, found: list[Mark]) -> list[Piece]:
    """The text in parts, for a page that marks words."""
    parts, at = [], 0
    for mark in found:
        parts += [Piece(text[at : mark.start]), Piece(text[mark.start : mark.end], mark)]
        at = mark.end
    return [piece for piece in (*parts, Piece(text[at:])) if piece.text]


def as_json(text: str) -> list[dict[str, object]]:
    """What was seen, for a script: the words, why, and what to write instead."""
    return [
        {"start": one.start, "end": one.end, "words": text[one.start : one.end], "name": one.name, "hard": one.hard,
         "advice": one.advice}
        for one in marks(text)
    ]  # fmt: skip
