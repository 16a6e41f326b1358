"""What a draw is made from: sizes, rhythms, noise and outbreaks, all by name and all changeable."""

from __future__ import annotations

from dataclasses import dataclass

UNREST = ("vandalism", "fire_outdoor", "violence_public", "disorder")
"""The kinds that outbreaks are made of, and that detectors are asked about."""

SHARES = {
    "vandalism": 0.17, "fire_outdoor": 0.05, "violence_public": 0.13, "disorder": 0.23, "theft_vehicle": 0.12,
    "burglary": 0.10, "drug": 0.10, "youth_concern": 0.10,
}  # fmt: skip
TYPES = tuple(SHARES)
NEAR_REPEATING = ("vandalism", "fire_outdoor", "theft_vehicle", "burglary")
"""The kinds whose events have children: property that is damaged, set on fire or stolen from again nearby."""

WEEKDAYS = (0.90, 0.90, 0.92, 0.99, 1.15, 1.21, 0.93)
"""Monday to Sunday."""


@dataclass(frozen=True, kw_only=True)
class Outbreaks:
    """The injected outbreaks: each over neighbouring areas, with `excess` times the usual number of unrest events.

    An excess of 2 doubles it. `ramp` is the part of the length over which it rises in a straight line. `even` draws
    the kinds with equal chances; otherwise they come as usual. `irregular` grows the areas from neighbour to neighbour
    at random instead of taking the nearest. They begin on the days first_day..last day of the draw.
    """

    number: int = 12
    areas: tuple[int, int] = (1, 6)
    days: tuple[int, int] = (7, 28)
    excess: tuple[float, float] = (1.5, 4.0)
    ramp: float = 1 / 3
    even: bool = True
    irregular: bool = False
    first_day: int = 731


@dataclass(frozen=True, kw_only=True)
class Design:
    """One synthetic municipality; the defaults are the base case. Day 0 is a Friday (1 January 2021).

    `noise` is the excess of the variance over the mean of an area's week (1.25 × mean: .25). `children` is the part of
    all events that are near repeats. Reporters: five organisations with their own kinds and shares; `stopping` ones are
    silent for three weeks at a time, `starting` one begins in the middle of what is tested, `weekdays_only` moves
    reports of all but the police from the weekend to Monday. `unplaced` is the part of the events without an area.
    """

    areas: int = 75
    inhabitants: int = 130_000
    days: int = 1_461
    per_year: float = 15_000.0
    trend_per_year: float = -0.02
    season: float = 0.18
    noise: float = 0.25
    addresses: int = 60
    children: float = 0.10
    child_days: int = 30
    child_metres: float = 70.0
    outbreaks: Outbreaks = Outbreaks()
    stopping: bool = False
    starting: bool = False
    weekdays_only: bool = False
    unplaced: float = 0.0
    holidays: bool = False
