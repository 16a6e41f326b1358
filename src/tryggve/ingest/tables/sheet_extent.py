"""How far the cells of a sheet reach, seen before the sheet is opened."""

from __future__ import annotations

import re
import zipfile
from xml.parsers import expat

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.tables.package import blocks

CELL_LIMIT = 30_000_000
"""Cells of a sheet up to its last row and column, blank ones too: a million rows of 28 columns are below it."""

# Every cell: with column and row when it is written as all known programs do, with blank ones otherwise.
_REFERENCE = re.compile(rb'<(?:[^\s<>/:]+:)?c(?: r="([A-Z]{1,3})([0-9]{1,7})"|(?=[\s/>]))')
_ODD_REFERENCE = re.compile("([A-Za-z]{1,3})([0-9]{1,7})")


def check_extent(package: zipfile.ZipFile, part: str, sheet: str, name: str) -> None:
    """Refuse a sheet beyond `CELL_LIMIT`.

    The library holds every cell up to the last row and column: one cell far out in an otherwise blank sheet uses up
    all memory, and the program ends without a word.
    """
    width, height = extent(package, part)
    if width * height > CELL_LIMIT:
        raise FileError(
            _("The sheet “{sheet}” of {file} reaches over {rows} rows and {columns} columns.").format(
                sheet=sheet, file=name, rows=height, columns=width
            ),
            _("Delete the rows and columns that lie outside the table, or save it as CSV UTF-8."),
        )


def extent(package: zipfile.ZipFile, part: str) -> tuple[int, int]:
    """The last column and row that have a cell, counted from 1."""
    width = height = 0
    for block in blocks(package, part):
        references = _REFERENCE.findall(block)
        if (b"", b"") in references:
            return _odd_extent(package, part)
        width = max(width, *map(column_number, {column for column, _row in references}), 0)
        height = max(height, *map(int, {row for _column, row in references}), 0)
    return width, height


def _odd_extent(package: zipfile.ZipFile, part: str) -> tuple[int, int]:
    """As `extent`, slowly, where cells do not tell their place as all known programs write it."""
    width = height = row = column = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal width, height, row, column
        kind, place = tag.rpartition(":")[2], attributes.get("r")
        if kind == "row":
            row, column = int(place) if place else row + 1, 0
        elif kind == "c":
            match = _ODD_REFERENCE.fullmatch(place) if place else None
            if place and not match:
                raise ValueError(f"no cell: {place!r}")
            column = column_number(match[1].upper().encode()) if match else column + 1
            width, height = max(width, column), max(height, int(match[2]) if match else row)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with package.open(part) as stream:
        parser.ParseFile(stream)
    return width, height


def column_number(letters: bytes) -> int:
    """`A` -> 1, `AA` -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
