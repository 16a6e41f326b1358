"""Local statistics against each permutation written out and against all permutations there are; maps and places."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryggve.stats import hotspots
from tryggve.stats.hotspots.kernel import compare, draw_all

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
    at_least, above = np.zeros((2, n), np.int64)
    compare(values, places, counts, observed, observed, at_least, above)
    for i in range(n):
        others = np.delete(values, i)
        sums = np.array([others[row[: counts[i]]].sum() for row in places])
        assert at_least[i] == ((sums >= observed[i]).sum() if counts[i] else 0)
        assert above[i] == ((sums > observed[i]).sum() if counts[i] else 0)


@pytest.mark.parametrize("statistic", [hotspots.local_moran, hotspots.gi_star])
@pytest.mark.parametrize("values", [[9.0, 7.0, 1.0, 2.0, 0.0, 3.0], [0.0, 0.0, 0.0, 1.0, 0.0, 2.0]])
def test_p_is_near_the_exact_one(statistic, values) -> None:  # type: ignore[no-untyped-def]
    """All ways to place the other values among the neighbours; four standard errors of 9 999 permutations."""
    values = np.array(values)
    found = statistic(values, PATH, permutations=9_999, seed=1)
    for i, near in enumerate(PATH):
        others = np.delete(values, i)
        sums = np.array([sum(one) for one in itertools.combinations(others, len(near))])
        exact = min(np.mean(sums >= values[near].sum()), np.mean(sums <= values[near].sum()))
        assert abs(found.p_value[i] - exact) < 4 * np.sqrt(exact * (1 - exact) / 9_999) + 2e-4


@pytest.mark.parametrize("statistic", [hotspots.local_moran, hotspots.gi_star])
def test_rare_events_without_hot_spots_are_rarely_called_rare(statistic) -> None:  # type: ignore[no-untyped-def]
    """One event in five cells, all by chance. esda 2.9.0 gives 23 of 100 cells a p of Gi* below .01."""
    near = [
        [j for j in (i - 21, i - 20, i - 19, i - 1, i + 1, i + 19, i + 20, i + 21)
         if 0 <= j < 400 and abs(j % 20 - i % 20) <= 1]
        for i in range(400)
    ]  # fmt: skip
    rng = np.random.default_rng(6)
    p = np.array([statistic(rng.poisson(0.2, 400).astype(float), near, seed=i).p_value for i in range(20)])
    # One-sided, and whichever side is less: twice the level.
    assert np.mean(p <= 0.01) < 0.02


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
        ([1.0, np.nan, 2.0], [[1], [0], [1]], "values holds a value that is no number"),
        ([1.0, 1.0, 1.0], [[1], [0], [1]], "all alike"),
        ([1.0, 2.0, 3.0], [[1], [0]], "one list per value"),
        (np.full(25, 0.1), [[]] * 25, "all alike"),
        (np.array([0.1 + 0.2, 0.3, 0.3]) * 7, [[], [], []], "all alike"),
        ([1.0, 2.0, 3.0], [[1.5], [0], [1]], "neighbours must be whole numbers"),
        ([1.0, 2.0, 3.0], [["a"], [0], [1]], "neighbours must be numbers"),
        ([1.0, 2.0, 1e300], [[1], [0], [1]], "values holds a value beyond"),
        (["a", "b", "c"], [[1], [0], [1]], "values must be numbers"),
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
    assert (found.hit, found.pai, found.pei) == pytest.approx((0.5, 5.0, 1.0))
    assert (found.pai_before, found.pei_before, found.kept) == pytest.approx((3.0, 0.6, 0.0))
    assert (found.pai_uniform, found.pei_uniform) == pytest.approx((1.0, 0.2))
    whole = hotspots.predictive_accuracy(score, before, after, share=1.0)
    assert (whole.pai, whole.pai_before, whole.pei, whole.kept, whole.picked.sum()) == pytest.approx((1, 1, 1, 1, 10))
    none = hotspots.predictive_accuracy(score, before, after * 0, share=0.1)
    assert np.isnan([none.hit, none.pai, none.pei, none.pai_before, none.pei_uniform]).all()
    half = hotspots.predictive_accuracy(score, before, after, share=0.15)  # the second area in part
    assert half.picked.tolist() == pytest.approx([1, 0.5, *[0] * 8])
    assert half.hit == pytest.approx((5 + 0.5 * 3) / 10)
    with pytest.raises(ValueError, match="equally long"):
        hotspots.predictive_accuracy(score[:3], before, after, share=0.1)
    with pytest.raises(ValueError, match="score must be numbers"):
        hotspots.predictive_accuracy(["a"] * 10, before, after, share=0.1)
    with pytest.raises(ValueError, match="surface must be above 0"):
        hotspots.predictive_accuracy(score, before, after, share=0.1, surface=score * 0)
    with pytest.raises(ValueError, match=r"share must lie in \(0, 1\]"):
        hotspots.predictive_accuracy(score, before, after, share=0.0)


@given(st.integers(0, 2**32), st.integers(1, 7), st.floats(0.02, 1.0))
@settings(max_examples=50, deadline=None)
def test_no_map_is_better_than_the_best(seed: int, n: int, share: float) -> None:
    """Against all orders in which areas may be picked, the last in part; equal scores as a random order would be."""
    rng = np.random.default_rng(seed)
    score, before, after = rng.integers(0, 3, n).astype(float), rng.integers(0, 4, n), rng.integers(0, 4, n)
    size = rng.uniform(0.5, 2, n)
    found = hotspots.predictive_accuracy(score, before, after, share=share, surface=size)
    if not after.any():
        assert np.isnan(found.pei)
        return
    hits = [by_hand(order, after, size, share) for order in itertools.permutations(range(n))]
    assert found.hit == pytest.approx(found.pei * max(hits))
    assert found.pei <= 1 + 1e-9
    assert found.pei_before <= 1 + 1e-9
    assert (found.picked * size).sum() == pytest.approx(share * size.sum())
    # A map that knows nothing is one where all are equal.
    blind = hotspots.predictive_accuracy(score * 0, before, after, share=share, surface=size)
    assert (blind.pai, blind.pei) == pytest.approx((found.pai_uniform, found.pei_uniform))
    equal = hotspots.predictive_accuracy(score, before, after, share=share)
    in_order = [order for order in itertools.permutations(range(n)) if (np.diff(score[list(order)]) <= 0).all()]
    assert equal.hit == pytest.approx(np.mean([by_hand(order, after, np.ones(n), share) for order in in_order]))


def by_hand(order: tuple[int, ...], events: np.ndarray, size: np.ndarray, share: float) -> float:
    left, hit = share * size.sum(), 0.0
    for i in order:
        part = min(1.0, left / size[i])
        hit, left = hit + part * events[i], left - part * size[i]
    return hit / events.sum()


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
    for wrong, says in (((["a"], [1]), "x must be"), (([1, 2], [1]), "equally long"), (([1], [np.nan]), "y holds")):
        with pytest.raises(ValueError, match=says):
            hotspots.repeat_places(*wrong)
    with pytest.raises(ValueError, match="at least the 14"):
        hotspots.repeat_places(x, y, places=3)
