"""Rates whose years vary more than chance: cases worked by hand, for no printed example has this very spread."""

from __future__ import annotations

import math

import pytest

from tryggve.stats.published import UNKNOWN_SPREAD, ratio_of_rates, spread


def test_the_ratio_worked_by_hand() -> None:
    # log(10 / 5) +- 1.959964 * sqrt(1 / 100 + 1 / 50), the limits of a rate ratio in Rothman & Greenland (1998).
    found = ratio_of_rates(10.0, 100, 1.0, 5.0, 50, 1.0)
    error = math.sqrt(0.01 + 0.02)
    assert found.value == 2.0
    assert found.interval.low == pytest.approx(2.0 * math.exp(-1.959964 * error), rel=1e-6)
    assert found.interval.high == pytest.approx(2.0 * math.exp(1.959964 * error), rel=1e-6)
    assert found.p_value == pytest.approx(math.erfc(math.log(2.0) / error / math.sqrt(2.0)), rel=1e-9)


def test_four_times_the_spread_doubles_the_interval_of_the_logarithm() -> None:
    once, more = ratio_of_rates(10.0, 100, 1.0, 5.0, 50, 1.0), ratio_of_rates(10.0, 100, 4.0, 5.0, 50, 4.0)
    width = math.log(once.interval.high / once.interval.low)
    assert math.log(more.interval.high / more.interval.low) == pytest.approx(2.0 * width)
    assert more.p_value > once.p_value


def test_the_spread_worked_by_hand() -> None:
    # Each pair: (12 - 10)^2 / (10^2 / 4 + 12^2 / 4.5) = 4 / 57; with a hundred times the events a hundred times that.
    after, before = [12.0, 10.0, 12.0, 10.0], [10.0, 12.0, 10.0, 12.0]
    n_after, n_before = [4.5, 4.0, 4.5, 4.0], [4.0, 4.5, 4.0, 4.5]
    assert spread(after, before, n_after, n_before) == 1.0
    many = [n * 1000 for n in n_after], [n * 1000 for n in n_before]
    assert spread(after, before, *many) == pytest.approx(4000 / 57)


def test_a_short_or_empty_series_says_nothing_of_its_spread() -> None:
    assert spread([1.0] * 3, [2.0] * 3, [5] * 3, [5] * 3) == UNKNOWN_SPREAD
    assert spread([0.0] * 9, [0.0] * 9, [0] * 9, [0] * 9) == UNKNOWN_SPREAD


@pytest.mark.parametrize("wrong", [(0.0, 5.0, 5), (5.0, 0.0, 5), (5.0, 5.0, 0)])
def test_what_has_no_ratio_is_refused(wrong: tuple[float, float, int]) -> None:
    rate, other, n = wrong
    with pytest.raises(ValueError, match="above 0"):
        ratio_of_rates(rate, n, 1.0, other, 5, 1.0)


def test_pairs_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="lengths"):
        spread([1.0], [1.0, 2.0], [1], [1])
