"""One cell of a table of counts: a number, nothing, hidden, a dash, or a fault."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tryggve.domain.count import CellStatus
from tryggve.domain.language import _
from tryggve.ingest.numbers import parse_number

_DASHES = frozenset("-–—\u2212")
_HIDDEN = frozenset(("..", "…", "...", ". ."))
_FEWER_THAN = re.compile(r"<\s*\d+", re.ASCII)
_HIGHEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Cell:
    """`status` is None where the cell is a fault; then `what` and `how` say why."""

    status: CellStatus | None
    value: int | None = None
    what: str = ""
    how: str = ""


def read_cell(text: str, *, zero_dash: bool) -> Cell:
    """Read a trimmed cell; "-" is zero only where `zero_dash` says that the source means it so."""
    if not text:
        return Cell(CellStatus.BLANK)
    if text in _HIDDEN or _FEWER_THAN.fullmatch(text):
        return Cell(CellStatus.SUPPRESSED)
    if text in _DASHES:
        return Cell(CellStatus.VALUE, 0) if zero_dash else Cell(CellStatus.DASH)
    number = parse_number(text)
    if number is None:
        return _fault(
            _("This is not a number."), _("Write a whole number; leave the cell empty where nothing is known.")
        )
    if number < 0:
        return _fault(_("A count cannot be negative."), _("Mend the number."))
    if number != int(number):
        return _fault(
            _("A count is a whole number, and this is a fraction."),
            _("Write thousands without a comma or point (1 234); rates belong in a column of their own."),
        )
    if number > _HIGHEST:
        return _fault(_("The number is too large."), _("Mend the number."))
    return Cell(CellStatus.VALUE, int(number))


def _fault(what: str, how: str) -> Cell:
    return Cell(None, what=what, how=how)
