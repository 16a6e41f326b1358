"""Several categories are one question: each has clusters of its own, p is against the largest over all of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryggve import compute
from tryggve.stats import scan

M, DAYS, K = 5, 20, 3
HOW: dict[str, Any] = {"max_days": 6, "replicates": 40}


def seeds(seed: int, categories: int) -> list[int]:
    """The documented seed of each category."""
    return [int(own) for own in np.random.SeedSequence(seed).generate_state(categories, np.uint64)]


def p_of(statistic: float, simulated: np.ndarray) -> float:
    return float((1 + (simulated >= statistic * (1 - 1e-9)).sum()) / (1 + len(simulated)))


def joined(both: scan.Scan, alone: list[scan.Scan]) -> None:
    """One scan of categories 0..k−1 is the scans of each, drawn by their seeds, but for p."""
    assert (both.simulated == np.max([one.simulated for one in alone], axis=0)).all()
    assert both.n_windows == sum(one.n_windows for one in alone)
    assert both.n_cases == sum(one.n_cases for one in alone)
    assert both.parameters["categories"] == len(alone)
    statistics = [cluster.statistic for cluster in both.clusters]
    assert statistics == sorted(statistics, reverse=True)
    for kind, one in enumerate(alone):
        own = [cluster for cluster in both.clusters if cluster.category == kind]
        assert [(c.areas, c.first_day, c.last_day, c.observed, c.expected, c.statistic) for c in own] == [
            (c.areas, c.first_day, c.last_day, c.observed, c.expected, c.statistic) for c in one.clusters
        ]
        assert [c.p_value for c in own] == pytest.approx([p_of(c.statistic, both.simulated) for c in own])


windows = st.sampled_from(["prospective", "retrospective"])


@given(st.integers(0, 2**32), windows, st.booleans())
@settings(max_examples=25, deadline=None)
def test_population(seed: int, looked: str, one_each: bool) -> None:
    rng = np.random.default_rng(seed)
    xy, people = rng.uniform(0, 100, (M, 2)), rng.integers(1, 99, (K, M)).astype(float)
    kind = np.concatenate([np.arange(K), rng.integers(0, K, 60)])
    area, day = rng.integers(0, M, len(kind)), rng.integers(0, DAYS, len(kind))
    how = HOW | {"first_day": 0, "last_day": DAYS - 1, "windows": looked}
    both = scan.poisson(area, day, xy, people if one_each else people[0], category=kind, seed=seed, **how)
    alone = [
        scan.poisson(area[kind == k], day[kind == k], xy, people[k if one_each else 0], seed=own, **how)
        for k, own in enumerate(seeds(seed, K))
    ]
    joined(both, alone)


@given(st.integers(0, 2**32), windows, st.integers(1, K))
@settings(max_examples=25, deadline=None)
def test_baseline(seed: int, looked: str, k: int) -> None:
    rng = np.random.default_rng(seed)
    xy, baseline = rng.uniform(0, 100, (M, 2)), rng.gamma(1.0, 1.0, (k, M, DAYS)) + 0.01
    counts = rng.poisson(baseline)
    how = HOW | {"windows": looked, "first_day": 7}
    own = seeds(seed, k) if k > 1 else [seed]
    joined(
        scan.expectation_based_poisson(counts, baseline, xy, seed=seed, **how),
        [scan.expectation_based_poisson(counts[i], baseline[i], xy, seed=own[i], **how) for i in range(k)],
    )
    theta = rng.uniform(0.5, 4.0, (k, M, DAYS))
    joined(
        scan.negative_binomial(counts, baseline, xy, dispersion=theta, seed=seed, **how),
        [scan.negative_binomial(counts[i], baseline[i], xy, dispersion=theta[i], seed=own[i], **how) for i in range(k)],
    )


def test_dispersion_of_any_shape_that_fits() -> None:
    rng = np.random.default_rng(1)
    xy, baseline = rng.uniform(0, 100, (M, 2)), rng.gamma(1.0, 1.0, (K, M, DAYS)) + 0.01
    counts = rng.poisson(baseline)
    for theta in (2.0, rng.uniform(1, 2, M), rng.uniform(1, 2, (M, DAYS)), rng.uniform(1, 2, (K, 1, 1))):
        whole = np.broadcast_to(theta[:, None] if np.ndim(theta) == 1 else theta, counts.shape)
        found = scan.negative_binomial(counts, baseline, xy, dispersion=theta, **HOW)
        same = scan.negative_binomial(counts, baseline, xy, dispersion=whole, **HOW)
        assert found.clusters == same.clusters
        assert (found.simulated == same.simulated).all()


def test_a_single_category_and_the_same_everywhere() -> None:
    """One category, named or not, draws as none does; threads and processes change nothing."""
    rng = np.random.default_rng(2)
    xy, people = rng.uniform(0, 100, (M, 2)), rng.integers(1, 99, M).astype(float)
    area, day = rng.integers(0, M, 80), rng.integers(0, DAYS, 80)
    none = scan.poisson(area, day, xy, people, **HOW)
    named = scan.poisson(area, day, xy, [people, people], category=np.ones(80, int), **HOW)
    assert none.simulated.tobytes() == named.simulated.tobytes()
    assert [(c.statistic, c.p_value, 1) for c in none.clusters] == [
        (c.statistic, c.p_value, c.category) for c in named.clusters
    ]
    baseline = rng.gamma(1.0, 1.0, (K, M, DAYS)) + 0.01
    counts = rng.poisson(baseline)
    for call in (scan.expectation_based_poisson, scan.negative_binomial):
        how = HOW | ({"dispersion": 2.0} if call is scan.negative_binomial else {})
        found = {
            call(counts, baseline, xy, **how, on=place).simulated.tobytes()  # type: ignore[operator]
            for place in (compute.SERIAL, compute.Threads(2), compute.Processes(2))
        }
        assert len(found) == 1


def test_p_holds_for_the_question_as_a_whole() -> None:
    """200 times three categories without any cluster: the smallest p is ≤ .1 in 10 % (3.3 errors: 3–17 %)."""
    rng = np.random.default_rng(3)
    xy, baseline = rng.uniform(0, 100, (M, 2)), np.full((K, M, 6), 2.0)
    smallest = []
    for i in range(200):
        found = scan.expectation_based_poisson(
            rng.poisson(baseline), baseline, xy, max_days=6, replicates=99, seed=i, n_jobs=1
        )
        smallest.append(min((c.p_value for c in found.clusters), default=1.0))
    assert abs(np.mean(np.array(smallest) <= 0.1) - 0.1) < 3.3 * np.sqrt(0.1 * 0.9 / 200)


ONES = np.ones((K, M, DAYS), int)
XY = np.arange(2.0 * M).reshape(M, 2)


@pytest.mark.parametrize(
    ("counts", "baseline", "says"),
    [
        (np.ones((K, M + 1, DAYS)), np.ones((K, M + 1, DAYS)), r"counts must have the shape \(5, T\)"),
        (np.ones((0, M, DAYS)), np.ones((0, M, DAYS)), r"counts must have the shape .* got \(0, 5, 20\)"),
        (np.ones((1, K, M, DAYS)), np.ones((1, K, M, DAYS)), "counts must have the shape"),
        (ONES, ONES[0], r"baseline must have the shape of counts \(3, 5, 20\)"),
        (ONES, ONES * 0, r"baseline is 0 where counts is 1 \(category 0, area 0, day 0\)"),
        (ONES[0], ONES[0] * 0, r"baseline is 0 where counts is 1 \(area 0, day 0\)"),
    ],
)
def test_tables_that_do_not_fit_are_refused(counts: np.ndarray, baseline: np.ndarray, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        scan.expectation_based_poisson(counts, baseline, XY)
    with pytest.raises(ValueError, match=says):
        scan.negative_binomial(counts, baseline, XY, dispersion=1.0)


@pytest.mark.parametrize(
    ("theta", "says"),
    [
        (np.ones((2, M, DAYS)), r"dispersion has the shape \(2, 5, 20\), which does not fit counts \(3, 5, 20\)"),
        (np.ones(M + 1), "dispersion must be above 0"),
        (np.zeros((K, 1, 1)), "dispersion must be above 0"),
    ],
)
def test_dispersion_that_does_not_fit_is_refused(theta: np.ndarray, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        scan.negative_binomial(ONES, ONES, XY, dispersion=theta)


@pytest.mark.parametrize(
    ("category", "people", "says"),
    [
        ([0, 1, 2], np.ones((2, M)), r"category must lie from 0 to 1 \(rows of population\), got 2"),
        ([0, -1, 0], np.ones((2, M)), "category must lie from 0 to 1"),
        ([0, 1], np.ones(M), "category must be as long as day"),
        ([0, 1, 1], np.ones((2, M + 1)), "population must be 5 numbers"),
        ([0, 1, 1], np.ones((1, 2, M)), "population must be 5 numbers"),
        ([0, 1, 1], [[1] * M, [1, 1, 0, 1, 1]], "population is 0 in area 2, which has cases"),
    ],
)
def test_population_that_does_not_fit_is_refused(category: list[int], people: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        scan.poisson([0, 1, 2], [3, 4, 5], XY, people, category=category)  # type: ignore[arg-type]
