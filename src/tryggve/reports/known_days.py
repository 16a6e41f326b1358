"""Days on which it is known whether there was a signal, and how many of them had one in an area before them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from tryggve.reports.signal_matter import PastSignal, SignalMatter

DAYS_BACK = 90
YEAR = 365


class KnownDays:
    """What is known of days, counted once: how many of a span were known, or had a signal in an area before them."""

    def __init__(self, matter: SignalMatter, first_day: int, last_day: int) -> None:
        # A year before the first event, and the ninety days before the first of that year.
        self._origin = first_day - YEAR - DAYS_BACK - 1
        self._days = max(last_day - self._origin + 1, 0)
        self._known = self._marked((day, day) for day in matter.known).cumsum()
        self._whole = self._before(self._known) == DAYS_BACK
        self._there: dict[str, list[PastSignal]] = {}
        for one in matter.past:
            for code in one.areas:
                self._there.setdefault(code, []).append(one)
        self._met: dict[str, NDArray[np.int64]] = {}

    def there(self, code: str) -> list[PastSignal]:
        """The signals that were ever found in an area."""
        return self._there.get(code, [])

    def known(self, first: int, last: int) -> int:
        """Of how many of the days, both included, it is known whether there was a signal."""
        return self._within(self._known, first, last)

    def whole(self, first: int, last: int) -> int:
        """How many of the days have the ninety days before them all known."""
        return self._within(self._whole.cumsum(), first, last)

    def met(self, code: str, first: int, last: int) -> int:
        """How many of the days that `whole` counts had a signal in the area in the ninety days before them."""
        if code not in self._met:
            spans = (span for one in self.there(code) for span in one.spans[code])
            found = self._before(self._marked(spans).cumsum())
            self._met[code] = ((found > 0) & self._whole).cumsum()
        return self._within(self._met[code], first, last)

    @staticmethod
    def _before(cumulated: NDArray[np.int64]) -> NDArray[np.int64]:
        """For each day how many of the ninety before it were marked."""
        until = np.concatenate([[0], cumulated])
        day = np.arange(len(cumulated))
        return np.asarray(until[day] - until[np.maximum(day - DAYS_BACK, 0)], np.int64)

    def _marked(self, spans: Iterable[Sequence[int]]) -> NDArray[np.bool_]:
        marked = np.zeros(self._days, np.bool_)
        for first, last in spans:
            marked[max(first - self._origin, 0) : max(last - self._origin + 1, 0)] = True
        return marked

    def _within(self, cumulated: NDArray[np.int64], first: int, last: int) -> int:
        before = first - self._origin - 1
        return int(cumulated[last - self._origin] - (cumulated[before] if before >= 0 else 0))
