"""What the statistics refuse, and what their results promise."""

from __future__ import annotations

import dataclasses
import math
import pickle
import subprocess
import sys

import numpy as np
import pytest

from tryggve.stats import change, concentration, density, harm, rates, time_profile, trend
from tryggve.stats.result import Interval, Result

RESULTS: list[Result] = [
    rates.rate(3, 10.0),
    rates.share(3, 10),
    change.compare_counts(3, 10),
    trend.expected_level([1.0, 2.0] * 10, period_length=12.0),
    time_profile.aoristic_profile([0], [7200], zone="UTC"),
    concentration.lorenz([1, 2]),
    concentration.share_of_places([1, 2], draws=9, seed=5),
    density.kernel_density([0.0], [0.0], bandwidth=100.0, cell=50.0),
    harm.harm_sum([1], {1: 1.0, 2: 2.0, 3: 3.0, 4: 4.0, 5: 5.0}),
]


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: str(result.method))
def test_results_are_frozen_and_name_their_origin(result: Result) -> None:
    assert result.method.isidentifier()
    assert any(character.isdigit() for character in result.reference)
    assert (result.seed is not None) == ("chance" in result.method)
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.method = "other"  # type: ignore[misc]
    for value in vars(result).values():
        if isinstance(value, np.ndarray):
            with pytest.raises(ValueError, match="read-only"):
                value[...] = 0.0


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: str(result.method))
def test_results_travel_between_processes(result: Result) -> None:
    """The cluster sends results as pickles."""
    copy = pickle.loads(pickle.dumps(result))
    assert type(copy) is type(result)
    assert copy.parameters == result.parameters


def test_method_ids_are_unique() -> None:
    assert len({result.method for result in RESULTS}) == len(RESULTS)


def test_the_package_itself_is_light() -> None:
    """`import tryggve.stats` brings in neither numpy nor scipy, and no module brings in scipy.stats."""
    modules = "rates change trend time_profile concentration density harm".split()
    code = (
        "import sys, tryggve.stats; assert 'numpy' not in sys.modules; import importlib;"
        f"[importlib.import_module('tryggve.stats.' + m) for m in {modules}]; assert 'scipy.stats' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("count", [-1, 2.5, math.nan, math.inf])
def test_what_is_no_count(count: float) -> None:
    for call in (
        lambda: rates.poisson_interval(count),
        lambda: rates.rate(count, 1.0),
        lambda: rates.share(count, 10),
        lambda: rates.share(1, count),
        lambda: change.compare_counts(count, 1),
        lambda: change.compare_counts(1, count),
        lambda: rates.poisson_limits([1.0, count]),
        lambda: concentration.gini([1.0, count]),
        lambda: concentration.share_of_places([1], draws=count),  # type: ignore[arg-type]
    ):
        with pytest.raises(ValueError, match=r"whole number|negative"):
            call()


@pytest.mark.parametrize("exposure", [0.0, -1.0, math.nan, math.inf])
def test_what_is_no_exposure(exposure: float) -> None:
    for call in (
        lambda: rates.rate(1, exposure),
        lambda: rates.rate(1, 1.0, per=exposure),
        lambda: change.compare_counts(1, 1, exposure_after=exposure),
        lambda: change.compare_counts(1, 1, exposure_before=exposure),
        lambda: trend.expected_level([1.0], period_length=exposure),
        lambda: time_profile.aoristic_profile([0], [1], zone="UTC", max_hours=exposure),
        lambda: density.kernel_weights(exposure, 1.0),
        lambda: density.kernel_weights(1.0, exposure),
    ):
        with pytest.raises(ValueError, match="above 0"):
            call()


@pytest.mark.parametrize("level", [0.0, 1.0, -0.1, 95.0, math.nan])
def test_what_is_no_level(level: float) -> None:
    for call in (
        lambda: rates.poisson_interval(1, level),
        lambda: rates.share(1, 2, level),
        lambda: change.compare_counts(0, 0, level=level),
        lambda: trend.expected_level([1.0], period_length=12.0, level=level),
        lambda: harm.weighted_poisson_interval([1], [1.0], level),
        lambda: concentration.share_of_places([1], level=level, draws=9),
        lambda: Interval(0.0, 1.0, level),
    ):
        with pytest.raises(ValueError, match="level"):
            call()


def test_counts_of_other_kinds() -> None:
    for counts, message in (([[1, 2]], "dimension"), (["a"], "numbers"), ([1.5], "whole"), ([None], "numbers")):
        with pytest.raises(ValueError, match=message):
            rates.poisson_limits(counts)  # type: ignore[arg-type]
    assert rates.poisson_limits([])[0].shape == (0,)
    assert rates.poisson_interval(np.int64(3)) == rates.poisson_interval(3.0)


def test_intervals() -> None:
    interval = Interval(0.5, 2.0, 0.9)
    assert interval.contains(0.5)
    assert interval.contains(2.0)
    assert not interval.contains(2.1)
    assert not interval.contains(math.nan)
    assert interval.covers_one
    assert not interval.covers_zero
    assert Interval(-1.0, 0.0, 0.9).covers_zero
    assert interval.scaled(2.0) == Interval(1.0, 4.0, 0.9)
    assert Interval(3.0, math.inf, 0.9).contains(1e300)
    for low, high in ((2.0, 1.0), (math.nan, 1.0), (1.0, math.nan)):
        with pytest.raises(ValueError, match="low <= high"):
            Interval(low, high, 0.9)
    for factor in (0.0, -1.0, math.nan):
        with pytest.raises(ValueError, match="positive"):
            interval.scaled(factor)
