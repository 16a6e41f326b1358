"""The last weeks together: the fit against a slow twin, p by scipy's law, gaps, coverage, 53 weeks, the rate."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize, stats

from tryggve.stats import surveillance
from tryggve.stats.surveillance import season, season_kernel

ROWS = np.arange(290, 312)


def counts(seed: int, series: int = 4, phi: float = 2.0, level: float = 2.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    mean = np.exp(level + 0.4 * np.cos(2 * np.pi * np.arange(312) / 52))[:, None] * np.ones(series)
    return rng.poisson(rng.gamma(mean / (phi - 1)) * (phi - 1)).astype(float)


def slow_fit(y, x, offset, weight, penalty, phi, start):  # type: ignore[no-untyped-def]
    """The penalised optimum by scipy, and the inverse of its information by numpy."""

    def less(beta: np.ndarray) -> float:
        eta = x @ beta + offset
        return float((penalty * beta**2).sum() / 2 - ((weight * (y * eta - np.exp(eta))).sum() + beta[0] / 2) / phi)

    def slope(beta: np.ndarray) -> np.ndarray:
        score = x.T @ (weight * (y - np.exp(x @ beta + offset)))
        score[0] += 0.5
        return np.asarray(penalty * beta - score / phi)

    beta = optimize.minimize(less, start, jac=slope, method="BFGS", options={"gtol": 1e-9}).x
    mu = np.exp(x @ beta + offset)
    return beta, mu, np.linalg.inv((x * (weight * mu / phi)[:, None]).T @ x + np.diag(penalty))


def slow(y, row, offset, penalty, threshold, x, ahead):  # type: ignore[no-untyped-def]
    """φ as Pearson says, s², parameters and log means ahead; weights written out week by week, pair by pair."""
    weight, phi = np.ones(len(y)), 1.0
    beta = np.zeros(x.shape[1])
    beta[0] = np.log((y.sum() + 0.5) / np.exp(offset).sum())
    for turn in range(5):
        beta, mu, inverse = slow_fit(y, x, offset, weight, penalty, phi, beta)
        free = x.shape[1] - (penalty * np.diag(inverse)).sum()
        phi = max((weight * (y - mu) ** 2 / mu).sum() / (weight.sum() - free), 1.0)
        if turn == 4 or threshold == np.inf:
            break
        s = {(i,): (y[i], mu[i]) for i in range(len(y))}
        s |= {(i, i + 1): (y[i] + y[i + 1], mu[i] + mu[i + 1]) for i in range(len(y) - 1) if row[i + 1] == row[i] + 1}
        weight = np.ones(len(y))
        for members, (many, mean) in s.items():
            size = 1.5 * (many ** (2 / 3) / mean ** (1 / 6) - mean**0.5) / phi**0.5
            for i in members:
                weight[i] = min(weight[i], size**-2) if size > threshold else weight[i]
    r = (y - mu) / mu**0.5
    pairs = [i for i in range(len(y) - 1) if row[i + 1] == row[i] + 1]
    both = np.array([(weight[i] * weight[i + 1]) ** 0.5 for i in pairs])
    rho = np.average([r[i] * r[i + 1] for i in pairs], weights=both) / max(np.average(r**2, weights=weight), 1.0)
    return phi, ahead[0] @ inverse @ ahead[0], free, max(rho, 0.0), ahead @ beta


@pytest.mark.parametrize("threshold", [2.58, 1.5])
def test_the_kernel_is_its_slow_twin(threshold: float) -> None:
    y = counts(1, series=3)[:200]
    y[50:52] += 15.0  # gathered over two weeks in the past
    y[80:84, 1] = np.nan
    y[:, 2] += np.random.default_rng(3).poisson(4.0, 21).repeat(10)[:200]  # lasts from week to week
    row = np.arange(200)
    offset = np.random.default_rng(2).uniform(-0.3, 0.3, y.shape)
    year = (np.arange(200) - 100) / 52
    x = np.stack([np.ones(200), year, np.cos(2 * np.pi * year), np.sin(2 * np.pi * year)], axis=1)
    ahead, penalty = x[[199, 198]], np.array([0.0, 44.0, 4.0, 4.0])
    found = np.empty((3, season_kernel.OUT + 2))
    season_kernel.week(y, x, row, offset, penalty, threshold, ahead, 52, found)
    for s in range(3):
        use = np.flatnonzero(~np.isnan(y[:, s]))
        phi, variance, free, rho, log_mean = slow(
            y[use, s], row[use], offset[use, s], penalty, threshold, x[use], ahead
        )  # fmt: skip
        assert found[s, :4] == pytest.approx([phi, variance, free, rho], rel=1e-5, abs=1e-9)
        assert found[s, 4:] == pytest.approx(log_mean, abs=1e-6)
    assert found[2, 3] > 0.0


def test_without_weights_the_fit_is_fitted_once_more_with_its_own_dispersion() -> None:
    y, row = counts(3, series=1)[:150], np.arange(150)
    x = np.stack([np.ones(150), (row - 75) / 52], axis=1)
    penalty = np.array([0.0, 44.0])
    found = np.empty((1, season_kernel.OUT + 1))
    season_kernel.week(y, x, row, np.zeros(y.shape), penalty, np.inf, x[-1:], 52, found)
    flat, ones = np.zeros(150), np.ones(150)
    first = slow(y[:, 0], row, flat, penalty, np.inf, x, x[-1:])
    beta, mu, inverse = slow_fit(y[:, 0], x, flat, ones, penalty, first[0], np.array([2.0, 0.0]))
    free = 2 - (penalty * np.diag(inverse)).sum()
    assert found[0, 0] == pytest.approx(((y[:, 0] - mu) ** 2 / mu).sum() / (150 - free), rel=1e-6)
    assert found[0, 4] == pytest.approx(float(x[-1] @ beta), abs=1e-6)


def test_the_probability_written_out() -> None:
    """Sums of the weeks; scipy's negative binomial between a mean that is known and one a third of φ less known."""
    y = counts(1)
    coverage = np.linspace(0.8, 1.2, 312)[:, None] * np.ones(4)
    found = surveillance.windowed(y, window=2, weeks=ROWS, offset=coverage)
    assert found.observed == pytest.approx(y[ROWS] + y[ROWS - 1])
    alone = [surveillance.windowed(y, window=1, weeks=rows, offset=coverage).expected for rows in (ROWS, ROWS - 1)]
    assert found.expected == pytest.approx(sum(alone), rel=0.1)
    known, wide = (
        stats.nbinom(found.expected / (f * found.phi - 1), 1 / (f * found.phi)).sf(found.observed - 1)
        for f in (1.0, 1.34)
    )
    rare = known < 0.2
    assert rare.sum() > 5
    assert (found.p_value[rare] > known[rare]).all()
    assert (found.p_value[rare] < wide[rare]).all()
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
    y[:, 0] = np.nan
    y[ROWS, 0] = 5.0
    assert np.isnan(surveillance.windowed(y, weeks=ROWS).p_value[5:, 0]).all()


