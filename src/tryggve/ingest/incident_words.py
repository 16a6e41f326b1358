"""What happened and who reported it: the columns of fixed values, checked distinct text by distinct text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.category import CategoryClass, categories
from tryggve.domain.incident import LeftOut, LocationPrecision, Observation
from tryggve.domain.incident_table import Coded
from tryggve.domain.language import _
from tryggve.domain.left_out import reason_of
from tryggve.domain.organisation import organisation_kind_of, organisation_kinds
from tryggve.domain.spelling import fold
from tryggve.ingest.bound_columns import BoundColumns, choices
from tryggve.ingest.faults import Faults
from tryggve.ingest.incident_categories import read_categories
from tryggve.ingest.numbers import parse_numbers

_OBSERVATIONS = {"": Observation.UNKNOWN, "unknown": Observation.UNKNOWN, "own": Observation.OWN,
                 "second_hand": Observation.SECOND_HAND}  # fmt: skip
_PRECISIONS = {"": 0, **{precision.name.lower(): int(precision) for precision in LocationPrecision}}
_MOST_EVENTS = 100_000  # in one report; more is a slip of the keyboard


@dataclass(frozen=True)
class IncidentWords:
    """The fixed values of n rows; `location_precision` is 0 where the file does not say."""

    source: Coded
    organisation: Coded
    organisation_kind: Coded
    category: Coded
    category_label: Coded
    mixed: NDArray[np.bool_]
    left_out: Coded
    severity: NDArray[np.int8]
    observation: NDArray[np.int8]
    location_precision: NDArray[np.int8]
    n: NDArray[np.int32]
    notes: tuple[str, ...]

    def of_class(self, cls: CategoryClass) -> NDArray[np.bool_]:
        """Rows whose category is of the class."""
        of_class = [bool(code) and categories()[code].cls is cls for code in self.category.values]
        return np.array(of_class)[self.category.codes]


def read_words(bound: BoundColumns, faults: Faults) -> IncidentWords:
    """Check and translate the fixed values of every row; what cannot be understood goes to `faults`."""
    nothing = _nothing_to_report(bound, faults)
    category, mixed, notes = read_categories(bound, ~nothing, faults)
    organisation = bound.texts("organisation")
    faults.add_codes(
        [not text for text in organisation.values], bound.heading("organisation"), organisation,
        _("“Nothing to report” without an organisation says nothing about who is silent."),
        _("Write which organisation had nothing to report."), nothing,
    )  # fmt: skip
    return IncidentWords(
        source=bound.texts("source"),
        organisation=organisation,
        organisation_kind=_organisation_kind(bound, faults),
        category=category,
        category_label=bound.texts("category"),
        mixed=mixed,
        left_out=_left_out(bound, nothing, category, faults),
        severity=_whole(bound, "severity", 0, 5, faults, _("Severity is a whole number from 1 to 5.")).astype(np.int8),
        observation=_word(bound, "observation", _OBSERVATIONS, faults),
        location_precision=_word(bound, "location_precision", _PRECISIONS, faults),
        n=_whole(bound, "n", 1, _MOST_EVENTS, faults, _number_words()).astype(np.int32),
        notes=notes,
    )


def _number_words() -> str:
    return _("The number is a whole number of at least 1 and at most {most}.").format(most=_MOST_EVENTS)


def with_elsewhere(left_out: Coded, elsewhere: NDArray[np.bool_]) -> Coded:
    """The reasons for leaving rows out, where rows of other municipalities have one too; a reason stated stays."""
    reasons = tuple(str(reason) for reason in LeftOut)
    counted = np.array([not reason for reason in left_out.values], bool)[left_out.codes]
    codes = np.array([reasons.index(reason) for reason in left_out.values], np.int32)[left_out.codes]
    return Coded(np.where(counted & elsewhere, reasons.index(LeftOut.ELSEWHERE), codes).astype(np.int32), reasons)


def _nothing_to_report(bound: BoundColumns, faults: Faults) -> NDArray[np.bool_]:
    words = bound.words("report_kind")
    texts = bound.texts("report_kind")
    _refuse_unknown(bound, "report_kind", words, faults)
    return np.array([word == "nothing_to_report" for word in words])[texts.codes]


def _left_out(bound: BoundColumns, nothing: NDArray[np.bool_], category: Coded, faults: Faults) -> Coded:
    stated = bound.texts("left_out")
    faults.add_codes(
        [text not in set(LeftOut) for text in stated.values], bound.heading("left_out"), stated,
        _("The reason for leaving the row out is not known."),
        _("Use one of: {names}.").format(names=", ".join(reason for reason in LeftOut if reason)),
    )  # fmt: skip
    reasons = tuple(LeftOut)
    of_text = np.array([reasons.index(LeftOut(t)) if t in set(LeftOut) else 0 for t in stated.values], np.int32)
    by_class = np.array([reasons.index(reason_of(code)) for code in category.values], np.int32)[category.codes]
    codes = np.where(nothing, reasons.index(LeftOut.NOTHING_TO_REPORT), by_class)
    said = of_text[stated.codes]
    return Coded(np.where(said > 0, said, codes).astype(np.int32), tuple(str(reason) for reason in reasons))


def _organisation_kind(bound: BoundColumns, faults: Faults) -> Coded:
    texts = bound.texts("organisation_kind")
    own = {fold(text): word for text, word in bound.profile.values.get("organisation_kind", {}).items()}
    kinds = tuple(organisation_kind_of(own.get(fold(text), text)) if text else "" for text in texts.values)
    faults.add_codes(
        [kind is None for kind in kinds], bound.heading("organisation_kind"), texts,
        _("The kind of organisation is not known."),
        _("Use one of: {names}.").format(names=", ".join(kind.name for kind in organisation_kinds().values())),
    )  # fmt: skip
    return Coded(texts.codes, tuple(kind or "" for kind in kinds))


def _word(bound: BoundColumns, name: str, meaning: Mapping[str, int], faults: Faults) -> NDArray[np.int8]:
    words = bound.words(name)
    _refuse_unknown(bound, name, words, faults)
    return np.array([meaning[word or ""] for word in words], np.int8)[bound.texts(name).codes]


def _refuse_unknown(bound: BoundColumns, name: str, words: Sequence[str | None], faults: Faults) -> None:
    faults.add_codes(
        [word is None for word in words], bound.heading(name), bound.texts(name), _("The word is not known here."),
        _("Use one of: {names}.").format(names=", ".join(choices(name))),
    )  # fmt: skip


def _whole(bound: BoundColumns, name: str, default: int, highest: int, faults: Faults, what: str) -> NDArray[np.int64]:
    """Whole numbers from 1 to `highest`; `default` where the cell is empty."""
    texts = bound.texts(name)
    numbers = parse_numbers(texts.values)
    empty = np.isnan(numbers.value) & ~numbers.bad
    value = np.nan_to_num(numbers.value)
    wrong = ~empty & (numbers.bad | (value != np.floor(value)) | (value < 1) | (value > highest))
    how = _("Mend the number, or leave the cell empty.")
    faults.add_codes(wrong, bound.heading(name), texts, what, how)
    return np.where(empty | wrong, default, value).astype(np.int64)[texts.codes]
