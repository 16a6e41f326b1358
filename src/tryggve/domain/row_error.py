"""What is wrong with one row of an import, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowError:
    """One fault in one row. `row` is the row number in the file as a spreadsheet counts (the heading is row 1).

    `value` is cut to 80 characters and masked where it may hold personal data. `what` and `how` are translated texts.
    """

    row: int
    column: str
    value: str
    what: str
    how: str


class FileError(Exception):
    """The file as a whole cannot be read; nothing of it went in. `how` says how to mend it."""

    def __init__(self, what: str, how: str) -> None:
        super().__init__(f"{what} {how}".strip())
        self.what = what
        self.how = how
