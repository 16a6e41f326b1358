"""Collecting what is wrong with rows while whole columns are checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident_table import Coded
from tryggve.domain.row_error import RowError
from tryggve.ingest.privacy import mask
from tryggve.ingest.raw_table import cut

# Masked before it is cut, so that no half of a number slips through; far longer cells are not looked through.
_LOOKED_AT = 400


class Faults:
    """The faults of a table so far; `bad` marks the rows that cannot go on."""

    def __init__(self, row_numbers: NDArray[np.int32]) -> None:
        self._row_numbers = row_numbers
        self._errors: list[tuple[int, RowError]] = []
        self._masked: dict[str, str] = {}
        self.bad = np.zeros(len(row_numbers), bool)

    def add(
        self, rows: NDArray[np.bool_], heading: str, values: Coded, what: str | Callable[[int], str], how: str
    ) -> None:
        """Mark rows (boolean array) as faulty; `what` may be made from the row's index."""
        for row in np.flatnonzero(rows).tolist():
            self.add_row(row, heading, values[row], what if isinstance(what, str) else what(row), how)

    def add_row(self, row: int, heading: str, value: str, what: str, how: str) -> None:
        """Mark one row, by index, as faulty."""
        self.bad[row] = True
        number = int(self._row_numbers[row])
        self._errors.append((row, RowError(number, heading, self._shown(value), what, how)))

    def add_codes(
        self, wrong: Sequence[bool] | NDArray[np.bool_], heading: str, values: Coded, what: str, how: str,
        among: NDArray[np.bool_] | None = None,
    ) -> None:  # fmt: skip
        """Mark the rows whose distinct text is `wrong` (one truth per distinct value), among all or some rows."""
        marked = np.asarray(wrong, bool)
        if marked.any():
            rows = marked[values.codes]
            self.add(rows if among is None else rows & among, heading, values, what, how)

    def errors(self) -> tuple[RowError, ...]:
        """All faults in the order of rows, those of one row in the order they were found."""
        return tuple(error for _row, error in sorted(self._errors, key=lambda entry: entry[0]))

    def _shown(self, value: str) -> str:
        if value not in self._masked:
            self._masked[value] = cut(mask(value[:_LOOKED_AT]))
        return self._masked[value]
