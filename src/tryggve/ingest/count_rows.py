"""What each row of a table of counts says beside its numbers."""

from __future__ import annotations

import re
from typing import NamedTuple

from tryggve.domain.area import AreaRegister
from tryggve.domain.incident_table import Coded
from tryggve.domain.language import _
from tryggve.domain.spelling import fold
from tryggve.ingest.bound_columns import BoundColumns, choices
from tryggve.ingest.category_texts import category_texts
from tryggve.ingest.count_areas import CountArea, count_areas
from tryggve.ingest.faults import Faults
from tryggve.ingest.numbers import parse_number
from tryggve.ingest.profile_record import Profile

# A footnote's digit glued to a word: "Misshandel1", "Stöld 2)". A label's own digits have no letter before them.
_FOOTNOTE = re.compile(r"(?<=[^\W\d_])(?:\d{1,2}|\s?\d{1,2}\))$")


class AboutRow(NamedTuple):
    """Source, category code and label, area, population, and whether the row is preliminary."""

    source: str
    category: str
    label: str
    area: CountArea
    population: float | None
    preliminary: bool


def about_rows(bound: BoundColumns, areas: AreaRegister | None, faults: Faults) -> list[AboutRow]:
    """What every row is about; what cannot be understood goes to `faults`."""
    sources, labels = bound.texts("source"), _labels(bound)
    codes = _codes(bound.profile, labels)
    places = count_areas(bound, areas, faults)
    populations, preliminary = _populations(bound, faults), _truths(bound, faults)
    return [
        AboutRow(sources[row], codes[label], labels.values[label], places[row], populations[row], preliminary[row])
        for row, label in enumerate(labels.codes.tolist())
    ]


def _labels(bound: BoundColumns) -> Coded:
    texts = bound.texts("category")
    if not bound.profile.footnotes:
        return texts
    return Coded(texts.codes, tuple(_FOOTNOTE.sub("", text).strip() for text in texts.values))


def _codes(profile: Profile, labels: Coded) -> tuple[str, ...]:
    """The code of each label; "" where several labels of the table share a code, for they may overlap."""
    found = tuple(known.code if known else "" for known in category_texts(profile, labels.values))
    bearers: dict[str, set[str]] = {}
    for i in dict.fromkeys(labels.codes.tolist()):
        bearers.setdefault(found[i], set()).add(fold(labels.values[i]))
    return tuple(code if len(bearers.get(code, ())) == 1 else "" for code in found)


def _populations(bound: BoundColumns, faults: Faults) -> list[float | None]:
    texts = bound.texts("population")
    numbers = [parse_number(text) if text else None for text in texts.values]
    wrong = [bool(text) and not (n is not None and n > 0) for text, n in zip(texts.values, numbers, strict=True)]
    faults.add_codes(
        wrong, bound.heading("population"), texts,
        _("The population is not a number above zero."), _("Mend the number, or leave the cell empty."),
    )  # fmt: skip
    return [numbers[code] for code in texts.codes.tolist()]


def _truths(bound: BoundColumns, faults: Faults, name: str = "preliminary") -> list[bool]:
    words, texts = bound.words(name, "truth"), bound.texts(name)
    faults.add_codes(
        [word is None for word in words], bound.heading(name), texts,
        _("The word is not known here."), _("Use one of: {names}.").format(names=", ".join(choices("truth"))),
    )  # fmt: skip
    return [words[code] == "yes" for code in texts.codes.tolist()]
