"""The course of a signal as a picture: a bar for each span of days, and what was expected of the last."""

from __future__ import annotations

from dataclasses import dataclass

from tryggve.reports.signal_evidence import Course

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 480, 190, 40, 26, 14


@dataclass(frozen=True)
class Bar:
    """A span of days in the picture's own units."""

    x: float
    y: float
    width: float
    height: float
    n: int
    own: bool


@dataclass(frozen=True)
class Picture:
    """Bars, the bracket of what was expected (`x`, `low`, `high`), and the lines of the scale."""

    bars: tuple[Bar, ...]
    x: float
    low: float
    high: float
    ticks: tuple[tuple[float, int], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = HEIGHT - BOTTOM


def picture(course: Course) -> Picture:
    """The picture of a course."""
    floor = HEIGHT - BOTTOM
    most = max(1, *(one.n for one in course.windows), int(course.expected.high))
    step = (WIDTH - LEFT - 12) / len(course.windows)
    unit = (floor - TOP) / most

    def bar(i: int, n: int, own: bool) -> Bar:
        return Bar(round(LEFT + i * step + step * 0.12, 1), round(floor - n * unit, 1), round(step * 0.76, 1),
                   round(n * unit, 1), n, own)  # fmt: skip

    bars = tuple(bar(i, one.n, one.own) for i, one in enumerate(course.windows))
    last = bars[-1]
    middle = round(last.x + last.width / 2, 1)
    low, high = (round(floor - value * unit, 1) for value in (course.expected.low, course.expected.high))
    return Picture(bars, middle, low, high, tuple((round(floor - n * unit, 1), n) for n in _ticks(most)))


def _ticks(most: int) -> list[int]:
    """At most five whole numbers from 0."""
    step = next(step for base in (1, 10, 100, 1000, 10_000) for step in (base, 2 * base, 5 * base) if most / step <= 4)
    return list(range(0, most + 1, step))
