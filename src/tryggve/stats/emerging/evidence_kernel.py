"""The evidence for every zone on one day, and the finds in it."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

_MOST = 600.0
_LEAST = -30.0


@njit(cache=True, nogil=True)
def gains(counts, shares, expected, even, excess, gain):  # type: ignore[no-untyped-def]
    """Write into gain [m, T] the log-likelihood ratio of one area's day with and without the extra events.

    counts [K, m, T]; shares [K, m, T] the sum of their usual shares; the extra events come at `excess` times the
    area's usual number, of kinds as usual (even = 0) or all alike (even = 1).
    """
    kinds, areas, days = counts.shape
    for a in range(areas):
        for t in range(days):
            total = 0.0
            for k in range(kinds):
                total += expected[k, a, t]
            x = -excess * total
            for k in range(kinds):
                n = counts[k, a, t]
                if n > 0:
                    usual = max(expected[k, a, t], 1e-9)
                    extra = excess * ((1.0 - even) * usual + even * total / kinds)
                    x += n * math.log(1.0 + shares[k, a, t] / n * extra / usual)
            gain[a, t] = x


@njit(cache=True, nogil=True)
def evidence(gain, summed, order, t, longest, weight, prior, dispersion, zone):  # type: ignore[no-untyped-def]
    """Add to zone [m, s] the weighed likelihood ratios of the zones of each centre, over all starts.

    gain [g, m, T] for the strengths on the first, second, … day and from then on; summed [m, T + 1] is the last
    cumulated; order [m, ≥ s] the areas by distance. prior [m, s] is multiplied in.
    """
    steps, areas, sizes = gain.shape[0] - 1, zone.shape[0], zone.shape[1]
    since = np.zeros((areas, longest))
    for a in range(areas):
        for age in range(min(longest, t + 1)):
            since[a, age] = since_start(gain, summed, a, t, age, steps)
    for c in range(areas):
        for age in range(min(longest, t + 1)):
            x = 0.0
            for j in range(sizes):
                x += since[order[c, j], age]
                ratio = x / dispersion
                if ratio > _LEAST:
                    zone[c, j] += weight / longest * prior[c, j] * math.exp(min(ratio, _MOST))


@njit(cache=True, nogil=True)
def since_start(gain, summed, a, t, age, steps):  # type: ignore[no-untyped-def]
    """The log-likelihood ratio of area a for a start `age` days before t."""
    start = t - age
    x = 0.0
    for step in range(min(steps, age + 1)):
        x += gain[step, a, start + step]
    if age + 1 > steps:
        x += summed[a, t + 1] - summed[a, start + steps]
    return x


@njit(cache=True, nogil=True)
def finds(zone, order, belief, floor, score, size, named):  # type: ignore[no-untyped-def]
    """Peel finds off zone [m, s], strongest first: the area with most evidence over all zones that hold it.

    score [f], size [f] and named [f, m] are filled: named areas are those with at least `belief` of that evidence, the
    strongest first. Zones that touch a named area count no more. Returns the number of finds.
    """
    areas, sizes = zone.shape
    held = np.zeros(areas)
    for f in range(len(score)):
        held[:] = 0.0
        for c in range(areas):
            rest = 0.0
            for j in range(sizes - 1, -1, -1):
                rest += zone[c, j]
                held[order[c, j]] += rest
        top = int(np.argmax(held))
        if held[top] <= 0.0 or math.log(held[top]) < floor:
            return f
        score[f] = math.log(held[top])
        size[f] = _name(zone, order, top, belief, held, named[f])
        for c in range(areas):
            for j in range(sizes):
                if _among(order[c, j], named[f], size[f]):
                    zone[c, j:] = 0.0
                    break
    return len(score)


@njit(cache=True, nogil=True)
def _name(zone, order, top, belief, held, named):  # type: ignore[no-untyped-def]
    """Write the areas with at least `belief` of the evidence of the zones that hold `top`; returns how many."""
    areas, sizes = zone.shape
    held[:] = 0.0
    for c in range(areas):
        place = sizes
        for j in range(sizes):
            if order[c, j] == top:
                place = j
        rest = 0.0
        for j in range(sizes - 1, -1, -1):
            if j >= place:
                rest += zone[c, j]
            held[order[c, j]] += rest
    least = belief * held[top]
    n = 0
    for a in np.argsort(-held, kind="mergesort"):
        if held[a] >= least:
            named[n] = a
            n += 1
    return n


@njit(cache=True, nogil=True)
def _among(area, named, size):  # type: ignore[no-untyped-def]
    for i in range(size):  # noqa: SIM110 - any() over a generator does not compile
        if named[i] == area:
            return True
    return False
