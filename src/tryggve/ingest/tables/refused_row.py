"""A row of cells that cannot be read, and why."""

from __future__ import annotations

from dataclasses import dataclass

from tryggve.domain.language import _


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be read, with its cells as they stand; `column` counts from 0, -1 for the row as a whole.

    `spills`: what belongs to this row may stand in the rows after it, as after a quotation mark that is not closed.
    `width`: the number of its cells where they are too many to be kept apart.
    """

    cells: tuple[str, ...]
    column: int
    value: str
    what: str
    how: str
    spills: bool = False
    width: int = 0


Row = list[str] | Refused


def spilt(row: list[str]) -> Refused:
    """A row that may belong to the one above."""
    what = _("The row follows on one with a quotation mark that is not closed, and is perhaps a part of it.")
    return Refused(tuple(row), -1, " ".join(row), what, _("Mend the quotation mark in the row above."))


SURPLUS_LIMIT = 20
"""Cells beyond the headings that are given back in columns of their own; further ones share the last of these."""


def too_wide(row: list[str], delimiter: str) -> Refused:
    """A row with more cells than any table has columns, kept as one text."""
    what = _("The row has {n} cells; no table has so many.").format(n=len(row))
    text = delimiter.join(row)
    return Refused((text,), -1, text, what, _("Divide the line into rows, or remove it."), width=len(row))


def too_long(row: list[str], width: int) -> Refused:
    """A row with more cells than headings."""
    what = _("The row has {n} cells, but there are {width} headings.").format(n=len(row), width=width)
    how = _("Put quotation marks around texts that hold the delimiter, or remove the cells that are too many.")
    kept, rest = row[: width + SURPLUS_LIMIT], row[width + SURPLUS_LIMIT :]
    cells = (*kept[:-1], " | ".join([kept[-1], *rest])) if rest else row
    return Refused(tuple(cells), -1, " ".join(row[width:]), what, how)