def test_twice_the_reporters_is_no_signal_once_told() -> None:
    y, coverage = counts(5, series=40), np.ones((312, 40))
    y[306:] += counts(6, series=40)[306:]
    coverage[306:] = 2.0
    assert surveillance.windowed(y, weeks=[311]).alarm.mean() > 0.5
    assert surveillance.windowed(y, weeks=[311], offset=coverage).alarm.mean() < 0.1


def test_a_series_is_the_same_alone_and_among_others() -> None:
    y = counts(7)
    together = surveillance.windowed(y, weeks=ROWS)
    for s in range(4):
        assert (surveillance.windowed(y[:, s], weeks=ROWS).p_value[:, 0] == together.p_value[:, s]).all()


def test_the_season_is_that_of_the_calendar() -> None:
    """Seven years, one of them with 53 weeks: by the day the peak is where it was, by rows it has moved."""
    days = np.datetime64("2019-12-30") + 7 * np.arange(370)
    turn = 2 * np.pi * (days - days[0]).astype(int) / 365.2425
    y = np.round(np.exp(5.0 + 0.6 * np.cos(turn)))[:, None]
    off = {
        by is None: np.abs(np.log(found.expected / (y[found.weeks] + y[found.weeks - 1]))).max()
        for by in (None, days)
        for found in [surveillance.windowed(y, dates=by, weeks=np.arange(330, 370))]
    }
    assert off[False] < 0.02
    assert off[True] > 2 * off[False]


def test_a_past_gathering_does_not_hide_the_next() -> None:
    y = counts(8, series=200)
    y[[100, 101, 180, 181, 250, 251]] += 25.0
    y[310:312] += 9.0
    weighed = surveillance.windowed(y, weeks=[311]).alarm.mean()
    plain = surveillance.windowed(y, weeks=[311], reweight_threshold=np.inf).alarm.mean()
    assert weighed > plain + 0.2


def test_unrest_over_two_weeks_is_found_more_often() -> None:
    y = counts(4, series=600)
    y[308:310] += 9
    two = surveillance.windowed(y, window=2, weeks=[309]).alarm.mean()
    one = surveillance.windowed(y, window=1, weeks=[308, 309]).alarm.any(axis=0).mean()
    assert two > one + 0.04


@pytest.mark.parametrize("sigma", [0.15, 0.25])
def test_the_rate_holds_for_noise_of_another_shape(sigma: float) -> None:
    """Log-normal means, unlike the design it was set by: not more than twice the share of weeks."""
    rng = np.random.default_rng(3)
    mean = np.exp(1.8 + 0.3 * np.sin(2 * np.pi * np.arange(312) / 52))[:, None]
    y = rng.poisson(mean * rng.lognormal(-(sigma**2) / 2, sigma, (312, 300)))
    assert surveillance.windowed(y, weeks=ROWS).alarm.mean() < 2 * 0.008


