"""The closed-form fit against statsmodels' on a full design; gaps, coverage, 53 weeks; what means nothing."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from scipy import stats
from statsmodels import api as sm

from tryggve.stats import surveillance
from tryggve.stats.surveillance import reference_weeks, thresholds
from tryggve.stats.surveillance.farrington import enough_cases


def as_r(y, x, offset, weight):  # type: ignore[no-untyped-def]
    """Parameters, means, weights of the last step, inverse information, Pearson's sum: R's glm, start and stop."""
    mu, before = y + 0.1, np.inf
    predictor = np.log(mu)
    for _step in range(60):
        work = weight * mu
        inverse = np.linalg.inv((x * work[:, None]).T @ x)
        beta = inverse @ (x.T @ (work * (predictor - offset + (y - mu) / mu)))
        predictor = x @ beta + offset
        mu = np.exp(predictor)
        deviance = 2 * (weight * (np.where(y > 0, y * np.log(np.maximum(y, 1) / mu), 0.0) - (y - mu))).sum()
        if abs(deviance - before) / (abs(deviance) + 0.1) < 1e-8:
            break
        before = deviance
    return beta, mu, work, inverse, (work * ((y - mu) / mu) ** 2).sum()


def settled(y, x, offset, weight):  # type: ignore[no-untyped-def]
    """The same at the optimum, by statsmodels."""
    found = sm.GLM(y, x, family=sm.families.Poisson(), offset=offset, var_weights=weight).fit(tol=1e-12, maxiter=100)
    return found.params, found.mu, weight * found.mu, found.normalized_cov_params, found.pearson_chi2


def slow(fit, y, past, offset, offset_now, threshold, keep):  # type: ignore[no-untyped-def]
    """Expected count, dispersion and standard error of the week, on dummies and a trend."""
    known = ~np.isnan(y)
    blocks = [b for b in range(past.blocks) if (past.block[known] == b).any()]
    x = np.stack([past.block[known] == b for b in blocks] + [past.time[known]] * keep, axis=1).astype(float)
    beta, mu, work, inverse, pearson = fit(y[known], x, offset[known], np.ones(len(x)))
    phi = max(pearson / (len(x) - x.shape[1]), 1.0)
    if np.isfinite(threshold):
        hat = work * (x @ inverse * x).sum(axis=1)
        s = 1.5 * (y[known] ** (2 / 3) * mu ** (-1 / 6) - mu**0.5) / np.sqrt(phi * (1 - hat))
        weight = np.where(s > threshold, s**-2, 1.0)
        beta, mu, work, inverse, pearson = fit(y[known], x, offset[known], weight * (len(weight) / weight.sum()))
        phi = max(pearson / (len(x) - x.shape[1]), 1.0)
    now = np.array([float(b == past.season) for b in blocks] + [past.now] * keep)
    return float(np.exp(now @ beta + offset_now)), phi, np.sqrt(now @ (inverse * phi) @ now)


@pytest.mark.parametrize(("fit", "near"), [(as_r, 1e-9), (settled, 3e-4)])
@pytest.mark.parametrize("threshold", [np.inf, 2.58, 1.0])
@pytest.mark.parametrize(("years", "periods"), [(2, 10), (3, 10), (4, 1)])
def test_the_fit(threshold: float, years: int, periods: int, fit, near: float) -> None:  # type: ignore[no-untyped-def]
    """To rounding where the fit stops when R's does; the optimum lies so near that no threshold knows of it."""
    rng = np.random.default_rng(years)
    t = np.arange(260)
    mean = np.exp(1.2 + 0.001 * t + 0.6 * np.cos(2 * np.pi * t / 52))[:, None] * [1.0, 0.2, 6.0]
    y = rng.poisson(rng.gamma(3.0, mean / 3.0)).astype(float)
    y[rng.random(y.shape) < 0.05] = np.nan  # weeks that nobody knows of
    offset = rng.uniform(0.5, 1.5, y.shape)
    found = surveillance.farrington_flexible(
        y, years_back=years, periods=periods, reweight_threshold=threshold, offset=offset, weeks=[250, 259],
        threshold_method="delta", alpha=0.01, limit54=None,
    )  # fmt: skip
    for i, row in enumerate((250, 259)):
        past = reference_weeks.reference(
            row, None, 260, frequency=52, years_back=years, half_window=3, periods=periods, exclude_recent=26
        )
        assert past is not None
        for s in range(3):
            own, scale = y[past.rows, s], offset[past.rows, s]
            args = (fit, own, past, np.log(scale), np.log(offset[row, s]), threshold)
            mean_now, phi, error = slow(*args, years >= 3)
            if years >= 3 and mean_now / offset[row, s] > np.nanmax(own / scale):
                mean_now, phi, error = slow(*args, False)
            assert found.expected[i, s] == pytest.approx(mean_now, rel=near)
            assert found.phi[i, s] == pytest.approx(phi, rel=near)
            upper = thresholds.upper_delta(*(np.array([v]) for v in (mean_now, phi, error * mean_now)), 0.01)[0]
            assert found.upper[i, s] == pytest.approx(upper, rel=near)


