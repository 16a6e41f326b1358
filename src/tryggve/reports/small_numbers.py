"""Small numbers in the public version: rows are merged, so that nothing hidden can be worked out from a total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tryggve.reports.comparison import Comparison
from tryggve.reports.registers import RegisterRow


def is_small(n: int | None, limit: int) -> bool:
    """Whether a number could point at someone: above zero but below the limit."""
    return n is not None and 0 < n < limit


def open_rows(rows: tuple[Comparison, ...], limit: int) -> tuple[Comparison, ...]:
    """The rows with every small one merged into a last row, which takes in the next smallest until it is not small.

    Nothing is blanked, so no difference between a total and its parts gives a small number back. Expected levels and
    changes of merged rows are dropped.
    """
    small = [row for row in rows if is_small(row.n, limit) or is_small(row.before, limit)]
    kept = [row for row in rows if row not in small]
    while small and kept and any(is_small(n, limit) for n in _sums(small)):
        small.append(kept.pop())
    return (*kept, merged_row(small)) if small else tuple(kept)


def merged_row(rows: list[Comparison]) -> Comparison:
    """Several rows as one, merged ones among them; without what only a kind by itself can be held against."""
    n, before = _sums(rows)
    return replace(
        rows[0],
        category="",
        n=n or 0,
        before=before,
        change=None,
        expected=None,
        wide=None,
        unusual=False,
        changed=False,
        q_value=None,
        merged=tuple(sorted(kind for row in rows for kind in row.merged or (row.category,))),
    )


def open_registers(rows: Sequence[RegisterRow], limit: int, whole: bool) -> list[RegisterRow]:
    """The rows of one source that may stand beside each other, area by area.

    Headings may be parts of one another, which no file says. So where any number of an area is small, or where rows
    have already been taken away (`whole` False), only the heading with the largest number remains: from one row no
    difference can be made.
    """
    found: list[RegisterRow] = []
    for area in dict.fromkeys(row.series.area for row in rows):
        here = [row for row in rows if row.series.area == area]
        if not whole or any(is_small(n, limit) for row in here for n in (row.value, row.before)):
            here = sorted(here, key=lambda row: -(row.value or 0))[:1]
            here = [row for row in here if not is_small(row.value, limit) and not is_small(row.before, limit)]
        found += here
    return found


def _sums(rows: list[Comparison]) -> tuple[int | None, int | None]:
    before = None if any(row.before is None for row in rows) else sum(row.before or 0 for row in rows)
    return sum(row.n for row in rows), before
