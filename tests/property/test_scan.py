"""What holds of every scan, whatever the events: the edges, the same answer everywhere, no crash side by side."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryggve import compute
from tryggve.stats import scan
from tryggve.stats.scan import draws
from tryggve.stats.scan.null import CROWDED, scattered
from tryggve.stats.scan.result import gumbel_p_values

XY = np.array([[0.0, 0.0], [100.0, 0.0], [0.0, 100.0], [300.0, 300.0]])
DAYS = {"first_day": 0, "last_day": 40}


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(-5, 50)), max_size=40),
    st.sampled_from(["prospective", "retrospective"]),
    st.integers(0, 3),
)
@settings(max_examples=60, deadline=None)
def test_any_events_give_a_defined_result(events: list[tuple[int, int]], windows: str, replicates: int) -> None:
    area, day = [a for a, _d in events], [d for _a, d in events]
    found = scan.space_time_permutation(area, day, XY, **DAYS, windows=windows, replicates=replicates, max_share=1.0)
    inside = [(a, d) for a, d in events if 0 <= d <= 40]
    assert found.n_cases == len(inside)
    assert len(found.simulated) == replicates
    assert np.isfinite(found.simulated).all()
    for cluster in found.clusters:
        assert cluster.observed > cluster.expected > 0.0
        assert 0 <= cluster.first_day <= cluster.last_day <= 40
        held = sum(a in cluster.areas and cluster.first_day <= d <= cluster.last_day for a, d in inside)
        assert cluster.observed == held
        assert not replicates or 1 / (1 + replicates) <= cluster.p_value <= 1.0


@pytest.mark.parametrize("case", ["one event", "one place", "one day", "duplicates"])
def test_events_that_say_nothing_are_no_cluster(case: str) -> None:
    """All in one place, or on one day: nothing is unexpected once area and day are given."""
    area, day = {
        "one event": ([1], [40]), "one place": ([2] * 9, list(range(32, 41))),
        "one day": ([0, 1, 2, 3, 3], [40] * 5), "duplicates": ([1] * 6, [40] * 6),
    }[case]  # fmt: skip
    assert not scan.space_time_permutation(area, day, XY, **DAYS, replicates=9, max_share=1.0).clusters


@given(st.integers(0, 2**32), st.floats(0.5, 20.0), st.floats(-1e6, 1e6))
@settings(max_examples=20, deadline=None)
def test_the_map_may_be_moved_and_scaled_and_the_days_too(seed: int, scale: float, shift: float) -> None:
    rng = np.random.default_rng(seed)
    area, day, xy = rng.integers(0, 6, 50), rng.integers(0, 41, 50), rng.uniform(0, 1000, (6, 2))
    one = scan.space_time_permutation(area, day, xy, **DAYS, replicates=9)
    other = scan.space_time_permutation(
        area, day + 700, xy * scale + shift, first_day=700, last_day=740, replicates=9, n_jobs=1
    )
    assert [(c.areas, c.first_day + 700, c.statistic, c.p_value) for c in one.clusters] == [
        (c.areas, c.first_day, c.statistic, c.p_value) for c in other.clusters
    ]


def test_the_same_bytes_everywhere() -> None:
    rng = np.random.default_rng(3)
    area, day, xy = rng.integers(0, 300, 2000), rng.integers(0, 41, 2000), rng.uniform(0, 1000, (300, 2))
    calls = {"seed": 8, "replicates": 200, **DAYS}
    serial = scan.space_time_permutation(area, day, xy, **calls, on=compute.SERIAL)
    for place in (compute.Threads(2), compute.Threads(5), compute.Processes(2)):
        assert scan.space_time_permutation(area, day, xy, **calls, on=place).simulated.tobytes() == (
            serial.simulated.tobytes()
        )
    assert scan.space_time_permutation(area, day, xy, **calls | {"seed": 9}).simulated.tobytes() != (
        serial.simulated.tobytes()
    )


def test_calls_side_by_side() -> None:
    """Two threads, each of which uses threads."""
    rng = np.random.default_rng(4)
    area, day, xy = rng.integers(0, 20, 500), rng.integers(0, 41, 500), rng.uniform(0, 1000, (20, 2))
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _i: scan.space_time_permutation(area, day, xy, **DAYS, replicates=99), range(8)))
    assert len({one.simulated.tobytes() for one in found}) == 1


def test_p_values_are_uniform_where_nothing_is_the_matter() -> None:
    """400 maps without any cluster: p ≤ .05 in 5 % of them, give or take 3.3 standard errors (1.4–8.6 %)."""
    rng = np.random.default_rng(6)
    xy = rng.uniform(0, 1000, (12, 2))
    p = []
    for i in range(400):
        area, day = rng.integers(0, 12, 300), rng.integers(0, 41, 300)
        found = scan.space_time_permutation(area, day, xy, **DAYS, max_days=7, replicates=99, seed=i, n_jobs=1)
        p.append(found.clusters[0].p_value if found.clusters else 1.0)
    error = np.sqrt(0.05 * 0.95 / 400)
    assert abs(np.mean(np.array(p) <= 0.05) - 0.05) < 3.3 * error


def test_gumbel_without_spread_and_far_below() -> None:
    """Maxima that differ by rounding alone have no spread; what lies far below all maxima has p 1."""
    at = np.array([0.2, 0.6])
    assert np.isnan(gumbel_p_values(at, np.array([0.6, 0.6 + 2e-16]))).all()
    assert np.isnan(gumbel_p_values(at, np.zeros(5))).all()
    assert gumbel_p_values(at, np.array([0.6, 0.6001]))[0] == 1.0


def test_several_categories_are_one_question() -> None:
    rng = np.random.default_rng(7)
    area, day, kind = rng.integers(0, 4, 200), rng.integers(0, 41, 200), rng.integers(0, 3, 200)
    both = scan.space_time_permutation(area, day, XY, **DAYS, category=kind, replicates=99)
    alone = [scan.space_time_permutation(area[kind == k], day[kind == k], XY, **DAYS, replicates=0) for k in range(3)]
    assert both.clusters[0].statistic == max(one.clusters[0].statistic for one in alone)
    assert {c.category for c in both.clusters} == {0, 1, 2}
    single = scan.space_time_permutation(area[kind == 0], day[kind == 0], XY, **DAYS, replicates=99)
    assert both.simulated.mean() > single.simulated.mean()


def test_uncertain_days() -> None:
    """Left out and counted, or spread: a case over two days is half a case on each."""
    area, day, until = [0, 0, 1, 2, 3], [40, 39, 3, 4, 5], [40, 40, 3, 4, 5]
    left_out = scan.space_time_permutation(area, day, XY, **DAYS, day_last=until, replicates=0, max_share=1.0)
    assert (left_out.n_cases, left_out.n_excluded) == (4.0, 1)
    spread = scan.space_time_permutation(
        area,
        day,
        XY,
        **DAYS,
        day_last=until,
        uncertain="aoristic",
        replicates=9,
        max_days=1,
        min_cases=1,
        max_share=1.0,
    )
    assert (spread.n_cases, spread.n_excluded) == (5.0, 0)
    assert spread.clusters[0].observed == 1.5
    assert spread.clusters[0].expected == pytest.approx(2 * 1.5 / 5)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"area": [0, 9]}, "area must lie from 0 to 3"),
        ({"area": [0, -1]}, "area must lie from 0 to 3"),
        ({"day": [1.0, np.nan]}, "day must be whole numbers"),
        ({"day": [1, 2, 3]}, "equally long"),
        ({"xy": np.zeros((0, 2))}, "at least one area"),
        ({"xy": [[0.0, np.inf]] * 4}, "no number"),
        ({"max_days": 0}, "max_days must be a whole number of 1 or more"),
        ({"max_share": 1.5}, "max_share must lie in"),
        ({"windows": "both"}, "windows must be one of"),
        ({"zones": [[0, 0]]}, "all different"),
        ({"strata": [1]}, "strata must be as long as day"),
        ({"first_day": 50}, "lies before first_day"),
        ({"max_neighbours": 2.5}, "max_neighbours must be a whole number"),
        ({"max_days": np.nan}, "max_days must be a whole number"),
        ({"replicates": "many"}, "replicates must be a whole number"),
        ({"last_day": 30.7}, "last_day must be a whole number"),
        ({"n_jobs": 0}, "n_jobs must be a whole number of 1 or more"),
        ({"seed": -1}, "seed must be a whole number of 0 or more"),
        ({"max_clusters": -1}, "max_clusters must be a whole number"),
        ({"zones": [[0.5]]}, r"zones\[0\] must be whole numbers"),
        ({"day": [1, 10**12], "last_day": None}, "more than 1000000 days"),
        ({"day": [1.0, 1e20]}, "too large"),
        ({"day": np.array([1, 2**63], np.uint64)}, "too large"),
    ],
)
def test_what_means_nothing_is_refused(change: dict[str, object], says: str) -> None:
    given = {"area": [0, 1], "day": [39, 40], "xy": XY, **DAYS} | change
    with pytest.raises(ValueError, match=says):
        scan.space_time_permutation(**given)  # type: ignore[arg-type]


def test_tables_that_mean_nothing_are_refused() -> None:
    ones = np.ones((4, 5))
    with pytest.raises(ValueError, match="must not be negative"):
        scan.expectation_based_poisson(-ones, ones, XY)
    with pytest.raises(ValueError, match="baseline is 0 where counts is 1"):
        scan.expectation_based_poisson(ones, ones * 0, XY)
    with pytest.raises(ValueError, match="shape of counts"):
        scan.negative_binomial(ones, np.ones((4, 6)), XY, dispersion=1.0)
    with pytest.raises(ValueError, match="dispersion must be above 0"):
        scan.negative_binomial(ones, ones, XY, dispersion=0.0)
    with pytest.raises(ValueError, match="population is 0 in area 1"):
        scan.poisson([1], [3], XY, [1, 0, 1, 1])
    empty = scan.expectation_based_poisson(np.zeros((4, 5), int), ones * 0, XY, replicates=9)
    assert not empty.clusters
    assert (empty.simulated == 0.0).all()


def test_a_baseline_that_no_table_holds_is_refused() -> None:
    ones = np.ones((4, 5))
    with pytest.raises(ValueError, match="more than a scan can draw"):
        scan.expectation_based_poisson(ones, ones * 1e9, XY, replicates=9)


@given(st.integers(0, 2**32), st.integers(2, 6), st.sampled_from(["one day", "every area", "both with strata"]))
@settings(max_examples=60, deadline=None)
def test_as_many_as_expected_is_no_cluster_for_rounding(seed: int, m: int, case: str) -> None:
    """On one day alone, and in all areas together, the expected count is the observed one but for the last digits."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 120))
    area, day = rng.integers(0, m, n), rng.integers(0, 20, n)
    more = {"strata": day % 7} if case == "both with strata" else {}
    xy = rng.uniform(0, 1000, (m, 2))
    if case == "one day":
        found = scan.space_time_permutation(area, day * 0, xy, replicates=9, min_cases=1)
    else:
        whole = {"zones": [np.arange(m)], "max_share": 1.0, "replicates": 9, "min_cases": 1}
        found = scan.space_time_permutation(area, day, xy, **whole, **more)  # type: ignore[arg-type]
    assert not found.clusters
    assert (found.simulated == 0.0).all()


