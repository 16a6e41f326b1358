"""One draw: background, near repeats and outbreaks, with the truth of each event."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.design import NEAR_REPEATING, SHARES, TYPES, UNREST, WEEKDAYS, Design, Outbreaks
from benchmarks.synthetic.ground import Ground, lay_out
from benchmarks.synthetic.reporters import reported

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

BACKGROUND, CHILD = -1, -2


@dataclass(frozen=True)
class Outbreak:
    """One outbreak: its areas, first and last day, and how many events were added and kept."""

    areas: tuple[int, ...]
    first_day: int
    last_day: int
    excess: float
    cases: int


@dataclass(frozen=True)
class Draw:
    """Events as columns ordered by day; `type` indexes TYPES, `truth` is −1 background, −2 child, ≥ 0 outbreak."""

    design: Design
    seed: int
    ground: Ground
    area: Ints
    day: Ints
    type: Ints
    x: Floats
    y: Floats
    source: Ints
    truth: Ints
    outbreaks: tuple[Outbreak, ...]

    def __len__(self) -> int:
        return len(self.day)


@dataclass
class _Columns:
    area: Ints
    day: Ints
    type: Ints
    x: Floats
    y: Floats
    truth: Ints

    def kept(self, rows: NDArray[np.bool_] | Ints) -> _Columns:
        return _Columns(*(column[rows] for column in vars(self).values()))

    def joined(self, other: _Columns) -> _Columns:
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return _Columns(*(np.concatenate(pair) for pair in pairs))


def draw(seed: int, design: Design | None = None) -> Draw:
    """A municipality with its events. The same seed and design give the same events."""
    design = design or Design()
    ground_seed, background_seed, child_seed, outbreak_seed, reporter_seed = np.random.SeedSequence(seed).spawn(5)
    shares = np.array(list(SHARES.values()))
    ground = lay_out(design, shares / shares.sum(), np.random.default_rng(ground_seed))
    rate = rhythm(design)
    events = _background(design, ground, rate, np.random.default_rng(background_seed))
    events = events.joined(_children(design, events, np.random.default_rng(child_seed)))
    rng = np.random.default_rng(outbreak_seed)
    planned = [_planned(design.outbreaks, design.days, ground, rng) for _ in range(design.outbreaks.number)]
    for number, one in enumerate(planned):
        events = events.joined(_extra(design, ground, rate, one, number, rng))
    return _finished(design, seed, ground, events, planned, np.random.default_rng(reporter_seed))


def rhythm(design: Design) -> Floats:
    """The town's expected events per day [days], near repeats and outbreaks aside: weekday × season × slow trend."""
    day = np.arange(design.days)
    weekday = np.array(WEEKDAYS)[(day + 4) % 7]
    year = day / 365.25
    season = 1.0 - design.season * np.cos(2 * np.pi * (year - 0.04))
    rate = weekday * season * (1.0 + design.trend_per_year) ** year
    if design.holidays:
        of_year, of_month = day % 365.25, day % 30.4375
        rate = rate * np.where((of_year > 351) | (of_year < 6), 0.65, 1.0)
        rate = rate * np.where((of_month > 23.5) & (of_month < 27), 1.35, 1.0)
    return np.asarray(rate / rate.mean() * design.per_year * (1.0 - design.children) / 365.25, np.float64)


