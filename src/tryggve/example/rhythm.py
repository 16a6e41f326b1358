"""When things happen in the invented municipality: days, weeks, seasons, hours, school terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.calendar_days import day_date, day_number
from tryggve.domain.period import parse_period
from tryggve.example.plan import read_data

_DATA = read_data("rhythm.toml")
FIRST_DAY = day_number(dt.date.fromisoformat(_DATA["first_day"]))
LAST_DAY = day_number(dt.date.fromisoformat(_DATA["last_day"]))
DAYS = LAST_DAY - FIRST_DAY + 1
WEEKS = DAYS // 7


@dataclass(frozen=True)
class CategoryRhythm:
    """When and where a category happens; the data file explains each."""

    hours: tuple[float, ...]
    peak: int
    swing: float
    trend: float
    severity: tuple[float, ...]
    unknown: float
    by_area: Mapping[str, float]
    damage: bool = False
    condition: bool = False
    several: float = 0.05

    def level(self) -> NDArray[np.float64]:
        """How common it is on each day, 1 on average over a year before the trend (float[DAYS])."""
        week = np.arange(DAYS) / 7
        season = 1 + self.swing * np.cos(2 * np.pi * (week - self.peak) / 52.18)
        return np.asarray(season * (1 + self.trend) ** (week / 52.18))


@lru_cache
def category_rhythms() -> Mapping[str, CategoryRhythm]:
    """Category code -> its rhythm."""
    return {
        code: CategoryRhythm(**{**entry, "hours": tuple(entry["hours"]), "severity": tuple(entry["severity"])})
        for code, entry in _DATA["categories"].items()
    }


def week_number(label: str) -> int:
    """The number from 0 of an ISO week such as 2025-W40 among the weeks of the example."""
    return (parse_period(label).first_day - FIRST_DAY) // 7


def school_free() -> NDArray[np.bool_]:
    """Whether each week is free from school (bool[WEEKS])."""
    free = np.zeros(WEEKS, bool)
    for year, weeks in _DATA["school_free"].items():
        for week in weeks:
            number = week_number(f"{year}-W{week:02d}")
            if 0 <= number < WEEKS:
                free[number] = True
    return free


def clock(moment: dt.datetime) -> dt.datetime:
    """The moment as a clock on the wall can show it: the hour that summer time skips is moved to the next."""
    last_sunday = 31 - (dt.date(moment.year, 3, 31).weekday() + 1) % 7
    skipped = (moment.month, moment.day, moment.hour) == (3, last_sunday, 2)
    return moment + dt.timedelta(hours=1) if skipped else moment


def moment(day: int, hour: float) -> dt.datetime:
    """The local time `hour` hours into a day, on a whole five minutes."""
    date = day_date(day)
    minutes = 5 * round(hour * 12)
    return clock(dt.datetime(date.year, date.month, date.day) + dt.timedelta(minutes=minutes))  # noqa: DTZ001 - local
