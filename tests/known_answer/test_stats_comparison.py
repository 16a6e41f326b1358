"""Comparisons against published intervals and against R. Tolerances are half a unit of the last printed digit."""

from __future__ import annotations

import math

import pytest
from scipy.special import ndtri

from tryggve.stats.comparison import (
    NO_MARGIN,
    compare,
    compare_rates,
    published,
    q_values,
    share_of,
    told_apart_together,
)
from tryggve.stats.empirical_bayes import checked_areas
from tryggve.stats.group_comparison import TOO_FEW, beside_group, between_variance, figure_beside_group

# Newcombe (1998), Stat. Med. 17, 873-890, table II, method 10.
NEWCOMBE = [
    ((56, 70), (48, 80), 0.2000, 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.6000, 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.5714, 0.0582, 0.8062),
    ((5, 56), (0, 29), 0.0893, -0.0381, 0.1926),
    ((0, 10), (0, 20), 0.0, -0.1611, 0.2775),
    ((0, 10), (0, 10), 0.0, -0.2775, 0.2775),
    ((10, 10), (0, 20), 1.0, 0.6791, 1.0),
    ((10, 10), (0, 10), 1.0, 0.6075, 1.0),
]
GROUP = [12.1, 14.9, 13.3, 17.8, 11.2, 15.5, 16.1]
EVENTS, PEOPLE = [130, 61, 402, 120, 310, 88, 371], [12_000, 8_000, 30_000, 15_000, 22_000, 9_500, 41_000]


@pytest.mark.parametrize(("one", "other", "difference", "low", "high"), NEWCOMBE)
def test_newcombe(one: tuple[int, int], other: tuple[int, int], difference: float, low: float, high: float) -> None:
    found = compare(share_of(*one), share_of(*other))
    assert found.difference == pytest.approx(difference, abs=5e-5)
    assert found.difference_interval is not None
    assert found.difference_interval.low == pytest.approx(low, abs=5e-5)
    assert found.difference_interval.high == pytest.approx(high, abs=5e-5)


def test_symmetric_margins_give_fiellers_interval() -> None:
    """Fieller (1954), J. R. Stat. Soc. B 16, 175-185, by its textbook formula with g = (z s_b / b)^2."""
    found = compare(published(42.0, 5.0), published(30.0, 4.0))
    z = -float(ndtri(0.025))
    sa, sb, r = 5.0 / z, 4.0 / z, 42.0 / 30.0
    g = (z * sb / 30.0) ** 2
    half = z / 30.0 * math.sqrt(sa**2 * (1 - g) + r * r * sb**2)
    assert found.ratio_interval is not None
    assert found.ratio_interval.low == pytest.approx((r - half) / (1 - g), rel=1e-12)
    assert found.ratio_interval.high == pytest.approx((r + half) / (1 - g), rel=1e-12)
    assert found.difference_interval is not None
    assert found.difference_interval.high - found.difference == pytest.approx(math.hypot(5.0, 4.0))


def test_rates_have_the_interval_of_r() -> None:
    """R 4.2.2 poisson.test(c(11, 21), c(800, 3011)): rate ratio 1.9714881, .8584264 to 4.2772659."""
    found = compare_rates(11, 800, 21, 1083 + 1050 + 878, per=1000)
    assert found.ratio == pytest.approx(1.9714881, abs=5e-8)
    assert found.ratio_interval is not None
    assert found.ratio_interval.low == pytest.approx(0.8584264, abs=5e-8)
    assert found.ratio_interval.high == pytest.approx(4.2772659, abs=5e-8)
    assert found.told_apart is False


def test_a_figure_beside_figures_is_a_prediction_of_r() -> None:
    """R 4.2.2: predict(lm(x ~ 1), data.frame(1), interval = "prediction"): 8.312305934 to 20.51626549.

    p: 2 * pt(-abs(24 - mean(x)) / (sd(x) * sqrt(1 + 1/7)), 6) = .008520183679.
    """
    found = figure_beside_group(24.0, GROUP)
    assert found.usual is not None
    assert (found.usual.low, found.usual.high) == pytest.approx((8.312305934, 20.51626549), abs=5e-9)
    assert found.p_usual == pytest.approx(0.008520183679, abs=5e-13)
    assert (found.below, found.above, found.median) == (7, 0, 14.9)
    assert found.is_unusual is True


def test_spread_between_members_is_that_of_metafor() -> None:
    """R metafor 3.8-1: rma(yi = O / n, vi = m / n, method = "DL"), m = sum(O) / sum(n): tau2 6.48776902949e-06."""
    m, between = between_variance(*checked_areas(EVENTS, PEOPLE))
    assert m == pytest.approx(0.0107781818182, abs=5e-14)
    assert between == pytest.approx(6.48776902949e-06, rel=1e-11)


def test_the_usual_range_by_hand() -> None:
    """Lognormal with the mean e m and variance e m + e^2 (A + V), t(.975; 5) = 2.5706 (tables)."""
    m, a = 0.0107781818182, 6.48776902949e-06
    v = sum(n * n * (a + m / n) for n in PEOPLE) / sum(PEOPLE) ** 2
    mean = 20_000 * m
    sigma = math.sqrt(math.log(1 + (mean + 20_000**2 * (a + v)) / mean**2))
    low = math.exp(math.log(mean) - sigma**2 / 2 - 2.5706 * sigma)
    found = beside_group(250, 20_000, EVENTS, PEOPLE, per=1_000)
    assert found.usual is not None
    assert found.usual.low == math.floor(low) / 20.0
    assert found.is_unusual is False
    assert found.pooled is not None
    assert found.pooled.told_apart is True


def test_what_has_no_margin_has_no_interval_and_no_verdict() -> None:
    found = compare(published(12.0, None), published(9.0, 1.0))
    assert (found.difference, found.ratio) == (3.0, 12 / 9)
    assert (found.difference_interval, found.ratio_interval, found.p_value, found.reason) == (
        None,
        None,
        None,
        NO_MARGIN,
    )
    assert found.told_apart is None


def test_a_small_group_has_no_usual_range() -> None:
    found = beside_group(5, 100.0, [1, 2, 3, 4], [100.0] * 4)
    assert (found.usual, found.p_usual, found.is_unusual, found.reason) == (None, None, None, TOO_FEW)
    assert figure_beside_group(5, GROUP[:4]).usual is None
    assert figure_beside_group(5, GROUP[:5]).usual is not None


def test_several_are_corrected_and_the_unknown_stay_out() -> None:
    """p .01, .02, .04 and one unknown: q .03, .03, .04 by Benjamini & Hochberg over three."""
    assert q_values([0.02, None, 0.01, 0.04]) == pytest.approx((0.03, None, 0.03, 0.04))
    sure = compare(published(12.0, 1.0), published(9.0, 1.0))
    near = compare(published(12.0, 2.0), published(9.5, 1.0))
    assert near.told_apart is True
    unknown = compare(published(12.0, None), published(9.5, 1.0))
    nothing = [compare(published(9.0, 1.0), published(9.0, 1.0))] * 3
    assert told_apart_together([sure, near, unknown, *nothing]) == (True, False, None, False, False, False)