@pytest.mark.parametrize("among", [None, 3_000])
def test_a_number_per_cell_is_the_same_distribution_as_a_cell_per_case(among: int | None) -> None:
    recent = np.random.default_rng(2).uniform(0.0, 20.0, (12, 16))
    null = scattered(recent, among)
    assert null.mean > CROWDED * recent.size
    dense, slow = (np.zeros((4_000, 12, 16), np.int32) for _ in range(2))
    used = np.zeros((4_000, 12), np.uint8)
    null.fill(np.random.default_rng(3), dense, used)
    totals = np.random.default_rng(4)
    wanted = totals.poisson(null.mean, 4_000) if among is None else totals.binomial(among, null.mean / among, 4_000)
    draws.scattered(totals.random(int(wanted.sum())), wanted, null.accept, null.alias, 16, slow, used.copy())
    assert used.all()
    for table in (dense, slow):
        assert table.mean(axis=0) == pytest.approx(recent, abs=6 * np.sqrt(20.0 / 4_000))
        spread = 1.0 - recent / among if among else np.ones_like(recent)
        assert table.var(axis=0) / recent == pytest.approx(spread, rel=0.2)
    assert dense.sum(axis=(1, 2)).var() == pytest.approx(slow.sum(axis=(1, 2)).var(), rel=0.12)
