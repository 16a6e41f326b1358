"""Injected outbreaks: extra events of a known size in the past as it was, to see how many are found and how soon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.signals.found import Events
from tryggve.signals.groups import UNREST, rows_of
from tryggve.signals.history import History
from tryggve.stats.rates import share

GRACE = 3
"""A signal so many days after the end of an outbreak still counts as finding it."""

USUAL_DAYS = 365
_TRIES = 50


@dataclass(frozen=True, kw_only=True)
class Injection:
    """What to inject: `number` outbreaks over `areas` neighbouring areas and `days` days (least, most), in which
    `size` times as many more events of a `group` of categories happen as usual (least, most; of all categories where
    the source has none of the group), rising over the first third.
    """

    number: int = 20
    areas: tuple[int, int] = (1, 6)
    days: tuple[int, int] = (7, 28)
    size: tuple[float, float] = (1.5, 4.0)
    least_events: int = 8
    seed: int = 0
    group: str = UNREST


@dataclass(frozen=True)
class Outbreak:
    """One injected outbreak: its areas, days, and the events added, by row of the event that each is like."""

    areas: tuple[int, ...]
    first_day: int
    last_day: int
    like: NDArray[np.int64]
    day: NDArray[np.int64]


def outbreaks(history: History, injection: Injection, first_day: int, last_day: int) -> tuple[Outbreak, ...]:
    """Outbreaks that begin within the days, apart from one another in place or time; fewer where there is no room."""
    seeds = np.random.SeedSequence(injection.seed).spawn(injection.number)
    chosen: list[Outbreak] = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        for _try in range(_TRIES):
            one = _outbreak(history, injection, first_day, last_day, rng)
            if one is not None and all(_apart(one, other) for other in chosen):
                chosen.append(one)
                break
    return tuple(chosen)


def _outbreak(
    history: History, injection: Injection, first_day: int, last_day: int, rng: np.random.Generator
) -> Outbreak | None:
    events, xy = history.events, history.events.xy
    length = int(rng.integers(injection.days[0], injection.days[1] + 1))
    if not len(xy) or last_day - first_day + 1 < length + GRACE:
        return None
    start = int(rng.integers(first_day, last_day - length - GRACE + 2))
    number = int(rng.integers(injection.areas[0], injection.areas[1] + 1))
    centre = int(rng.integers(0, len(xy)))
    order = np.argsort(((xy - xy[centre]) ** 2).sum(axis=1), kind="stable")
    areas = tuple(int(area) for area in order[:number])
    before = np.flatnonzero(
        np.isin(events.area, areas)
        & (events.day < start)
        & (events.day >= start - USUAL_DAYS)
        & _fits(events, injection)
    )
    known = min(USUAL_DAYS, start - events.first_day)
    if known < 28 or not len(before):
        return None
    usual = len(before) / known
    size = float(rng.uniform(*injection.size))
    ramp = np.minimum(1.0, (np.arange(length) + 1) / max(1, length // 3))
    extra = rng.poisson(usual * size * ramp)
    if int(extra.sum()) < injection.least_events:
        return None
    like = rng.choice(before, int(extra.sum()))
    return Outbreak(areas, start, start + length - 1, like, np.repeat(np.arange(start, start + length), extra))


def _fits(events: Events, injection: Injection) -> NDArray[np.bool_]:
    """The events that an outbreak may be made of."""
    rows = rows_of(injection.group, events.categories)
    return events.day_known & np.isin(events.category, rows) if rows else events.day_known


def _apart(one: Outbreak, other: Outbreak) -> bool:
    days = one.first_day > other.last_day + 28 or other.first_day > one.last_day + 28
    return days or set(one.areas).isdisjoint(other.areas)


def injected(history: History, chosen: Sequence[Outbreak], injection: Injection) -> History:
    """The past with the outbreaks in it: each new event is like one that happened in its areas in the year before."""
    events = history.events
    like = np.concatenate([np.zeros(0, np.int64), *(one.like for one in chosen)])
    day = np.concatenate([np.zeros(0, np.int64), *(one.day for one in chosen)])
    rows = np.concatenate([np.arange(len(events)), like])
    days = np.concatenate([events.day, day])
    order = np.argsort(days, kind="stable")
    own = {name: getattr(events, name)[rows][order] for name in ("area", "category", "source", "x", "y", "day_known")}
    return replace(history, events=replace(events, day=days[order], **own), severity=history.severity[rows][order])


def judged(
    chosen: Sequence[Outbreak], injection: Injection, before: Mapping[int, Sequence[tuple[int, ...]]],
    after: Mapping[int, Sequence[tuple[int, ...]]],
) -> dict[str, Any]:  # fmt: skip
    """How many outbreaks had a signal in their areas between start and end, how soon; `by_chance` without them."""
    delays = [_delay(one, after) for one in chosen]
    found = [delay for delay in delays if delay is not None]
    chance = sum(_delay(one, before) is not None for one in chosen)
    told: dict[str, Any] = {
        "asked": asdict(injection),
        "injected": len(chosen),
        "found": len(found),
        "by_chance": chance,
    }
    if chosen:
        exact = share(len(found), len(chosen))
        told |= {"share": exact.value, "interval": [exact.interval.low, exact.interval.high]}
        told["events"] = float(np.median([len(one.like) for one in chosen]))
    told["median_delay_days"] = float(np.median(found)) if found else None
    sizes = [
        len(areas)
        for one in chosen
        for day in _days(one)
        for areas in after.get(day, ())
        if set(areas) & set(one.areas)
    ]
    told["mean_areas"] = float(np.mean(sizes)) if sizes else None
    return told


def _days(one: Outbreak) -> range:
    return range(one.first_day, one.last_day + GRACE + 1)


def _delay(one: Outbreak, shown: Mapping[int, Sequence[tuple[int, ...]]]) -> int | None:
    hits = (day for day in _days(one) if any(set(areas) & set(one.areas) for areas in shown.get(day, ())))
    first = next(hits, None)
    return None if first is None else first - one.first_day
