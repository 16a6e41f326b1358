"""The table a file holds, as texts: what every reader gives and the mapping takes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident_table import Coded
from tryggve.domain.row_error import RowError
from tryggve.ingest.privacy import mask
from tryggve.ingest.privacy_patterns import PersonalData

VALUE_LENGTH = 80
"""How much of a cell an error shows."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file that was read: its name without folder, SHA-256 as hexadecimal digits, size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class RawTable:
    """Columns of equal length as texts; a blank or missing cell is "".

    `row_numbers` are those the user sees: in text tables and spreadsheets as a spreadsheet counts (first row of the
    file is 1, blank rows and title rows count), in JSON lines the line, in JSON, GeoJSON and Parquet the item from 1.
    Rows that could not be read are in `errors`, not in `columns`; their cells as they stood are in `rejected_texts`
    by row number (cells beyond the last column follow after it). `notes` say in words what was found and chosen.
    """

    file: SourceFile
    columns: dict[str, Coded]
    row_numbers: NDArray[np.int32]
    errors: tuple[RowError, ...] = ()
    notes: tuple[str, ...] = ()
    crs: str | None = None
    rejected_texts: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, column in self.columns.items():
            if len(column) != len(self.row_numbers):
                raise ValueError(f"RawTable: column {name!r} has {len(column)} rows, expected {len(self.row_numbers)}")

    def __len__(self) -> int:
        return len(self.row_numbers)

    def row(self, i: int) -> dict[str, str]:
        """The texts of row i (counted from 0 among the rows that were read), by column."""
        return {name: column[i] for name, column in self.columns.items()}

    def take(self, rows: NDArray[Any]) -> RawTable:
        """Only the rows of an index or boolean array; errors and notes stay."""
        columns = {name: column.take(rows) for name, column in self.columns.items()}
        return replace(self, columns=columns, row_numbers=self.row_numbers[rows])


def cut(value: str) -> str:
    """The value as an error may show it: one line, at most `VALUE_LENGTH` characters, no control characters."""
    line = " ".join(value[: 4 * VALUE_LENGTH].replace("\0", "\N{SYMBOL FOR NULL}").split())
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
    return line if len(line) <= VALUE_LENGTH else line[: VALUE_LENGTH - 1] + "…"


def shown(value: str) -> str:
    """As `cut`, with personal data masked first, so that no half of a number slips through."""
    return cut(mask(value[: 4 * VALUE_LENGTH]))


def shown_heading(heading: str) -> str:
    """A heading as `shown`; a name in one word of a program's, such as rapport_id, is nobody's user name."""
    return cut(mask(heading[: 4 * VALUE_LENGTH], frozenset({PersonalData.HANDLE})))
