"""Finds the notes under a table."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident_table import Coded

FOOTNOTE_ROWS = 50
"""The last rows among which notes under the table are looked for."""

_FOOTNOTE = re.compile(r"(?:källa|not|anm|kommentar|source|note|remark)\b|\*|[0-9]\)|[¹²³⁴⁵⁶⁷⁸⁹]|©", re.IGNORECASE)
_SOURCE = re.compile(r"(?:källa|source)\s*:", re.IGNORECASE)


def footnote_start(columns: Sequence[Coded], row_numbers: NDArray[np.int32], lone: set[int]) -> int:
    """The index of the first row that is a note under the table; the number of rows where there is none.

    A note fills the first cell only ("Källa: Brå, 2025" may be divided) and stands at the very end: after a blank
    row, as words in a line with no delimiter (`lone`: the row numbers of such lines), or beginning as notes do.
    """
    n = len(row_numbers)
    if len(columns) < 2 or n == 0:
        return n
    start = n
    while start > max(0, n - FOOTNOTE_ROWS) and _may_be_note(columns, start - 1):
        start -= 1
    if start == 0:
        return n
    for i in range(start, n):
        after_blank = row_numbers[i] - row_numbers[i - 1] > 1
        text = columns[0][i].strip()
        if after_blank or (int(row_numbers[i]) in lone and " " in text) or _FOOTNOTE.match(text):
            return i
    return n


def _may_be_note(columns: Sequence[Coded], i: int) -> bool:
    return not any(column[i].strip() for column in columns[1:]) or _SOURCE.match(columns[0][i]) is not None
