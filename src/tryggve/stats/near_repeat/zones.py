"""Where a near repeat may come in the days after an event: squares, never a ring around a home."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tryggve.stats.inputs import IntArray, checked_positive
from tryggve.stats.result import Result

LEAST_SIDE = 250.0
"""Metres: a smaller square around a home would point it out."""


@dataclass(frozen=True, kw_only=True)
class RiskZones(Result):
    """Squares of a fixed grid: int64[k] `column` and `row` (corner at column · side, row · side metres).

    `events` int64[k] is how many recent events reach into the square, `until` int64[k] the last day of the risk.
    """

    column: IntArray
    row: IntArray
    events: IntArray
    until: IntArray
    side: float


def risk_zones(
    x: ArrayLike,
    y: ArrayLike,
    day: ArrayLike,
    *,
    today: int,
    reach: float,
    days: int,
    side: float = LEAST_SIDE,
) -> RiskZones:
    """The squares that lie within `reach` metres of an event of the last `days` days, at risk until `days` after it.

    x, y: float[n] metres; day: int[n] whole days. `reach` and `days` come from the Knox table of the municipality's own
    events: the bands where pairs are more than chance. The grid is fixed, so that a square is not centred on an event,
    and its side is at least 250 m. Events after `today` are not known yet. ValueError for a smaller side, or for
    values that are no numbers.
    """
    width = checked_positive(side, "side")
    if width < LEAST_SIDE:
        raise ValueError(f"side must be at least {LEAST_SIDE:.0f} metres, so that no home is pointed out, got {side!r}")
    radius, span = checked_positive(reach, "reach"), int(checked_positive(days, "days"))
    places = np.stack([np.asarray(v, np.float64).reshape(-1) for v in (x, y)], axis=1)
    when = np.asarray(day, np.int64).reshape(-1)
    if len(when) != len(places) or not np.isfinite(places).all():
        raise ValueError("x, y and day must be equally long and hold numbers: leave out events without a place")
    new = (when <= today) & (when + span >= today)
    held: dict[tuple[int, int], list[int]] = {}
    for (east, north), then in zip(places[new].tolist(), when[new].tolist(), strict=True):
        for square in _squares(east, north, radius, width):
            held.setdefault(square, []).append(then + span)
    order = sorted(held)
    return RiskZones(
        method="near_repeat_zones", parameters={"reach": radius, "days": span, "side": width, "today": today},
        reference="Johnson & Bowers (2004), The stability of space-time clusters of burglary, British Journal of "
        "Criminology 44:55–65",
        column=np.array([c for c, _r in order], np.int64), row=np.array([r for _c, r in order], np.int64),
        events=np.array([len(held[square]) for square in order], np.int64),
        until=np.array([max(held[square]) for square in order], np.int64), side=width,
    )  # fmt: skip


def _squares(east: float, north: float, radius: float, side: float) -> list[tuple[int, int]]:
    """The squares that a disc touches."""
    found = []
    for column in range(int(np.floor((east - radius) / side)), int(np.floor((east + radius) / side)) + 1):
        for row in range(int(np.floor((north - radius) / side)), int(np.floor((north + radius) / side)) + 1):
            dx = east - min(max(east, column * side), (column + 1) * side)
            dy = north - min(max(north, row * side), (row + 1) * side)
            if dx * dx + dy * dy <= radius * radius:
                found.append((column, row))
    return found
