"""Laws of rank sets and shrunken rates, and that they hold what they promise, simulated."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryggve.stats.inputs import FloatArray, IntArray
from tryggve.stats.rank_sets import (
    joint_poisson_limits,
    place_of,
    place_of_rate,
    rank_sets,
    rank_sets_of_limits,
    rank_sets_of_rates,
)
from tryggve.stats.shrunken_rates import shrunken_rates

AREAS = st.lists(st.tuples(st.floats(-100.0, 100.0), st.floats(0.1, 20.0)), min_size=1, max_size=7)


def slow_sets(y: FloatArray, s: FloatArray, z: FloatArray, level: float) -> tuple[list[int], list[int]]:
    """The stepwise comparisons pair by pair, as the paper's algorithm 3.2 lists them."""
    n = len(y)
    open_pairs = {(j, k) for j in range(n) for k in range(n) if j != k}
    above = set()
    while open_pairs:
        largest = [max((one[j] - one[k]) / (s[j] ** 2 + s[k] ** 2) ** 0.5 for j, k in open_pairs) for one in z]
        limit = np.quantile(largest, level)
        found = {(j, k) for j, k in open_pairs if (y[j] - y[k]) / (s[j] ** 2 + s[k] ** 2) ** 0.5 > limit}
        if not found:
            break
        above |= found
        open_pairs -= found
    low = [1 + sum((k, j) in above for k in range(n)) for j in range(n)]
    return low, [n - sum((j, k) in above for k in range(n)) for j in range(n)]


@settings(max_examples=30)
@given(AREAS, st.integers(0, 3))
def test_sets_are_those_of_the_slow_list(areas: list[tuple[float, float]], seed: int) -> None:
    y, s = np.array([a for a, _s in areas]), np.array([b for _a, b in areas])
    found = rank_sets(y, s, draws=60, seed=seed)
    z = np.random.default_rng(seed).standard_normal((60, len(y))) * s
    assert (found.low.tolist(), found.high.tolist()) == slow_sets(y, s, z, 0.95)


@settings(max_examples=30)
@given(AREAS, st.integers(0, 3))
def test_sets_hold_the_estimate_and_each_agrees_with_one(areas: list[tuple[float, float]], seed: int) -> None:
    y, s = [a for a, _s in areas], [b for _a, b in areas]
    for hold in ("all", "each"):
        found = rank_sets(y, s, draws=60, seed=seed, hold=hold)  # type: ignore[arg-type]
        assert (found.low <= found.estimate).all()
        ties = np.array([sum(a == b for b in y) for a in y])
        assert (found.estimate + ties - 1 <= found.high).all()
    one = place_of(y, s, 0, draws=60, seed=seed)
    assert (one.low, one.high) == (found.low[0], found.high[0])


def true_ranks(rates: FloatArray) -> IntArray:
    return 1 + (rates[None, :] > rates[:, None]).sum(axis=1)


@pytest.mark.parametrize("events", [2.0, 30.0])
def test_sets_of_rates_hold_the_true_ranks(events: float) -> None:
    rng, draws = np.random.default_rng(4), 200
    held = {"all": 0.0, "each": 0.0, "limits": 0.0}
    for seed in range(draws):
        base = np.exp(rng.normal(0, 0.8, 8)) * events
        rates = rng.gamma(6, 1 / 6, 8)
        counts = rng.poisson(rates * base)
        truth = true_ranks(rates)
        every = rank_sets_of_rates(counts, base, draws=300, seed=seed)
        exact = rank_sets_of_limits(counts / base, *joint_poisson_limits(counts, base))
        one = place_of_rate(counts, base, 0, draws=300, seed=seed)
        held["all"] += bool(((every.low <= truth) & (truth <= every.high)).all())
        held["limits"] += bool(((exact.low <= truth) & (truth <= exact.high)).all())
        held["each"] += one.low <= truth[0] <= one.high
    assert min(held.values()) / draws >= 0.95 - 3 * (0.95 * 0.05 / draws) ** 0.5


def test_shrunken_intervals_hold_the_rates_of_few_areas() -> None:
    """Eight areas of relative spread .3 and 20 expected events: 95 % less three errors, areas taken as independent."""
    rng, held = np.random.default_rng(6), []
    for _ in range(60):
        base = np.exp(rng.normal(0, 0.7, 8)) * 20
        rates = rng.gamma(11, 1 / 11, 8)
        found = shrunken_rates(rng.poisson(rates * base), base)
        held.append(float(((found.low <= rates) & (rates <= found.high)).mean()))
    assert np.mean(held) >= 0.95 - 3 * (0.95 * 0.05 / 480) ** 0.5


@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(0, 40), st.floats(1.0, 300.0)), min_size=1, max_size=8))
def test_shrunken_rates_lie_between_their_own_and_the_common(areas: list[tuple[int, float]]) -> None:
    counts, base = np.array([k for k, _n in areas]), np.array([n for _k, n in areas])
    if not counts.any():
        with pytest.raises(ValueError, match="no events at all"):
            shrunken_rates(counts, base)
        return
    found = shrunken_rates(counts, base, per=1_000)
    assert (found.low <= found.value).all()
    assert (found.value <= found.high).all()
    assert ((found.weight > 0) & (found.weight < 1)).all()
    assert found.value.max() <= max(1_000 * (counts / base).max(), found.mean) * 1.5
    assert shrunken_rates(counts, base).low * 1_000 == pytest.approx(found.low)


def test_what_means_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="standard error above 0"):
        rank_sets([1.0, 2.0], [1.0, 0.0])
    with pytest.raises(ValueError, match="hold must be"):
        rank_sets([1.0, 2.0], [1.0, 1.0], hold="some")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="area must lie between"):
        place_of([1.0, 2.0], [1.0, 1.0], 2)
    with pytest.raises(ValueError, match="between its limits"):
        rank_sets_of_limits([1.0], [2.0], [3.0])
