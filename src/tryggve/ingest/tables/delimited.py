"""Reads text tables: CSV and its kin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from itertools import islice

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.tables.delimiter import DELIMITERS, declared_delimiter, find_delimiter
from tryggve.ingest.tables.encoding import decode
from tryggve.ingest.tables.records import records
from tryggve.ingest.tables.rows import table_of_rows
from tryggve.ingest.tables.source import Source

SAMPLE_LINES = 200
SAMPLE_CHARACTERS = 1 << 20

LINE_LIMIT = 1 << 22
"""Bytes: a cell beyond all measure fits, so that its row can be given back."""

_LINE_END = re.compile(rb"[\r\n]")


def read_delimited(source: Source) -> RawTable:
    """The table in a text file; encoding, delimiter and heading are found and noted."""
    text, notes = decode(source.data, source.file.name)
    text = _single_line_ends(text)
    check_lines(text, source.file.name)
    sample = _sample(text)
    declared = declared_delimiter(sample[0]) if sample else None
    # Spreadsheet programs do not show that line: it has no row number.
    hidden = 1 if declared else 0
    delimiter = declared or find_delimiter(sample)
    notes.append(_("Delimiter: {delimiter}.").format(delimiter=_(DELIMITERS[delimiter])))
    rows = records(lambda: islice(_lines(text), hidden, None), delimiter)
    return table_of_rows(source.file, rows, notes)


def _sample(text: bytes) -> list[str]:
    """The first lines, fewer where they are long."""
    lines: list[str] = []
    size = 0
    for line in islice(_lines(text), SAMPLE_LINES):
        lines.append(line)
        size += len(line)
        if size > SAMPLE_CHARACTERS:
            break
    return lines


def check_lines(text: bytes, name: str) -> None:
    """FileError where a line is longer than twice `LINE_LIMIT`, perhaps where it is longer than that."""
    for at in range(0, len(text) - LINE_LIMIT + 1, LINE_LIMIT):
        if text.find(b"\n", at, at + LINE_LIMIT) < 0 and text.find(b"\r", at, at + LINE_LIMIT) < 0:
            raise FileError(
                _("{file} has a line of more than {limit} MB: it is no table of rows.").format(
                    file=name, limit=LINE_LIMIT >> 20
                ),
                _("Check that it is the right file, and export it anew with one row on each line."),
            )


def _lines(text: bytes) -> Iterator[str]:
    """The lines with their ends; only line breaks divide lines, none of the rarer marks of Unicode."""
    return TextIOWrapper(BytesIO(text), "utf-8", newline="")


def _single_line_ends(data: bytes) -> bytes:
    r"""Line ends "\r\r\n" come from programs that wrote "\r\n" as text a second time: each "\n" once more got "\r"."""
    first = _LINE_END.search(data)
    if first is None or not data.startswith(b"\r\r\n", first.start()) or 2 * data.count(b"\r\r\n") <= data.count(b"\n"):
        return data
    return data.replace(b"\r\n", b"\n")
