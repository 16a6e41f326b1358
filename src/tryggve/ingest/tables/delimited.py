"""Reads text tables: CSV and its kin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from itertools import islice

from tryggve.domain.language import _
from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.tables.delimiter import DELIMITERS, declared_delimiter, find_delimiter
from tryggve.ingest.tables.encoding import decode
from tryggve.ingest.tables.records import records
from tryggve.ingest.tables.rows import table_of_rows
from tryggve.ingest.tables.source import Source

SAMPLE_LINES = 200
_LINE_END = re.compile(rb"[\r\n]")


def read_delimited(source: Source) -> RawTable:
    """The table in a text file; encoding, delimiter and heading are found and noted."""
    text, notes = decode(source.data, source.file.name)
    text = _single_line_ends(text)
    sample = list(islice(_lines(text), SAMPLE_LINES))
    declared = declared_delimiter(sample[0]) if sample else None
    # Spreadsheet programs do not show that line: it has no row number.
    hidden = 1 if declared else 0
    delimiter = declared or find_delimiter(sample)
    notes.append(_("Delimiter: {delimiter}.").format(delimiter=_(DELIMITERS[delimiter])))
    rows = records(lambda: islice(_lines(text), hidden, None), delimiter)
    return table_of_rows(source.file, rows, notes)


def _lines(text: bytes) -> Iterator[str]:
    """The lines with their ends; only line breaks divide lines, none of the rarer marks of Unicode."""
    return TextIOWrapper(BytesIO(text), "utf-8", newline="")


def _single_line_ends(data: bytes) -> bytes:
    r"""Line ends "\r\r\n" come from programs that wrote "\r\n" as text a second time: each "\n" once more got "\r"."""
    first = _LINE_END.search(data)
    if first is None or not data.startswith(b"\r\r\n", first.start()) or 2 * data.count(b"\r\r\n") <= data.count(b"\n"):
        return data
    return data.replace(b"\r\n", b"\n")
