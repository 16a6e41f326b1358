"""The change a year against R 4.2.2: glm(n ~ year, offset = log(people), family = quasipoisson), epsilon 1e-15."""

from __future__ import annotations

import numpy as np
import pytest

from tryggve.stats.yearly_change import yearly_change

YEARS = np.arange(2016, 2026)
PEOPLE = np.array([100, 101, 102, 103, 105, 106, 107, 109, 110, 112]) * 1000.0
EVEN = [220, 214, 231, 205, 190, 201, 188, 179, 185, 170]
WAVE = [500, 620, 700, 810, 790, 700, 560, 480, 430, 390]


def test_a_line_of_years_that_vary_less_than_chance() -> None:
    """R: phi .4068 (taken as 1), residuals of neighbours not alike, t with 8 degrees of freedom."""
    found = yearly_change(YEARS, EVEN, PEOPLE)
    assert (found.dispersion, found.correlation, found.free) == (1.0, 0.0, 8.0)
    told = [found.ratio, found.interval.low, found.interval.high, found.p_value]
    assert told == pytest.approx([0.959170242885687, 0.942009271740606, 0.976643842514879, 0.000707004216082], rel=1e-8)
    assert found.percent() == pytest.approx((-4.08297571, -5.79907283, -2.33561575), rel=1e-7)


def test_a_wave_is_no_line() -> None:
    """R: phi 30.97, r .5807, so that 10 years count as fewer than three, and no change can be told."""
    found = yearly_change(YEARS, WAVE, PEOPLE)
    assert (found.dispersion, found.correlation) == pytest.approx((30.969319560769460, 0.580651945162175), rel=1e-8)
    assert found.free == 1.0
    told = [found.ratio, found.interval.low, found.interval.high, found.p_value]
    assert told == pytest.approx([0.945721991690370, 0.382977130399763, 2.335361604055070, 0.576542474271574], rel=1e-8)


def test_a_bend_smaller_than_chance_is_no_wave() -> None:
    """Evenly rising numbers bend about a log line, but by less than chance would: the years are not fewer for that."""
    found = yearly_change(YEARS, np.arange(21, 41, 2), np.ones(10))
    assert (found.dispersion, found.correlation, found.free) == (1.0, 0.0, 8.0)
    assert found.interval.low > 1.0


def test_what_is_known_of_the_years_widens_the_interval_and_too_little_is_refused() -> None:
    plain, wider = (yearly_change(YEARS, EVEN, PEOPLE, least=least) for least in (1.0, 4.0))
    spans = [np.log(one.interval.high / one.interval.low) for one in (plain, wider)]
    assert spans[1] == pytest.approx(2 * spans[0], rel=1e-9)
    for years, counts in ((YEARS[:4], EVEN[:4]), (YEARS[:5], [4, 0, 3, 5, 4]), (YEARS[::-1], EVEN)):
        with pytest.raises(ValueError, match="years"):
            yearly_change(years, counts, np.ones(len(years)))
