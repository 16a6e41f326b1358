"""Events of kinds that are set apart: they make no signal and stand in no list, and only their number is told.

One event of violence in a close relation, told by day and neighbourhood, points at a household; and reports of places
do not capture such events, so a gathering of them says little of the place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.category import is_set_apart

Withheld = tuple[tuple[int, int], ...]
"""The day and the severity of each event that is only counted."""


@dataclass(frozen=True)
class Opened:
    """Which rows may be looked at, and their categories: numbers among `names`, which leave the restricted out."""

    rows: NDArray[np.bool_]
    category: NDArray[np.int64]
    names: tuple[str, ...]


def opened(category: NDArray[np.int64], names: Sequence[str]) -> Opened:
    """The rows of a column of categories that are not restricted."""
    is_open = np.array([not is_set_apart(name) for name in names] or [True])
    rows = is_open[category]
    # The names go too: methods, and the SQL that counts a signal again, ask about the categories that are named.
    kept = tuple(name for name, shown in zip(names, is_open, strict=False) if shown)
    return Opened(rows, (np.cumsum(is_open) - 1)[category[rows]].astype(np.int64), kept)


def withheld(day: NDArray[np.int64], severity: NDArray[np.int64]) -> Withheld:
    """The events that are only counted."""
    return tuple(zip(day.tolist(), severity.tolist(), strict=True))
