"""Which past weeks a week is compared with, and the block of the season each of them lies in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tryggve.stats.inputs import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Reference:
    """Rows int64[n] of the counts, their time (weeks since the first), block of the season, and those of the week."""

    rows: IntArray
    time: FloatArray
    block: IntArray
    now: float
    season: int
    blocks: int


def reference(
    week: int, dates: NDArray[np.datetime64] | None, n: int, *, frequency: int, years_back: int, half_window: int,
    periods: int, exclude_recent: int,
) -> Reference | None:  # fmt: skip
    """The rows that Farrington's method compares a week with; None where history does not reach that far.

    Windows of `half_window` weeks each way around the same week of each of `years_back` years (the nearest same weekday
    to the date one year before, or `frequency` rows before), which are one block of the season; what lies between them
    is cut into `periods` − 1 blocks of equal length. The last `exclude_recent` rows before the week are left out.
    """
    anchors = _anchors(week, dates, n, frequency, years_back)
    if anchors is None or anchors[-1] < half_window:
        return None
    block = np.full(n, -1, np.int64)
    season = periods - 1
    block[week - half_window : week + 1] = season
    for later, anchor in pairwise(anchors):
        block[anchor - half_window : anchor + half_window + 1] = season
        if periods > 1:
            first, last = anchor + half_window + 1, later - half_window
            if last - first < periods - 1:
                raise ValueError(
                    f"periods {periods} is too many: {last - first} weeks lie between the windows of years"
                )
            sizes = np.full(periods - 1, (last - first) // (periods - 1))
            sizes[: (last - first) % (periods - 1)] += 1
            block[first:last] = np.repeat(np.arange(periods - 1), sizes)
    block[max(week - exclude_recent, 0) : week + 1] = -1
    rows = np.flatnonzero(block >= 0)
    if not len(rows):
        return None
    return Reference(rows, (rows - rows[0]).astype(np.float64), block[rows], float(week - rows[0]), season, periods)


def _anchors(
    week: int, dates: NDArray[np.datetime64] | None, n: int, frequency: int, years_back: int
) -> list[int] | None:
    """The rows of the same week in this year and in each year before; None where one is missing."""
    if dates is None:
        return [week - i * frequency for i in range(years_back + 1)] if week >= years_back * frequency else None
    day = dates[week].astype(object)
    found = [week]
    for i in range(1, years_back + 1):
        wanted = np.datetime64(_same_weekday(_years_before(day, i), day.weekday()), "D")
        row = int(np.searchsorted(dates, wanted))
        if row >= n or dates[row] != wanted:
            return None
        found.append(row)
    return found


def _years_before(day: dt.date, years: int) -> dt.date:
    """The same date; 1 March for 29 February in a year without one; a day of year 2 where years do not reach so far."""
    year = max(day.year - years, 2)
    try:
        return day.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1)


def _same_weekday(day: dt.date, weekday: int) -> dt.date:
    """The nearest day of that weekday."""
    away = (weekday - day.weekday() + 3) % 7 - 3
    return day + dt.timedelta(away)
