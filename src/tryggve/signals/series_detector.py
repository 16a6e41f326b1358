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

    The score is −log10 of the probability of as many or more. Silence is an offset: weeks in which less of the usual
    reporting was in place expect less.
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
                for group in self.groups:
                    self._of_weeks(events, group, last, weeks, days, found)
        yield from found.items()

    def _of_weeks(
        self, events: Events, group: str, last: int, weeks: int, days: list[int], found: dict[int, list[Found]]
    ) -> None:
        """The finds of the weeks that end on some days, a number of weeks apart from each other."""
        counts, reported = _weekly(events, group, last, weeks), _reported(events, last, weeks)
        for day in days:
            row = weeks - 1 - (last - day) // WEEK
            areas = np.flatnonzero(counts[max(row - self.window + 1, 0) : row + 1].sum(axis=0) >= self.fewest)
            judged = surveillance.windowed(
                counts[:, areas], window=self.window, years_back=self.years_back, weeks=[row],
                offset=None if reported is None else reported[:, areas],
            )  # fmt: skip
            first_day = day - self.window * WEEK + 1
            seen, mean, score = judged.observed[0], judged.expected[0], judged.score[0]
            above = np.flatnonzero(score > LEAST)
            for i in above[np.argsort(-score[above], kind="stable")][: self.most].tolist():
                own = (int(areas[i]),)
                found[day].append(
                    Found(self.method, group, own, first_day, day, float(seen[i]), float(mean[i]), float(score[i]))
                )


def _weekly(events: Events, group: str, last: int, weeks: int) -> NDArray[np.int64]:
    """int64[weeks, areas]: events of the weeks that end on a day and before it."""
    use = (events.area >= 0) & events.day_known & (events.day <= last) & (events.day > last - weeks * WEEK)
    if group != ALL:
        use &= np.isin(events.category, rows_of(group, events.categories))
    m = len(events.xy)
    week = weeks - 1 - (last - events.day[use]) // WEEK
    return np.bincount(week * m + events.area[use], minlength=weeks * m).reshape(weeks, m)


def _reported(events: Events, last: int, weeks: int) -> NDArray[np.float64] | None:
    """float[weeks, areas]: the mean share of the usual reporting in each week."""
    if events.expected_share is None:
        return None
    end = last - events.first_day + 1
    days = events.expected_share[:, end - weeks * WEEK : end]
    return np.ascontiguousarray(days.reshape(len(days), weeks, WEEK).mean(axis=2).T)
