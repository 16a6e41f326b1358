"""Finds of many days as columns, and how many episodes they make at a level: the unit that rates are told in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.signals.found import Found

GAP = 7
"""Days without a find after which a find in the same areas begins a new episode."""

DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Dated:
    """A find and the day it was made on."""

    day: int
    found: Found


@dataclass(frozen=True)
class FindColumns:
    """Finds by day: `level` is a rarity that falls as finds become rarer; areas lie end to end (see `start`)."""

    day: NDArray[np.int64]
    start: NDArray[np.int64]
    areas: NDArray[np.int64]
    level: NDArray[np.float64]

    @classmethod
    def of(cls, rows: Iterable[tuple[int, tuple[int, ...], float]]) -> FindColumns:
        """From (day, areas, level), in any order of the days; the order of rows within a day is kept."""
        ordered = sorted(rows, key=lambda row: row[0])
        sizes = [len(areas) for _day, areas, _level in ordered]
        return cls(
            np.array([row[0] for row in ordered], np.int64),
            np.concatenate([[0], np.cumsum(np.array(sizes, np.int64))]).astype(np.int64),
            np.array([area for _day, areas, _level in ordered for area in areas], np.int64),
            np.array([row[2] for row in ordered], np.float64),
        )

    def episodes(self, limit: float, gap: int = GAP) -> int:
        """How many episodes the finds at or below a level make."""
        number = int(self.areas.max()) + 1 if len(self.areas) else 0
        from tryggve.signals.episode_kernel import count_episodes

        return int(count_episodes(self.day, self.start, self.areas, self.level, float(limit), gap, number))

    def steps(self) -> NDArray[np.float64]:
        """Levels to count episodes at: the most extreme of each day, at ranks that grow by a quarter."""
        if not len(self.day):
            return np.zeros(0)
        _days, first = np.unique(self.day, return_index=True)
        extreme = np.sort(np.minimum.reduceat(self.level, first))
        ranks = np.floor(1.25 ** np.arange(64)).astype(np.int64) - 1
        return np.asarray(extreme[np.unique(np.minimum(ranks, len(extreme) - 1))], np.float64)
