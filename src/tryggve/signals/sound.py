"""Whether a calibration that came out of a file can be counted with: people open such files, and files get cut."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from tryggve.domain.calendar_days import day_date
from tryggve.domain.period import EARLIEST, LATEST
from tryggve.signals.calibrate import Calibration
from tryggve.signals.rarity import Rarity

_NEEDED = ("id", "opened", "last", "areas", "per_year")


def sound(made: Calibration) -> Calibration:
    """The calibration itself. ValueError, OverflowError or another fault of reading where a part cannot be meant."""
    _days(made)
    _must(0 < made.wanted_per_year < math.inf, "wanted_per_year")
    scale = made.scale
    _must(set(scale.own) <= set(scale.shares), "shares")
    _must(all(0 < share < math.inf for share in scale.shares.values()), "shares")
    for rarity in (scale.whole, *scale.own.values()):
        _rarity(rarity)
    for row in made.past:
        _past(row)
    return made


def _days(made: Calibration) -> None:
    _must(made.first_day <= made.last_day, "days")
    for day in (made.first_day, made.last_day, made.listed_from):
        _must(day is None or EARLIEST <= day_date(day).year <= LATEST, "days")


def _rarity(rarity: Rarity) -> None:
    """Days there were; levels and episodes rise together."""
    _must(0 < rarity.days <= (LATEST - EARLIEST) * 366, "days")
    _must(len(rarity.levels) == len(rarity.episodes), "levels")
    _must(all(map(math.isfinite, rarity.levels)), "levels")
    _must(all(low < high for low, high in pairwise(rarity.levels)), "levels")
    _must(all(low < high for low, high in pairwise((0, *rarity.episodes))), "episodes")


def _past(row: Mapping[str, Any]) -> None:
    _must(all(name in row for name in _NEEDED), "past")
    _must(dt.date.fromisoformat(row["opened"]) <= dt.date.fromisoformat(row["last"]), "past")
    _must(math.isfinite(float(row["per_year"])), "past")
    for spans in row["areas"].values():
        _must(all(int(first) <= int(last) for first, last in spans), "past")


def _must(holds: bool, name: str) -> None:
    if not holds:
        raise ValueError(f"{name}: cannot be so in a calibration")
