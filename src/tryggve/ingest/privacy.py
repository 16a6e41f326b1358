"""Personal data in free text, found by their form: marked, counted, masked.

Found are personnummer and samordningsnummer (also mistyped or partly hidden), police case numbers (K-nummer), e-mail,
phone numbers, addresses with a house number (a street alone is not one) and Swedish registration plates. Names,
descriptions and nicknames are not: a text in which nothing was found is not thereby free of personal data.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np

from tryggve.domain.incident_table import Coded
from tryggve.domain.language import N_, _
from tryggve.ingest.privacy_patterns import PATTERNS, PersonalData

_NAMES = {
    PersonalData.PERSONNUMMER: N_("personal identity number"),
    PersonalData.CASE: N_("police case number"),
    PersonalData.EMAIL: N_("e-mail address"),
    PersonalData.PHONE: N_("phone number"),
    PersonalData.ADDRESS: N_("home address"),
    PersonalData.PLATE: N_("registration plate"),
}
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
    return _(_NAMES[PersonalData(kind)])


def find(text: str) -> list[Finding]:
    """Personal data in a text, in order and without overlap. Nothing found does not mean that nothing is there."""
    if not _MAY_HOLD.search(text):
        return []
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
    return sorted(found, key=lambda finding: finding.start)


def mask(text: str) -> str:
    """The text with what `find` found replaced by its kind in square brackets: "ring [phone number]"."""
    parts, at = [], 0
    for finding in find(text):
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
