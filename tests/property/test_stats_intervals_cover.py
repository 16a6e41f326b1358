"""Intervals hold what they promise, by exact summation where possible and by seeded simulation elsewhere.

Simulated coverage may fall short of the promise by at most three standard errors of the simulation.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from tryggve.stats.change import compare_counts
from tryggve.stats.harm import weighted_poisson_interval
from tryggve.stats.inputs import FloatArray
from tryggve.stats.rates import poisson_limits, share
from tryggve.stats.trend import expected_level

WEEKS = 365.25 / 7


@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize("mean", [0.05, 1.0, 3.7, 20.0, 90.0])
def test_poisson_limits_cover_exactly(mean: float, level: float) -> None:
    counts = np.arange(300)
    low, high = poisson_limits(counts, level)
    probability = stats.poisson.pmf(counts, mean)
    assert probability[(low <= mean) & (mean <= high)].sum() >= level
    assert probability[low > mean].sum() <= (1 - level) / 2
    assert probability[high < mean].sum() <= (1 - level) / 2


@pytest.mark.parametrize("p", [0.01, 0.2, 0.5, 0.93])
def test_exact_shares_cover_exactly_and_wilson_on_average(p: float) -> None:
    n = 40
    probability = stats.binom.pmf(np.arange(n + 1), n, p)
    found = [share(k, n) for k in range(n + 1)]
    exact = sum(w for w, one in zip(probability, found, strict=True) if one.interval.contains(p))
    wilson = sum(w for w, one in zip(probability, found, strict=True) if one.wilson.contains(p))
    assert exact >= 0.95
    assert wilson >= 0.91  # Brown, Cai & DasGupta (2001), Stat. Sci. 16, 101-133: Wilson dips a little below


@pytest.mark.parametrize(("before", "ratio"), [(2.0, 1.0), (5.0, 3.0), (12.0, 0.4)])
def test_ratio_covers_exactly(before: float, ratio: float) -> None:
    covered = 0.0
    p_after, p_before = (stats.poisson.pmf(np.arange(45), mean) for mean in (before * ratio * 2.0, before))
    for a in range(45):
        for b in range(45):
            if p_after[a] * p_before[b] > 1e-9 and compare_counts(a, b, 2.0, 1.0).interval.contains(ratio):
                covered += float(p_after[a] * p_before[b])
    assert covered >= 0.95 - 1e-5


@pytest.mark.parametrize("mean", [0.5, 4.0, 15.0])
def test_tests_of_no_change_keep_their_level(mean: float) -> None:
    """The conditional test never rejects more often than promised; the E-test by at most .002 (paper, section 4)."""
    probability = stats.poisson.pmf(np.arange(50), mean)
    conditional = etest = 0.0
    for a in range(50):
        for b in range(a, 50):
            both = float(probability[a] * probability[b]) * (2.0 if a != b else 1.0)
            if both > 1e-9:
                found = compare_counts(a, b)
                conditional += both * (found.p_conditional <= 0.05)
                etest += both * (found.p_etest <= 0.05)
    assert conditional <= 0.05
    assert etest <= 0.052
    assert etest >= conditional


def test_p_and_interval_agree() -> None:
    for a in range(25):
        for b in range(25):
            found = compare_counts(a, b, 1.5, 1.0)
            assert (found.p_conditional < 0.05) == (not found.interval.covers_one)


def test_weighted_sums_cover() -> None:
    """Fay & Feuer's interval is known to be conservative."""
    rng = np.random.default_rng(12)
    means, weights = np.array([6.0, 3.0, 1.0, 0.3, 0.05]), np.array([1.0, 5.0, 20.0, 100.0, 400.0])
    draws = rng.poisson(means, (2_000, 5))
    hits = sum(weighted_poisson_interval(counts, weights).contains(float(weights @ means)) for counts in draws)
    assert hits / 2_000 >= 0.95 - 3 * math.sqrt(0.95 * 0.05 / 2_000)


# observations, a year, mean, variance over mean, trend a year, size of the season
SERIES = [
    (209, WEEKS, 0.3, 1.0, 0.1, 0.4),
    (209, WEEKS, 3.0, 2.0, 0.1, 0.4),
    (209, WEEKS, 30.0, 1.0, 0.1, 0.4),
    (209, WEEKS, 30.0, 5.0, -0.2, 0.4),
    (48, 12.0, 10.0, 2.0, 0.1, 0.4),
    (30, WEEKS, 2.0, 2.0, 0.0, 0.0),
    (8, WEEKS, 2.0, 1.0, 0.0, 0.0),
]


@pytest.mark.parametrize(("length", "year", "mean", "spread", "slope", "season"), SERIES)
def test_prediction_covers(length: int, year: float, mean: float, spread: float, slope: float, season: float) -> None:
    """The next count lies in the interval, on negative binomial (spread 1: Poisson) data with trend and season."""
    rng = np.random.default_rng(20)
    draws = 600
    hits = trends = 0
    for _ in range(draws):
        counts = simulated(rng, length, year, mean, spread, slope, season)
        found = expected_level(counts, period_length=year)
        assert found.interval is not None
        assert found.interval.low >= 0.0
        hits += found.interval.contains(counts[-1])
        trends += found.trend is not None and found.trend.interval.contains(math.exp(slope))
    allowance = 3 * math.sqrt(0.95 * 0.05 / draws)
    assert hits / draws >= 0.95 - allowance
    if length > 2 * year:
        assert trends / draws >= 0.95 - allowance


def simulated(
    rng: np.random.Generator, length: int, year: float, mean: float, spread: float, slope: float, season: float
) -> FloatArray:
    t = np.arange(length) / year
    mu = mean * np.exp(slope * t + season * np.cos(2 * np.pi * t) + season / 2 * np.sin(4 * np.pi * t))
    counts = rng.poisson(mu) if spread == 1.0 else rng.negative_binomial(mu / (spread - 1.0), 1.0 / spread)
    return counts.astype(np.float64)
