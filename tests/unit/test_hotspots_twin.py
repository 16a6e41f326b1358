"""Local statistics against each permutation written out and against all permutations there are; maps and places."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryggve.stats import hotspots
from tryggve.stats.hotspots.kernel import draw_all, larger

PATH = [[1], [0, 2], [1, 3], [2, 4], [3, 5], [4]]


@given(st.integers(0, 2**32), st.integers(3, 12))
@settings(max_examples=30, deadline=None)
def test_the_walk_counts_what_each_permutation_gives(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    values, most = rng.integers(0, 4, n).astype(float), int(rng.integers(1, n))
    counts = rng.integers(0, most + 1, n)
    places = draw_all(np.random.default_rng(seed), n, most, 25)
    assert all(len(set(row)) == most and set(row) <= set(range(n - 1)) for row in places.tolist())
    observed = np.array([values[rng.integers(0, n, k)].sum() for k in counts])
    above = np.zeros(n, np.int64)
    larger(values, places, counts, observed, above)
    for i in range(n):
        others = np.delete(values, i)
        slow = sum(others[row[: counts[i]]].sum() >= observed[i] for row in places)
        assert above[i] == (slow if counts[i] else 0)


@pytest.mark.parametrize("statistic", [hotspots.local_moran, hotspots.gi_star])
def test_p_is_near_the_exact_one(statistic) -> None:  # type: ignore[no-untyped-def]
    """All ways to place the other values among the neighbours; four standard errors of 9 999 permutations."""
    values = np.array([9.0, 7.0, 1.0, 2.0, 0.0, 3.0])
    found = statistic(values, PATH, permutations=9_999, seed=1)
    for i, near in enumerate(PATH):
        others = np.delete(values, i)
        sums = [sum(one) for one in itertools.combinations(others, len(near))]
        share = np.mean(np.array(sums) >= values[near].sum())
        exact = min(share, 1 - share)
        assert abs(found.p_value[i] - exact) < 4 * np.sqrt(exact * (1 - exact) / 9_999) + 2e-4


def test_statistics_written_out() -> None:
    values = np.array([9.0, 7.0, 1.0, 2.0, 0.0, 3.0])
    standard = (values - values.mean()) / values.std()
    moran = hotspots.local_moran(values, PATH, permutations=9)
    star = hotspots.gi_star(values, PATH, permutations=9)
    n = 6
    for i, near in enumerate(PATH):
        assert moran.statistic[i] == pytest.approx((n - 1) / n * standard[i] * standard[near].mean())
        own = [i, *near]
        assert star.statistic[i] == pytest.approx(values[own].mean() / values.sum())
        w = len(own)
        spread = values.std() * np.sqrt((n * w - w * w) / (n - 1))
        assert star.z[i] == pytest.approx((values[own].sum() - w * values.mean()) / spread)
        # The variance over all ways to choose the neighbours.
        others = np.delete(standard, i)
        means = [np.mean(one) for one in itertools.combinations(others, len(near))]
        expected = np.sign(standard[i]) * (standard[near].mean() - np.mean(means)) / np.std(means)
        assert moran.z[i] == pytest.approx(expected)


def test_islands_and_the_same_with_any_number_of_threads() -> None:
    rng = np.random.default_rng(0)
    values = rng.poisson(3, 40).astype(float)
    near = [[j for j in (i - 1, i + 1) if 0 <= j < 39] if i < 39 else [] for i in range(40)]
    one = hotspots.local_moran(values, near, permutations=300, n_jobs=1)
    two = hotspots.local_moran(values, near, permutations=300, n_jobs=3)
    assert one.p_value.tobytes() == two.p_value.tobytes()
    assert np.isnan(one.statistic[39])
    assert (one.p_value[39], one.q_value[39], one.quadrant[39]) == (1.0, 1.0, 0)
    assert (one.q_value[:39] >= one.p_value[:39]).all()


@pytest.mark.parametrize(
    ("values", "near", "says"),
    [
        ([1.0, np.nan, 2.0], [[1], [0], [1]], "without gaps"),
        ([1.0, 1.0, 1.0], [[1], [0], [1]], "all alike"),
        ([1.0, 2.0, 3.0], [[1], [0]], "one list per value"),
        ([1.0, 2.0, 3.0], [[0], [0], [1]], "in its own list"),
        ([1.0, 2.0, 3.0], [[1, 1], [0], [1]], "listed twice"),
        ([1.0, 2.0, 3.0], [[3], [0], [1]], "from 0 to 2"),
        ([], [], "at least three"),
    ],
)
def test_what_means_nothing_is_refused(values: list[float], near: list[list[int]], says: str) -> None:
    for statistic in (hotspots.local_moran, hotspots.gi_star):
        with pytest.raises(ValueError, match=says):
            statistic(values, near)
    with pytest.raises(ValueError, match="0 or more for Gi"):
        hotspots.gi_star([-1.0, 2.0, 3.0], [[1], [0], [1]])


def test_accuracy_of_a_map() -> None:
    """A tenth of the surface with half of the events: 5 times as many as blindly; the best map would have had 8."""
    after = np.array([5, 3, 0, 0, 2, 0, 0, 0, 0, 0])
    before = np.array([0, 9, 0, 0, 1, 0, 0, 0, 0, 0])
    score = np.array([2.0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    found = hotspots.predictive_accuracy(score, before, after, share=0.1)
    assert (found.hit, found.covered, found.pai, found.pei) == pytest.approx((0.5, 0.1, 5.0, 1.0))
    assert (found.pai_before, found.pei_before) == pytest.approx((3.0, 0.6))
    whole = hotspots.predictive_accuracy(score, before, after, share=1.0)
    assert (whole.pai, whole.pai_before, whole.n_areas) == pytest.approx((1.0, 1.0, 10))
    none = hotspots.predictive_accuracy(score, before, after * 0, share=0.1)
    assert np.isnan(none.pai)
    with pytest.raises(ValueError, match="choose a larger one"):
        hotspots.predictive_accuracy(score, before, after, share=0.05)


def test_blind_maps_are_one_on_average() -> None:
    rng = np.random.default_rng(1)
    pai = [
        hotspots.predictive_accuracy(rng.random(50), np.zeros(50, int), rng.poisson(2, 50), share=0.2).pai
        for _ in range(400)
    ]
    assert np.mean(pai) == pytest.approx(1.0, abs=4 * np.std(pai) / 20)


def test_repeat_places() -> None:
    x, y = [0.0] * 6 + [10.0] * 2 + list(range(100, 112)), [0.0] * 6 + [1.0] * 2 + [5.0] * 12
    found = hotspots.repeat_places(x, y, least=2)
    assert found.events.tolist() == [6, 2]
    assert (found.x[0], found.y[0], found.n_places, found.n_events, found.share) == (0.0, 0.0, 14, 20, 0.4)
    mean = 20 / 14
    slow = 1 - sum(np.exp(-mean) * mean**k / np.prod(np.arange(1, k + 1)) for k in range(6))
    assert found.p_value[0] == pytest.approx(slow)
    assert hotspots.repeat_places([], []).n_events == 0
    with pytest.raises(ValueError, match="one event is no repeat"):
        hotspots.repeat_places(x, y, least=1)
    with pytest.raises(ValueError, match="at least the 14"):
        hotspots.repeat_places(x, y, places=3)
