"""Laws of segregation that hold for all areas, and slow twins."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryggve.stats.segregation import NAMES, change, indices, nearest_contexts, segregation

AREAS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=9).filter(
    lambda areas: any(x for x, _y in areas) and any(y for _x, y in areas) and sum(x + y > 0 for x, y in areas) > 1
)


def slow(areas: list[tuple[int, int]]) -> dict[str, float]:
    """The textbook sums in plain Python; Gini over all pairs of areas."""
    X, Y = sum(x for x, _y in areas), sum(y for _x, y in areas)
    T, P = X + Y, X / (X + Y)
    lived = [(x, y, x + y, x / (x + y)) for x, y in areas if x + y]

    def entropy(p: float) -> float:
        return -sum(q * math.log(q) for q in (p, 1 - p) if q > 0)

    return {
        "dissimilarity": sum(t * abs(p - P) for _x, _y, t, p in lived) / (2 * T * P * (1 - P)),
        "isolation": sum(x / X * p for x, _y, _t, p in lived),
        "interaction": sum(x / X * y / t for x, y, t, _p in lived),
        "gini": sum(t * u * abs(p - q) for *_a, t, p in lived for *_b, u, q in lived) / (2 * T * T * P * (1 - P)),
        "entropy": sum(t * (entropy(P) - entropy(p)) for *_a, t, p in lived) / (entropy(P) * T),
    }


@given(AREAS)
def test_indices_are_the_textbook_sums(areas: list[tuple[int, int]]) -> None:
    found = indices(np.array([x for x, _y in areas], float), np.array([y for _x, y in areas], float))
    expected = slow(areas)
    for name in NAMES:
        assert float(found[name]) == pytest.approx(expected[name], abs=1e-9), name


@settings(max_examples=30)
@given(AREAS, st.integers(0, 3))
def test_values_lie_in_their_intervals_and_repeat(areas: list[tuple[int, int]], seed: int) -> None:
    one, other = (segregation(areas, replicates=39, seed=seed) for _ in range(2))
    assert one.measures == other.measures
    for name, found in one.measures.items():
        assert 0.0 <= found.interval.low <= found.value <= found.interval.high <= 1.0, name
        assert 1 / 40 <= found.p <= 1.0
    split = [half for x, y in areas for half in ((x, y), (0, 0))]
    assert segregation(split, replicates=39, seed=seed).measures["gini"].raw == pytest.approx(one.measures["gini"].raw)


def test_intervals_hold_the_true_index() -> None:
    """Twenty areas of 50 whose shares differ, drawn 200 times: intervals hold their index in 85 % at least.

    (88 % here: less than the 95 promised, and said so where they are made.)
    The index as counted lies above the true one in nearly all draws: what is freed from bias does not.
    """
    rng = np.random.default_rng(8)
    share = np.linspace(0.1, 0.5, 20)
    true = float(indices(share, 1 - share)["dissimilarity"])
    held, above, raised = 0, 0, 0
    for seed in range(200):
        group = rng.binomial(50, share)
        found = segregation(np.column_stack([group, 50 - group]), replicates=99, seed=seed).measures["dissimilarity"]
        held += found.interval.contains(true)
        above += found.value > true
        raised += found.raw > true
    assert held / 200 >= 0.85
    assert raised > above


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 9), st.integers(0, 9)), min_size=2,
                max_size=8), st.floats(0.1, 1.0))  # fmt: skip
def test_surroundings_are_those_of_the_slow_walk(places: list[tuple[int, int, int, int]], part: float) -> None:
    x, y = [p[0] for p in places], [p[1] for p in places]
    group, people = [p[2] for p in places], [p[2] + p[3] for p in places]
    if not 0 < sum(group) < sum(people):
        return
    k = part * sum(people)
    found = nearest_contexts(x, y, group, people, k=k)
    for i in range(len(places)):
        rings = sorted({math.hypot(x[i] - a, y[i] - b) for a, b in zip(x, y, strict=True)})
        left, members = k, 0.0
        for r in rings:
            here = [j for j in range(len(places)) if math.isclose(math.hypot(x[i] - x[j], y[i] - y[j]), r)]
            t, g = sum(people[j] for j in here), sum(group[j] for j in here)
            if t:
                taken = min(left, t)
                members, left = members + g * taken / t, left - taken
        assert math.isnan(found.share[i]) if not people[i] else found.share[i] == pytest.approx(members / k, abs=1e-6)


def test_what_means_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="both the group and others"):
        segregation([[0, 5], [0, 4]])
    with pytest.raises(ValueError, match="two areas with people"):
        segregation([[1, 5], [0, 0]])
    with pytest.raises(ValueError, match="group must be a column"):
        segregation([[1, 5], [2, 4]], group=2)
    with pytest.raises(ValueError, match="same areas and groups"):
        change([[1, 5], [2, 4]], [[1, 5], [2, 4], [3, 3]])
    with pytest.raises(ValueError, match="index must be one of"):
        change([[1, 5], [2, 4]], [[1, 5], [2, 4]], "evenness")
    with pytest.raises(ValueError, match="k must not exceed"):
        nearest_contexts([0, 1], [0, 0], [1, 1], [2, 2], k=5)
