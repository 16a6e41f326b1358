"""Finds the heading of a table under its title lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median_high

Cells = Sequence[str]

HEADING_SHARE = 0.75
"""The heading reaches over at least this share of the typical width of the rows; titles do not."""

_NUMBER_LIKE = re.compile(r"[+-]?[0-9][0-9 \u00a0\u202f.,:/+TZ%-]*")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the heading stands among the rows given (counted from 0) and the names it gives, as they stand."""

    first: int
    last: int
    names: tuple[str, ...]


def find_heading(rows: Sequence[Cells]) -> Heading | None:
    """The heading among the first rows of a file; None when there is no cell with text.

    Titles are above it ("Anmälda brott 2024", "Uttagsdatum: 2025-01-07"): they fill one cell, or two with a colon.
    A heading of two rows, with names in the upper one that stand over several columns, is joined with " / ".
    """
    filled = [_filled(row) for row in rows]
    tables = [i for i, row in enumerate(rows) if len(filled[i]) >= 2 and not _is_title(row, filled[i])]
    if not tables:
        only = next((i for i, columns in enumerate(filled) if columns), None)
        return None if only is None else Heading(only, only, tuple(rows[only]))
    width = median_high(filled[i][-1] + 1 for i in tables)
    chosen = next(i for i in tables if filled[i][-1] + 1 >= ceil(HEADING_SHARE * width))
    # A heading that lacks the last names is narrower than its rows.
    if chosen - 1 in tables and _has_number(rows[chosen]) and not _has_number(rows[chosen - 1]):
        chosen -= 1
    for upper in (chosen - 1, chosen):
        if upper >= 0 and upper + 1 < len(rows) and _is_upper_row(rows[upper], rows[upper + 1]):
            return Heading(upper, upper + 1, _joined(rows[upper], rows[upper + 1]))
    return Heading(chosen, chosen, tuple(rows[chosen]))


def _filled(row: Cells) -> list[int]:
    return [i for i, text in enumerate(row) if text.strip()]


def _is_title(row: Cells, filled: Sequence[int]) -> bool:
    ends = [row[i].rstrip().endswith(":") for i in filled]
    return ends == [True, False]


def _has_number(row: Cells) -> bool:
    """Whether a cell is a number or a date; a year may well be a heading."""
    texts = (text.strip() for text in row)
    return any(_NUMBER_LIKE.fullmatch(text) and not _YEAR.fullmatch(text) for text in texts)


def _is_upper_row(upper: Cells, lower: Cells) -> bool:
    """Whether `upper` names groups of columns and `lower` the columns: merged cells leave such gaps."""
    filled, below = _filled(upper), set(_filled(lower))
    if len(filled) < 2 or not below or _is_title(upper, filled) or _has_number(upper) or _has_number(lower):
        return False
    gaps = [i for i in range(filled[0], max(filled[-1], max(below)) + 1) if i not in filled]
    corner = (upper[0].strip(), lower[0].strip())
    return bool(gaps) and all(i in below for i in gaps) and "" in corner and corner != ("", "")


def _joined(upper: Cells, lower: Cells) -> tuple[str, ...]:
    names, group = [], ""
    for i in range(max(len(upper), len(lower))):
        above, below = (row[i].strip() if i < len(row) else "" for row in (upper, lower))
        group = above or group
        names.append(" / ".join(filter(None, (group if below else above, below))))
    return tuple(names)