@pytest.mark.parametrize("phi", [1.0, 1.0001, 1.7, 12.0])
def test_quantiles_and_tails_are_scipys(phi: float) -> None:
    mean = np.array([0.003, 0.4, 3.0, 47.0, 900.0])
    alpha = 0.005
    upper = thresholds.upper_plugin(mean, np.full(5, phi), alpha)
    law = stats.poisson(mean) if phi == 1.0 else stats.nbinom(mean / (phi - 1), 1 / phi)
    assert (upper == law.ppf(1 - alpha)).all()
    for count in (0.0, 1.0, 5.0, 60.0):
        own = thresholds.tail(np.full(5, count), mean, np.full(5, phi))
        assert own == pytest.approx(law.sf(count - 1), rel=1e-9)


def test_years_of_53_weeks() -> None:
    """Monday 4 January 2021 lies after a year of 53 weeks: a year before lies Monday 6 January 2020, 52 weeks back."""
    days = np.datetime64("2014-12-29") + 7 * np.arange(400)
    row = int(np.searchsorted(days, np.datetime64("2021-01-04")))
    past = reference_weeks.reference(
        row, days, 400, frequency=52, years_back=5, half_window=0, periods=1, exclude_recent=0
    )
    assert past is not None
    mondays = [day.astype(object) for day in days[past.rows]]
    assert mondays == [dt.date(2015 + i, 1, day) for i, day in enumerate((4, 2, 1, 7, 6), start=1)]


def test_blocks_of_the_season() -> None:
    """Two years by hand: windows of a week each way are the last block, what lies between is cut in three."""
    past = reference_weeks.reference(
        41, None, 45, frequency=20, years_back=2, half_window=1, periods=4, exclude_recent=2
    )
    assert past is not None
    block = dict(zip(past.rows.tolist(), past.block.tolist(), strict=True))
    assert sorted(block) == list(range(39))
    assert [block[row] for row in range(3)] == [3, 3, 3]
    assert [block[row] for row in range(3, 20)] == [0] * 6 + [1] * 6 + [2] * 5
    assert [block[row] for row in range(20, 23)] == [3, 3, 3]
    assert [block[row] for row in range(23, 39)] == [0] * 6 + [1] * 6 + [2] * 4
    assert (past.now, past.season) == (41.0, 3)


def test_coverage_and_silence() -> None:
    """Twice the reporters, twice the reports: no alarm once coverage is told. An unknown week is not judged."""
    rng = np.random.default_rng(1)
    y = rng.poisson(20.0, 270).astype(float)
    coverage = np.ones(270)
    y[260:] = rng.poisson(40.0, 10)
    coverage[260:] = 2.0
    asked = {"years_back": 4, "weeks": np.arange(262, 270), "alpha": 0.005}
    assert surveillance.farrington_flexible(y, **asked).alarm.mean() > 0.8
    assert surveillance.farrington_flexible(y, offset=coverage, **asked).alarm.mean() < 0.3
    y[265] = np.nan
    silent = surveillance.farrington_flexible(y, offset=coverage, **asked)
    assert np.isnan(silent.score[3, 0])
    assert not silent.alarm[3, 0]
    assert np.isfinite(silent.expected[3, 0])


