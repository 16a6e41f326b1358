"""The finds of one day as one list: what several methods find in the same place at the same time is one."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from tryggve.signals.calibrate import Scale, key_of
from tryggve.signals.found import Found

_LEAST_SEEN = 1e-3


@dataclass(frozen=True)
class Candidate:
    """The rarest find of a place on a day, and the methods that found the same. Rarer is a lower `level`."""

    found: Found
    level: float
    per_year: float
    interval: tuple[float, float]
    methods: tuple[str, ...]
    years: float = math.nan
    """The length of the past that the rate was counted in."""

    @property
    def score(self) -> float:
        """One figure to rank by, whatever the method: 0 at once a year, 1 at once in ten years."""
        return -math.log10(self.per_year) + 0.0

    @property
    def beyond(self) -> bool:
        """Whether nothing so rare was met in the past: its rate is then drawn out from the rarest that was."""
        return self.per_year * self.years < 1.0

    @property
    def told_per_year(self) -> float:
        """The rate as it may be told: beyond the past no further than to a thousandth of once in it."""
        return max(self.per_year, _LEAST_SEEN / self.years) if self.years > 0 else self.per_year


def candidates(finds: Iterable[Found], scale: Scale, most_per_year: float) -> list[Candidate]:
    """The finds of a day that are reached at most so often a year, rarest first, those that overlap made one.

    Two finds overlap where they share an area and a day; the rarer one says where and since when.
    """
    ranked = sorted(((scale.level(found), key_of(found), found) for found in finds), key=_rank)
    kept: list[tuple[Found, float, list[str]]] = []
    limit = scale.whole.level_for(most_per_year)
    for level, key, found in ranked:
        if level > limit:
            break
        same = next((one for one in kept if overlap(one[0], found)), None)
        if same is None:
            kept.append((found, level, [key]))
        elif key not in same[2]:
            same[2].append(key)
    return [
        Candidate(
            found, level, scale.whole.per_year(level), scale.whole.interval(level), tuple(keys), scale.whole.years
        )
        for found, level, keys in kept
    ]


def overlap(one: Found, other: Found) -> bool:
    """Whether two finds share an area and a day."""
    return (
        one.first_day <= other.last_day
        and other.first_day <= one.last_day
        and not set(one.areas).isdisjoint(other.areas)
    )


def _rank(row: tuple[float, str, Found]) -> tuple[float, str, str, tuple[int, ...], int]:
    level, key, found = row
    return level, key, found.group, found.areas, found.first_day
