"""Laws that hold for whatever comes in: order, scale, merging, and that broken series give a number or a reason."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryggve.stats.change import compare_counts
from tryggve.stats.concentration import generalised_gini, gini, lorenz, share_of_places
from tryggve.stats.density import density_at, kernel_density
from tryggve.stats.harm import harm_sum
from tryggve.stats.rates import poisson_interval
from tryggve.stats.time_profile import aoristic_profile
from tryggve.stats.trend import UNKNOWN, expected_level

COUNTS = st.lists(st.integers(0, 60), min_size=1, max_size=40)
SOME = COUNTS.filter(any)
SECONDS = st.integers(1_700_000_000, 1_735_000_000)
COORDINATES = st.tuples(st.floats(-5_000, 5_000), st.floats(-5_000, 5_000))
WEIGHTS = {1: 1.0, 2: 5.0, 3: 20.0, 4: 100.0, 5: 400.0}


@given(st.integers(0, 10**9), st.floats(0.5, 0.999))
def test_poisson_interval_holds_its_count_and_grows(count: int, level: float) -> None:
    interval, following = poisson_interval(count, level), poisson_interval(count + 1, level)
    assert interval.contains(count)
    assert interval.low < following.low
    assert interval.high < following.high


@given(st.integers(0, 3_000), st.integers(0, 3_000), st.floats(0.01, 100), st.floats(0.01, 100))
def test_change_turned_round(a: int, b: int, x: float, y: float) -> None:
    there, back = compare_counts(a, b, x, y), compare_counts(b, a, y, x)
    assert there.p_conditional == pytest.approx(back.p_conditional, rel=1e-6, abs=1e-12)
    assert there.p_etest == pytest.approx(back.p_etest, rel=1e-6, abs=1e-12)
    assert there.difference == pytest.approx(-back.difference, abs=1e-12)
    assert 0.0 <= there.p_etest <= 1.0
    if a and b:
        assert there.ratio == pytest.approx(1.0 / back.ratio, rel=1e-12)
        assert there.interval.low == pytest.approx(1.0 / back.interval.high, rel=1e-9)
        assert there.interval.contains(there.ratio)


@given(
    st.integers(0, 300), st.integers(0, 300), st.floats(0.1, 10), st.floats(0.1, 10), st.sampled_from([0.5, 4.0, 64.0])
)
def test_the_unit_of_exposure_does_not_matter(a: int, b: int, x: float, y: float, unit: float) -> None:
    plain, scaled = compare_counts(a, b, x, y), compare_counts(a, b, x * unit, y * unit)
    assert plain.interval == scaled.interval
    assert plain.p_etest == pytest.approx(scaled.p_etest, rel=1e-9, abs=1e-12)


@given(SOME, st.integers(0, 99), st.integers(1, 5))
def test_concentration_has_no_order_and_no_scale(counts: list[int], seed: int, times: int) -> None:
    shuffled = np.random.default_rng(seed).permutation(counts)
    repeated = counts * times
    assert gini(shuffled) == pytest.approx(gini(counts), abs=1e-12)
    assert gini(repeated) == pytest.approx(gini(counts), abs=1e-12)
    assert gini([count * times for count in counts]) == pytest.approx(gini(counts), abs=1e-12)
    assert generalised_gini(repeated) == pytest.approx(generalised_gini(counts), abs=1e-12)
    assert -1e-12 <= generalised_gini(counts) <= gini(counts) + 1e-12 < 1.0


@given(SOME)
def test_lorenz_curve_rises_ever_more_slowly(counts: list[int]) -> None:
    curve = lorenz(counts)
    steps = np.diff(curve.share_of_events)
    assert (curve.share_of_events[0], curve.share_of_events[-1]) == (0.0, 1.0)
    assert (steps >= 0.0).all()
    assert (np.diff(steps) <= 1e-12).all()


@given(SOME, st.floats(0.01, 1.0), st.floats(0.01, 1.0))
def test_more_events_need_more_places(counts: list[int], share: float, other: float) -> None:
    small, large = (share_of_places(counts, s, draws=9) for s in sorted((share, other)))
    assert small.places <= large.places
    ordered = sorted(counts, reverse=True)
    assert sum(ordered[: small.places]) >= small.of_events * sum(counts) - 1e-6
    assert sum(ordered[: small.places - 1]) < small.of_events * sum(counts) + 1e-6


@settings(max_examples=60)
@given(
    st.lists(st.tuples(SECONDS, st.integers(-3_600, 200 * 3_600)), max_size=30),
    st.sampled_from(["Europe/Stockholm", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu"]),
)
def test_profiles_add_up(events: list[tuple[int, int]], zone: str) -> None:
    start = np.array([s for s, _ in events], np.int64)
    end = start + np.array([length for _, length in events], np.int64)
    whole = aoristic_profile(start, end, zone=zone)
    assert whole.weights.sum() == pytest.approx(whole.n_used, abs=1e-9)
    assert (whole.weights >= 0.0).all()
    assert whole.n_used + whole.n_too_long + whole.n_reversed == len(events)
    half = len(events) // 2
    parts = [aoristic_profile(start[cut], end[cut], zone=zone) for cut in (slice(half), slice(half, None))]
    assert parts[0].weights + parts[1].weights == pytest.approx(whole.weights, abs=1e-12)
    backwards = aoristic_profile(start[::-1], end[::-1], zone=zone)
    assert backwards.weights == pytest.approx(whole.weights, abs=1e-12)


@given(SECONDS, st.integers(1, 160 * 3_600), st.floats(0.01, 0.99))
def test_a_split_interval_weighs_by_its_parts(start: int, length: int, at: float) -> None:
    middle = start + round(length * at)
    if start < middle < start + length:
        whole = aoristic_profile([start], [start + length], zone="Europe/Stockholm").weights
        first = aoristic_profile([start], [middle], zone="Europe/Stockholm").weights
        second = aoristic_profile([middle], [start + length], zone="Europe/Stockholm").weights
        mixed = (first * (middle - start) + second * (start + length - middle)) / length
        assert mixed == pytest.approx(whole, abs=1e-12)


@settings(max_examples=40)
@given(st.lists(COORDINATES, min_size=1, max_size=30), st.floats(100.0, 400.0))
def test_density_adds_up_and_merges(points: list[tuple[float, float]], h: float) -> None:
    x, y = np.array(points).T
    extent = (-7_000.0, -7_000.0, 7_000.0, 7_000.0)
    whole = kernel_density(x, y, bandwidth=h, cell=100.0, extent=extent)
    assert whole.values.sum() * whole.cell_km2 == pytest.approx(len(points), rel=1e-9)
    half = len(points) // 2
    parts = [
        kernel_density(x[c], y[c], bandwidth=h, cell=100.0, extent=extent) for c in (slice(half), slice(half, None))
    ]
    assert np.allclose(parts[0].values + parts[1].values, whole.values, rtol=1e-9, atol=1e-12)
    j, i = (int(v) for v in np.unravel_index(int(whole.values.argmax()), whole.values.shape))
    direct = density_at(x, y, row=j, column=i, x0=-7_000.0, y0=-7_000.0, bandwidth=h, cell=100.0)
    assert whole.values[j, i] == pytest.approx(direct, rel=1e-9)


@given(st.lists(st.integers(0, 5), max_size=50), st.lists(st.integers(0, 5), max_size=50))
def test_harm_merges(first: list[int], second: list[int]) -> None:
    a, b, both = harm_sum(first, WEIGHTS), harm_sum(second, WEIGHTS), harm_sum(first + second, WEIGHTS)
    assert both.total == a.total + b.total
    assert (both.count, both.unknown) == (a.count + b.count, a.unknown + b.unknown)
    assert both.interval.contains(both.total)


SERIES = st.lists(st.one_of(st.integers(0, 30), st.just(0), st.sampled_from([math.nan, 1e6])).map(float), max_size=140)


@settings(max_examples=150)
@given(SERIES, st.sampled_from([365.25 / 7, 12.0, 4.0, 1.0, 365.25]), st.integers(0, 12))
def test_any_series_gives_a_number_or_a_reason(counts: list[float], year: float, ahead: int) -> None:
    found = expected_level(counts, period_length=year, target=len(counts) + ahead)
    assert found.n_used + found.n_gaps + found.n_outliers == len(counts)
    if found.model == UNKNOWN:
        assert found.reason
        assert (found.expected, found.interval) == (None, None)
        return
    assert found.expected is not None
    assert found.interval is not None
    assert found.reason is None
    assert 0.0 <= found.expected < 1e7
    assert 0.0 <= found.interval.low <= found.interval.high < math.inf
    assert found.interval.low == round(found.interval.low)
    tail = found.probability_at_least(found.interval.high + 1)
    assert tail is not None
    assert tail <= 0.025 + 1e-12


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.sampled_from([0.125, 3.0, 1_000.0]))
def test_the_unit_of_reporting_does_not_matter(seed: int, unit: float) -> None:
    rng = np.random.default_rng(seed)
    exposure = rng.integers(0, 6, 120).astype(np.float64)
    exposure[-1] = 4.0
    counts = rng.poisson(2.0 * exposure).astype(np.float64)
    plain = expected_level(counts, period_length=12.0, exposure=exposure)
    scaled = expected_level(counts, period_length=12.0, exposure=exposure * unit)
    assert plain.distribution is not None
    assert scaled.distribution is not None
    assert scaled.distribution.mean == pytest.approx(plain.distribution.mean, rel=1e-6)
    assert scaled.distribution.variance == pytest.approx(plain.distribution.variance, rel=1e-6)
