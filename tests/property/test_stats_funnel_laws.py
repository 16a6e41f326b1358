"""Laws of funnel limits that hold for all areas, and the slow twin of their quantiles."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryggve.stats.funnel import funnel_of_counts, funnel_of_figures, funnel_of_shares

AREAS = st.lists(st.tuples(st.integers(0, 60), st.floats(1.0, 500.0)), min_size=2, max_size=8).filter(
    lambda areas: any(k for k, _n in areas)
)


def slow_limit(mean: float, q: float) -> float:
    """The interpolated Poisson quantile, counted up from nothing."""
    below, term, count = 0.0, math.exp(-mean), 0
    while below + term < q:
        below, count = below + term, count + 1
        term *= mean / count
    return max(0.0, count - (below + term - q) / term)


@settings(max_examples=40)
@given(AREAS)
def test_limits_by_chance_are_counted_up(areas: list[tuple[int, float]]) -> None:
    counts, base = [k for k, _n in areas], [n for _k, n in areas]
    found = funnel_of_counts(counts, base, dispersion="none")
    for i, n in enumerate(base):
        mean = sum(counts) / sum(base) * n
        assert found.low[0, i] * n == pytest.approx(slow_limit(mean, 0.025), rel=1e-6, abs=1e-6)
        assert found.high[0, i] * n == pytest.approx(slow_limit(mean, 0.975), rel=1e-6, abs=1e-6)


@settings(max_examples=40)
@given(AREAS, st.sampled_from(["none", "multiplicative", "additive"]))
def test_limits_lie_in_order_and_scale(areas: list[tuple[int, float]], dispersion: str) -> None:
    counts, base = [k for k, _n in areas], [n for _k, n in areas]
    found = funnel_of_counts(counts, base, dispersion=dispersion)  # type: ignore[arg-type]
    assert (found.low[1] <= found.low[0]).all()
    assert (found.low[0] <= found.high[0]).all()
    assert (found.high[0] <= found.high[1]).all()
    assert (found.p <= 1).all()
    assert (found.q >= found.p - 1e-12).all()
    scaled = funnel_of_counts(counts, base, per=1_000, dispersion=dispersion)  # type: ignore[arg-type]
    assert scaled.high == pytest.approx(1_000 * found.high, rel=1e-9)
    assert scaled.outside.tolist() == found.outside.tolist()
    limits = found.limits_at(base[0], 0.95)
    assert (limits.low, limits.high) == (found.low[0, 0], found.high[0, 0])


@settings(max_examples=40)
@given(AREAS, st.permutations(range(8)))
def test_the_order_of_areas_is_nothing(areas: list[tuple[int, float]], order: list[int]) -> None:
    order = [i for i in order if i < len(areas)]
    one = funnel_of_counts([k for k, _n in areas], [n for _k, n in areas])
    other = funnel_of_counts([areas[i][0] for i in order], [areas[i][1] for i in order])
    assert other.high[0] == pytest.approx(one.high[0][order], rel=1e-6)
    assert other.tau2 == pytest.approx(one.tau2, rel=1e-6, abs=1e-12)


def test_small_shares_and_large_spread_stay_within_bounds() -> None:
    rng = np.random.default_rng(1)
    n = rng.integers(5, 3_000, 60)
    k = rng.binomial(n, rng.beta(0.5, 9.5, 60))
    for dispersion in ("none", "multiplicative", "additive"):
        found = funnel_of_shares(k, n, dispersion=dispersion)  # type: ignore[arg-type]
        assert found.low.min() >= 0.0
        assert found.high.max() <= 1.0
        assert found.spread == dispersion


def test_areas_that_vary_no_more_than_chance_get_no_spread() -> None:
    found = funnel_of_counts([10] * 9, [100.0] * 9)
    assert (found.spread, found.tau2, found.outside.any()) == ("none", 0.0, False)


def test_what_means_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="exposure above 0"):
        funnel_of_counts([], [])
    with pytest.raises(ValueError, match="no events at all"):
        funnel_of_counts([0, 0], [10.0, 20.0])
    with pytest.raises(ValueError, match="dispersion must be"):
        funnel_of_counts([1, 2], [10.0, 20.0], dispersion="much")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="winsorise"):
        funnel_of_counts([1, 2], [10.0, 20.0], winsorise=0.5)
    with pytest.raises(ValueError, match="not below k"):
        funnel_of_shares([5], [4])
    with pytest.raises(ValueError, match="strictly between"):
        funnel_of_shares([4, 6], [4, 6])
    with pytest.raises(ValueError, match="standard error above 0"):
        funnel_of_figures([1.0, 2.0], [0.1, 0.0])
