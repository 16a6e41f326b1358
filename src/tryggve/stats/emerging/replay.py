"""The search day by day, each day with nothing but what had happened by then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.stats.emerging.near_repeats import shares
from tryggve.stats.emerging.settings import Settings
from tryggve.stats.emerging.usual import STEP, usual
from tryggve.stats.inputs import FloatArray, IntArray

QUARTER = 91
"""Days for which what was learnt of near repeats and noise is used before it is learnt anew."""


@dataclass(frozen=True, slots=True)
class Emerging:
    """One find on a day: areas (the surest first), since when, events seen and expected there since, and the score.

    The score is the logarithm of the odds for a gathering at the surest area, averaged over all zones that hold it,
    all starts and strengths, up to a constant: it grows with rarity, and means nothing else before a calibration.
    """

    areas: tuple[int, ...]
    first_day: int
    last_day: int
    observed: float
    expected: float
    score: float


@dataclass(frozen=True, eq=False)
class Columns:
    """Events in order of day: area in 0..m − 1, day, kind in 0..K − 1, coordinates in metres or NaN."""

    area: IntArray
    day: IntArray
    kind: IntArray
    x: FloatArray
    y: FloatArray

    def between(self, first_day: int, last_day: int) -> Columns:
        """The events of some days."""
        low, high = np.searchsorted(self.day, [first_day, last_day + 1])
        own = slice(int(low), int(high))
        return Columns(self.area[own], self.day[own], self.kind[own], self.x[own], self.y[own])


@dataclass(frozen=True, eq=False)
class _Prepared:
    """A quarter: tables [K, m, T] from the day `first` on, and the areas in order of distance [m, m]."""

    first: int
    counts: FloatArray
    shares: FloatArray
    expected: FloatArray
    dispersion: float
    follow: float


def replay(
    events: Columns, xy: FloatArray, first_day: int, last_day: int, *, settings: Settings | None = None,
    reported: FloatArray | None = None, reported_from: int = 0,
) -> Iterator[tuple[int, list[Emerging]]]:  # fmt: skip
    """The finds of each day first_day..last_day, from the events up to and with it.

    xy float[m, 2] metres; `reported` [m, T] the part of the usual reporting in place from the day `reported_from` on
    (None: all of it). The same day gives the same finds, whichever days are asked for with it.
    """
    chosen = settings or Settings()
    order = by_distance(xy)
    day = first_day
    while day <= last_day:
        quarter = day - day % QUARTER
        until = min(quarter + QUARTER - 1, last_day)
        prepared = _prepare(events, len(xy), quarter, until, chosen, reported, reported_from)
        if prepared is None:
            yield from ((empty, []) for empty in range(day, until + 1))
        else:
            yield from _search(prepared, order, day, until, chosen)
        day = until + 1


def by_distance(xy: FloatArray) -> IntArray:
    """For each area all areas, nearest first (itself before all), ties by number [m, m]."""
    square = ((xy[:, None, :] - xy[None, :, :]) ** 2).sum(axis=2)
    np.fill_diagonal(square, -1.0)
    return np.asarray(np.argsort(np.nan_to_num(square, nan=np.inf), axis=1, kind="stable"), np.int64)


def _prepare(
    events: Columns, m: int, quarter: int, until: int, chosen: Settings, reported: FloatArray | None, start: int
) -> _Prepared | None:
    if not len(events.day) or int(events.day[0]) >= quarter - chosen.lag - 2 * STEP:
        return None
    first_day = int(events.day[0])
    margin = chosen.longest + chosen.lag + STEP
    begin = max(first_day, quarter - chosen.past - margin)
    begin += -begin % STEP
    seen = events.between(begin - chosen.past, until)
    kind, kinds = _kinds(seen, quarter, chosen)
    found, _pattern = shares(
        seen.x, seen.y, seen.day, kind, kinds=kinds, first_day=quarter - chosen.past, until=quarter, past=chosen.past
    )  # fmt: skip
    own = seen.day >= begin
    at = (kind[own], seen.area[own], seen.day[own] - begin)
    counts, usual_counts = (np.zeros((kinds, m, until - begin + 1)) for _ in range(2))
    np.add.at(counts, at, 1.0)
    np.add.at(usual_counts, at, found[own])
    there = _reported(reported, start, m, begin, until)
    asked = quarter - begin
    first = max(asked - chosen.longest, chosen.lag + 2 * STEP)
    told = usual(usual_counts, there, first, until - begin, past=chosen.past, lag=chosen.lag)
    before = slice(max(0, asked - chosen.past), asked)
    follow = float(counts[:, :, before].sum() / max(usual_counts[:, :, before].sum(), 1e-9))
    part = slice(first, None)
    return _Prepared(
        begin + first, counts[:, :, part], usual_counts[:, :, part], told.expected[:, :, part], told.dispersion,
        follow,
    )  # fmt: skip


def _reported(reported: FloatArray | None, start: int, m: int, begin: int, until: int) -> FloatArray:
    there = np.ones((m, until - begin + 1))
    if reported is not None:
        low, high = max(begin, start), min(until + 1, start + reported.shape[1])
        if low < high:
            there[:, low - begin : high - begin] = reported[:, low - start : high - start]
    return np.maximum(there, 1e-3)


def _kinds(seen: Columns, quarter: int, chosen: Settings) -> tuple[IntArray, int]:
    """Kinds renumbered: the most frequent of the past on their own, the others together (one kind at least)."""
    past = seen.between(quarter - chosen.past, quarter - 1)
    number = np.bincount(past.kind, minlength=int(seen.kind.max()) + 1 if len(seen.kind) else 1)
    ranked = np.argsort(-number, kind="stable")
    own = [int(k) for k in ranked[: chosen.most_kinds] if number[k] >= chosen.fewest_of_kind]
    others = bool(number.sum() > number[own].sum()) or not own
    # A kind that was never met before is put with the others or, where there are none, with the rarest.
    renumbered = np.full(len(number), len(own) - 1 + int(others))
    renumbered[own] = np.arange(len(own))
    return np.asarray(renumbered[seen.kind], np.int64), len(own) + int(others)


def _search(
    prepared: _Prepared, order: IntArray, first_day: int, last_day: int, chosen: Settings
) -> Iterator[tuple[int, list[Emerging]]]:
    from tryggve.stats.emerging.evidence_kernel import evidence, finds

    m = len(order)
    sizes = min(chosen.most_areas, m)
    hypotheses = list(_hypotheses(prepared, chosen))
    prior = _prior(prepared, order, sizes, chosen)
    score, size = np.zeros(chosen.finds), np.zeros(chosen.finds, np.int64)
    named = np.zeros((chosen.finds, m), np.int64)
    for day in range(first_day, last_day + 1):
        t = day - prepared.first
        zone = np.zeros((m, sizes))
        if t >= 0:
            for gain, summed, weight in hypotheses:
                evidence(gain, summed, order, t, chosen.longest, weight, prior, prepared.dispersion, zone)
        number = finds(zone, order, chosen.belief, chosen.floor, score, size, named)
        yield (
            day,
            [_told(prepared, hypotheses, named[f, : size[f]], day, float(score[f]), chosen) for f in range(number)],
        )


Hypothesis = tuple[NDArray[np.float64], FloatArray, float]


def _hypotheses(prepared: _Prepared, chosen: Settings) -> Iterator[Hypothesis]:
    """Gains per strength of rise, the last cumulated over days, and the weight, for each excess and mix of kinds."""
    from tryggve.stats.emerging.evidence_kernel import gains

    mixes = ((0.0, 1.0 - chosen.even), (1.0, chosen.even)) if len(prepared.counts) > 1 else ((0.0, 1.0),)
    for even, weight in mixes:
        for excess in chosen.excess:
            rising = (*chosen.rise, 1.0)
            gain = np.zeros((len(rising), *prepared.counts.shape[1:]))
            for row, part in zip(gain, rising, strict=True):
                gains(prepared.counts, prepared.shares, prepared.expected, even, part * excess, row)
            summed = np.zeros((gain.shape[1], gain.shape[2] + 1))
            np.cumsum(gain[-1], axis=1, out=summed[:, 1:])
            yield gain, summed, weight / len(chosen.excess)


def _prior(prepared: _Prepared, order: IntArray, sizes: int, chosen: Settings) -> FloatArray:
    """The chance [m, s] that a gathering in a zone brings the events sought, over lengths and strengths, by size."""
    from scipy.special import gammainc

    per_day = prepared.expected[:, :, : chosen.longest].mean(axis=2).sum(axis=0)
    zone = np.cumsum(per_day[order[:, :sizes]], axis=1)
    lengths = np.array([0.35, 0.6, 0.9]) * chosen.longest
    means = zone[:, :, None, None] * lengths[:, None] * np.array(chosen.excess)[None, :]
    enough = gammainc(chosen.sought, means).mean(axis=(2, 3)) if chosen.sought > 0 else np.ones(zone.shape)
    return np.asarray(enough / sizes, np.float64)


def _told(
    prepared: _Prepared, hypotheses: list[Hypothesis], areas: NDArray[np.int64], day: int, score: float,
    chosen: Settings,
) -> Emerging:  # fmt: skip
    """A find with its most likely start among the named areas taken together."""
    from tryggve.stats.emerging.evidence_kernel import since_start

    t = day - prepared.first
    ages = range(min(chosen.longest, t + 1))
    steps = len(chosen.rise)
    odds = [
        max(sum(since_start(gain, summed, int(a), t, age, steps) for a in areas) for gain, summed, _w in hypotheses)
        for age in ages
    ]
    age = int(np.argmax(odds))
    window = (slice(None), areas, slice(t - age, t + 1))
    observed, expected = prepared.counts[window].sum(), prepared.expected[window].sum() * prepared.follow
    return Emerging(tuple(int(a) for a in areas), day - age, day, float(observed), float(expected), score)