@pytest.mark.parametrize("call", [surveillance.farrington_flexible, surveillance.farrington])
def test_the_trend_is_kept_when_reporting_grows(call) -> None:  # type: ignore[no-untyped-def]
    """Twice the reporters for five weeks, told: as many trends and alarms as with the same reporters all along."""
    mean = 4.0 * np.exp(0.0025 * np.arange(330))[:, None] * np.ones(400)
    coverage = np.ones((330, 1))
    coverage[325:] = 2.0
    same = call(np.random.default_rng(1).poisson(mean), weeks=[329], alpha=0.005)
    y = np.random.default_rng(2).poisson(mean * coverage)
    grown = call(y, weeks=[329], alpha=0.005, offset=coverage)
    assert grown.trend.mean() == pytest.approx(same.trend.mean(), abs=0.1)
    assert grown.alarm.mean() < same.alarm.mean() + 0.03
    assert grown.expected.mean() / (2.0 * mean[329, 0]) == pytest.approx(same.expected.mean() / mean[329, 0], abs=0.04)


def test_r_throws_the_trend_away_when_reporting_grows() -> None:
    """R's comparison of counts, with what it does to the mean, is to be had with `r_compat` alone."""
    mean = 4.0 * np.exp(0.0025 * np.arange(330))[:, None] * np.ones(40)
    coverage = np.ones((330, 1))
    coverage[325:] = 2.0
    y = np.random.default_rng(3).poisson(mean * coverage)
    ours, theirs = (
        surveillance.farrington_flexible(y, weeks=[329], offset=coverage, r_compat=r) for r in (False, True)
    )
    past = reference_weeks.reference(
        329, None, 330, frequency=52, years_back=5, half_window=3, periods=10, exclude_recent=26
    )
    assert past is not None
    assert ours.trend.all()
    assert (theirs.trend == (ours.expected <= y[past.rows].max(axis=0))).all()
    assert not theirs.trend.all()


def test_one_dispersion_for_counts_and_their_mean() -> None:
    """Twos and threes vary less than Poisson: φ is 1, and the mean of n weeks has variance μ/n, not less."""
    y = np.resize([2.0, 3.0], 160)
    found = surveillance.farrington(y, years_back=2, weeks=[159], alpha=0.01)
    n, mean = 14, 34 / 14  # four twos and three threes in the window of each year
    assert found.phi[0, 0] == 1.0
    assert found.expected[0, 0] == pytest.approx(mean, rel=1e-6)
    tau = 1.0 + 1.0 / n
    upper = (mean ** (2 / 3) + stats.norm.isf(0.005) * (4 / 9 * mean ** (1 / 3) * tau) ** 0.5) ** 1.5
    assert found.upper[0, 0] == pytest.approx(upper, rel=1e-6)


def test_the_score_where_nothing_was_expected() -> None:
    """After a past of nothing the threshold is 0: nine cases are 9/½, none are 0, and neither is divided by 1e-13."""
    y = np.zeros((330, 2))
    y[-1] = [9.0, 0.0]
    found = surveillance.farrington_flexible(y, weeks=[329], limit54=None)
    assert found.upper.tolist() == [[0.0, 0.0]]
    assert found.score.tolist() == [[18.0, 0.0]]
    assert found.alarm.tolist() == [[True, False]]


def test_rs_score_where_nothing_was_expected() -> None:
    """By hand: (9 − log μ)/(0 − log μ)."""
    y = np.zeros(330)
    y[-1] = 9.0
    found = surveillance.farrington_flexible(y, weeks=[329], r_compat=True)
    log_mean = np.log(found.expected[0, 0])
    assert found.score[0, 0] == pytest.approx((9 - log_mean) / -log_mean)
    assert found.alarm[0, 0]


