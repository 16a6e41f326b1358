"""The gamma interval against published output and against its two limiting cases."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tryggve.stats.harm import harm_sum, weighted_poisson_interval
from tryggve.stats.rates import poisson_interval

WEIGHTS = {1: 1.0, 2: 5.0, 3: 20.0, 4: 100.0, 5: 400.0}


def test_standardised_rate_of_canregtools() -> None:
    """R package canregtools, help page of ageadjust, gamma method: 5394.737, 4709.493 to 6154.046 per 100 000."""
    cases, people = np.array([50, 60, 45, 70]), np.array([1000, 1200, 1100, 900])
    standard = np.array([800, 1000, 1100, 900])
    weights = standard / standard.sum() / people * 1e5
    found = weighted_poisson_interval(cases, weights)
    assert float(weights @ cases) == pytest.approx(5394.737, abs=5e-4)
    assert (found.low, found.high) == pytest.approx((4709.493, 6154.046), abs=6e-4)


def test_down_syndrome_data_by_chi_square() -> None:
    """The data of Fay & Feuer (1997), birth order 5+, with their formula (1) written with chi-square quantiles."""
    cases = np.array([0, 8, 63, 112, 262, 295])
    births = np.array([327, 30666, 123419, 149919, 104088, 34392])
    standard = np.array([319933, 931318, 786511, 488235, 237863, 61313])
    w = standard / standard.sum() / births
    y, v, m = w @ cases, w**2 @ cases, w.max()
    low = v / (2 * y) * stats.chi2.ppf(0.025, 2 * y**2 / v)
    high = (v + m**2) / (2 * (y + m)) * stats.chi2.ppf(0.975, 2 * (y + m) ** 2 / (v + m**2))
    found = weighted_poisson_interval(cases, w)
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-10)


@pytest.mark.parametrize("count", [0, 1, 4, 57])
def test_equal_weights_are_garwood(count: int) -> None:
    found, exact = weighted_poisson_interval([count, 0, 0], [2.5, 2.5, 2.5]), poisson_interval(count)
    assert (found.low, found.high) == pytest.approx((2.5 * exact.low, 2.5 * exact.high), rel=1e-12)


def test_harm_by_hand() -> None:
    """3 x 1 + 2 x 5 + 1 x 400 = 413; two of eight unknown."""
    found = harm_sum([1, 1, 1, 2, 2, 5, 0, 0], WEIGHTS)
    assert found.total == 413.0
    assert (found.count, found.unknown, found.unknown_share) == (8, 2, 0.25)
    assert found.by_level == {1: 3, 2: 2, 3: 0, 4: 0, 5: 1}
    assert found.interval == weighted_poisson_interval([3, 2, 0, 0, 1], list(WEIGHTS.values()))
    assert found.interval.contains(413.0)
