"""What several files say together: the same report or number given twice is taken once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.count import Count
from tryggve.domain.incident_table import IncidentTable
from tryggve.domain.language import _, ngettext
from tryggve.domain.row_error import RowError
from tryggve.ingest.duplicates import first_with_id
from tryggve.ingest.raw_table import RawTable


def incidents_of(
    tables: Sequence[RawTable], parts: Sequence[IncidentTable]
) -> tuple[IncidentTable, list[list[RowError]]]:
    """All incidents in the order of files, and per file the rows that repeat an id of an earlier file.

    Ids are compared within a source only: reports of two sources are never taken for one another.
    """
    again: list[list[RowError]] = [[] for _part in parts]
    if len(parts) < 2:  # a file's own repetitions are found when it is mapped
        return (parts[0] if parts else IncidentTable.empty()), again
    together = IncidentTable.concat(parts)
    first = first_with_id(together.source, together.organisation, together.source_id)
    same = _alike(together, first)
    keep = first == np.arange(len(together))
    for row in np.flatnonzero(~keep).tolist():
        earlier, number = int(first[row]), int(together.file_no[row]) - 1
        what, how = _again() if same[row] else _other()
        what = what.format(file=tables[int(together.file_no[earlier]) - 1].file.name, row=int(together.row_no[earlier]))
        again[number].append(RowError(int(together.row_no[row]), "id", together.source_id[row], what, how))
    return together.take(keep), again


def _again() -> tuple[str, str]:
    return (
        _("The report is already in {file}, row {row}."),
        _("Nothing needs to be done: the report is counted once."),
    )


def _other() -> tuple[str, str]:
    return (
        _("The id is already used in {file}, row {row}, for a report with other content."),
        _("Give the report an id of its own, or keep only the row that is right."),
    )


def _alike(table: IncidentTable, first: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Rows that say the same as the first with their id."""
    alike = np.ones(len(table), bool)
    for column in (table.start_s, table.end_s, table.x, table.y, table.severity, table.n):
        alike &= column == column[first]
    for texts in (table.category, table.category_label, table.text):
        alike &= texts.codes == texts.codes[first]
    return alike


def counts_of(parts: Sequence[Sequence[Count]], notes: list[str]) -> tuple[Count, ...]:
    """All counts; of a number that several files give the first is kept, a final one before a preliminary one."""
    found: dict[tuple[object, ...], Count] = {}
    repeated = 0
    for part in parts:
        for count in part:
            first = found.setdefault(count.key, count)
            repeated += first is not count
            if first.preliminary and not count.preliminary:
                found[count.key] = count
    if repeated:
        told = ngettext(
            "{n} number stands in several files; the first is used, a final one before a preliminary one.",
            "{n} numbers stand in several files; the first is used, a final one before a preliminary one.",
            repeated,
        )
        notes.append(told.format(n=repeated))
    return tuple(found.values())
