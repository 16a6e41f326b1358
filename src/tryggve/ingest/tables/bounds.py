"""How much one table may be: what lies beyond is refused before it fills the memory."""

from __future__ import annotations

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError

ROW_LIMIT = 1_500_000
"""Rows of one table, with blank ones and those that are given back."""

CELL_LIMIT = 30_000_000
"""Cells of one table, blank ones too: a million rows of 28 columns are below it."""

REFUSED_LIMIT = 100_000
"""Rows that can be given back one by one; beyond it the file as a whole is something else."""

FAULTS_LIMIT = 5 * REFUSED_LIMIT
"""Faults of the rows that are given back: one row may have several."""


def check_rows(rows: int, columns: int, name: str) -> None:
    """FileError where a table has more rows, or more cells, than can be held."""
    if rows > ROW_LIMIT:
        raise FileError(
            _("{file} has more than {limit} rows.").format(file=name, limit=ROW_LIMIT),
            _("Divide it by year, and remove blank rows."),
        )
    if rows * columns > CELL_LIMIT:
        raise FileError(
            _("{file} has {n} columns and so many rows that there are more than {limit} cells.").format(
                file=name, n=columns, limit=CELL_LIMIT
            ),
            _("Leave out columns that are not needed, or divide the file by year."),
        )


def check_refused(refused: int, name: str, what: str) -> None:
    """FileError where more rows than `REFUSED_LIMIT` cannot be read; `what` is what is wrong with the last one."""
    if refused > REFUSED_LIMIT:
        raise FileError(
            _("More than {limit} rows of {file} cannot be read. The last one: {what}").format(
                limit=REFUSED_LIMIT, file=name, what=what
            ),
            _("Check that it is the right file, and export it anew."),
        )


HELD_LIMIT = 240 << 20
"""Bytes of the distinct texts of a table, with their numbers."""


def check_held(held: int, name: str) -> None:
    """FileError where the texts of a table take more memory than `HELD_LIMIT`."""
    if held > HELD_LIMIT:
        raise FileError(
            _("{file} takes more than {limit} MB of memory.").format(file=name, limit=HELD_LIMIT >> 20),
            _("Divide it by year, or save it as Parquet."),
        )
