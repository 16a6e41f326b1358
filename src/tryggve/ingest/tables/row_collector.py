"""Rows on their way into columns."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import islice
from typing import TypeGuard, cast

import numpy as np

from tryggve.domain.row_error import RowError
from tryggve.ingest.raw_table import RawTable, SourceFile, shown
from tryggve.ingest.tables.bounds import check_held, check_refused, check_rows
from tryggve.ingest.tables.column_coder import ColumnCoder, compact
from tryggve.ingest.tables.footnotes import footnote_start
from tryggve.ingest.tables.refused_row import Refused, Row, spilt, too_long
from tryggve.ingest.tables.row_notes import below_notes, short_notes

_PIECE = 1_000


class RowCollector:
    """Takes in rows, fits each to the headings, and gives the table."""

    def __init__(self, names: tuple[str, ...], file_name: str) -> None:
        self.names = names
        self.file_name = file_name
        self.coders = [ColumnCoder() for _name in names]
        self.numbers = array("i")
        self.errors: list[RowError] = []
        self.rejected: dict[int, tuple[str, ...]] = {}
        self.short: list[int] = []
        self.lone: set[int] = set()
        self.spilling = False

    def add(self, number: int, rows: Iterator[Row]) -> None:
        """Take in the rows, the first of which has the number `number`."""
        while piece := list(islice(rows, _PIECE)):
            if not self.spilling and _is_whole(piece, len(self.names)):
                self.numbers.extend(range(number, number + len(piece)))
                self._store(piece)
            else:
                self._add_fitted(number, piece)
            number += len(piece)
            check_rows(number, len(self.names), self.file_name)
            check_held(sum(coder.held() for coder in self.coders), self.file_name)

    def _add_fitted(self, first: int, piece: list[Row]) -> None:
        fitted = [(number, self._fitted(number, row)) for number, row in enumerate(piece, first)]
        filled = [(number, cells) for number, cells in fitted if any(cells)]
        if filled:
            self.numbers.extend(number for number, _cells in filled)
            self._store([cells for _number, cells in filled])

    def _store(self, piece: list[list[str]]) -> None:
        for coder, texts in zip(self.coders, zip(*piece, strict=True), strict=True):
            coder.add(texts)

    def _fitted(self, number: int, row: Row) -> list[str]:
        """The row with as many cells as there are headings; [] where it had to be refused."""
        if isinstance(row, Refused):
            self.refuse(number, row)
            return []
        width, n = len(self.names), len(row)
        if n == width and not self.spilling:
            return row
        while n > width and not row[n - 1].strip():
            n -= 1
        if not any(row):
            return []
        if self.spilling and n != width:
            self.refuse(number, spilt(row))
            return []
        self.spilling = False
        if n > width:
            self.refuse(number, too_long(row[:n], width))
            return []
        if len(row) < width:
            self.short.append(number)
            if len(row) == 1:
                self.lone.add(number)
        return row[:n] + [""] * (width - n)

    def refuse(self, number: int, row: Refused) -> None:
        """Keep the row for giving back, with its fault."""
        self.spilling |= row.spills
        self.rejected[number] = row.cells
        name = self.names[row.column] if 0 <= row.column < len(self.names) else ""
        self.errors.append(RowError(number, name, shown(row.value), row.what, row.how))
        check_refused(len(self.errors), self.file_name, row.what)

    def table(self, file: SourceFile, notes: list[str]) -> tuple[RawTable, list[str]]:
        """What was taken in, without the notes under the table, and notes about the rows."""
        numbers = np.frombuffer(self.numbers, np.int32) if self.numbers else np.zeros(0, np.int32)
        columns = [coder.coded() for coder in self.coders]
        end = footnote_start(columns, numbers, self.lone)
        below = [columns[0][i] for i in range(end, len(numbers))]
        named = zip(self.names, columns, strict=True)
        kept = {name: compact(column.take(np.arange(end))) if below else column for name, column in named}
        table = RawTable(file, kept, numbers[:end], tuple(self.errors), tuple(notes), rejected_texts=self.rejected)
        last = int(numbers[end - 1]) if end else 0
        return table, [*below_notes(below), *short_notes([number for number in self.short if number <= last])]


def _is_whole(piece: list[Row], width: int) -> TypeGuard[list[list[str]]]:
    """Whether all are rows of `width` cells, none blank: such a piece goes in without a look at each row."""
    if set(map(type, piece)) != {list}:
        return False
    rows = cast(list[list[str]], piece)
    return set(map(len, rows)) == {width} and all(map(any, rows))
