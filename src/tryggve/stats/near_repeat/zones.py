"""Where a near repeat may come in the days after an event: squares, never a ring around a home."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.columns import checked_days, checked_numbers
from tryggve.stats.inputs import FloatArray, IntArray, checked_count, checked_positive

LEAST_SIDE = 250.0
"""Metres: a smaller square around a home would point it out."""

LEAST_PLACES = 3
"""A square with fewer places that ever had an event holds a farm or a lone house: its events draw nothing."""

APART = 50.0
"""Metres: closer points are one place. A telephone's fix of one home varies by up to some 20 m each way, and a square's
border may run through them."""

_STEPS = 400
_MOST_STEPS = 100
_MOST_DRAWN = 5_000_000


@dataclass(frozen=True, kw_only=True, eq=False)
class RiskZones(ArrayResult):
    """Squares of a fixed grid: int64[k] `column` and `row` (corner at column · side, row · side metres).

    `events` int64[k] is how many recent events may reach into the square, `until` int64[k] the last day of the risk.
    `risk` float64[k]: how many recent events a random point of the square has within reach, on average, when no more is
    known of an event than its square. `left_out`: recent events that draw nothing because their square has too few
    places. Arrays are read-only.
    """

    column: IntArray
    row: IntArray
    events: IntArray
    risk: FloatArray
    until: IntArray
    left_out: int
    side: float

    def __post_init__(self) -> None:
        for values in (self.column, self.row, self.events, self.risk, self.until):
            values.setflags(write=False)


def risk_zones(
    x: ArrayLike,
    y: ArrayLike,
    day: ArrayLike,
    *,
    today: int,
    reach: float,
    days: int,
    side: float = LEAST_SIDE,
    places: ArrayLike | None = None,
) -> RiskZones:
    """The squares that an event of the last `days` days may reach, at risk until `days` after it.

    x, y: float[n] metres; day: int[n] whole days, or datetime64[n], of which the date counts (days since 1970-01-01,
    as `today` then is). `reach` (metres) and `days` come from the Knox table of the municipality's own events
    (`extent`). The grid is fixed, its side at least 250 m, and an event counts as its square alone: squares drawn by
    the exact distance would, overlaid, tell where between them the event lies. Nor does an event count whose square has
    fewer than three different places, among `places` float[m, 2] (homes, or all that ever had an event; those given in
    x, y, old ones too, when None); points less than 50 m from one that is counted are the same place. Events after
    `today` are not known yet. ValueError for a smaller side, values that are no numbers, or a reach over so many
    squares that no map could show them.
    """
    width = checked_positive(side, "side")
    if width < LEAST_SIDE:
        raise ValueError(f"side must be at least {LEAST_SIDE:.0f} metres, so that no home is pointed out, got {side!r}")
    radius, span = checked_positive(reach, "reach"), checked_count(checked_positive(days, "days"), "days")
    now = _days(today, "today")
    if now.shape != (1,):
        raise ValueError(f"today must be one day, got {today!r}")
    points, when = _points(x, y), _days(day, "day")
    if len(when) != len(points):
        raise ValueError(f"x, y and day must be equally long, got {len(points)} places and {len(when)} days")
    known = points if places is None else _given(places)
    new = (when <= now) & (when + span >= now)
    square, when = np.floor(points[new] / width).astype(np.int64), when[new]
    told = _has_places(square, known, width)
    squares, events, risk, until = _drawn(square[told], when[told] + span, radius / width)
    return RiskZones(
        method="near_repeat_zones", parameters={"reach": radius, "days": span, "side": width, "today": int(now[0])},
        reference="Johnson & Bowers (2004), The stability of space-time clusters of burglary, British Journal of "
        "Criminology 44:55–65", column=squares[:, 0].copy(), row=squares[:, 1].copy(), events=events, risk=risk,
        until=until, left_out=int((~told).sum()), side=width,
    )  # fmt: skip


def _points(x: ArrayLike, y: ArrayLike) -> FloatArray:
    columns = checked_numbers(x, "x"), checked_numbers(y, "y")
    if len(columns[0]) != len(columns[1]):
        raise ValueError(f"x and y must be equally long, got {len(columns[0])} and {len(columns[1])}")
    return np.stack(columns, axis=1)


def _given(places: ArrayLike) -> FloatArray:
    numbers = checked_numbers(places, "places")
    if np.shape(places)[1:] != (2,) and len(numbers):
        raise ValueError(f"places must have two columns, x and y, got shape {np.shape(places)}")
    return numbers.reshape(-1, 2)


def _days(day: ArrayLike, name: str) -> IntArray:
    given = np.asarray(day)
    when = checked_days(given, name).reshape(-1)
    when = np.floor(when) if given.dtype.kind == "M" else when
    if not (when == np.floor(when)).all():
        raise ValueError(f"{name} must be whole days without gaps")
    return when.astype(np.int64)


def _has_places(square: IntArray, known: FloatArray, side: float) -> NDArray[np.bool_]:
    """Whether each event's square has enough different places."""
    wanted = {tuple(one) for one in square.tolist()}
    known = np.unique(known, axis=0)
    squares, of_square = np.unique(np.floor(known / side).astype(np.int64), axis=0, return_inverse=True)
    ends = np.cumsum(np.bincount(of_square.reshape(-1), minlength=len(squares)))
    inside = np.split(known[np.argsort(of_square.reshape(-1), kind="stable")], ends[:-1])
    enough = {
        tuple(one)
        for one, points in zip(squares.tolist(), inside, strict=False)
        if tuple(one) in wanted and _has_apart(points)
    }
    return np.array([tuple(one) in enough for one in square.tolist()], np.bool_)


