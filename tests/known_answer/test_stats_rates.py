"""Published limits for counts and shares. Tolerances are half a unit of the last printed digit."""

from __future__ import annotations

import pytest
from scipy import stats

from tryggve.stats.rates import poisson_interval, rate, share

# Garwood (1936), Biometrika 28, table of 95 % fiducial limits, as reprinted by Ulm (1990), Am. J. Epidemiol. 131, 373.
GARWOOD_95 = [
    (0, 0.0, 3.689, 5e-4),
    (1, 0.0253, 5.572, 5e-4),
    (2, 0.2422, 7.225, 5e-4),
    (3, 0.6187, 8.767, 5e-4),
    (4, 1.090, 10.242, 5e-4),  # (R survival's cipoisson prints 10.24153: by its own check a tail of .02500096)
    (5, 1.623, 11.668, 5e-4),
    (10, 4.7954, 18.3904, 5e-5),
    (20, 12.217, 30.888, 5e-4),
    (25, 16.18, 36.90, 5e-3),  # GraphPad QuickCalcs, confidence interval of a count
]
# GraphPad QuickCalcs, the same page, other levels.
GRAPHPAD_25 = [(0.90, 17.38, 34.92), (0.99, 14.00, 41.00)]
# Newcombe (1998), Stat. Med. 17, 857-872, table I: Wilson's score interval (method 3), Clopper-Pearson (method 5).
NEWCOMBE = [
    (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
    (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
    (0, 20, (0.0, 0.1611), (0.0, 0.1684)),
    (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
]


@pytest.mark.parametrize(("count", "low", "high", "tolerance"), GARWOOD_95)
def test_garwood(count: int, low: float, high: float, tolerance: float) -> None:
    found = poisson_interval(count)
    assert found.low == pytest.approx(low, abs=tolerance)
    assert found.high == pytest.approx(high, abs=tolerance)


@pytest.mark.parametrize(("level", "low", "high"), GRAPHPAD_25)
def test_other_levels(level: float, low: float, high: float) -> None:
    found = poisson_interval(25, level)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-3)
    assert found.level == level


@pytest.mark.parametrize("count", [1, 7, 150, 30_000, 2_000_000])
def test_limits_solve_their_definition(count: int) -> None:
    """At the lower limit a count this high has the probability alpha/2, at the upper one a count this low."""
    found = poisson_interval(count, 0.9)
    assert stats.poisson.sf(count - 1, found.low) == pytest.approx(0.05, rel=1e-8)
    assert stats.poisson.cdf(count, found.high) == pytest.approx(0.05, rel=1e-8)


def test_rate_of_the_nickel_workers() -> None:
    """R 4.2 stats::poisson.test(137, 24.19893): rate 5.661407, interval 4.753125 to 6.692709."""
    found = rate(137, 24.19893)
    assert found.value == pytest.approx(5.661407, abs=5e-7)
    assert (found.interval.low, found.interval.high) == pytest.approx((4.753125, 6.692709), abs=5e-7)


def test_rate_per_thousand_scales_value_and_interval() -> None:
    one, thousand = rate(10, 2_500.0), rate(10, 2_500.0, per=1_000.0)
    assert thousand.value == pytest.approx(4.0)
    assert thousand.interval.high == pytest.approx(1_000.0 * one.interval.high)
    assert thousand.interval.high == pytest.approx(18.3904 / 2.5, abs=5e-5)


@pytest.mark.parametrize(("k", "n", "wilson", "exact"), NEWCOMBE)
def test_newcombe(k: int, n: int, wilson: tuple[float, float], exact: tuple[float, float]) -> None:
    found = share(k, n)
    assert (found.wilson.low, found.wilson.high) == pytest.approx(wilson, abs=5e-5)
    assert (found.interval.low, found.interval.high) == pytest.approx(exact, abs=5e-5)


def test_mendel() -> None:
    """R 4.2 stats::binom.test(682, 925): share 0.7372973, interval 0.7076683 to 0.7654066."""
    found = share(682, 925)
    assert found.value == pytest.approx(0.7372973, abs=5e-8)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.7076683, 0.7654066), abs=5e-8)
