"""One scale for all methods, learnt from a replay: how often a year the whole list would have shown as much.

Each method's score becomes the number of episodes a year that the method alone had at that score or above, divided by
the method's share of the attention (`weight`, summing to one). That common level is what the list is ranked by; the
rate that is told is counted in episodes of the whole list, finds of all methods together. Real unrest of the past is
among these episodes, so the rate of false ones is at most what is said, as long as the past is like what comes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tryggve import __version__
from tryggve.domain.calendar_days import day_date
from tryggve.signals.episodes import Dated, FindColumns
from tryggve.signals.found import Found
from tryggve.signals.rarity import Rarity

FEWEST_DAYS = 180
"""So many days must have been replayed before a rate is told."""

MOST_DAYS = 1096
"""A replay of three years: what lies further back says little of today."""

WANTED_PER_YEAR = 365.25 / 30
"""One false episode a month: as many as a weekly meeting can judge."""

FORMAT = 2

_OFTEN, _HEAVY = 20, 0.05
"""Finds and share of the attention from which a method counts: what it lacks at first would make the list look rare."""


def key_of(found: Found) -> str:
    """What a scale of its own is learnt for: a method and the categories it looked at."""
    return f"{found.method}/{found.group}" if found.group else found.method


@dataclass(frozen=True)
class Scale:
    """From finds to the common level and the rate. `own` is by `key_of`, `shares` the weight of each, summing to 1."""

    shares: Mapping[str, float]
    own: Mapping[str, Rarity]
    whole: Rarity

    @classmethod
    def learn(cls, finds: Sequence[Dated], first_day: int, last_day: int, shares: Mapping[str, float]) -> Scale:
        """From the finds of a replay of some days by the methods whose keys `shares` names.

        A method that needs more past than there was on the first days is counted from the first day it found anything;
        where that leaves too few days it has no scale yet. The whole list is counted from when all heavy methods could
        answer; a light one that comes later (its share is the most that can be missing) does not shorten the past.
        """
        by_key: dict[str, list[tuple[int, tuple[int, ...], float]]] = {key: [] for key in shares}
        for dated in finds:
            found = dated.found
            if key_of(found) in by_key and math.isfinite(found.score):
                by_key[key_of(found)].append((dated.day, found.areas, -found.score))
        begins = {key: min((row[0] for row in rows), default=first_day) for key, rows in by_key.items()}
        able = {key for key, begin in begins.items() if last_day - begin + 1 >= FEWEST_DAYS}
        own = {
            key: Rarity.learn(FindColumns.of(rows if key in able else ()), last_day - begins[key] + 1)
            for key, rows in by_key.items()
        }
        heavy = (key for key in able if len(by_key[key]) >= _OFTEN and shares[key] >= _HEAVY)
        start = max((begins[key] for key in heavy), default=first_day)
        only_own = cls(shares, own, Rarity(last_day - start + 1, (), ()))
        levels = ((d.day, d.found.areas, only_own.level(d.found)) for d in finds if d.day >= start)
        known = FindColumns.of(row for row in levels if math.isfinite(row[2]))
        return cls(shares, own, Rarity.learn(known, last_day - start + 1))

    def level(self, found: Found) -> float:
        """The common level of a find: the logarithm of its method's episodes a year over the method's share."""
        rarity = self.own.get(key_of(found))
        if rarity is None or not rarity.levels or not math.isfinite(found.score):
            return math.inf
        per_year = rarity.per_year(-found.score)
        return math.log(per_year / self.shares[key_of(found)]) if 0 < per_year < math.inf else math.inf

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        own = {key: rarity.plain() for key, rarity in sorted(self.own.items())}
        return {"shares": dict(sorted(self.shares.items())), "own": own, "whole": self.whole.plain()}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Scale:
        """From what `plain` gave."""
        own = {str(key): Rarity.read(value) for key, value in plain["own"].items()}
        return cls({str(k): float(v) for k, v in plain["shares"].items()}, own, Rarity.read(plain["whole"]))


def shares_of(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights that sum to one."""
    total = sum(weights.values())
    return {key: weight / total for key, weight in weights.items()}


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """What a backtest of a source at a level learnt, with what it was learnt from.

    `past` are the signals that the list at the wanted rate would have shown from `listed_from` on (see `backtest`),
    `areas` the codes of its areas, `injected` how many injected outbreaks were found, None where none was asked for.
    """

    source: str
    level: str
    first_day: int
    last_day: int
    fingerprint: str
    methods: str
    wanted_per_year: float
    scale: Scale
    areas: tuple[str, ...]
    past: tuple[Mapping[str, Any], ...] = ()
    listed_from: int | None = None
    injected: Mapping[str, Any] | None = None
    version: str = __version__

    @property
    def limit(self) -> float:
        """The common level at which the whole list reaches the wanted rate."""
        return self.scale.whole.level_for(self.wanted_per_year)

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "format": FORMAT, "tryggve": self.version, "source": self.source, "level": self.level,
            "first_day": day_date(self.first_day).isoformat(), "last_day": day_date(self.last_day).isoformat(),
            "days": [self.first_day, self.last_day], "fingerprint": self.fingerprint, "methods": self.methods,
            "wanted_per_year": self.wanted_per_year, "scale": self.scale.plain(), "past": list(self.past),
            "areas": list(self.areas), "listed_from": self.listed_from, "injected": self.injected,
        }  # fmt: skip

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Calibration:
        """From what `plain` gave. ValueError, KeyError or TypeError for anything else."""
        if plain["format"] != FORMAT:
            raise ValueError("another format")
        first_day, last_day = map(int, plain["days"])
        return cls(
            source=str(plain["source"]), level=str(plain["level"]), first_day=first_day, last_day=last_day,
            fingerprint=str(plain["fingerprint"]), methods=str(plain["methods"]),
            wanted_per_year=float(plain["wanted_per_year"]), scale=Scale.read(plain["scale"]),
            areas=tuple(map(str, plain["areas"])), past=tuple(plain["past"]),
            listed_from=plain["listed_from"], injected=plain["injected"], version=str(plain["tryggve"]),
        )  # fmt: skip


def between(finds: Iterable[Dated], first_day: int, last_day: int) -> list[Dated]:
    """The finds of some days."""
    return [dated for dated in finds if first_day <= dated.day <= last_day]
