"""Finds the delimiter of a text table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tryggve.domain.language import N_
from tryggve.ingest.tables.records import LooseRow, records

DELIMITERS = {";": N_("semicolon"), "\t": N_("tab"), "|": N_("vertical bar"), ",": N_("comma")}
"""In order of preference where the lines do not tell: a comma is most often part of a text or a number."""

_DECLARED = re.compile(r"sep=([;,\t|])\s*", re.IGNORECASE)


def declared_delimiter(line: str) -> str | None:
    """The delimiter that a first line "sep=;" states, as spreadsheet programs write and hide it."""
    match = _DECLARED.fullmatch(line)
    return match.group(1) if match else None


def find_delimiter(lines: Sequence[str]) -> str:
    """The delimiter of the first lines of a file; a semicolon where there is one column only.

    The right one divides the heading and the rows into the same number of cells; one that stands in texts or is a
    decimal comma begins to do so below the heading only. So: the earliest line that begins a run counts first, then
    the share of lines that fit, then the number of cells.
    """
    ranks = {delimiter: rank for delimiter in DELIMITERS if (rank := _rank(lines, delimiter))}
    return max(ranks, key=ranks.__getitem__, default=";")


def _rank(lines: Sequence[str], delimiter: str) -> tuple[float, float, int] | None:
    rows = enumerate(records(lambda: iter(lines), delimiter))
    # A delimiter that cuts quoted texts in the middle is the wrong one.
    sizes = [(i, 1 if isinstance(row, LooseRow) else len(row)) for i, row in rows if isinstance(row, list) and row]
    counted = Counter(size for _i, size in sizes if size > 1)
    if not counted:
        return None
    width = max(counted, key=lambda size: (counted[size], size))
    fits = [size == width for _i, size in sizes]
    start = next((k for k in range(len(fits) - 1) if fits[k] and fits[k + 1]), fits.index(True))
    share = sum(fits[start:]) / len(fits[start:])
    return (-sizes[start][0], round(share, 2), width) if share >= 0.5 else None
