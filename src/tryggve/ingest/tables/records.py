"""Divides the lines of a text table into rows of cells, with quotation marks in mind."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.tables.column_names import COLUMN_LIMIT
from tryggve.ingest.tables.refused_row import Refused, Row, too_wide

RECORD_LIMIT = 1 << 22
"""Characters of a cell beyond which a quotation mark counts as never closed."""

RECORD_LINES = 100_000
"""Lines of a row beyond which a quotation mark counts as never closed."""

REREAD_LIMIT = 1 << 26
"""Characters that are read twice because of quotation marks in disorder, before the file is refused."""

CELLS_LIMIT = 2 * COLUMN_LIMIT
"""Cells of a row beyond which it is not divided into cells at all."""

_PIECE = 1_000


class _CountedLines:
    """Lines that end with an error where a row takes too many of them; `taken` is set back for each row."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.taken += 1
            if self.taken > RECORD_LINES:
                raise csv.Error("too many lines")
            yield line


class _Lines(Iterator[str]):
    """Lines that remember those taken for the row at hand, and take back those that belong to later rows."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self.taken: list[str] = []

    def __next__(self) -> str:
        if len(self.taken) >= RECORD_LINES:
            raise csv.Error("too many lines")
        line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(line)
        return line

    def put_back(self, lines: Sequence[str]) -> None:
        self._again.extendleft(reversed(lines))


def records(open_lines: Callable[[], Iterator[str]], delimiter: str) -> Iterator[Row]:
    """Row by row the cells; [] for a blank line. Lines keep their ends, so that those inside a cell stay as they are.

    A row in which the quotation marks do not pair is given as `Refused`, and reading goes on with the next line.
    `open_lines` gives the lines from the beginning each time it is called.
    """
    # The limit of the csv module holds for the whole process: it is raised, never lowered.
    csv.field_size_limit(max(csv.field_size_limit(), RECORD_LIMIT))
    lines = _CountedLines(open_lines())
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    rows = _bounded(reader, lines, delimiter)
    while True:
        good = reader.line_num
        try:
            piece = list(islice(rows, _PIECE))
        except csv.Error:
            yield from _careful(islice(open_lines(), good, None), delimiter)
            return
        if not piece:
            return
        yield from piece


def _bounded(reader: Iterator[list[str]], lines: _CountedLines, delimiter: str) -> Iterator[Row]:
    # Row by row, before a piece is gathered: a row of very many cells takes many times its text.
    for row in reader:
        lines.taken = 0
        yield row if len(row) <= CELLS_LIMIT else too_wide(row, delimiter)


def _careful(lines: Iterator[str], delimiter: str) -> Iterator[Row]:
    """As `records`, slower, from the first piece on in which something is wrong."""
    source = _Lines(lines)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    spare = REREAD_LIMIT
    while True:
        source.taken.clear()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            first, rest = source.taken[0], source.taken[1:]
            spare -= sum(map(len, rest))
            if spare < 0:
                raise FileError(
                    _("The quotation marks in the file are in disorder."), _("Export the file anew, or as a workbook.")
                ) from None
            source.put_back(rest)
            yield _loosely(first, delimiter) or _unclosed(first)
        else:
            yield row if len(row) <= CELLS_LIMIT else too_wide(row, delimiter)


def _unclosed(line: str) -> Refused:
    return Refused(
        cells=(line.rstrip("\r\n"),),
        column=-1,
        value=line,
        what=_("A quotation mark is opened but never closed."),
        how=_("Close it, remove it, or write it twice if it belongs to the text."),
        spills=True,
    )


@lru_cache
def _cell_pattern(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    # Possessive (*+): a quoted text that is not closed must not be taken for a shorter one that is.
    quoted = r'[^"]*+(?:""[^"]*+)*+'
    return re.compile(rf'"({quoted})"(?={mark}|\Z)|("{quoted}"[^{mark}]*|(?!")[^{mark}]*)')


class LooseRow(list[str]):
    """A row in which text follows on a quoted part."""


def _loosely(line: str, delimiter: str) -> LooseRow | None:
    """The cells of one line in which text follows on a quoted part (`"Loke" säger nej`): such a cell stays as it is.

    None when a quotation mark is still open at the end of the line.
    """
    cells, at, pattern = LooseRow(), 0, _cell_pattern(delimiter)
    line = line.rstrip("\r\n")
    while match := pattern.match(line, at):
        cells.append(match[2] if match[1] is None else match[1].replace('""', '"'))
        at = match.end() + 1
        if match.end() == len(line):
            return cells
    return None
