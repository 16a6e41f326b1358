"""What holds for the table of every kind of file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from tryggve.domain.incident_table import Coded
from tryggve.domain.language import _
from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.tables.text_notes import text_notes
from tryggve.ingest.tables.unfit_cells import without_unfit


def finish(table: RawTable, unnamed: Iterable[str] = ()) -> RawTable:
    """The table with what holds for every kind of file.

    Blank cells become "", rows that are all blank and columns that are blank and had no heading (`unnamed`) go away,
    rows with a NUL byte or a text beyond all measure become errors, and what catches the eye is noted.
    """
    columns = {name: _blanked(column) for name, column in table.columns.items()}
    columns, notes = _without_unnamed(columns, tuple(unnamed))
    table = replace(table, columns=columns, notes=(*table.notes, *notes))
    empty = np.ones(len(table), np.bool_)
    for column in columns.values():
        empty &= column.codes == (column.values.index("") if "" in column.values else -1)
    table = without_unfit(table.take(~empty) if empty.any() else table)
    return replace(table, notes=(*table.notes, *text_notes(table.columns)))


def _blanked(column: Coded) -> Coded:
    if not any(map(str.isspace, column.values)):
        return column
    return Coded.concat([Coded(column.codes, tuple("" if text.isspace() else text for text in column.values))])


def _without_unnamed(columns: dict[str, Coded], unnamed: tuple[str, ...]) -> tuple[dict[str, Coded], list[str]]:
    used = [name for name in unnamed if any(columns[name].values)]
    kept = {name: column for name, column in columns.items() if name not in unnamed or name in used}
    note = _("Columns without a heading were given a name: {names}.").format(names=", ".join(used))
    return kept, [note] if used else []
