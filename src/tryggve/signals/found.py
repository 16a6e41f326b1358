"""What goes into a detector and what comes out: arrays of events, finds with a score. No store, no words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class Events:
    """Events as columns, ordered by day; all arrays of length n but `xy`.

    `area` is an index into `xy` (float[m, 2], metres in one projected CRS), −1 where the area is unknown; `day` whole
    days since 1970-01-01 (or any origin); `category` an index into `categories`, `source` into `sources`
    (organisations, −1 unknown). `x`, `y` are the event's own coordinates, NaN where it has none that may be used as a
    point. `day_known` is False where the day itself is uncertain. `expected_share` float[m, T] (or None) is the share
    of the usual reporting that was in place for area × day from `first_day` on: the offset of every baseline.
    """

    area: NDArray[np.int64]
    day: NDArray[np.int64]
    category: NDArray[np.int64]
    source: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    day_known: NDArray[np.bool_]
    xy: NDArray[np.float64]
    categories: tuple[str, ...]
    sources: tuple[str, ...]
    first_day: int
    last_day: int
    expected_share: NDArray[np.float64] | None = None

    def __len__(self) -> int:
        return len(self.day)


@dataclass(frozen=True, slots=True)
class Found:
    """One find of one method on one day: more events than expected in `areas` from `first_day` to `last_day`.

    `score` grows with rarity and is comparable between days for the same `method`; a threshold for it comes from the
    backtest, never from a nominal p-value. `group` names the categories it looked at ("" for all).
    """

    method: str
    group: str
    areas: tuple[int, ...]
    first_day: int
    last_day: int
    observed: float
    expected: float
    score: float


class Detector(Protocol):
    """A method that can be asked day by day, knowing only what had happened by then."""

    @property
    def method(self) -> str:
        """The name that its finds bear."""
        ...

    def replay(self, events: Events, first_day: int, last_day: int) -> Iterator[tuple[int, list[Found]]]:
        """For each day from `first_day` to `last_day` what the method finds with the events up to and with that day."""
        ...
