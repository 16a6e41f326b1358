"""Cells and rows of tables: a number, how it is written, and the way back to its rows."""

from __future__ import annotations

from tryggve.domain.language import _
from tryggve.reports import ids, numbers
from tryggve.reports.context import Context
from tryggve.reports.traces import count_trace
from tryggve.reports.tree import Cell, Trace
from tryggve.store.base import Selection

DASH = "–"


def label(text: str) -> Cell:
    """The cell that names a row."""
    return Cell(text, text)


def nothing(text: str = DASH) -> Cell:
    """A cell without a number: a dash, or the words that say why."""
    return Cell(text)


def count(ctx: Context, where: Selection, n: int, *path: str) -> Cell:
    """A number of events with its trace; `path` makes the id."""
    return Cell(numbers.integer(n), n, ids.join(*path), count_trace(ctx, where))


def number(text: str, value: float | int | None, trace: Trace, *path: str) -> Cell:
    """Any other number with its trace."""
    return Cell(text, value, ids.join(*path), trace)


def between(low: float, high: float, trace: Trace, *path: str, digits: int = 0) -> Cell:
    """An interval; its value is the text, since it is two numbers."""
    text = numbers.interval(low, high, digits)
    return Cell(text, text, ids.join(*path), trace)


def zero_text(coverage_known: bool) -> str:
    """How a zero is written: silence of reporters is unknown, not calm."""
    return "0" if coverage_known else _("0 (coverage unknown)")
