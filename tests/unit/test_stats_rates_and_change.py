"""The edges of counts, shares and change: nothing, all, and one against none."""

from __future__ import annotations

import math

import pytest

from tryggve.stats.change import compare_counts, etest
from tryggve.stats.rates import poisson_interval, poisson_limits, rate, share


def test_zero_count_has_an_upper_limit() -> None:
    """No event in the period: the mean may still be ln(2 / alpha) (rule of three for one side)."""
    assert poisson_interval(0).low == 0.0
    assert poisson_interval(0).high == pytest.approx(math.log(40.0), rel=1e-12)
    assert rate(0, 4.0).value == 0.0


def test_many_limits_are_the_single_ones() -> None:
    low, high = poisson_limits([0, 3, 3, 250], 0.8)
    for i, count in enumerate((0, 3, 3, 250)):
        single = poisson_interval(count, 0.8)
        assert (low[i], high[i]) == (single.low, single.high)


def test_rate_remembers_what_it_was_made_of() -> None:
    found = rate(7, 350.0, per=100.0, level=0.9)
    assert (found.count, found.exposure, found.per, found.interval.level) == (7, 350.0, 100.0, 0.9)
    assert found.parameters == {"level": 0.9, "per": 100.0}


def test_shares_at_the_ends() -> None:
    none, every = share(0, 9), share(9, 9)
    assert (none.value, none.interval.low, none.wilson.low) == (0.0, 0.0, 0.0)
    assert (every.value, every.interval.high, every.wilson.high) == (1.0, 1.0, 1.0)
    assert every.interval.low == pytest.approx(1.0 - none.interval.high, rel=1e-12)
    assert every.wilson.low == pytest.approx(1.0 - none.wilson.high, rel=1e-12)
    with pytest.raises(ValueError, match="share of nothing"):
        share(0, 0)
    with pytest.raises(ValueError, match="exceed"):
        share(3, 2)


def test_nothing_before_and_nothing_after() -> None:
    """The ratio does not exist; every ratio is possible and nothing is shown."""
    found = compare_counts(0, 0)
    assert math.isnan(found.ratio)
    assert not found.is_defined
    assert (found.interval.low, found.interval.high) == (0.0, math.inf)
    assert (found.p_conditional, found.p_etest, found.difference) == (1.0, 1.0, 0.0)


def test_nothing_before() -> None:
    found = compare_counts(8, 0)
    assert found.ratio == math.inf
    assert found.is_defined
    assert found.interval.high == math.inf
    assert found.interval.low == pytest.approx(1.0 / (0.025 ** (-1 / 8) - 1.0), rel=1e-12)
    assert found.p_conditional == pytest.approx(2.0 * 0.5**8, rel=1e-12)


def test_nothing_after_mirrors_nothing_before() -> None:
    down, up = compare_counts(0, 8), compare_counts(8, 0)
    assert (down.ratio, down.interval.low) == (0.0, 0.0)
    assert down.interval.high == pytest.approx(1.0 / up.interval.low, rel=1e-12)
    assert down.p_conditional == pytest.approx(up.p_conditional, rel=1e-12)
    assert down.difference == -8.0


def test_exposures_of_different_length() -> None:
    """31 days against 28: 31 events against 28 is no change at all."""
    found = compare_counts(31, 28, 31.0, 28.0)
    assert found.ratio == pytest.approx(1.0)
    assert found.difference == pytest.approx(0.0, abs=1e-15)
    assert found.p_etest == 1.0
    assert found.p_conditional == pytest.approx(1.0)
    assert found.interval.covers_one


def test_large_counts_are_computed_not_refused() -> None:
    """For large counts both tests approach the normal one: 10 200 against 10 000, z = 200 / sqrt(20 200)."""
    normal = math.erfc(200.0 / math.sqrt(20_200.0) / math.sqrt(2.0))
    assert etest(10_200, 10_000) == pytest.approx(normal, rel=2e-3)
    assert compare_counts(10_200, 10_000).p_conditional == pytest.approx(normal, rel=2e-2)
    assert etest(1_000_000, 1_000_000) == 1.0
    assert 0.0 <= etest(5_000, 1) < 1e-30


def test_the_etest_is_symmetric() -> None:
    assert etest(3, 11, 2.0, 5.0) == pytest.approx(etest(11, 3, 5.0, 2.0), rel=1e-10)
