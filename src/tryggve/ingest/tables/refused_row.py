"""A row of cells that cannot be read, and why."""

from __future__ import annotations

from dataclasses import dataclass

from tryggve.domain.language import _


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be read, with its cells as they stand; `column` counts from 0, -1 for the row as a whole.

    `spills`: what belongs to this row may stand in the rows after it, as after a quotation mark that is not closed.
    """

    cells: tuple[str, ...]
    column: int
    value: str
    what: str
    how: str
    spills: bool = False


Row = list[str] | Refused


def spilt(row: list[str]) -> Refused:
    """A row that may belong to the one above."""
    what = _("The row follows on one with a quotation mark that is not closed, and is perhaps a part of it.")
    return Refused(tuple(row), -1, " ".join(row), what, _("Mend the quotation mark in the row above."))


def too_long(row: list[str], width: int) -> Refused:
    """A row with more cells than headings."""
    what = _("The row has {n} cells, but there are {width} headings.").format(n=len(row), width=width)
    how = _("Put quotation marks around texts that hold the delimiter, or remove the cells that are too many.")
    return Refused(tuple(row), -1, " ".join(row[width:]), what, how)
