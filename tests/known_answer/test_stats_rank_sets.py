"""Sets of ranks against csranks on the PISA scores of mathematics 2018, and shrunken rates against sums by hand.

csranks 1.2 (Mogstad, Romano, Shaikh & Wilhelm): its functions csdiffmeans and csranks_simul run in R 4.2.2 with 20 000
draws and MASS::mvrnorm, seeds 101 and 102 alike. Scores and errors: data-raw/pisa.csv of that package, 37 countries.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tryggve.stats.rank_sets import joint_limits, place_of, rank_sets, rank_sets_of_limits, rank_sets_of_rates
from tryggve.stats.shrunken_rates import shrunken_rates

SCORES = [
    491.3600252, 498.9423138, 508.0703063, 512.0169429, 417.4065563, 390.9322732, 499.4676508, 509.3983746, 523.4145802,
    507.3013618, 495.4075794, 500.0437805, 451.3703438, 481.0826364, 495.1873762, 499.632894, 463.0345488, 486.5898573,
    526.9732502, 525.933002, 496.1263306, 481.1911884, 483.421485, 408.8014734, 519.2309824, 494.489676, 500.9637885,
    515.6478747, 492.4874062, 486.1648542, 508.8975441, 481.3926126, 502.3877022, 515.3147131, 453.5077774, 501.7698992,
    478.2447174,
]  # fmt: skip
ERRORS = [
    1.939833031, 2.970998694, 2.262662011, 2.357475749, 2.41588757, 2.989559274, 2.460661531, 1.735002337, 1.743602224,
    1.967920411, 2.320214487, 2.647083096, 3.091228197, 2.319596741, 1.953082603, 2.198621128, 3.498563228, 2.780045867,
    2.471475318, 3.121394315, 1.962766789, 1.953282039, 1.097632409, 2.493225544, 2.632277885, 1.705942856, 2.219044878,
    2.602085176, 2.684570081, 2.555595707, 1.363877596, 1.462417763, 2.654250935, 2.908003898, 2.260406789, 2.564428111,
    3.235444099,
]  # fmt: skip
ALL_LOW = [
    12, 7, 4, 3, 35, 37, 7, 4, 1, 4, 12, 7, 32, 23, 12, 8, 31, 15, 1, 1, 12, 23, 23, 35, 1, 12, 7, 1, 12, 18, 4, 24, 5,
    1, 32, 6, 23,
]  # fmt: skip
ALL_HIGH = [
    30, 26, 18, 17, 36, 37, 25, 18, 6, 18, 26, 25, 34, 31, 26, 25, 34, 31, 6, 7, 26, 31, 31, 36, 11, 26, 24, 12, 31, 31,
    18, 31, 24, 13, 34, 24, 32,
]  # fmt: skip
EACH_LOW = [
    15, 10, 5, 4, 35, 37, 10, 5, 1, 5, 12, 10, 32, 25, 12, 10, 32, 19, 1, 1, 12, 25, 25, 35, 1, 12, 10, 2, 12, 20, 5,
    25, 7, 2, 32, 8, 25,
]  # fmt: skip
EACH_HIGH = [
    26, 24, 18, 12, 36, 37, 24, 14, 6, 18, 26, 24, 34, 31, 26, 24, 34, 31, 4, 6, 25, 31, 31, 36, 7, 26, 23, 11, 26, 31,
    14, 31, 23, 11, 34, 23, 31,
]  # fmt: skip
RANKS = [
    24, 18, 10, 7, 35, 37, 17, 8, 3, 11, 20, 15, 34, 30, 21, 16, 32, 25, 1, 2, 19, 29, 27, 36, 4, 22, 14, 5, 23, 26, 9,
    28, 12, 6, 33, 13, 31,
]  # fmt: skip


def test_sets_for_all_countries_at_once_are_those_of_csranks() -> None:
    """To the rank; another seed of R gave the same. The estimated ranks are printed in the package's README."""
    found = rank_sets(SCORES, ERRORS, draws=20_000, seed=1)
    assert found.estimate.tolist() == RANKS
    assert found.low.tolist() == ALL_LOW
    assert found.high.tolist() == ALL_HIGH


@pytest.mark.parametrize("country", [0, 3, 9, 18, 24, 27, 30, 32])
def test_the_place_of_one_country_is_that_of_csranks(country: int) -> None:
    """One rank of another seed is allowed: the United Kingdom has 7 or 8 by the draws, in R and here."""
    found = place_of(SCORES, ERRORS, country, draws=20_000, seed=1)
    assert found.low == pytest.approx(EACH_LOW[country], abs=1)
    assert found.high == pytest.approx(EACH_HIGH[country], abs=1)
    assert found.estimate == RANKS[country]


def test_joint_limits_by_hand() -> None:
    """Three figures, errors 1: Sidak's half width is z(.5 + .95^(1/3) / 2) = 2.388; 10 and 4 stand apart."""
    low, high = joint_limits([10.0, 7.0, 4.0], [1.0, 1.0, 1.0])
    assert high[0] - 10.0 == pytest.approx(float(stats.norm.ppf(0.5 + 0.95 ** (1 / 3) / 2)))
    found = rank_sets_of_limits([10.0, 7.0, 4.0], low, high)
    assert found.low.tolist() == [1, 1, 2]
    assert found.high.tolist() == [2, 3, 3]
    assert found.pairs == pytest.approx(1 / 3)
    assert (found.rank(0), found.shares(0)) == (None, True)


def test_rates_that_cannot_be_told_apart_are_not_ranked() -> None:
    found = rank_sets_of_rates([10, 12, 9, 11], [100.0] * 4)
    assert not found.is_ranking
    assert found.low.tolist() == [1] * 4
    assert found.high.tolist() == [4] * 4
    assert found.may_be_among(1).all()


def test_the_posterior_is_the_double_integral() -> None:
    """By plain sums over 200 shrinkages x 81 common rates with scipy's negative binomial; a thousandth relative."""
    counts, people = np.array([1, 4, 0, 14, 9, 19]), np.array([100.0, 250, 40, 900, 300, 1500])
    found = shrunken_rates(counts, people)
    e = float(np.median(people * counts.sum() / people.sum()))
    value, total, tail = np.zeros(6), 0.0, np.zeros(6)
    for b in (np.arange(200) + 0.5) / 200:
        a = e * b / (1 - b)
        for m in np.exp(np.linspace(np.log(0.002), np.log(0.1), 81)):
            weight = float(np.exp(stats.nbinom.logpmf(counts, a, a / (a + m * people)).sum()))
            total += weight
            value += weight * (counts + a) / (people + a / m)
            tail += weight * stats.gamma.cdf(found.low, counts + a, scale=1 / (people + a / m))
    assert found.value == pytest.approx(value / total, rel=2e-3)
    assert tail / total == pytest.approx([0.025] * 6, rel=0.02)
