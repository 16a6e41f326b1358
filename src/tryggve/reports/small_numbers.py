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

    Nothing is blanked, so no difference between a total and its parts gives a small number back. Kinds without an event
    are merged too: else a reader would know that each kind in the row has one, and five in all of five kinds would be
    one of each. Expected levels and changes of merged rows are dropped.
    """
    small = [row for row in rows if is_small(row.n, limit) or is_small(row.before, limit)]
    if not small:
        return rows
    small += [row for row in rows if not row.n and not row.before]
    kept = [row for row in rows if row not in small]
    while kept and (any(is_small(n, limit) for n in _sums(small)) or tells_each(small, limit)):
        small.append(kept.pop())
    return (*kept, merged_row(small))


def tells_each(rows: Sequence[Comparison], limit: int) -> bool:
    """Whether the sums of merged rows tell the number of a kind too closely, since none of the kinds is without events.

    Too closely: fewer than `limit` whole numbers are possible, though some are (as in `audit.not_pinned`).
    """
    if not all(row.n or row.before for row in rows):
        return False
    now, before = _sums(list(rows))

    def told(own: int, other: int) -> bool:
        # The other kinds need an event each, then or now; this one too, where there was none then.
        greatest, least = own - max(0, len(rows) - 1 - other), 0 if other else 1
        return own > 0 and greatest - least < limit - 1

    return told(now or 0, before or 0) or told(before or 0, now or 0)


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
