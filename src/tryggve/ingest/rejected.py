"""Gives back the rows that did not go in, with the reasons beside them, as a file that can be mended and read again."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain, count, groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident_table import Coded
from tryggve.domain.language import _
from tryggve.domain.private_file import part_in, private, settle
from tryggve.domain.row_error import RowError
from tryggve.ingest.formula_guard import guarded, unguarded
from tryggve.ingest.raw_table import RawTable, shown

ERROR_COLUMNS = ("fel_rad", "fel_kolumn", "fel_varde", "fel", "atgard")
"""Row number in the original file, columns, values, what is wrong, how to mend: the last columns of the file."""

SURPLUS = "fel_extra_"
"""Cells beyond the last heading stand in columns `fel_extra_1`, `fel_extra_2`, …"""


_GIVEN_BACK = re.compile(r"\.rejected(-[0-9]+)?$")


def rejected_name(name: str) -> str:
    """`rapporter.xlsx` -> `rapporter.rejected.csv`, and so for a file that is itself a rejected one."""
    return f"{_GIVEN_BACK.sub('', Path(name).stem)}.rejected.csv"


def give_back_rows(folder: Path, table: RawTable, errors: Sequence[RowError], taken: set[Path]) -> Path:
    """Write the rows that `errors` name into the folder; returns where they are.

    No file that is there is written over, nor one that this run wrote (`taken`): the name is then numbered,
    `NAME.rejected-2.csv`. A file that holds the same bytes already is left and returned. OSError leaves nothing behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = folder / rejected_name(table.file.name)
    names = chain([wanted], (wanted.with_name(f"{wanted.stem}-{number}.csv") for number in count(2)))
    with part_in(folder) as part:
        write_rejected(part, table, errors)
        return settle(part, (path for path in names if path not in taken))


def write_rejected(path: Path, table: RawTable, errors: Sequence[RowError]) -> int:
    """Write the rows that `errors` name to `path` (`NAME.rejected.csv`) and give their number.

    The original columns come first, then `ERROR_COLUMNS`; several faults of one row are joined by " | ". UTF-8 with
    mark, semicolons, every cell quoted, no cell that a spreadsheet takes for a formula; the same input gives the same
    bytes. `tables.read` takes such a file back, under any name: it drops the added columns and apostrophes.
    """
    by_row = groupby(sorted(errors, key=lambda error: error.row), lambda error: error.row)
    rows = {error.row for error in errors}
    names = list(table.columns)
    width = max((len(table.rejected_texts[row]) for row in rows & table.rejected_texts.keys()), default=0)
    extra = [f"{SURPLUS}{i + 1}" for i in range(width - len(names))]
    blank = [""] * (len(names) + len(extra))
    cells_of = _cells(table, rows)
    with open(path, "w", encoding="utf-8-sig", errors="replace", newline="", opener=private) as file:
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(map(guarded, chain(names, extra, ERROR_COLUMNS)))
        for row, faults in by_row:
            own = cells_of(row)
            writer.writerow(map(guarded, chain(own, blank[len(own) :], [str(row)], _explained(list(faults)))))
        file.flush()
        os.fsync(file.fileno())
    return len(rows)


def _explained(faults: Sequence[RowError]) -> list[str]:
    texts = ([getattr(fault, name) for fault in faults] for name in ("column", "value", "what", "how"))
    return [" | ".join(dict.fromkeys(parts)) for parts in texts]


def _cells(table: RawTable, rows: set[int]) -> Callable[[int], Sequence[str]]:
    """Gives the cells of one of the rows by its number, from the columns or, if they were not read, as they stood."""
    places = np.flatnonzero(np.isin(table.row_numbers, list(rows)))
    place_of = dict(zip(table.row_numbers[places].tolist(), places.tolist(), strict=True))
    columns = list(table.columns.values())

    def cells(row: int) -> Sequence[str]:
        if row in table.rejected_texts:
            return table.rejected_texts[row]
        return [column[place_of[row]] for column in columns] if row in place_of else ()

    return cells


def is_rejected(table: RawTable) -> bool:
    """Whether the table was written by `write_rejected`: all its error columns are there."""
    return set(ERROR_COLUMNS) <= set(table.columns)


def taken_back(table: RawTable) -> RawTable:
    """A table that `write_rejected` wrote and somebody mended, as the original was: other tables pass unchanged."""
    if not is_rejected(table):
        return table
    own = {name: column for name, column in table.columns.items() if not _is_added(name)}
    surplus = [column for name, column in table.columns.items() if name.startswith(SURPLUS)]
    columns = {unguarded(name): _unguarded_column(column) for name, column in own.items()}
    note = _("The file holds rows given back earlier: the columns of faults were left out.")
    mended = replace(table, columns=columns, notes=(*table.notes, note))
    too_long = np.zeros(len(table), np.bool_)
    for column in surplus:
        too_long |= np.array([value != "" for value in column.values], np.bool_)[column.codes]
    return _without(mended, too_long, surplus) if too_long.any() else mended


def _is_added(name: str) -> bool:
    return name in ERROR_COLUMNS or name.startswith(SURPLUS)


def _unguarded_column(column: Coded) -> Coded:
    return Coded.concat([Coded(column.codes, tuple(map(unguarded, column.values)))])


def _without(table: RawTable, too_long: NDArray[np.bool_], surplus: list[Coded]) -> RawTable:
    """Rows whose surplus cells were not moved to where they belong are refused again."""
    rejected, errors = dict(table.rejected_texts), list(table.errors)
    for i in np.flatnonzero(too_long).tolist():
        more = [unguarded(column[i]) for column in surplus]
        row = int(table.row_numbers[i])
        rejected[row] = (*table.row(i).values(), *more)
        errors.append(
            RowError(
                row=row,
                column="",
                value=shown(" ".join(filter(None, more))),
                what=_("The row still has more cells than there are headings."),
                how=_("Move the cells of the columns {name}1, … to where they belong.").format(name=SURPLUS),
            )
        )
    errors.sort(key=lambda error: error.row)
    return replace(table.take(~too_long), errors=tuple(errors), rejected_texts=rejected)
