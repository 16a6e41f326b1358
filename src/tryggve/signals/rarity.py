"""How often a level is reached: episodes a year as a function of it, learnt from a replay of the past."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

from tryggve.signals.episodes import DAYS_A_YEAR, FindColumns
from tryggve.stats.rates import poisson_limits

TAIL_EPISODES = 12
"""Beyond the most extreme find of the past, rarity grows at the pace that the so many rarest episodes show."""

_STEEPEST, _FLATTEST = 1e6, 1e-6
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Rarity:
    """Episodes of the replayed `days` at or below each of some levels (both rising).

    Between the levels the logarithm of the number runs straight; beyond the rarest it goes on at the pace of the
    rarest `TAIL_EPISODES`. `seen` counts exactly those levels that were met.
    """

    days: int
    levels: tuple[float, ...]
    episodes: tuple[int, ...]

    @classmethod
    def learn(cls, finds: FindColumns, days: int) -> Rarity:
        """From all finds of a replay of `days` days."""
        levels: list[float] = []
        episodes: list[int] = []
        for level in finds.steps().tolist():
            number = finds.episodes(level)
            if number > (episodes[-1] if episodes else 0):
                levels.append(float(level))
                episodes.append(number)
        return cls(days, tuple(levels), tuple(episodes))

    @property
    def years(self) -> float:
        """The length of the replay."""
        return self.days / DAYS_A_YEAR

    def seen(self, level: float) -> float:
        """Episodes at or below a level as expected of the past; infinite beyond what was looked at."""
        if not self.levels:
            return 0.5
        at = bisect_left(self.levels, level)
        if at == len(self.levels):
            return math.inf
        if at == 0:
            return self.episodes[0] * math.exp((level - self.levels[0]) * self._pace())
        low, high = self.levels[at - 1], self.levels[at]
        share = (level - low) / (high - low)
        below, above = math.log(self.episodes[at - 1]), math.log(self.episodes[at])
        return math.exp(below + share * (above - below))

    def per_year(self, level: float) -> float:
        """Episodes a year at or below a level."""
        return self.seen(level) / self.years

    def interval(self, level: float) -> tuple[float, float]:
        """Exact 95 % interval of the mean number a year behind what was counted (Garwood 1936)."""
        seen = self.seen(level)
        if math.isinf(seen):
            return self.episodes[-1] / self.years if self.episodes else 0.0, math.inf
        # What comes out of logarithms is a whole number but for the last digits.
        below, above = math.floor(seen + _ROUNDING), math.ceil(seen - _ROUNDING)
        low, high = poisson_limits([below, above if below else 0])
        return float(low[0]) / self.years, float(high[1]) / self.years

    def level_for(self, per_year: float) -> float:
        """The least rare level that is reached at most so often a year; minus infinity where none is known."""
        wanted = per_year * self.years
        if not self.levels or wanted <= 0:
            return -math.inf
        if wanted >= self.episodes[-1]:
            return self.levels[-1]
        at = next(i for i, number in enumerate(self.episodes) if number > wanted)
        if at == 0:
            return self.levels[0] + math.log(wanted / self.episodes[0]) / self._pace()
        below, above = math.log(self.episodes[at - 1]), math.log(self.episodes[at])
        share = (math.log(wanted) - below) / (above - below)
        return self.levels[at - 1] + share * (self.levels[at] - self.levels[at - 1])

    def _pace(self) -> float:
        """How much the logarithm of the number falls per unit of level among the rarest episodes."""
        rare = [i for i, number in enumerate(self.episodes) if number <= TAIL_EPISODES] or [0]
        last = min(rare[-1] + (len(rare) == 1), len(self.levels) - 1)
        rise = self.levels[last] - self.levels[0]
        if last == 0 or rise <= 0:
            return 1.0
        return min(_STEEPEST, max(_FLATTEST, math.log(self.episodes[last] / self.episodes[0]) / rise))

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {"days": self.days, "levels": list(self.levels), "episodes": list(self.episodes)}

    @classmethod
    def read(cls, plain: dict[str, Any]) -> Rarity:
        """From what `plain` gave."""
        return cls(int(plain["days"]), tuple(map(float, plain["levels"])), tuple(map(int, plain["episodes"])))