def _background(design: Design, ground: Ground, rate: Floats, rng: np.random.Generator) -> _Columns:
    weeks = -(-design.days // 7)
    weekly = ground.share.sum(axis=1) * rate.mean() * 7
    shape = np.maximum(weekly / design.noise, 1e-6) if design.noise > 0 else None
    noise = np.ones((design.areas, weeks))
    if shape is not None:
        noise = rng.gamma(shape[:, None], 1.0 / shape[:, None], (design.areas, weeks))
    mean = ground.share.sum(axis=1)[:, None] * rate[None, :] * np.repeat(noise, 7, axis=1)[:, : design.days]
    counts = rng.poisson(mean)
    area = np.repeat(np.repeat(np.arange(design.areas), design.days), counts.ravel())
    day = np.repeat(np.tile(np.arange(design.days), design.areas), counts.ravel())
    cumulated = np.cumsum(ground.share / ground.share.sum(axis=1, keepdims=True), axis=1)
    kind = (rng.random(len(area))[:, None] > cumulated[area]).sum(axis=1)
    x, y = _placed(ground, area, rng)
    return _Columns(area, day, np.minimum(kind, len(TYPES) - 1), x, y, np.full(len(area), BACKGROUND))


def _placed(ground: Ground, area: Ints, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Two in five at an address, the others some tens of metres from one, rounded to whole metres."""
    which = rng.choice(len(ground.weights), len(area), p=ground.weights)
    away = np.where(rng.random(len(area)) < 0.4, 0.0, 1.0)[:, None]
    points = np.round(ground.addresses[area, which] + away * rng.normal(0.0, 60.0, (len(area), 2)))
    return points[:, 0], points[:, 1]


def _children(design: Design, events: _Columns, rng: np.random.Generator) -> _Columns:
    """Near repeats: same kind and area, some 70 m away, up to 30 days later, sooner more often."""
    able = np.flatnonzero(np.isin(events.type, [TYPES.index(name) for name in NEAR_REPEATING]))
    wanted = len(events.day) * design.children / (1.0 - design.children)
    number = (
        rng.poisson(wanted / max(1, len(able)), len(able)) if design.children > 0 else np.zeros(len(able), np.int64)
    )
    child = events.kept(np.repeat(able, number))
    n = len(child.day)
    later = np.minimum(1 + np.floor(rng.exponential(8.5, n)), design.child_days).astype(np.int64)
    angle, metres = rng.random(n) * 2 * np.pi, rng.gamma(3.0, design.child_metres / 3.0, n)
    child = _Columns(
        child.area, child.day + later, child.type, np.round(child.x + metres * np.cos(angle)),
        np.round(child.y + metres * np.sin(angle)), np.full(n, CHILD),
    )  # fmt: skip
    return child.kept(child.day < design.days)


def _planned(how: Outbreaks, days: int, ground: Ground, rng: np.random.Generator) -> Outbreak:
    number = int(rng.integers(how.areas[0], how.areas[1] + 1))
    length = int(rng.integers(how.days[0], how.days[1] + 1))
    start = int(rng.integers(how.first_day, days - length + 1))
    centre = int(rng.integers(len(ground.xy)))
    areas = list(ground.order[centre, :number])
    if how.irregular:
        areas = [centre]
        while len(areas) < number:
            near = [int(a) for one in areas for a in ground.order[one, 1:5] if a not in areas]
            areas.append(int(rng.choice(near)) if near else int(ground.order[centre, len(areas)]))
    excess = float(rng.uniform(*how.excess))
    return Outbreak(tuple(int(a) for a in areas), start, start + length - 1, excess, 0)


def _extra(
    design: Design, ground: Ground, rate: Floats, one: Outbreak, number: int, rng: np.random.Generator
) -> _Columns:
    unrest = np.flatnonzero(np.isin(TYPES, UNREST))
    usual = ground.share[np.ix_(one.areas, unrest)]
    length = one.last_day - one.first_day + 1
    rise = max(1.0, length * design.outbreaks.ramp)
    strength = np.minimum(1.0, (np.arange(length) + 0.5) / rise) * (one.excess - 1.0)
    mean = usual.sum(axis=1)[:, None] * rate[one.first_day : one.last_day + 1][None, :] * strength[None, :]
    counts = rng.poisson(mean)
    area = np.repeat(np.repeat(np.array(one.areas), length), counts.ravel())
    day = np.repeat(np.tile(np.arange(one.first_day, one.last_day + 1), len(one.areas)), counts.ravel())
    chances = np.full(len(unrest), 0.25) if design.outbreaks.even else usual.sum(axis=0) / usual.sum()
    kind = unrest[rng.choice(len(unrest), len(area), p=chances)]
    x, y = _placed(ground, area, rng)
    return _Columns(area, day, kind, x, y, np.full(len(area), number))


def _finished(
    design: Design, seed: int, ground: Ground, events: _Columns, planned: list[Outbreak], rng: np.random.Generator
) -> Draw:
    order = np.lexsort((events.y, events.x, events.type, events.area, events.day))
    events = events.kept(order)
    source, day, keep = reported(design, events.type, events.day, rng)
    events.day = day
    events, source = events.kept(keep), source[keep]
    order = np.argsort(events.day, kind="stable")
    events, source = events.kept(order), source[order]
    if design.unplaced > 0:
        events.area = np.where(rng.random(len(events.area)) < design.unplaced, -1, events.area)
    outbreaks = tuple(
        Outbreak(
            one.areas, one.first_day, one.last_day, one.excess, int(((events.truth == i) & (events.area >= 0)).sum())
        )
        for i, one in enumerate(planned)
    )
    return Draw(
        design, seed, ground, events.area, events.day, events.type, events.x, events.y, source, events.truth, outbreaks
    )  # fmt: skip
