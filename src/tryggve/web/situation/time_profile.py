"""When in the week: a picture of weekdays and hours, and the same numbers as a table."""

from __future__ import annotations

from dataclasses import dataclass

from tryggve.reports.figures.style import RAMP
from tryggve.reports.week.hours import HourProfile
from tryggve.web.situation.classes import INKS, class_bounds, class_of

STEP = 3
"""Hours in a column: with some dozens of reports a week a single hour says nothing."""

WIDTH, HEIGHT, LEFT, TOP = 42, 34, 44, 24


@dataclass(frozen=True)
class Square:
    """A cell of the picture, in its own units."""

    x: int
    y: int
    n: int
    fill: str
    ink: str


@dataclass(frozen=True)
class TimeProfile:
    """`rows` has for each weekday the events in each span of hours; `spans` are (first hour, last hour)."""

    spans: tuple[tuple[int, int], ...]
    rows: tuple[tuple[int, ...], ...]
    squares: tuple[Square, ...]
    n: int
    left_out: int
    width: int = LEFT + 8 * WIDTH + 8
    height: int = TOP + 7 * HEIGHT + 8
    cell: int = WIDTH - 2


def time_profile(profile: HourProfile) -> TimeProfile:
    """The picture of a profile."""
    rows = tuple(tuple(int(n) for n in day) for day in profile.counts.reshape(7, 24 // STEP, STEP).sum(axis=2))
    bounds = class_bounds([n for day in rows for n in day])
    squares = tuple(
        _square(day, span, n, class_of(n, bounds)) for day, numbers in enumerate(rows) for span, n in enumerate(numbers)
    )
    spans = tuple((start, start + STEP - 1) for start in range(0, 24, STEP))
    return TimeProfile(spans, rows, squares, profile.n, profile.left_out)


def _square(day: int, span: int, n: int, shade: int) -> Square:
    fill, ink = ("#ffffff", INKS[0]) if shade == 0 else (RAMP[shade - 1], INKS[shade - 1])
    return Square(LEFT + span * WIDTH, TOP + day * HEIGHT, n, fill, ink)
