"""Charts against slow twins: the fit by statsmodels, the ratio by scipy's densities over a fine grid, loops by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize, stats
from statsmodels import api as sm

from tryggve.stats import surveillance
from tryggve.stats.surveillance import glr_kernel, usual


def counts(seed: int, weeks: int = 160, series: int = 3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    mean = np.exp(1.0 + 0.4 * np.sin(2 * np.pi * np.arange(weeks) / 52))[:, None] * [0.3, 1.0, 4.0][:series]
    return rng.poisson(rng.gamma(2.0, mean / 2.0)).astype(float)


def test_what_is_expected_is_statsmodels_fit() -> None:
    y, coverage = counts(1), np.random.default_rng(2).uniform(0.5, 1.5, (160, 3))
    y[5:9, 1] = np.nan
    held = usual.chart(
        y, 130, expected=None, dates=None, frequency=52, harmonics=2, trend=True, offset=coverage
    )  # fmt: skip
    t = np.arange(160) / 52
    turns = [turn(2 * np.pi * j * t) for j in (1, 2) for turn in (np.cos, np.sin)]
    design = np.stack([np.ones(160), *turns, t], axis=1)
    for s in range(3):
        use = np.flatnonzero(~np.isnan(y[:130, s]))
        model = sm.GLM(y[use, s], design[use], family=sm.families.Poisson(), offset=np.log(coverage[use, s]))
        beta = model.fit(tol=1e-13).params
        assert held.expected[:, s] == pytest.approx(np.exp(design @ beta) * coverage[:, s], rel=1e-5)


@pytest.mark.parametrize("rows", [[0], [3, 109], [10, 62, 11, 63, 12, 64, 13, 65]])
def test_a_few_weeks_with_cases_decide_a_level_and_no_wave(rows: list[int]) -> None:
    """Cases in fewer than nine weeks: the Poisson fit of a wave would expect 1e-22 of a quiet season."""
    y = np.zeros(120)
    y[rows] = 2.0
    found = surveillance.cusum(y, first=110)
    assert found.expected[:, 0] == pytest.approx([2.0 * len(rows) / 110] * 10)
    y[115] = 1.0
    assert not surveillance.glr_nb(y, first=110).alarm.any()


def test_waves_follow_the_calendar_through_a_year_of_53_weeks() -> None:
    days = np.datetime64("2019-12-30") + 7 * np.arange(320)
    turn = 2 * np.pi * (days - days[0]).astype(int) / 365.2425
    mean = np.exp(5.0 + 0.8 * np.cos(turn))
    fitted = {
        by is None: usual.chart(
            np.round(mean), 210, expected=None, dates=by, frequency=52, harmonics=1, trend=False, offset=None
        ).expected[300:, 0]
        for by in (None, days)
    }
    assert fitted[False] == pytest.approx(mean[300:], rel=0.01)
    assert np.abs(fitted[True] / mean[300:] - 1.0).max() > 0.03


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize("transform", ["rossi", "standard", "anscombe"])
def test_cusum_by_hand(transform: str, restart: bool) -> None:
    y = counts(3)
    y[140, 1] = np.nan
    found = surveillance.cusum(y, first=120, transform=transform, restart=restart, k=0.5, h=2.0)
    for s in range(3):
        c = 0.0
        for i, t in enumerate(range(120, 160)):
            m, x = found.expected[i, s], y[t, s]
            if np.isnan(x):
                assert np.isnan(found.statistic[i, s])
                assert not found.alarm[i, s]
                continue
            z = {
                "rossi": (x - 3 * m + 2 * (x * m) ** 0.5) / (2 * m**0.5),
                "standard": (x - m) / m**0.5,
                "anscombe": 1.5 * (x ** (2 / 3) - m ** (2 / 3)) * m ** (-1 / 6),
            }[transform]
            c = max(0.0, c + z - 0.5)
            assert found.statistic[i, s] == pytest.approx(c, abs=1e-12)
            assert found.alarm[i, s] == (c >= 2.0)
            if abs(x - found.upper[i, s]) > 1e-6 and found.upper[i, s] > 0:
                assert found.alarm[i, s] == (x > found.upper[i, s])
            c = 0.0 if restart and c >= 2.0 else c
    assert found.alarm.any()


def test_a_series_that_varies_more_signals_less_once_that_is_told() -> None:
    plain = surveillance.cusum(counts(4), first=100)
    told = surveillance.cusum(counts(4), first=100, overdispersed=True)
    assert told.alarm[:, 2].sum() < plain.alarm[:, 2].sum()


def log_density(x: np.ndarray, mean: np.ndarray, alpha: float) -> np.ndarray:
    if alpha == 0.0:
        return np.asarray(stats.poisson.logpmf(x, mean))
    return np.asarray(stats.nbinom.logpmf(x, 1 / alpha, 1 / (1 + alpha * mean)))


def slow(x: np.ndarray, mean: np.ndarray, alpha: float) -> tuple[float, float]:
    """The largest log ratio over κ ≥ 0, and e^κ, by scipy."""

    def less(kappa: float) -> float:
        return -float((log_density(x, mean * np.exp(kappa), alpha) - log_density(x, mean, alpha)).sum())

    found = optimize.minimize_scalar(less, bounds=(0.0, 5.0), method="bounded", options={"xatol": 1e-10})
    return (0.0, 1.0) if found.fun > -1e-9 else (-float(found.fun), float(np.exp(found.x)))


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize("alpha", [0.0, 0.3])
def test_the_ratio_over_all_starts(alpha: float, restart: bool) -> None:
    y = counts(5)
    y[133, 2] = np.nan
    found = surveillance.glr_nb(
        y, first=130, dispersion=alpha, min_weeks=2, max_weeks=5, threshold=2.5, restart=restart
    )
    for s in range(3):
        begin = 130
        for i, t in enumerate(range(130, 160)):
            if np.isnan(y[t, s]):
                assert np.isnan(found.statistic[i, s])
                continue
            best = (0.0, 1.0, -1)
            for start in range(t - 1, max(begin, t - 4) - 1, -1):
                rows = [r for r in range(start, t + 1) if not np.isnan(y[r, s])]
                value, rise = slow(y[rows, s], found.expected[np.array(rows) - 130, s], alpha)
                if value > best[0] + 1e-9:
                    best = (value, rise, start)
            assert found.statistic[i, s] == pytest.approx(best[0], abs=1e-7)
            assert found.rise[i, s] == pytest.approx(best[1], rel=1e-4)
            assert found.since[i, s] == best[2]
            assert found.alarm[i, s] == (best[0] >= 2.5)
            begin = t + 1 if restart and best[0] >= 2.5 else begin
    assert found.alarm.any()


def test_the_chart_of_one_rise() -> None:
    y = counts(6)
    found = surveillance.glr_nb(y, first=110, ratio=1.5, dispersion=0.4, threshold=2.0)
    for s in range(3):
        total = 0.0
        for i, t in enumerate(range(110, 160)):
            mean, x = found.expected[i, s], y[t, s]
            ratio = log_density(np.array([x]), np.array([1.5 * mean]), 0.4) - log_density(
                np.array([x]), np.array([mean]), 0.4
            )
            total = max(0.0, total + float(ratio[0]))
            assert found.statistic[i, s] == pytest.approx(total, abs=1e-9)
            assert found.alarm[i, s] == (total >= 2.0)
            assert found.alarm[i, s] == (x >= found.upper[i, s])
            total = 0.0 if total >= 2.0 else total


def test_gains_of_rises_and_dispersions_without_end() -> None:
    """What a case adds: log((1 + αμ)e^κ/(1 + αμe^κ)); κ where α is 0, 1/αμ where it is large; no division by 0."""
    for kappa in (1e-9, 0.2, 49.0):
        assert glr_kernel.terms(2.0, 0.0, kappa) == pytest.approx((kappa, 2.0 * np.expm1(kappa)), rel=1e-12)
    assert glr_kernel.terms(2.0, 1e-17, 0.2) == pytest.approx((0.2, 2.0 * np.expm1(0.2)), rel=1e-12)
    assert glr_kernel.terms(1e20, 1.0, 49.0)[0] == pytest.approx(1e-20, rel=1e-12)
    for dispersion in (None, 0.0, 1e-320, 1e9, 1e300):
        found = surveillance.glr_nb(counts(6), first=110, ratio=5e21, dispersion=dispersion)
        assert not np.isnan(found.statistic).any()
        assert not np.isnan(found.upper).any()


def test_coverage_that_varies_much_does_not_carry_the_fit_away() -> None:
    """A first step that is too long by far (its mean has no end) is shortened: the score of the optimum is 0."""
    rng = np.random.default_rng(77)
    coverage = np.exp(rng.normal(0.0, 5.0, (160, 1)))
    y = rng.poisson(30.0, (160, 1)).astype(float)
    held = usual.chart(y, 130, expected=None, dates=None, frequency=52, harmonics=1, trend=True, offset=coverage)
    t = np.arange(130) / 52
    design = np.stack([np.ones(130), np.cos(2 * np.pi * t), np.sin(2 * np.pi * t), t], axis=1)
    assert design.T @ (y - held.expected)[:130, 0] == pytest.approx(np.zeros(4), abs=1e-3 * y[:130].sum())


def test_pearsons_dispersion() -> None:
    y = counts(7, weeks=600)
    found = surveillance.glr_nb(y, first=590)
    mean = usual.chart(y, 590, expected=None, dates=None, frequency=52, harmonics=1, trend=False, offset=None).expected
    for s, alpha in enumerate(found.dispersion):
        chi = ((y[:590, s] - mean[:590, s]) ** 2 / (mean[:590, s] + alpha * mean[:590, s] ** 2)).sum()
        assert chi == pytest.approx(590 - 3, rel=1e-9)
    assert found.dispersion == pytest.approx([0.5] * 3, abs=0.2)  # gamma of shape 2
    under = surveillance.glr_nb(np.tile([2.0, 3.0], 100), first=150)
    assert under.dispersion[0] == 0.0


def test_a_slow_rise_is_found_though_no_week_is_odd() -> None:
    """A third more for twenty weeks, at a threshold that few series pass in twenty weeks of an even level.

    The ratio for the true start and rise has the mean 20 (12 log(4/3) − 3) = 9.0 and the standard deviation
    √(20 · 12) log(4/3) = 4.5: above 7 in 68 % of series, and the largest over all starts and rises is no smaller. The
    bound is that less three standard errors of 200 series.
    """
    rng = np.random.default_rng(8)
    y = rng.poisson(9.0, (260, 200)).astype(float)
    y[240:] = rng.poisson(12.0, (20, 200))
    weeks = np.arange(240, 260)
    slow_rise = surveillance.glr_nb(y, first=240, threshold=7.0, dispersion=0.0, restart=False).alarm[-1].mean()
    quiet = surveillance.glr_nb(y[:240], first=220, threshold=7.0, dispersion=0.0).alarm.any(axis=0).mean()
    one_week = surveillance.farrington_flexible(y[:, :60], years_back=4, alpha=0.0005, weeks=weeks).alarm[-1].mean()
    assert quiet < 0.05
    assert slow_rise > 0.68 - 3 * (0.68 * 0.32 / 200) ** 0.5
    assert one_week < 0.2


def test_the_bisection_stops_at_the_root() -> None:
    assert glr_kernel.best_rise(np.array([8.0]), np.array([2.0]), 0.0) == pytest.approx(np.log(4.0), rel=1e-14)
    assert glr_kernel.best_rise(np.array([1.0, 1.0]), np.array([2.0, 1.0]), 0.5) == 0.0
    assert glr_kernel.best_rise(np.zeros(0), np.zeros(0), 0.5) == 0.0


def test_a_baseline_that_does_not_vary_gives_no_signal_of_nothing() -> None:
    """Nine twos and a three: the week above is told, and an empty week after it is not."""
    found = surveillance.ears(np.array([2.0] * 9 + [3.0, 2.0, 0.0, 0.0, 1.0]), kind="C3")
    assert np.isfinite(found.upper[9:]).all()
    assert (found.upper[9:] >= 0).all()
    assert found.alarm[9, 0]
    assert not found.alarm[11:13, 0].any()


def test_edges() -> None:
    for call in (surveillance.cusum, surveillance.glr_nb):
        empty = call(np.zeros((60, 0)), first=55)
        assert empty.statistic.shape == (5, 0)
        silent = call(np.vstack([np.zeros((55, 1)), np.ones((5, 1))]), first=55)
        assert np.isnan(silent.expected).all()
        assert not silent.alarm.any()
        assert call(np.ones(60), first=60).statistic.shape == (0, 1)
        given = call(np.ones(3), first=0, expected=np.full(3, 2.0))
        assert given.expected[:, 0].tolist() == [2.0] * 3


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"first": 61}, "first must be a row from 0 to 60"),
        ({"first": 10}, "first must leave 52 weeks"),
        ({"first": 0, "harmonics": 0}, "first must leave 1 weeks"),
        ({"harmonics": -1}, "harmonics must be a whole number of 0 or more"),
        ({"expected": np.ones(3)}, "expected must have the shape"),
        ({"expected": np.zeros(60)}, "expected must be above 0"),
        ({"counts": np.full(60, -1.0)}, "whole numbers of 0 or more"),
    ],
)
def test_what_means_nothing_is_refused(change: dict[str, object], says: str) -> None:
    for call in (surveillance.cusum, surveillance.glr_nb):
        with pytest.raises(ValueError, match=says):
            call(**{"counts": np.ones(60), "first": 55} | change)


@pytest.mark.parametrize(
    ("call", "change", "says"),
    [
        (surveillance.cusum, {"transform": "log"}, "transform must be one of"),
        (surveillance.cusum, {"h": 0.0}, "h above 0"),
        (surveillance.cusum, {"k": -1.0}, "k must be 0 or more"),
        (surveillance.glr_nb, {"ratio": 1.0}, "ratio must be above 1"),
        (surveillance.glr_nb, {"ratio": 1e300}, "ratio must be above 1 and at most"),
        (surveillance.glr_nb, {"dispersion": -0.1}, "dispersion must be 0"),
        (surveillance.glr_nb, {"threshold": 0.0}, "threshold must be above 0"),
        (surveillance.glr_nb, {"min_weeks": 9, "max_weeks": 8}, "min_weeks <= max_weeks"),
    ],
)
def test_options_that_mean_nothing(call, change: dict[str, object], says: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=says):
        call(np.ones(60), first=55, **change)