def test_thresholds_above_all_whole_numbers() -> None:
    """Above 2^53 floats lie more than one apart: the search for the threshold ends all the same."""
    found = thresholds.upper_plugin(np.array([1e17, 3.0]), np.array([2.0, 1.0]), 0.01)
    assert found == pytest.approx([1e17 + 2.326 * 2e17**0.5, stats.poisson(3.0).ppf(0.99)], rel=1e-9)


def test_a_past_of_nothing_has_no_largest_mean() -> None:
    y = np.zeros(330)
    y[-1] = 9.0
    found = surveillance.farrington_flexible(y, weeks=[329], threshold_method="muan")
    assert (found.upper[0, 0], found.score[0, 0], found.alarm[0, 0]) == (np.inf, 0.0, False)


def test_unknown_weeks_are_not_weeks_without_cases() -> None:
    """Five in four weeks: 3 + 2 are enough, 2 + 2 are not; with two weeks unknown 3 are (2.5), 2 are not."""
    y = np.array([[0, 0, 0, 0], [3, 2, np.nan, np.nan], [0, 0, np.nan, np.nan], [0, 0, 0, 0], [2, 2, 3, 2.0]])
    last = np.array([4])
    assert enough_cases(y, last, 5, 4).tolist() == [[True, False, True, False]]
    # The first weeks of a table: what lies before it is not unknown, it is not there (as in R).
    assert enough_cases(np.array([[4.0], [1.0]]), np.array([0, 1]), 5, 4).tolist() == [[False], [True]]


@pytest.mark.parametrize("call", [surveillance.farrington_flexible, surveillance.windowed])
def test_silence_before_does_not_hide_a_signal(call) -> None:  # type: ignore[no-untyped-def]
    y = np.zeros(312)
    y[::13] = 1.0
    y[308:311], y[311] = np.nan, 4.0
    assert call(y, weeks=[311]).alarm[0, 0]
    y[308:311] = 0.0
    assert not call(y, weeks=[311]).alarm[0, 0]


def test_edges() -> None:
    nothing = surveillance.farrington_flexible(np.zeros((0, 3)))
    assert nothing.expected.shape == (0, 3)
    short = surveillance.farrington_flexible(np.ones(20), weeks=[19])
    assert np.isnan(short.expected[0, 0])
    assert not short.alarm[0, 0]
    quiet = surveillance.farrington_flexible(np.zeros(300), weeks=[299])
    assert quiet.expected[0, 0] == pytest.approx(0.0, abs=1e-6)
    assert not quiet.alarm[0, 0]
    ears = surveillance.ears(np.array([1, 2, 3, 4, 5, 6, 7, 100]), kind="C1")
    assert ears.alarm[:, 0].tolist() == [False] * 7 + [True]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"counts": [-1.0]}, "whole numbers of 0 or more"),
        ({"counts": [0.5]}, "whole numbers of 0 or more"),
        ({"counts": np.zeros((2, 2, 2))}, "must have the shape"),
        ({"dates": ["2024-01-01"]}, "one per week"),
        ({"dates": np.array(["2024-01-01", "2024-01-09", "2024-01-15"], "datetime64[D]")}, "a week apart: 2024-01-01"),
        ({"offset": [1.0, 0.0, 1.0]}, "offset must be above 0"),
        ({"offset": [1.0]}, "offset must have the shape"),
        ({"weeks": [3]}, "rows from 0 to 2"),
        ({"alpha": 0.7}, "alpha must lie"),
        ({"threshold_method": "NBplugin"}, "threshold_method must be one of"),
        ({"years_back": 0}, "years_back"),
    ],
)
def test_what_means_nothing_is_refused(change: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        surveillance.farrington_flexible(**{"counts": [1.0, 2.0, 3.0]} | change)  # type: ignore[arg-type]
