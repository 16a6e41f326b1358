"""What catches the eye in the texts of a table: it is told, and the texts stay as they are."""

from __future__ import annotations

import re

import numpy as np

from tryggve.domain.incident_table import Coded
from tryggve.domain.language import _, ngettext
from tryggve.ingest.formula_guard import is_formula

_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_SAMPLE = 200
_FORMULA_FIRST = frozenset("=+-@\t")


def text_notes(columns: dict[str, Coded]) -> list[str]:
    """Columns with decimal commas, and cells that a spreadsheet would take for formulas."""
    notes = []
    commas = [name for name, column in columns.items() if _has_decimal_comma(column)]
    if commas:
        notes.append(_("Decimal comma in: {names}.").format(names=", ".join(commas)))
    formulas = {name: n for name, column in columns.items() if (n := _formulas(column))}
    if formulas:
        notes.append(
            ngettext(
                "{n} cell begins as a formula does (= + - @) and was kept as text, in: {names}.",
                "{n} cells begin as a formula does (= + - @) and were kept as text, in: {names}.",
                sum(formulas.values()),
            ).format(n=sum(formulas.values()), names=", ".join(formulas))
        )
    return notes


def _has_decimal_comma(column: Coded) -> bool:
    """Judged by the first distinct texts: most that are not blank are numbers with a comma or without decimals."""
    sample = [text for text in column.values[:_SAMPLE] if text]
    commas = sum(_DECIMAL_COMMA.fullmatch(text) is not None for text in sample)
    return commas > 0 and commas + sum(map(str.isdecimal, sample)) > len(sample) // 2


def _formulas(column: Coded) -> int:
    if _FORMULA_FIRST.isdisjoint({text[:1] for text in column.values}):
        return 0
    formulas = [text[:1] in _FORMULA_FIRST and is_formula(text) for text in column.values]
    return int(np.array(formulas, np.bool_)[column.codes].sum())
