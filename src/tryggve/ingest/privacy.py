"""Personal data in free text: found, told by kind, counted, masked.

Found by their form are personnummer and samordningsnummer (also mistyped or partly hidden), police case numbers
(K-nummer), e-mail, phone numbers, addresses with a house number (a street alone is not one) and Swedish registration
plates; found by words are names, nicknames and user names. All these are masked. Descriptions of a person, ethnicity,
religion, health and suspicion against someone are told to a person who must judge (`to_judge`).

A text in which nothing was found is not thereby free of personal data: docs/reference/personuppgifter.md says how much
is found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tryggve.domain.incident_table import Coded
from tryggve.domain.language import N_, _
from tryggve.ingest.person_findings import Person, persons_of
from tryggve.ingest.person_judge import judge
from tryggve.ingest.person_signs import Judged, ToJudge
from tryggve.ingest.privacy_patterns import PATTERNS, PersonalData

_NAMES: dict[str, str] = {
    PersonalData.PERSONNUMMER: N_("personal identity number"),
    PersonalData.CASE: N_("police case number"),
    PersonalData.EMAIL: N_("e-mail address"),
    PersonalData.PHONE: N_("phone number"),
    PersonalData.ADDRESS: N_("home address"),
    PersonalData.PLATE: N_("registration plate"),
    PersonalData.HANDLE: N_("user name"),
    PersonalData.NAME: N_("name"),
    PersonalData.NICKNAME: N_("nickname"),
    ToJudge.DESCRIPTION: N_("description of a person"),
    ToJudge.ETHNICITY: N_("ethnicity"),
    ToJudge.RELIGION: N_("religion"),
    ToJudge.HEALTH: N_("health"),
    ToJudge.SUSPICION: N_("suspicion against someone"),
}
# A case number tells of a case.
_NOT_OF_ONE_PERSON = frozenset((PersonalData.CASE,))
_MAY_HOLD = re.compile("[0-9@]")


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data of a kind at `start`..`end` of a text."""

    kind: PersonalData
    start: int
    end: int


@dataclass(frozen=True)
class Scan:
    """How many of n texts hold each kind (`rows`), how many times in all (`hits`), and how many texts hold any."""

    rows: dict[str, int]
    hits: dict[str, int]
    any_rows: int


def kind_name(kind: str) -> str:
    """What a kind of personal data is called in the current language."""
    return _(_NAMES[kind])


def find(text: str) -> list[Finding]:
    """Personal data in a text, in order and without overlap. Nothing found does not mean that nothing is there."""
    found = find_forms(text) if _MAY_HOLD.search(text) else []
    taken, begin = bytearray(), 0
    for line in text.split("\n") if "\n" in text else (text,):
        if persons := persons_of(line):
            if not taken:
                taken = _taken_by(found, len(text))
            found += _in_the_gaps([(kind, begin + start, begin + end) for kind, start, end in persons], taken)
        begin += len(line) + 1
    return sorted(found, key=_start) if taken else found


def _taken_by(found: list[Finding], length: int) -> bytearray:
    taken = bytearray(length)
    for finding in found:
        taken[finding.start : finding.end] = b"\1" * (finding.end - finding.start)
    return taken


def _in_the_gaps(persons: list[Person], taken: bytearray) -> Iterator[Finding]:
    """What is left of each finding where others are already; what becomes taken is marked."""
    for kind, start, end in persons:
        while start < end and taken[start]:
            start += 1
        while start < end and taken[end - 1]:
            end -= 1
        if start < end and not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            yield Finding(kind, start, end)


def _start(finding: Finding) -> int:
    return finding.start


def find_forms(text: str) -> list[Finding]:
    """Personal data that show by their form alone, names not among them."""
    found: list[Finding] = []
    taken = bytearray()
    for kind, gate, form, span_of in PATTERNS:
        at = 0 if gate.search(text) else len(text)
        while match := form.search(text, at):
            at = match.start() + 1
            span = span_of(match)
            if span is not None and not any(taken[slice(*span)]):
                start, end = span
                taken = taken or bytearray(len(text))
                taken[start:end] = b"\1" * (end - start)
                found.append(Finding(kind, start, end))
                at = end
    return sorted(found, key=_start)


def mask(text: str, spared: frozenset[PersonalData] = frozenset()) -> str:
    """The text with what `find` found replaced by its kind in square brackets: "ring [phone number]".

    Kinds in `spared` are left as they stand.
    """
    parts, at = [], 0
    for finding in find(text):
        if finding.kind in spared:
            continue
        parts += [text[at : finding.start], f"[{kind_name(finding.kind)}]"]
        at = finding.end
    return "".join([*parts, text[at:]])


def scan(texts: Coded) -> Scan:
    """Count personal data in n texts; each distinct text is read once."""
    uses = np.bincount(texts.codes, minlength=len(texts.values)).tolist()
    rows: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    any_rows = 0
    for text, n in zip(texts.values, uses, strict=True):
        if not n or not (found := find(text)):
            continue
        any_rows += n
        for kind, times in Counter(finding.kind.value for finding in found).items():
            rows[kind] += n
            hits[kind] += n * times
    return Scan(_in_order(rows), _in_order(hits), any_rows)


def found_kinds(texts: Coded) -> dict[str, int]:
    """The number of texts that hold each kind of personal data; kinds that none holds are left out."""
    return scan(texts).rows


def _in_order(counts: Counter[str]) -> dict[str, int]:
    return {kind.value: counts[kind.value] for kind in PersonalData if counts[kind.value]}


def to_judge(text: str) -> list[Judged]:
    """What a person must judge: looks, ethnicity, religion, health, suspicion against someone. Never masked."""
    return judge(text, [(one.start, one.end) for one in find(text) if one.kind not in _NOT_OF_ONE_PERSON])


def flags(texts: Coded) -> tuple[frozenset[str], ...]:
    """All kinds, found and to judge, in each distinct text, in the order of `texts.values`.

    An empty set does not mean that a text is free of personal data.
    """
    return tuple(_flags(text) for text in texts.values)


def flag_texts(texts: Coded) -> tuple[str, ...]:
    """The same as a store keeps it: per distinct text the kinds in alphabetical order, with blanks between."""
    return tuple(" ".join(sorted(kinds)) for kinds in flags(texts))


def _flags(text: str) -> frozenset[str]:
    found = find(text)
    judged = judge(text, [(one.start, one.end) for one in found if one.kind not in _NOT_OF_ONE_PERSON])
    return frozenset([one.kind.value for one in found] + [one.kind.value for one in judged])
