"""The last weeks together: a window of one is the plug-in of Farrington's fit, a longer one sums; it holds its rate."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tryggve.stats import surveillance

ROWS = np.arange(290, 312)


def counts(seed: int, series: int = 4, phi: float = 2.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    mean = np.exp(2.0 + 0.4 * np.cos(2 * np.pi * np.arange(312) / 52))[:, None] * np.ones(series)
    return rng.poisson(rng.gamma(mean / (phi - 1)) * (phi - 1)).astype(float)


def test_the_probability_written_out() -> None:
    """The mean of each week of the window from the fit of the last: μ of this week, and back along the trend."""
    y = counts(1)
    coverage = np.linspace(0.8, 1.2, 312)[:, None] * np.ones(4)
    found = surveillance.windowed(y, window=2, weeks=ROWS, offset=coverage)
    one = surveillance.windowed(y, window=1, weeks=ROWS, offset=coverage)
    flexible = surveillance.farrington_flexible(y, weeks=ROWS, offset=coverage)
    assert one.expected == pytest.approx(flexible.expected)
    assert found.observed == pytest.approx(y[ROWS] + y[ROWS - 1])
    before = found.expected - one.expected
    slope = np.log(one.expected / before * coverage[ROWS - 1] / coverage[ROWS])
    assert np.abs(slope).max() < 0.01
    # The variance is φΣμ and what is not known of the mean: between that of a known mean and twice as much.
    known = stats.nbinom(found.expected / (found.phi - 1.0000001), 1 / (found.phi + 1e-7)).sf(found.observed - 1)
    wide = stats.nbinom(found.expected / (2 * found.phi - 1), 1 / (2 * found.phi)).sf(found.observed - 1)
    rare = known < 0.2
    assert (found.p_value[rare] >= known[rare] - 1e-6).all()
    assert (found.p_value[rare] <= wide[rare] + 1e-6).all()
    assert found.score == pytest.approx(-np.log10(found.p_value))


def test_unknown_weeks_are_left_out_on_both_sides() -> None:
    y = counts(2)
    y[ROWS[-1] - 1] = np.nan
    found = surveillance.windowed(y, window=2, weeks=ROWS)
    alone = surveillance.windowed(y, window=1, weeks=ROWS)
    assert found.observed[-1] == pytest.approx(y[ROWS[-1]])
    assert found.expected[-1] == pytest.approx(alone.expected[-1])
    assert np.isnan(found.p_value[-2]).all()
    assert not found.alarm[-2].any()


def test_the_rate_holds_for_noise_of_other_shapes() -> None:
    """Log-normal means, unlike the design it was set by: not more than twice the nominal share of weeks."""
    rng = np.random.default_rng(3)
    mean = np.exp(1.8 + 0.3 * np.sin(2 * np.pi * np.arange(312) / 52))[:, None] * rng.lognormal(-0.03, 0.25, (312, 300))
    found = surveillance.windowed(rng.poisson(mean), weeks=ROWS)
    assert found.alarm.mean() < 2 * 0.008


def test_unrest_over_two_weeks_is_found_more_often() -> None:
    y = counts(4, series=600)
    y[308:310] += 9
    two = surveillance.windowed(y, window=2, weeks=[309]).alarm.mean()
    one = surveillance.windowed(y, window=1, weeks=[308, 309]).alarm.any(axis=0).mean()
    assert two > one + 0.04


def test_what_means_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="window must be from 1 to half_window"):
        surveillance.windowed([1.0], window=5)
    with pytest.raises(ValueError, match="alpha must lie"):
        surveillance.windowed([1.0], alpha=1.0)
    assert surveillance.windowed(np.zeros((0, 2))).p_value.shape == (0, 2)
