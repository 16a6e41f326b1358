"""Ids that occur more than once. Rows without an id are never compared: alike rows can be separate reports."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident_table import Coded
from tryggve.domain.language import _
from tryggve.ingest.bound_columns import BoundColumns
from tryggve.ingest.faults import Faults
from tryggve.ingest.raw_table import RawTable


def first_with_id(source: Coded, organisation: Coded, source_id: Coded) -> NDArray[np.int64]:
    """Per row, the first row with the same id from the same organisation of the same source.

    The row itself where it has no id. Organisations number their own reports: the same number from two of them is two
    reports.
    """
    n = len(source_id)
    own = np.arange(n)
    key = np.zeros(n, np.int64)
    for column in (source, organisation, source_id):
        key = np.unique(key * (len(column.values) + 1) + _merged(column), return_inverse=True)[1].ravel()
    _distinct, first, place = np.unique(key, return_index=True, return_inverse=True)
    blank = np.array([not text for text in source_id.values], bool)
    return np.where(blank[source_id.codes] if n else own < 0, own, first[place.ravel()])


def _merged(column: Coded) -> NDArray[np.int64]:
    """Codes where equal texts have equal codes (trimming can have made two values alike)."""
    seen: dict[str, int] = {}
    codes = np.array([seen.setdefault(text, len(seen)) for text in column.values], np.int64)
    return codes[column.codes] if len(column) else np.zeros(0, np.int64)


def refuse_repeated_ids(
    table: RawTable, bound: BoundColumns, source: Coded, organisation: Coded, faults: Faults
) -> None:
    """Keep the first valid row of each id; say of the others whether they are the same report or another one."""
    if not bound.has_column("id"):
        return
    ids = bound.texts("id")
    alive = np.flatnonzero(~faults.bad)
    first = np.arange(bound.size)
    first[alive] = alive[first_with_id(source.take(alive), organisation.take(alive), ids.take(alive))]
    again = first != np.arange(bound.size)
    if not again.any():
        return
    same = again & _alike(table, first)
    numbers = table.row_numbers
    faults.add(
        same, bound.heading("id"), ids,
        lambda row: _("The same report as in row {row}.").format(row=int(numbers[first[row]])),
        _("Nothing needs to be done: the report is counted once."),
    )  # fmt: skip
    faults.add(
        again & ~same, bound.heading("id"), ids,
        lambda row: _("The id is already used in row {row}, for a report with other content.").format(
            row=int(numbers[first[row]])
        ),
        _("Give the report an id of its own, or keep only the row that is right."),
    )  # fmt: skip


def _alike(table: RawTable, first: NDArray[np.int64]) -> NDArray[np.bool_]:
    alike = np.ones(len(first), bool)
    for column in table.columns.values():
        alike &= column.codes == column.codes[first]
    return alike
