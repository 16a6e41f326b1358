"""The surroundings of a group against those of others: cases worked by hand, and what chance makes of none."""

from __future__ import annotations

import numpy as np
import pytest

from tryggve.stats.context_gap import context_gap
from tryggve.stats.segregation import nearest_contexts


def test_two_towns_by_hand() -> None:
    """80 of 100 in the one, 20 of 100 in the other, each its own surroundings: (80 x .8 + 20 x .2) / 100 = .68, and
    (20 x .8 + 80 x .2) / 100 = .32 around others.
    """
    found = context_gap([0.0, 9000.0], [0.0, 0.0], [80, 20], [100, 100], k=100)
    assert (found.own, found.others) == (pytest.approx(0.68), pytest.approx(0.32))
    assert found.value == pytest.approx(0.36)
    assert found.interval.low < 0.36 < found.interval.high
    assert found.points()[0] == pytest.approx(36.0)


def test_apart_altogether_and_all_in_one_surrounding() -> None:
    apart = context_gap([0.0, 9000.0], [0.0, 0.0], [100, 0], [100, 100], k=100)
    assert (apart.value, apart.interval.low, apart.interval.high) == (1.0, 1.0, 1.0)
    together = context_gap([0.0, 10.0], [0.0, 0.0], [70, 10], [100, 100], k=200)
    assert together.value == pytest.approx(0.0)
    assert together.interval.high == pytest.approx(0.0)


def test_interval_by_an_obvious_twin() -> None:
    rng = np.random.default_rng(1)
    x, y, people = rng.uniform(0, 1e4, 12), rng.uniform(0, 1e4, 12), rng.integers(500, 900, 12)
    group = rng.binomial(people, np.linspace(0.05, 0.3, 12))
    found = context_gap(x, y, group, people, k=2000, replicates=400)
    draws = []
    for _round in range(400):
        drawn = np.array([rng.binomial(t, g / t) for g, t in zip(group, people, strict=True)])
        one = nearest_contexts(x, y, drawn, people, k=2000)
        draws.append(one.own - one.others)
    low, high = 2 * found.value - np.quantile(draws, [0.975, 0.025])
    assert (found.interval.low, found.interval.high) == (pytest.approx(low, abs=3e-3), pytest.approx(high, abs=3e-3))


def test_what_it_cannot_mean_is_refused() -> None:
    with pytest.raises(ValueError, match="whole number"):
        context_gap([0.0, 1.0], [0.0, 0.0], [1.5, 2.0], [10.0, 10.0], k=5)
    with pytest.raises(ValueError, match="k must not"):
        context_gap([0.0, 1.0], [0.0, 0.0], [1, 2], [10, 10], k=50)
