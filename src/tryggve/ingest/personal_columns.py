"""Personal data where none belongs: in ids, organisations, sources, areas and categories, which outputs show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident_table import Coded
from tryggve.domain.language import ngettext
from tryggve.ingest.bound_columns import BoundColumns
from tryggve.ingest.privacy import find_forms, mask
from tryggve.ingest.privacy_patterns import HAVE_A_FORM, PersonalData, has_check_digit
from tryggve.ingest.raw_table import RawTable, shown_heading

# A plate looks like many ids (FEL123), an address may be the name of a house: they are data of persons in text only.
_SURE = frozenset((PersonalData.PERSONNUMMER, PersonalData.EMAIL, PersonalData.PHONE, PersonalData.CASE))
_EMPTIED = {"id": _SURE, "source": _SURE, "organisation": _SURE, "area": _SURE | {PersonalData.ADDRESS}}
_LONGEST_LABEL = 100
_ENOUGH_SHAPED = 5


def without_personal(table: RawTable, bound: BoundColumns) -> tuple[RawTable, tuple[str, ...]]:
    """The table with such cells emptied, in categories masked, and notes that say so; the free text is left as it is.

    A category longer than a category is free text, which may tell of persons in words: it is dropped.
    """
    columns, notes = dict(table.columns), []
    for name, kinds in (*_EMPTIED.items(), ("category", HAVE_A_FORM)):
        heading = bound.headings.get(name)
        if heading is None:
            continue
        column, of_label = columns[heading], name == "category"
        which = _ids_that_are_personal(column.values) if name == "id" else _holding(column.values, kinds)
        if of_label:
            which |= np.array([len(text) > _LONGEST_LABEL for text in column.values], bool)
        n = int(which[column.codes].sum()) if len(column) else 0
        if n:
            columns[heading] = Coded(column.codes, _mended(column.values, which, _label if of_label else _nothing))
            notes.append((_masked if of_label else _read_as_empty)(n).format(column=shown_heading(heading), n=n))
    return replace(table, columns=columns), tuple(notes)


def _mended(values: Sequence[str], which: NDArray[np.bool_], mend: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(mend(text) if bad else text for text, bad in zip(values, which.tolist(), strict=True))


def _nothing(_text: str) -> str:
    return ""


def _holding(values: Sequence[str], kinds: frozenset[PersonalData]) -> NDArray[np.bool_]:
    """Which texts hold personal data of some kinds: all of them are searched as one text, a line each."""
    holding = np.zeros(len(values), bool)
    holding[[k for k, kind, _length in _found(values) if kind in kinds]] = True
    return holding


def _found(values: Sequence[str]) -> list[tuple[int, PersonalData, int]]:
    """Every finding: which text it is in, of what kind, and how many characters long."""
    ends = np.cumsum([len(text) + 1 for text in values])
    found = find_forms("\n".join(values))
    at = np.searchsorted(ends, [one.start for one in found], "right").tolist()
    return [(k, one.kind, one.end - one.start) for k, one in zip(at, found, strict=True)]


def _ids_that_are_personal(values: Sequence[str]) -> NDArray[np.bool_]:
    """Which ids are personal data as a whole: a number inside a longer id, or a date with a serial number, is none.

    Personnummer have a check digit, which one serial number in ten has by chance: where less than half of the ids of
    that shape have it, they are serial numbers.
    """
    whole = [
        (k, kind) for k, kind, length in _found(values) if kind in _SURE and length * 3 >= len(values[k].strip()) * 2
    ]
    shaped = [values[k] for k, kind in whole if kind is PersonalData.PERSONNUMMER]
    serial = len(shaped) >= _ENOUGH_SHAPED and sum(map(has_check_digit, shaped)) * 2 < len(shaped)
    personal = np.zeros(len(values), bool)
    personal[[k for k, kind in whole if not (serial and kind is PersonalData.PERSONNUMMER)]] = True
    return personal


def _label(text: str) -> str:
    return mask(text) if len(text) <= _LONGEST_LABEL else ""


def _read_as_empty(n: int) -> str:
    return ngettext(
        "{column} holds personal data in {n} row: it was read as empty.",
        "{column} holds personal data in {n} rows: they were read as empty.",
        n,
    )


def _masked(n: int) -> str:
    return ngettext(
        "{column} holds free text or personal data in {n} row: it was masked or left out.",
        "{column} holds free text or personal data in {n} rows: it was masked or left out.",
        n,
    )
