"""How far each event is explained by an earlier one of the same kind nearby: learnt from the past, kind by kind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.stats.emerging.settings import DELAYS, HOUSE, RINGS
from tryggve.stats.inputs import FloatArray, IntArray

REACH = RINGS[-1]
LAST_DELAY = DELAYS[-1] - 1
_STEPS = 12
_SHARE_PRIOR = 10.0
"""So many events of all kinds round a place weigh as much as the town's shares of kinds."""
_FEW = 0.2
"""Events of the past, over its whole length, that any place is granted."""
_LEAST_PAST = 365


@dataclass(frozen=True, eq=False)
class Pattern:
    """`children` [K]: events that follow one of a kind; `mass` [rings, delays]: where and when, summing to one."""

    children: FloatArray
    mass: FloatArray


@dataclass(frozen=True, eq=False)
class Pairs:
    """Near pairs of one kind: rows of the later event, its kind, ring and delay band; and each event's usual rate.

    `usual` [n] is the rate of the event's kind without near repeats, per day over a disc of radius REACH at its place.
    """

    later: IntArray
    earlier: IntArray
    ring: IntArray
    band: IntArray
    usual: FloatArray

    @classmethod
    def of(
        cls, x: FloatArray, y: FloatArray, day: IntArray, kind: IntArray, kinds: int, past: int, until: int
    ) -> Pairs:
        """From events in order of day, with finite coordinates in metres; the mix of kinds is that before `until`."""
        from tryggve.stats.emerging.pairs_kernel import near

        n = len(x)
        if not n:
            nothing = np.zeros(0, np.int64)
            return cls(nothing, nothing, nothing, nothing, np.zeros(0))
        cell_x = np.floor((x - x.min()) / REACH).astype(np.int64)
        cell_y = np.floor((y - y.min()) / REACH).astype(np.int64)
        cell_x, cell_y = _packed(cell_x), _packed(cell_y)
        down = int(cell_y.max()) + 1
        cell = cell_x * down + cell_y
        member = np.argsort(cell, kind="stable")
        start = np.searchsorted(cell[member], np.arange((int(cell_x.max()) + 1) * down + 1))
        every, own = np.zeros(n), np.zeros(n)
        grid = (cell_x, cell_y, start, member, int(cell_x.max()) + 1, down, REACH, LAST_DELAY, past, HOUSE)
        room = np.zeros((4 * n, 3), np.int64)
        found = near(x, y, day, kind, *grid, every, own, room)
        if found > len(room):
            room = np.zeros((found, 3), np.int64)
            near(x, y, day, kind, *grid, every, own, room)
        later, earlier, days = room[:found].T
        before = np.bincount(kind[day < until], minlength=kinds) + 1.0
        share = before / before.sum()
        expected = (own + _SHARE_PRIOR * share[kind]) / (every + _SHARE_PRIOR) * every + _FEW
        known = np.clip(np.minimum(day - day[0], past) - LAST_DELAY, 30, None)
        distance = np.hypot(x[later] - x[earlier], y[later] - y[earlier])
        ring = np.searchsorted(RINGS, distance, side="right") - 1
        band = np.searchsorted(DELAYS, days, side="right") - 1
        return cls(later, earlier, ring, band, expected / known)


def _packed(cell: IntArray) -> IntArray:
    """Cells renumbered so that long empty stretches cost nothing; neighbours stay neighbours, others stay apart."""
    values = np.unique(cell)
    gaps = np.minimum(np.diff(values, prepend=values[:1]), 2)
    return np.asarray(np.cumsum(gaps)[np.searchsorted(values, cell)], np.int64)


_DISC = np.diff(np.square(RINGS)) / REACH**2
# Of two events on the same day only the later in order can follow: half a day.
_DAYS = np.concatenate([[0.5], np.diff(DELAYS)[1:]])
_ROOM = np.outer(_DISC, _DAYS)


def learn(pairs: Pairs, day: IntArray, kind: IntArray, kinds: int, first_day: int, until: int) -> Pattern:
    """The pattern of the events of first_day..until − 1, by expectation and maximisation (stochastic declustering).

    Each event is either usual or follows one earlier event of its kind; both chances come from the rates, and the rates
    from the chances. Only events with a year behind them teach; with none, nothing is taken to follow anything.
    """
    begin = max(first_day, int(day[0]) + _LEAST_PAST) if len(day) else until
    used = (day[pairs.later] >= begin) & (day[pairs.later] < until)
    later, ring, band = pairs.later[used], pairs.ring[used], pairs.band[used]
    parents = np.bincount(kind[(day >= begin) & (day < until)], minlength=kinds)
    children, mass = np.full(kinds, 0.1), _ROOM / _ROOM.sum()
    if not len(later):
        return Pattern(np.zeros(kinds), mass)
    for _ in range(_STEPS):
        rate = children[kind[later]] * (mass / _ROOM)[ring, band]
        total = np.bincount(later, rate, minlength=len(day)) + pairs.usual
        chance = rate / total[later]
        mass = np.bincount(ring * len(_DAYS) + band, chance, minlength=mass.size).reshape(mass.shape) + 1e-9
        mass /= mass.sum()
        children = np.minimum(np.bincount(kind[later], chance, minlength=kinds) / np.maximum(parents, 1), 0.9)
    return Pattern(children, mass)


def usual_share(pairs: Pairs, kind: IntArray, pattern: Pattern) -> FloatArray:
    """The chance [n] that each event is a usual one and follows no other, in (0, 1]."""
    rate = pattern.children[kind[pairs.later]] * (pattern.mass / _ROOM)[pairs.ring, pairs.band]
    follows = np.bincount(pairs.later, rate, minlength=len(kind))
    return np.asarray(pairs.usual / (pairs.usual + follows), np.float64)


def shares(
    x: FloatArray, y: FloatArray, day: IntArray, kind: IntArray, *, kinds: int, first_day: int, until: int, past: int
) -> tuple[FloatArray, Pattern]:
    """The usual share of each event [n] (1 where it has no coordinates) by the pattern of first_day..until − 1."""
    placed: NDArray[np.bool_] = np.isfinite(x) & np.isfinite(y)
    own_day, own_kind = day[placed], kind[placed]
    pairs = Pairs.of(x[placed], y[placed], own_day, own_kind, kinds, past, until)
    pattern = learn(pairs, own_day, own_kind, kinds, first_day, until)
    found = np.ones(len(day))
    found[placed] = usual_share(pairs, own_kind, pattern)
    return found, pattern
