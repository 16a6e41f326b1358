"""Where a near repeat may come in the days after an event: squares, never a ring around a home."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryggve.stats.inputs import FloatArray, IntArray, checked_positive
from tryggve.stats.result import Result

LEAST_SIDE = 250.0
"""Metres: a smaller square around a home would point it out."""

LEAST_PLACES = 3
"""A square with fewer places that ever had an event holds a farm or a lone house: its events draw nothing."""

_STEPS = 400


@dataclass(frozen=True, kw_only=True, eq=False)
class RiskZones(Result):
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

    x, y: float[n] metres; day: int[n] whole days. `reach` (metres) and `days` come from the Knox table of the
    municipality's own events (`extent`). The grid is fixed, its side at least 250 m, and an event counts as its square
    alone: squares drawn by the exact distance would, overlaid, tell where between them the event lies. Nor does an
    event count whose square has fewer than three different places, among `places` float[m, 2] (homes, or all that ever
    had an event; those given in x, y, old ones too, when None). Events after `today` are not known yet. ValueError for
    a smaller side, or values that are no numbers.
    """
    width = checked_positive(side, "side")
    if width < LEAST_SIDE:
        raise ValueError(f"side must be at least {LEAST_SIDE:.0f} metres, so that no home is pointed out, got {side!r}")
    radius, span = checked_positive(reach, "reach"), int(checked_positive(days, "days"))
    points, when = _points(x, y), _days(day)
    if len(when) != len(points):
        raise ValueError(f"x, y and day must be equally long, got {len(points)} places and {len(when)} days")
    known = points if places is None else _points(*np.asarray(places, np.float64).reshape(-1, 2).T)
    new = (when <= today) & (when + span >= today)
    square, when = np.floor(points[new] / width).astype(np.int64), when[new]
    told = _has_places(square, known, width)
    squares, events, risk, until = _drawn(square[told], when[told] + span, radius / width)
    return RiskZones(
        method="near_repeat_zones", parameters={"reach": radius, "days": span, "side": width, "today": today},
        reference="Johnson & Bowers (2004), The stability of space-time clusters of burglary, British Journal of "
        "Criminology 44:55–65", column=squares[:, 0].copy(), row=squares[:, 1].copy(), events=events, risk=risk,
        until=until, left_out=int((~told).sum()), side=width,
    )  # fmt: skip


def _points(x: ArrayLike, y: ArrayLike) -> FloatArray:
    columns = [np.asarray(v, np.float64).reshape(-1) for v in (x, y)]
    if len(columns[0]) != len(columns[1]) or not all(np.isfinite(column).all() for column in columns):
        raise ValueError("x and y must be equally long and hold numbers: leave out events without a place")
    return np.stack(columns, axis=1)


def _days(day: ArrayLike) -> IntArray:
    when = np.asarray(day).reshape(-1)
    if len(when) and not (np.isfinite(when).all() and (when == np.floor(when)).all()):
        raise ValueError("day must be whole days without gaps")
    return when.astype(np.int64)


def _has_places(square: IntArray, known: FloatArray, side: float) -> NDArray[np.bool_]:
    """Whether each event's square has enough different places."""
    of_place = np.floor(np.unique(known, axis=0) / side).astype(np.int64)
    squares, places = np.unique(of_place, axis=0, return_counts=True)
    enough = {tuple(one) for one in squares[places >= LEAST_PLACES].tolist()}
    return np.array([tuple(one) in enough for one in square.tolist()], np.bool_)


def _drawn(square: IntArray, until: IntArray, reach: float) -> tuple[IntArray, IntArray, FloatArray, IntArray]:
    """The squares around those of the events, with events, risk and last day. `reach` in sides of a square."""
    wide = int(np.ceil(reach))
    steps = [(i, j) for i in range(-wide, wide + 1) for j in range(-wide, wide + 1)]
    weight = np.array([_within(abs(i), abs(j), reach) for i, j in steps])
    offset, weight = np.array(steps, np.int64)[weight > 0.0], weight[weight > 0.0]
    own = np.repeat(np.arange(len(square)), len(offset))
    reached = (square[:, None, :] + offset).reshape(-1, 2)
    found, number = np.unique(reached, axis=0, return_inverse=True)
    number = number.reshape(-1)
    last = np.full(len(found), np.iinfo(np.int64).min)
    np.maximum.at(last, number, until[own])
    risk = np.bincount(number, np.tile(weight, len(square)), len(found)).astype(np.float64)
    return found, np.bincount(number, minlength=len(found)).astype(np.int64), risk, last


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
