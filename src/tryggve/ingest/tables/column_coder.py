"""From texts to coded columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import count, islice
from sys import getsizeof

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident_table import Coded

_NUMBER = 32  # bytes of a whole number


class ColumnCoder:
    """Codes a column piece by piece, so that a repeated text is held once however long the file is."""

    def __init__(self) -> None:
        # The next number is given out by the dict itself: no Python code runs per cell.
        self._codes: defaultdict[str, int] = defaultdict(count().__next__)
        self._parts: list[NDArray[np.int32]] = []
        self._texts = 0

    def add(self, texts: Sequence[str]) -> None:
        """Append the texts of the next rows."""
        before = len(self._codes)
        self._parts.append(np.fromiter(map(self._codes.__getitem__, texts), np.int32, len(texts)))
        self._texts += sum(map(getsizeof, islice(reversed(self._codes), len(self._codes) - before)))

    def held(self) -> int:
        """Bytes that the distinct texts and their numbers take."""
        return getsizeof(self._codes) + self._texts + _NUMBER * len(self._codes)

    def coded(self) -> Coded:
        """The whole column; the coder is empty afterwards, as two copies of every text would be much."""
        codes = np.concatenate(self._parts) if self._parts else np.zeros(0, np.int32)
        values = tuple(self._codes)
        self._codes.clear()
        self._parts.clear()
        return Coded(codes, values)


def compact(column: Coded) -> Coded:
    """The column without values that no row has any more: nobody is to stumble over what was taken out."""
    used, codes = np.unique(column.codes, return_inverse=True)
    return Coded(codes.astype(np.int32), tuple(column.values[i] for i in used))


def coded(texts: Sequence[str]) -> Coded:
    """A column at once."""
    coder = ColumnCoder()
    coder.add(texts)
    return coder.coded()