def test_weeks_that_last_widen_a_sum() -> None:
    """Three weeks of variance 1 and correlation ρ, ρ²: (3 + 4ρ + 2ρ²)/3 by hand."""
    sums, means = season.together(np.array([0.0, 0.5]), 3)
    assert sums == pytest.approx([1.0, (3 + 4 * 0.5 + 2 * 0.25) / 3])
    assert means == pytest.approx([1.0, 3.0])
    assert season.together(np.array([0.4]), 2)[0] == pytest.approx([1.4])
    assert season.together(np.array([0.4]), 1)[0] == pytest.approx([1.0])


def test_dispersions_are_drawn_together_by_how_little_is_known() -> None:
    """By hand: equal means, equal weights, so log φ shrinks by τ²/(τ² + v); one alone, or an unknown one, stays."""
    phi, mean, left = np.array([[1.5, 2.0, np.nan, 4.0]]), np.full((1, 4), 10.0), np.array([[50.0, 50.0, 50.0, 50.0]])
    v = np.array([(2 + (6 * (f - 1) + 1 / f) / 10) / 50 for f in (1.5, 2.0, 4.0)])
    logs = np.log([1.5, 2.0, 4.0])
    between = logs.var(ddof=1) - v.mean()
    want = np.exp(logs.mean() + between / (between + v) * (logs - logs.mean()))
    assert season.pooled(phi, mean, left)[0, [0, 1, 3]] == pytest.approx(want)
    assert np.isnan(season.pooled(phi, mean, left)[0, 2])
    assert season.pooled(phi[:, :1], mean[:, :1], left[:, :1])[0, 0] == pytest.approx(1.5)
    same = season.pooled(np.array([[1.9, 2.0, 2.1]]), np.full((1, 3), 10.0), np.full((1, 3), 50.0))
    assert np.ptp(same) == pytest.approx(0.0, abs=1e-12)


def test_pooling_gives_a_short_past_a_better_dispersion() -> None:
    y = counts(9, series=60, phi=3.0)
    asked = {"weeks": [311], "years_back": 1, "harmonics": 1}
    alone, drawn = (surveillance.windowed(y, pool=pool, **asked).phi for pool in (False, True))
    assert np.log(drawn).std() < 0.5 * np.log(alone).std()
    assert np.log(drawn).mean() == pytest.approx(np.log(alone).mean(), abs=1e-9)


def test_edges() -> None:
    assert surveillance.windowed(np.zeros((0, 2))).p_value.shape == (0, 2)
    assert surveillance.windowed(np.zeros((312, 0))).p_value.shape == (52, 0)
    assert np.isnan(surveillance.windowed(np.ones(20), weeks=[19]).p_value).all()
    quiet = np.zeros(312)
    quiet[311] = 1.0
    nothing = surveillance.windowed(quiet, weeks=[310, 311], limit54=None)
    # Half a case in 247 weeks: what one case in two weeks has for odds is about 1/247, no less.
    assert nothing.p_value[0, 0] == 1.0
    assert nothing.p_value[1, 0] == pytest.approx(1 / 247, rel=0.15)
    assert not surveillance.windowed(quiet, weeks=[311]).alarm.any()
    # Five after nothing. What is not known: the level (½ case: 2) and, by their priors, trend (2.6 years from the
    # middle of the past) and waves. Residuals of a past of nothing are all −√μ, so that ρ = μ = ½/247.
    quiet[311] = 5.0
    mu, s2 = 0.5 / 247, 2.0 + (0.15 * 2.63) ** 2 + 0.5**2 * (1 + 1 / 4 + 1 / 9)
    excess = mu + s2 * 2 * mu
    five = float(stats.nbinom.sf(4, 2 * mu / excess, 1 / (1 + excess)))
    assert surveillance.windowed(quiet, weeks=[311]).p_value[0, 0] == pytest.approx(five, rel=0.2)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"window": 15}, "window must be from 1 to exclude_recent"),
        ({"window": 0}, "window must be a whole number of 1 or more"),
        ({"exclude_recent": -1}, "exclude_recent must be a whole number of 0 or more"),
        ({"alpha": 1.0}, "alpha must lie"),
        ({"harmonics": -1}, "harmonics must be a whole number of 0 or more"),
        ({"years_back": 0}, "years_back must be a whole number of 1 or more"),
        ({"reweight_threshold": 0.0}, "reweight_threshold must be above 0"),
        ({"counts": [-1.0]}, "whole numbers of 0 or more"),
        ({"offset": [0.0]}, "offset must be above 0"),
        ({"weeks": [1]}, "rows from 0 to 0"),
    ],
)
def test_what_means_nothing_is_refused(change: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        surveillance.windowed(**{"counts": [1.0]} | change)  # type: ignore[arg-type]
