"""Near repeats as a detector: squares into which more of the latest events reach than in the year before.

An event raises the risk of another close by for some weeks (Johnson & Bowers 2004). The squares are those of the risk
zones (`stats.near_repeat.risk_zones`): a fixed grid of 250 m, never centred on an event, so no lone address is pointed
out; what is told are the areas that the events lie in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.signals.found import Events, Found
from tryggve.signals.scan_detectors import ALL, in_group

SIDE = 250.0
"""Metres: homes are never drawn closer than this."""

MOST_AREAS = 3
"""A square touches few areas; where its events lie in more, those with most of them are told."""


@dataclass(frozen=True)
class NearRepeats:
    """Events of the last `days` days within `reach` metres of a square, against the same square's year before.

    Score: the Poisson log-likelihood ratio of the square's count against its mean in such a span of the `history` days
    before, to which `prior` events are added. At least `fewest` events must reach the square.
    """

    groups: tuple[str, ...] = (ALL,)
    days: int = 14
    reach: float = 200.0
    history: int = 365
    prior: float = 0.5
    fewest: int = 4
    most: int = 3
    method: str = "near_repeat"

    def replay(self, events: Events, first_day: int, last_day: int) -> Iterator[tuple[int, list[Found]]]:
        """See `Detector`."""
        prepared = {group: self._reached(events, group, first_day, last_day) for group in self.groups}
        for day in range(first_day, last_day + 1):
            yield day, [found for group in self.groups for found in self._on(events, prepared[group], group, day)]

    def _reached(self, events: Events, group: str, first_day: int, last_day: int) -> _Reached:
        use = in_group(events, group) & ~np.isnan(events.x) & ~np.isnan(events.y)
        use &= (events.day > first_day - self.days - self.history) & (events.day <= last_day)
        rows = np.flatnonzero(use)
        event, square = squares_reached(events.x[rows], events.y[rows], self.reach)
        _names, number = np.unique(square, axis=0, return_inverse=True)
        rows = rows[event]
        return _Reached(rows, number.reshape(-1), events.day[rows], int(number.max(initial=-1)) + 1)

    def _on(self, events: Events, reached: _Reached, group: str, day: int) -> list[Found]:
        start, end = np.searchsorted(reached.day, [day - self.days + 1, day + 1])
        if end - start < self.fewest:
            return []
        past = int(np.searchsorted(reached.day, day - self.days - self.history + 1))
        known = min(self.history, day - self.days - events.first_day + 1)
        if known < self.history // 2:
            return []
        now = np.bincount(reached.square[start:end], minlength=reached.squares)
        usual = (np.bincount(reached.square[past:start], minlength=reached.squares) + self.prior) * self.days / known
        often = np.flatnonzero((now >= self.fewest) & (now > usual))
        score = now[often] * np.log(now[often] / usual[often]) + usual[often] - now[often]
        taken: set[int] = set()
        found: list[Found] = []
        for i in np.lexsort((often, -score)):
            mine = reached.rows[start:end][reached.square[start:end] == often[i]]
            if len(found) < self.most and taken.isdisjoint(mine.tolist()):
                taken.update(mine.tolist())
                found.append(self._found(events, group, day, mine, float(usual[often[i]]), float(score[i])))
        return found

    def _found(
        self, events: Events, group: str, day: int, mine: NDArray[np.int64], usual: float, score: float
    ) -> Found:
        areas, n = np.unique(events.area[mine], return_counts=True)
        ordered = tuple(int(area) for area in areas[np.lexsort((areas, -n))[:MOST_AREAS]])
        first_day = max(int(events.day[mine].min()), day - self.days + 1)
        return Found(self.method, group, ordered, first_day, day, float(len(mine)), usual, score)


@dataclass(frozen=True)
class _Reached:
    """Pairs of an event and a square that it reaches, by day: row of the event, number of the square, day."""

    rows: NDArray[np.int64]
    square: NDArray[np.int64]
    day: NDArray[np.int64]
    squares: int


def squares_reached(
    x: NDArray[np.float64], y: NDArray[np.float64], reach: float, side: float = SIDE
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The squares within `reach` metres of each point: int64[k] number of the point (rising), int64[k, 2] squares."""
    wide = int(np.ceil(reach / side))
    own = np.column_stack([np.floor(x / side), np.floor(y / side)]).astype(np.int64)
    steps = np.array([(i, j) for i in range(-wide, wide + 1) for j in range(-wide, wide + 1)], np.int64)
    square = own[:, None, :] + steps
    place = np.column_stack([x, y])[:, None, :]
    nearest = np.clip(place, square * side, (square + 1) * side)
    inside = ((place - nearest) ** 2).sum(axis=2) <= reach * reach
    event, which = np.nonzero(inside)
    return event, square[event, which]
