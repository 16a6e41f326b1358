"""The scoring: found, how soon, at thresholds that give a wanted rate of false episodes on the same draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.detection.case import Case, Find
from tryggve.signals.episodes import FindColumns

RATES = (15, 30, 90, 365)
"""Days per false episode."""

LEAST_CASES = 8
GRACE, AFTER = 3, 28


@dataclass(frozen=True)
class Scored:
    """At one rate: share found, median days to the find among those found, and areas per signal.

    `late` is the median over all gatherings, a miss counting as later than any. `found` says which were (in order of
    the cases), so that methods can be compared pair by pair. `episodes` is the number of false ones at `threshold`.
    """

    rate: int
    share: float
    delay: float
    late: float
    areas: float
    threshold: float
    episodes: int
    found: tuple[bool, ...]


@dataclass(frozen=True)
class _Marked:
    """Finds of one case: those that hit (outbreak, days since its start, score), and those that are false."""

    hits: dict[int, list[tuple[int, float]]]
    false: FindColumns
    counted: list[tuple[float, int]]


def score(cases: Sequence[Case], finds: Sequence[Sequence[Find]]) -> list[Scored]:
    """One row per rate of RATES. Gatherings with fewer than LEAST_CASES events are neither hits wanted nor false."""
    marked = [_mark(case, own) for case, own in zip(cases, finds, strict=True)]
    levels = np.unique(np.concatenate([one.false.level for one in marked] + [np.zeros(0)]))
    wanted = [
        (i, j) for i, case in enumerate(cases) for j, one in enumerate(case.outbreaks) if one.cases >= LEAST_CASES
    ]
    days = sum(case.days for case in cases)
    return [_at(rate, days, marked, levels, wanted) for rate in RATES]


def _at(rate: int, days: int, marked: list[_Marked], levels: np.ndarray, wanted: list[tuple[int, int]]) -> Scored:
    level, episodes = _level(marked, levels, days / rate)
    delays = []
    for i, j in wanted:
        own = [since for since, x in marked[i].hits.get(j, ()) if -x <= level]
        delays.append(min(own) if own else np.inf)
    found = [delay for delay in delays if np.isfinite(delay)]
    areas = [size for one in marked for x, size in one.counted if -x <= level]
    return Scored(
        rate, len(found) / max(1, len(wanted)), float(np.median(found)) if found else np.nan,
        float(np.sort(delays)[len(delays) // 2]) if delays else np.nan, float(np.mean(areas)) if areas else 0.0,
        -level, episodes, tuple(bool(np.isfinite(delay)) for delay in delays),
    )  # fmt: skip


def _level(marked: list[_Marked], levels: np.ndarray, most: float) -> tuple[float, int]:
    """The least extreme level such that neither it nor any more extreme one gives more than `most` episodes.

    Low thresholds merge everything into one episode, so the number does not rise all the way. A find adds one episode
    at most: from a level with e episodes one may go on by most − e finds without passing a level with too many.
    """
    every = np.sort(np.concatenate([one.false.level for one in marked] + [np.zeros(0)]))
    upto = np.searchsorted(every, levels, side="right")
    reached, episodes, at = -1, 0, 0
    while at < len(levels):
        number = sum(one.false.episodes(float(levels[at])) for one in marked)
        if number > most:
            if at == reached + 1:
                break
            at = reached + 1
            continue
        reached, episodes = at, number
        at = max(at + 1, int(np.searchsorted(upto, upto[at] + int(most) - number, side="right")) - 1)
    if reached >= 0:
        return float(levels[reached]), episodes
    return (float(np.nextafter(levels[0], -np.inf)), 0) if len(levels) else (np.inf, 0)


def _mark(case: Case, finds: Sequence[Find]) -> _Marked:
    hits: dict[int, list[tuple[int, float]]] = {}
    false: list[Find] = []
    counted: list[tuple[float, int]] = []
    places = [(one.first_day, one.last_day, frozenset(one.areas)) for one in case.outbreaks]
    for day, areas, x in finds:
        own = [
            j for j, (start, end, at) in enumerate(places) if start <= day <= end + AFTER and not at.isdisjoint(areas)
        ]
        current = [j for j in own if day <= places[j][1] + GRACE]
        for j in current:
            hits.setdefault(j, []).append((day - places[j][0], x))
        if not own:
            false.append((day, areas, x))
        if current or not own:
            counted.append((x, len(areas)))
    return _Marked(hits, FindColumns.of((day, areas, -x) for day, areas, x in false), counted)
