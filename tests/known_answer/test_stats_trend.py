"""The regression against R and statsmodels, the prediction against its own definition."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from tryggve.stats.count_distribution import CountDistribution
from tryggve.stats.inputs import FloatArray
from tryggve.stats.quasi_poisson import QuasiPoissonFit, anscombe_residuals, fit_quasi_poisson
from tryggve.stats.trend import expected_level

WEEKS = 365.25 / 7


def test_dobson() -> None:
    """R 4.2 help page of glm, Dobson (1990) p. 93, family quasipoisson: estimates, standard errors, dispersion."""
    counts = np.array([18, 17, 15, 20, 10, 20, 25, 13, 12.0])
    outcome, treatment = np.tile([1, 2, 3], 3), np.repeat([1, 2, 3], 3)
    X = np.column_stack([np.ones(9), outcome == 2, outcome == 3, treatment == 2, treatment == 3]).astype(np.float64)
    fit = fit_quasi_poisson(X, counts, np.zeros(9), np.ones(9))
    assert fit.coefficients == pytest.approx([3.045, -0.4543, -0.2930, 0.0, 0.0], abs=5e-4)
    assert fit.dispersion == pytest.approx(1.2933, abs=5e-5)
    errors = np.sqrt(fit.dispersion * np.diag(fit.unscaled))
    assert errors == pytest.approx([0.1944, 0.2299, 0.2192, 0.2274, 0.2274], abs=5e-5)


def series(seed: int, length: int, mean: float, dispersion: float) -> FloatArray:
    rng = np.random.default_rng(seed)
    years = np.arange(length) / WEEKS
    mu = mean * np.exp(0.1 * years + 0.5 * np.cos(2 * np.pi * years))
    return rng.negative_binomial(mu / (dispersion - 1.0), 1.0 / dispersion).astype(np.float64)


@pytest.mark.parametrize(("mean", "dispersion"), [(0.8, 1.5), (12.0, 3.0), (400.0, 20.0)])
def test_statsmodels(mean: float, dispersion: float) -> None:
    """statsmodels 0.15 GLM(Poisson), scale "X2", with offset and weights."""
    import statsmodels.api as sm

    y = series(5, 180, mean, dispersion)
    years = np.arange(180) / WEEKS
    X = np.column_stack([np.ones(180), years, np.cos(2 * np.pi * years), np.sin(2 * np.pi * years)])
    rng = np.random.default_rng(1)
    offset, weights = np.log(rng.uniform(0.5, 3.0, 180)), rng.uniform(0.2, 2.0, 180)
    fit = fit_quasi_poisson(X, y, offset, weights)
    oracle = sm.GLM(y, X, family=sm.families.Poisson(), offset=offset, var_weights=weights).fit(scale="X2", tol=1e-12)
    assert fit.coefficients == pytest.approx(oracle.params, abs=1e-9)
    assert fit.dispersion == pytest.approx(oracle.scale, rel=1e-9)
    assert np.sqrt(fit.dispersion * np.diag(fit.unscaled)) == pytest.approx(oracle.bse, rel=1e-8)
    assert fit.fitted == pytest.approx(oracle.mu, rel=1e-9)


@pytest.mark.shared
def test_salmonella_agona(shared: Path) -> None:
    """31 weeks of R surveillance 1.20.3: reweighted quasi-Poisson fits (columns a_*; old reference weeks, b 4, w 3).

    R stops its iterations at a relative change of the deviance of 1e-8, hence the tolerances.
    """
    folder = shared / "known_answer"
    with (folder / "salmonella_agona.csv").open(encoding="utf-8", newline="") as file:
        counts = np.array([float(row["observed"]) for row in csv.DictReader(file)])
    with (folder / "salmonella_agona_farrington.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 31
    for row in rows:
        week = int(row["t"])
        index = np.array([week - 52 * year + shift for year in (4, 3, 2, 1) for shift in range(-3, 4)])
        columns = [np.ones(28), index.astype(np.float64)][: 1 + int(row["a_trend"])]
        fit = farrington_reweighted(np.column_stack(columns), counts[index - 1])
        row_of_week = np.array([1.0, week])[: len(columns)]
        assert math.exp(row_of_week @ fit.coefficients) == pytest.approx(float(row["a_expected"]), rel=2e-6)
        assert max(1.0, fit.dispersion) == pytest.approx(float(row["a_phi"]), rel=5e-5)


def farrington_reweighted(X: FloatArray, y: FloatArray) -> QuasiPoissonFit:
    """Farrington et al. (1996): weights s^-2 where s > 1, scaled to the sum n; built from our parts."""
    offset = np.zeros(len(y))
    residuals = anscombe_residuals(y, fit_quasi_poisson(X, y, offset, np.ones(len(y))))
    weights = 1.0 / np.maximum(residuals, 1.0) ** 2
    return fit_quasi_poisson(X, y, offset, weights * len(y) / weights.sum())


def test_a_steady_series_by_hand() -> None:
    """Ten periods of 4 and no more spread than Poisson: mean 4, phi' = 1, variance 4 + 4^2 / 40."""
    found = expected_level([4.0] * 10 + [99.0], period_length=12.0)
    assert found.model == "mean"
    assert found.expected == pytest.approx(4.0)
    assert found.distribution is not None
    assert found.distribution.variance == pytest.approx(4.4)
    size = 4.0**2 / 0.4
    oracle = stats.nbinom(size, size / (size + 4.0))
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == (oracle.ppf(0.025), oracle.ppf(0.975))
    assert found.probability_at_least(9) == pytest.approx(oracle.sf(8), rel=1e-12)


