"""Finds in a sheet what the library that reads it does not tell: formulas without a value, and cells with errors."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field

from tryggve.domain.language import N_
from tryggve.ingest.tables.package import blocks
from tryggve.ingest.tables.sheet_extent import column_number

HOW_TO_MEND = {
    "#REF!": N_("The formula points at a cell that is gone: write the value instead."),
    "#DIV/0!": N_("The formula divides by zero: write the value, or leave the cell blank."),
    "#N/A": N_("The formula finds no match: write the value, or leave the cell blank."),
    "#NAME?": N_("The formula uses an unknown name: write the value instead."),
    "": N_("Write the value instead of the formula, or leave the cell blank."),
}
"""By error value; "" for the others."""

_CELL = re.compile(rb"<(?:[^\s<>/:]+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:[^\s<>/:]+:)?c>)", re.DOTALL)
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_TYPE = re.compile(rb"""\bt=["'](\w+)["']""")
_FORMULA = re.compile(rb"<(?:[^\s<>/:]+:)?f\b")
_VALUE = re.compile(rb"<(?:[^\s<>/:]+:)?[vt]\b[^>/]*>([^<]+)<")
# Sought before any pattern: most sheets have neither errors nor formulas.
_SIGNS = (b't="e"', b"t='e'", b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")


@dataclass(slots=True)
class SheetMarks:
    """`errors` by row number as (column from 0, error value); formulas that have no stored value, and the first."""

    errors: dict[int, tuple[int, str]] = field(default_factory=dict)
    blank_formulas: int = 0
    first_blank: str = ""


def sheet_marks(package: zipfile.ZipFile, part: str) -> SheetMarks:
    """What stands in the cells of a sheet besides values."""
    marks = SheetMarks()
    for block in blocks(package, part):
        if any(sign in block for sign in _SIGNS):
            _mark(marks, block)
    return marks


def _mark(marks: SheetMarks, block: bytes) -> None:
    for attributes, content in _CELL.findall(block):
        place, kind, value = _PLACE.search(attributes), _TYPE.search(attributes), _VALUE.search(content)
        if place is None:
            continue
        if kind and kind[1] == b"e":
            text = value[1].decode("utf-8", "replace") if value else ""
            marks.errors.setdefault(int(place[2]), (column_number(place[1]) - 1, text))
        # A formula that gives an empty text is stored as such (t="str"); one never computed has no type.
        elif value is None and not (kind and kind[1] == b"str") and _FORMULA.search(content):
            marks.blank_formulas += 1
            marks.first_blank = marks.first_blank or (place[1] + place[2]).decode()