def _has_apart(points: FloatArray) -> bool:
    """Whether so many of the points of a square lie apart: each is taken that is not near one taken before.

    Of groups of points that could be chosen this may miss the largest: rather too few places than too many.
    """
    for _place in range(LEAST_PLACES):
        if not len(points):
            return False
        points = points[np.hypot(*(points - points[0]).T) >= APART]
    return True


def _drawn(square: IntArray, until: IntArray, reach: float) -> tuple[IntArray, IntArray, FloatArray, IntArray]:
    """The squares around those of the events, with events, risk and last day. `reach` in sides of a square."""
    offset, weight = _around(reach, len(square))
    own = np.repeat(np.arange(len(square)), len(offset))
    reached = (square[:, None, :] + offset).reshape(-1, 2)
    found, number = np.unique(reached, axis=0, return_inverse=True)
    number = number.reshape(-1)
    last = np.full(len(found), np.iinfo(np.int64).min)
    np.maximum.at(last, number, until[own])
    risk = np.bincount(number, np.tile(weight, len(square)), len(found)).astype(np.float64)
    return found, np.bincount(number, minlength=len(found)).astype(np.int64), risk, last


def _around(reach: float, events: int) -> tuple[IntArray, FloatArray]:
    """Squares within reach of a square, as steps, and the chance of each. ValueError where they are too many to draw.

    The squares of all events at once must be few enough too.
    """
    wide = int(np.ceil(min(reach, _MOST_STEPS + 1.0)))
    if wide > _MOST_STEPS or events * (2 * wide + 1) ** 2 > _MOST_DRAWN:
        raise ValueError(
            f"reach is {reach:.4g} sides of a square, which for {events} events draws too many squares: take a larger "
            f"side or a shorter reach (at most {_MOST_STEPS} sides, and {_MOST_DRAWN} squares in all)"
        )
    # The chance is the same in all eight directions.
    chance = {(i, j): _within(i, j, reach) for i in range(wide + 1) for j in range(i + 1)}
    steps = [(i, j) for i in range(-wide, wide + 1) for j in range(-wide, wide + 1)]
    weight = np.array([chance[max(abs(i), abs(j)), min(abs(i), abs(j))] for i, j in steps])
    return np.array(steps, np.int64)[weight > 0.0], weight[weight > 0.0]


def _within(i: int, j: int, reach: float) -> float:
    """The chance that random points of two unit squares, i columns and j rows apart, lie within reach of each other.

    Their difference in one direction has a triangular density around i; in the other its distribution is known, so that
    one integral is left, taken at the middles of small steps.
    """
    dx = (np.arange(2 * _STEPS) + 0.5) / _STEPS - 1.0
    half = np.sqrt(np.maximum(reach**2 - (i + dx) ** 2, 0.0))
    inside = np.where(half > 0.0, _triangular(half - j) - _triangular(-half - j), 0.0)
    return float(((1.0 - np.abs(dx)) * inside).sum() / _STEPS)


def _triangular(at: FloatArray) -> FloatArray:
    """Distribution of the difference of two uniform numbers."""
    low, high = np.clip(at, -1.0, 0.0), np.clip(at, 0.0, 1.0)
    return np.asarray(0.5 * (1.0 + low) ** 2 + high - 0.5 * high**2, np.float64)
