"""Each area's own weeks as a detector: the last two together (`surveillance.windowed`) over areas and groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.signals.found import Events, Found
from tryggve.signals.groups import rows_of
from tryggve.stats import surveillance

ALL = ""
WEEK = 7
LEAST = 1.0
"""Nothing that one week in ten reaches by chance is looked at further."""


@dataclass(frozen=True)
class WeeklySeries:
    """The `window` weeks that end on each day together, in each area and group, against `years_back` years before.

    A group is a group of categories or one category. The score is −log10 of the probability of as many or more.
    Silence is an offset: weeks in which less of the usual reporting was in place expect less.
    """

    groups: tuple[str, ...] = (ALL,)
    years_back: int = 2
    window: int = 2
    fewest: int = 3
    most: int = 6
    method: str = "series"

    def replay(self, events: Events, first_day: int, last_day: int) -> Iterator[tuple[int, list[Found]]]:
        """See `Detector`."""
        found: dict[int, list[Found]] = {day: [] for day in range(first_day, last_day + 1)}
        for last in range(max(first_day, last_day - WEEK + 1), last_day + 1):
            weeks = (last - events.first_day + 1) // WEEK
            days = [day for day in range(last, first_day - 1, -WEEK) if (day - last) // WEEK + weeks > 0]
            if days and len(events.xy):
                counts, reported = self._weekly(events, last, weeks), _reported(events, last, weeks)
                for day in days:
                    found[day] = list(self._on(day, weeks - 1 - (last - day) // WEEK, counts, reported))
        yield from found.items()

    def _on(
        self, day: int, row: int, counts: NDArray[np.int64], reported: NDArray[np.float64] | None
    ) -> Iterator[Found]:
        """The finds of the weeks that end on a day, the strongest of each group; all series are asked at once."""
        shape = counts.shape[1:]
        enough = np.flatnonzero(counts[max(row - self.window + 1, 0) : row + 1].sum(axis=0) >= self.fewest)
        judged = surveillance.windowed(
            counts.reshape(len(counts), -1)[:, enough], window=self.window, years_back=self.years_back, weeks=[row],
            offset=None if reported is None else reported[:, enough % shape[1]],
        )  # fmt: skip
        score = judged.score[0]
        number = [0] * shape[0]
        for i in np.argsort(-np.nan_to_num(score), kind="stable").tolist():
            group, area = divmod(int(enough[i]), shape[1])
            if not score[i] > LEAST:
                break
            number[group] += 1
            if number[group] <= self.most:
                yield Found(
                    self.method, self.groups[group], (area,), day - self.window * WEEK + 1, day,
                    float(judged.observed[0, i]), float(judged.expected[0, i]), float(score[i]),
                )  # fmt: skip

    def _weekly(self, events: Events, last: int, weeks: int) -> NDArray[np.int64]:
        """int64[weeks, groups, areas]: events of the weeks that end on a day and before it."""
        use = (events.area >= 0) & events.day_known & (events.day <= last) & (events.day > last - weeks * WEEK)
        m, k = len(events.xy), len(events.categories)
        cell = (weeks - 1 - (last - events.day[use]) // WEEK) * k + events.category[use]
        single = np.bincount(cell * m + events.area[use], minlength=weeks * k * m).reshape(weeks, k, m)
        every = range(k)
        rows = [every if group == ALL else rows_of(group, events.categories) for group in self.groups]
        return np.stack([single[:, list(own)].sum(axis=1) for own in rows], axis=1)


def _reported(events: Events, last: int, weeks: int) -> NDArray[np.float64] | None:
    """float[weeks, areas]: the mean share of the usual reporting in each week."""
    if events.expected_share is None:
        return None
    end = last - events.first_day + 1
    days = events.expected_share[:, end - weeks * WEEK : end]
    return np.ascontiguousarray(days.reshape(len(days), weeks, WEEK).mean(axis=2).T)
