"""Collecting what is wrong with rows while whole columns are checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident_table import Coded
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError, RowError
from tryggve.ingest.privacy import mask
from tryggve.ingest.raw_table import cut
from tryggve.ingest.tables.bounds import FAULTS_LIMIT, REFUSED_LIMIT

# Masked before it is cut, so that no half of a number slips through; far longer cells are not looked through.
_LOOKED_AT = 400


class _Fault(NamedTuple):
    """One fault in all rows that have it, by index: a `RowError` is made for each only when they are asked for."""

    rows: NDArray[np.int32]
    heading: str
    values: Coded | str
    what: str | Callable[[int], str]
    how: str

    def kind(self) -> tuple[str, str]:
        """What faults have in common that are told as one."""
        return self.heading, self.what if isinstance(self.what, str) else self.how


class Faults:
    """The faults of a table so far; `bad` marks the rows that cannot go on."""

    def __init__(self, row_numbers: NDArray[np.int32]) -> None:
        self._row_numbers = row_numbers
        self._faults: list[_Fault] = []
        self._masked: dict[str, str] = {}
        self.bad = np.zeros(len(row_numbers), bool)

    def add(
        self, rows: NDArray[np.bool_], heading: str, values: Coded, what: str | Callable[[int], str], how: str
    ) -> None:
        """Mark rows (boolean array) as faulty; `what` may be made from the row's index."""
        found = np.flatnonzero(rows).astype(np.int32)
        if len(found):
            self.bad[found] = True
            self._faults.append(_Fault(found, heading, values, what, how))

    def add_row(self, row: int, heading: str, value: str, what: str, how: str) -> None:
        """Mark one row, by index, as faulty; FileError when there are too many."""
        self.bad[row] = True
        self._faults.append(_Fault(np.array([row], np.int32), heading, value, what, how))
        if len(self._faults) > FAULTS_LIMIT:
            raise self._too_many()

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
        """All faults in the order of rows, those of one row in the order they were found.

        FileError when there are too many to give back row by row: then something is wrong with the file as a whole.
        """
        number = sum(len(fault.rows) for fault in self._faults)
        if np.count_nonzero(self.bad) > REFUSED_LIMIT or number > FAULTS_LIMIT:
            raise self._too_many()
        found = [self._error(fault, row) for fault in self._faults for row in fault.rows.tolist()]
        rows = [fault.rows for fault in self._faults]
        order = np.argsort(np.concatenate(rows), kind="stable").tolist() if rows else []
        return tuple(found[i] for i in order)

    def _error(self, fault: _Fault, row: int) -> RowError:
        value = fault.values if isinstance(fault.values, str) else fault.values[row]
        what = fault.what if isinstance(fault.what, str) else fault.what(row)
        return RowError(int(self._row_numbers[row]), fault.heading, self._shown(value), what, fault.how)

    def _too_many(self) -> FileError:
        """Tells the most common fault, with an example."""
        kinds: Counter[tuple[str, str]] = Counter()
        for fault in self._faults:
            kinds[fault.kind()] += len(fault.rows)
        ((kind, number),) = kinds.most_common(1)
        fault = max((fault for fault in self._faults if fault.kind() == kind), key=lambda fault: len(fault.rows))
        one = self._error(fault, int(fault.rows[0]))
        # What is told row by row is of rows that repeat others: one of them may stay, so many should not.
        how = one.how if isinstance(fault.what, str) else _("Remove the rows that repeat others.")
        told = _(
            "At least {rows} rows cannot go in, with {faults} faults: too many to be given back. The most common one "
            "({number} times) is in the column {column}, as in row {row}, “{value}”: {what}"
        )
        return FileError(
            told.format(
                rows=np.count_nonzero(self.bad), faults=kinds.total(), number=number, column=one.column, row=one.row,
                value=one.value, what=one.what,
            ),
            _("Nothing of the file went in. Mend it, or say in a profile how it is to be read. For this fault: {how}")
            .format(how=how),
        )  # fmt: skip

    def _shown(self, value: str) -> str:
        if value not in self._masked:
            self._masked[value] = cut(mask(value[:_LOOKED_AT]))
        return self._masked[value]