def test_after_silence_by_hand() -> None:
    """n weeks without events: P(Y >= y) = (1 / (n + 1))^y, the exact conditional bound."""
    found = expected_level([0.0] * 20 + [1.0], period_length=WEEKS)
    assert found.expected == 0.0
    assert found.probability_at_least(1) == pytest.approx(1.0 / 21.0, rel=1e-12)
    assert found.probability_at_least(2) == pytest.approx(1.0 / 441.0, rel=1e-12)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == (0.0, 1.0)


@pytest.mark.parametrize(("mean", "variance"), [(0.03, 0.05), (0.7, 0.7), (3.0, 9.0), (250.0, 900.0), (4e5, 4e5)])
def test_count_distribution(mean: float, variance: float) -> None:
    ours = CountDistribution(mean, variance)
    size = mean**2 / (variance - mean) if variance > mean else math.inf
    oracle = stats.poisson(mean) if math.isinf(size) else stats.nbinom(size, size / (size + mean))
    for p in (0.001, 0.025, 0.5, 0.975, 0.999):
        assert ours.quantile(p) == oracle.ppf(p)
    for k in (0, 1, math.floor(mean), math.ceil(mean + 4 * math.sqrt(variance))):
        assert ours.at_most(k) == pytest.approx(oracle.cdf(k), rel=1e-9)
        assert ours.at_least(k) == pytest.approx(oracle.sf(k - 1), rel=1e-9)


def test_trend_is_told_with_its_uncertainty() -> None:
    """Against statsmodels: slope, Student interval and p-value of the full model on clean data."""
    import statsmodels.api as sm

    y = series(11, 209, 20.0, 2.0)
    found = expected_level(y, period_length=WEEKS)
    assert found.model == "trend_and_season"
    assert found.n_downweighted == 3
    years = (np.arange(208) - 208) / WEEKS
    waves = [wave(2 * np.pi * j * years) for j in (1, 2) for wave in (np.cos, np.sin)]
    X = np.column_stack([np.ones(208), years, *waves])
    weights = np.ones(208)
    for _ in range(5):
        oracle = sm.GLM(y[:208], X, family=sm.families.Poisson(), var_weights=weights).fit(scale="X2", tol=1e-12)
        leverage = oracle.get_hat_matrix_diag()
        raw = 1.5 * (y[:208] ** (2 / 3) * oracle.mu ** (-1 / 6) - np.sqrt(oracle.mu))
        s = raw / np.sqrt(max(1.0, oracle.scale) * (1.0 - leverage))
        weights = np.where(s > 2.58, (2.58 / np.maximum(s, 1e-9)) ** 2, 1.0)
        weights *= 208 / weights.sum()
    oracle = sm.GLM(y[:208], X, family=sm.families.Poisson(), var_weights=weights).fit(scale="X2", tol=1e-12)
    assert found.expected == pytest.approx(math.exp(oracle.params[0] + oracle.params[2] + oracle.params[4]), rel=1e-3)
    assert found.dispersion == pytest.approx(oracle.scale, rel=1e-3)
    half = stats.t.ppf(0.975, 202) * oracle.bse[1]
    assert found.trend is not None
    assert found.trend.ratio_per_year == pytest.approx(math.exp(oracle.params[1]), rel=1e-3)
    assert found.trend.interval.high == pytest.approx(math.exp(oracle.params[1] + half), rel=1e-3)
    assert found.trend.p_value == pytest.approx(2 * stats.t.sf(abs(oracle.params[1] / oracle.bse[1]), 202), rel=2e-2)
