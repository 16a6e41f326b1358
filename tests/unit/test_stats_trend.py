"""The ladder of models, and what happens when history is short, silent, broken or wild."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tryggve.stats.inputs import FloatArray
from tryggve.stats.trend import LADDER, UNKNOWN, ExpectedLevel, expected_level

WEEKS = 365.25 / 7


def weekly(years: float, mean: float = 8.0, seed: int = 1) -> FloatArray:
    length = round(years * WEEKS)
    t = np.arange(length) / WEEKS
    return np.random.default_rng(seed).poisson(mean * np.exp(0.4 * np.cos(2 * np.pi * t))).astype(np.float64)


def known(found: ExpectedLevel) -> tuple[float, float, float]:
    assert found.expected is not None
    assert found.interval is not None
    assert found.reason is None
    return found.interval.low, found.expected, found.interval.high


def test_the_ladder_goes_down_as_history_shrinks() -> None:
    models = [expected_level(weekly(years), period_length=WEEKS).model for years in (4.0, 2.0, 1.5, 0.2)]
    assert models == ["trend_and_season", "trend_and_season", "mean", "mean"]
    short = expected_level(weekly(1.5), period_length=WEEKS)
    assert short.skipped == (("trend_and_season", "too_short"), ("trend", "too_short"))
    assert short.trend is None


def test_few_events_carry_a_trend_but_no_season() -> None:
    found = expected_level(weekly(4.0, mean=0.1), period_length=WEEKS)
    assert (found.model, found.skipped) == ("trend", (("trend_and_season", "too_few_events"),))
    assert found.trend is not None
    assert set(found.coefficients) == {"level", "trend_per_year"}


@pytest.mark.parametrize("counts", [[], [3.0], [1.0, 2.0, 3.0, 4.0, 9.0], [math.nan] * 50, [math.nan] * 46 + [1.0] * 5])
def test_too_little_gives_no_number(counts: list[float]) -> None:
    found = expected_level(counts, period_length=12.0)
    assert (found.model, found.reason) == (UNKNOWN, "too_few_observations")
    assert (found.expected, found.interval, found.trend, found.distribution) == (None, None, None, None)
    assert found.probability_at_least(1) is None
    assert [name for name, _ in found.skipped] == [step.name for step in LADDER]


def test_five_observations_are_enough_for_a_mean() -> None:
    low, expected, high = known(expected_level([1.0, 2.0, 3.0, 4.0, 0.0, 7.0], period_length=12.0))
    assert expected == pytest.approx(2.0)
    assert low == 0.0
    assert high > 4.0


def test_the_target_itself_and_what_follows_do_not_count() -> None:
    counts = weekly(3.0)
    base = expected_level(counts, period_length=WEEKS)
    changed = counts.copy()
    changed[-1] = 5_000.0
    assert known(expected_level(changed, period_length=WEEKS)) == known(base)
    longer = np.concatenate([counts, [1e6, math.nan, 3.0]])
    assert known(expected_level(longer, period_length=WEEKS, target=len(counts) - 1)) == known(base)
    assert known(expected_level(counts[:-1], period_length=WEEKS, target=len(counts) - 1)) == known(base)


def test_a_period_after_the_series_is_less_certain() -> None:
    counts = weekly(3.0)
    near, far = (expected_level(counts, period_length=WEEKS, target=len(counts) + ahead) for ahead in (0, 260))
    assert near.distribution is not None
    assert far.distribution is not None
    assert far.distribution.variance / far.distribution.mean > near.distribution.variance / near.distribution.mean


def test_season_and_trend_are_followed() -> None:
    """A noiseless series: the expected level is the series' own next value."""
    t = np.arange(200) / WEEKS
    mu = 200.0 * np.exp(0.2 * t + 0.5 * np.sin(2 * np.pi * t) + 0.2 * np.cos(4 * np.pi * t))
    found = expected_level(mu, period_length=WEEKS)
    assert found.expected == pytest.approx(mu[-1], rel=1e-6)
    assert found.trend is not None
    assert found.trend.ratio_per_year == pytest.approx(math.exp(0.2), rel=1e-6)
    assert found.trend.p_value < 1e-6
    assert not found.trend.interval.covers_one


def test_one_huge_outlier_does_not_move_the_level() -> None:
    counts = weekly(4.0)
    base = expected_level(counts, period_length=WEEKS)
    spoiled = counts.copy()
    spoiled[100] = 1e6
    found = expected_level(spoiled, period_length=WEEKS)
    assert (base.n_outliers, found.n_outliers) == (0, 1)
    assert found.n_used == base.n_used - 1
    assert found.expected == pytest.approx(base.expected, rel=0.03)
    assert found.dispersion == pytest.approx(base.dispersion, rel=0.05)


@pytest.mark.parametrize(("highest", "left_out"), [(22.0, 0), (22.5, 1)])
def test_gross_is_above_three_times_the_usual_plus_ten(highest: float, left_out: int) -> None:
    """The 95th percentile is 4: 22 still counts, anything above does not; the rule is per exposure."""
    counts = [4.0] * 39 + [highest, 0.0]
    assert expected_level(counts, period_length=12.0).n_outliers == left_out
    halved = expected_level(counts, period_length=12.0, exposure=[0.5] * 41)
    assert halved.n_outliers == left_out


@pytest.mark.parametrize(("weeks", "model"), [(100, "trend_and_season"), (99, "mean")])
def test_nearly_two_years_are_needed_for_a_season(weeks: int, model: str) -> None:
    """1.9 years are 99.1 weeks; leading gaps are no history."""
    counts = np.concatenate([np.full(80, math.nan), weekly(4.0)[: weeks + 1]])
    assert expected_level(counts, period_length=WEEKS).model == model


