"""Laws of comparisons that hold for all figures, and the promise of the usual range, simulated."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from tryggve.stats.comparison import Figure, compare, compare_rates, published, share_of
from tryggve.stats.group_comparison import beside_group
from tryggve.stats.result import Interval

POSITIVE = st.floats(0.5, 1000.0)
FIGURES = st.builds(
    lambda value, below, above: Figure(value, Interval(value * (1 - below), value * (1 + above), 0.95)),
    POSITIVE, st.floats(0.01, 0.99), st.floats(0.01, 3.0),
)  # fmt: skip


def slow_ratio_limit(a: Figure, b: Figure, *, low: bool) -> float:
    """The r at which the limit of the difference a - r b is 0, searched for."""
    assert a.interval is not None
    assert b.interval is not None

    def limit(r: float) -> float:
        assert a.interval is not None
        assert b.interval is not None
        if low:
            return a.value - r * b.value - math.hypot(a.value - a.interval.low, r * (b.interval.high - b.value))
        return a.value - r * b.value + math.hypot(a.interval.high - a.value, r * (b.value - b.interval.low))

    return float(brentq(limit, 0.0, 1e9, xtol=1e-12, rtol=1e-12))


@given(FIGURES, FIGURES)
def test_ratio_limits_are_where_the_difference_is_nothing(a: Figure, b: Figure) -> None:
    found = compare(a, b)
    assert found.ratio_interval is not None
    assert found.ratio_interval.low == pytest.approx(slow_ratio_limit(a, b, low=True), rel=1e-6)
    assert found.ratio_interval.high == pytest.approx(slow_ratio_limit(a, b, low=False), rel=1e-6)


@given(FIGURES, FIGURES)
def test_interval_ratio_and_p_say_the_same(a: Figure, b: Figure) -> None:
    found = compare(a, b)
    assert found.difference_interval is not None
    assert found.ratio_interval is not None
    assert found.p_value is not None
    if min(abs(found.difference_interval.low), abs(found.difference_interval.high)) > 1e-9 * (a.value + b.value):
        assert found.difference_interval.covers_zero == found.ratio_interval.covers_one == (not found.told_apart)


@given(FIGURES, FIGURES)
def test_turned_round_the_difference_changes_sign(a: Figure, b: Figure) -> None:
    one, other = compare(a, b), compare(b, a)
    assert one.difference_interval is not None
    assert other.difference_interval is not None
    assert one.difference_interval.low == pytest.approx(-other.difference_interval.high)
    assert one.p_value == pytest.approx(other.p_value)


@given(st.integers(0, 400), st.integers(0, 400), st.floats(10.0, 1e6), st.floats(10.0, 1e6))
def test_rates_agree_with_their_ratio(a: int, b: int, n: float, m: float) -> None:
    found = compare_rates(a, n, b, m, per=1000)
    assert found.ratio_interval is not None
    assert found.p_value is not None
    if abs(found.p_value - 0.05) > 1e-9:
        assert found.told_apart == (not found.ratio_interval.covers_one)
    assert found.difference == pytest.approx(1000 * (a / n - b / m))
    assert found.difference_interval is not None
    assert found.difference_interval.contains(found.difference)


@given(POSITIVE, st.floats(0.0, 100.0))
def test_a_margin_of_another_level_is_carried_over(value: float, margin: float) -> None:
    """1.644853627 and 1.959963985 are the normal quantiles of 90 and 95 percent."""
    one = compare(published(value, margin, 0.90), published(0.0, 0.0))
    other = compare(published(value, margin * 1.959963985 / 1.644853627), published(0.0, 0.0))
    assert one.difference_interval is not None
    assert other.difference_interval is not None
    assert one.difference_interval.low == pytest.approx(other.difference_interval.low, rel=1e-8, abs=1e-6)


@pytest.mark.parametrize("members", [7, 30])
@pytest.mark.parametrize("spread", [0.0, 0.25])
def test_the_usual_range_holds_one_more_like_them(members: int, spread: float) -> None:
    """Gamma rates of relative spread 0 or .25 and sizes as those of municipalities: at least 95 % less three errors.

    Beside it the reason for the range: where members differ, comparing counts as if only chance varied finds a
    difference in a large share of municipalities of which none is special.
    """
    rng, draws = np.random.default_rng(2), 300
    held = apart = 0
    for _ in range(draws):
        people = np.exp(rng.normal(math.log(15_000), 0.9, members + 1))
        rates = 0.01 * (rng.gamma(1 / spread**2, spread**2, members + 1) if spread else np.ones(members + 1))
        counts = rng.poisson(rates * people)
        found = beside_group(counts[0], people[0], counts[1:], people[1:])
        held += not found.is_unusual
        apart += bool(found.pooled and found.pooled.told_apart)
    assert held / draws >= 0.95 - 3 * (0.95 * 0.05 / draws) ** 0.5
    assert (apart / draws > 0.4) == (spread > 0)


@given(st.lists(st.integers(0, 50), min_size=5, max_size=12), st.integers(0, 50))
def test_the_order_of_the_group_is_nothing(counts: list[int], own: int) -> None:
    base = [100.0 + 10 * i for i in range(len(counts))]
    one = beside_group(own, 130.0, counts, base)
    other = beside_group(own, 130.0, counts[::-1], base[::-1])
    assert one.usual == other.usual
    assert (one.below, one.above, one.median) == (other.below, other.above, other.median)


def test_what_means_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="margin must be 0 or more"):
        published(3.0, -1.0)
    with pytest.raises(ValueError, match="outside its interval"):
        Figure(3.0, Interval(4.0, 5.0, 0.95))
    with pytest.raises(ValueError, match="leave out what is missing"):
        Figure(math.nan)
    with pytest.raises(ValueError, match="at least one member"):
        beside_group(3, 10.0, [], [])
    assert math.isnan(compare(share_of(0, 9), share_of(0, 12)).ratio)
    assert compare(published(-2.0, 1.0), published(3.0, 1.0)).ratio_interval is None