def test_a_past_burst_is_weighted_down() -> None:
    counts = weekly(4.0)
    base = expected_level(counts, period_length=WEEKS)
    spoiled = counts.copy()
    spoiled[120:124] += 25.0
    found = expected_level(spoiled, period_length=WEEKS)
    assert found.n_outliers == 0
    assert found.n_downweighted >= 4
    assert found.expected == pytest.approx(base.expected, rel=0.1)


def test_gaps_and_missing_reporters_are_unknown_not_zero() -> None:
    counts = weekly(3.0)
    exposure = np.full(len(counts), 4.0)
    gap = slice(60, 90)
    counts[gap] = 0.0
    exposure[gap] = 0.0
    found = expected_level(counts, period_length=WEEKS, exposure=exposure)
    assert found.n_gaps == 30
    with_nan = counts.copy()
    with_nan[gap] = math.nan
    assert known(found) == pytest.approx(known(expected_level(with_nan, period_length=WEEKS)), rel=1e-9)
    as_zero = expected_level(counts, period_length=WEEKS)
    assert as_zero.dispersion is not None
    assert found.dispersion is not None
    assert as_zero.dispersion > 2.0 * found.dispersion


def test_a_new_reporter_is_no_rise() -> None:
    """Twice as many reporters in the second half: per reporter nothing happened."""
    rng = np.random.default_rng(6)
    exposure = np.where(np.arange(200) < 100, 5.0, 10.0)
    counts = rng.poisson(2.0 * exposure).astype(np.float64)
    told = expected_level(counts, period_length=WEEKS, exposure=exposure)
    untold = expected_level(counts, period_length=WEEKS)
    assert told.trend is not None
    assert untold.trend is not None
    assert told.trend.interval.covers_one
    assert not untold.trend.interval.covers_one
    assert told.expected == pytest.approx(20.0, rel=0.15)


def test_a_target_without_reporters_is_unknown() -> None:
    found = expected_level([5.0] * 30, period_length=12.0, exposure=[1.0] * 29 + [0.0])
    assert (found.model, found.reason) == (UNKNOWN, "target_exposure_unknown")
    assert expected_level([5.0] * 30, period_length=12.0, exposure=[1.0] * 29 + [math.nan]).expected is None


def test_all_zeros() -> None:
    found = expected_level([0.0] * 209, period_length=WEEKS)
    assert known(found) == (0.0, 0.0, 0.0)
    assert found.model == "mean"
    assert found.probability_at_least(0) == 1.0
    assert found.probability_at_least(1) == pytest.approx(1 / 209)
    assert found.n_outliers == 0


def test_events_in_one_season_only() -> None:
    """Perfect separation: events in summer, never in winter; both targets get a sane number."""
    t = np.arange(209) / WEEKS
    summer = np.cos(2 * np.pi * t) < -0.8
    counts = np.where(summer, 6.0, 0.0)
    winter_low, winter, winter_high = known(expected_level(counts, period_length=WEEKS))
    assert 0.0 <= winter_low <= winter <= winter_high < 20.0
    target = int(np.flatnonzero(summer)[-1])
    _, in_summer, high = known(expected_level(counts, period_length=WEEKS, target=target))
    assert 0.5 < in_summer < 10.0
    assert high < 60.0


def test_history_of_one_season_cannot_tell_the_season() -> None:
    """Counts from the first six weeks of each year alone: the rest of the year is not guessed by a wild curve."""
    counts = weekly(4.0, mean=30.0)
    week = np.arange(len(counts)) % 52
    counts[week > 5] = math.nan
    found = expected_level(counts, period_length=WEEKS, target=len(counts) - 26)
    assert found.model != "trend_and_season"
    assert found.skipped[0] in (("trend_and_season", "unstable"), ("trend_and_season", "not_estimable"))


@pytest.mark.parametrize(
    ("period_length", "names"),
    [
        (12.0, {"level", "trend_per_year", "cos1", "sin1", "cos2", "sin2"}),
        (4.0, {"level", "trend_per_year", "cos1", "sin1"}),
        (1.0, {"level", "trend_per_year"}),
    ],
)
def test_as_many_harmonics_as_the_rhythm_can_carry(period_length: float, names: set[str]) -> None:
    counts = np.random.default_rng(2).poisson(50.0, max(12, round(6 * period_length))).astype(np.float64)
    found = expected_level(counts, period_length=period_length)
    assert set(found.coefficients) == names
    if period_length == 1.0:
        assert found.skipped == (("trend_and_season", "no_season_at_this_frequency"),)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"counts": [1.0, -1.0]}, "counts must be finite"),
        ({"counts": [1.0, math.inf]}, "counts must be finite"),
        ({"counts": [[1.0]]}, "one dimension"),
        ({"counts": [1.0, 2.0], "exposure": [1.0]}, "length 2"),
        ({"counts": [1.0, 2.0], "target": 4, "exposure": [1.0, 1.0]}, "length 5"),
        ({"counts": [1.0, 2.0], "exposure": [1.0, -2.0]}, "exposure must be finite"),
        ({"counts": [1.0, 2.0], "exposure": [1.0, math.inf]}, "exposure must be finite"),
        ({"counts": [1.0, 2.0], "exposure": [-math.inf, 1.0]}, "exposure must be finite"),
        ({"counts": [1.0, 2.0], "target": -3}, "before the series"),
    ],
)
def test_what_is_no_series(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        expected_level(**arguments, period_length=12.0)  # type: ignore[arg-type]
