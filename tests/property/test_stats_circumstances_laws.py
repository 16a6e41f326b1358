"""Laws of expected levels: calibrated on unseen areas, nothing found where nothing is, what cannot be used is named."""

from __future__ import annotations

import numpy as np
import pytest

from tryggve.stats.circumstances import ExpectedGiven, expected_counts, expected_figures

N = 120


def made(seed: int, effect: float) -> tuple[ExpectedGiven, ExpectedGiven]:
    """Counts and figures of 120 areas whose first of three circumstances has this effect, and 20 % spread besides."""
    rng = np.random.default_rng(seed)
    people = np.exp(rng.normal(np.log(15_000), 0.9, N))
    x = rng.normal(size=(N, 3))
    named = {f"c{j}": x[:, j] for j in range(3)}
    counts = rng.poisson(0.01 * np.exp(effect * x[:, 0]) * rng.gamma(25, 1 / 25, N) * people)
    figures = 30 + 10 * effect * x[:, 0] + rng.normal(0, 3, N) + rng.normal(0, 2, N)
    return expected_counts(counts, people, named, seed=seed, folds=5), expected_figures(
        figures, named, errors=np.full(N, 2.0), folds=5
    )


@pytest.mark.parametrize("effect", [0.0, 0.3])
def test_intervals_hold_unseen_areas_and_only_a_real_effect_is_better(effect: float) -> None:
    """Four draws of 120 areas each: 5 % outside, plus or minus; the verdict on the model is right in every draw."""
    found = [made(seed, effect) for seed in range(4)]
    for kind in (0, 1):
        outside = np.mean([(one[kind].outside != 0).mean() for one in found])
        assert outside == pytest.approx(0.05, abs=0.03)
        assert [one[kind].is_better for one in found] == [effect > 0] * 4
        assert (np.mean([one[kind].explained for one in found]) > 0.3) == (effect > 0)


def test_scale_and_unit_change_nothing() -> None:
    rng = np.random.default_rng(1)
    people, x = np.full(40, 1_000.0), rng.normal(size=40)
    counts = rng.poisson(20 * np.exp(0.2 * x))
    one = expected_counts(counts, people, {"x": x})
    other = expected_counts(counts, people * 7, {"x": 1_000 * x + 5}, per=7)
    assert other.expected == pytest.approx(one.expected, rel=1e-8)
    assert other.residual_high == pytest.approx(one.residual_high, rel=1e-8)
    assert other.gain == pytest.approx(one.gain, rel=1e-6)
    assert other.effects[0].effect == pytest.approx(one.effects[0].effect, rel=1e-8)
    assert other.effects[0].deviation == pytest.approx(1_000 * one.effects[0].deviation)


def test_what_cannot_be_used_is_named() -> None:
    x = np.arange(20.0)
    y = np.full(20, 9) + np.arange(20) % 3
    with pytest.raises(ValueError, match="age: the same everywhere"):
        expected_figures(y, {"x": x, "age": np.full(20, 3.0)})
    with pytest.raises(ValueError, match="twice: follows from the other"):
        expected_figures(y, {"x": x, "z": x**2, "twice": 2 * x + x**2})
    with pytest.raises(ValueError, match="x: a value is missing"):
        expected_figures(y, {"x": np.where(x == 3, np.nan, x)})
    with pytest.raises(ValueError, match="x: 19 values for 20 areas"):
        expected_figures(y, {"x": x[1:]})
    with pytest.raises(ValueError, match="need at least 12 areas, got 11"):
        expected_figures(y[:11], {"x": x[:11]})
    with pytest.raises(ValueError, match="at least one circumstance"):
        expected_counts(y, np.ones(20), {})
    with pytest.raises(ValueError, match="folds must not be more than"):
        expected_counts(y, np.ones(20), {"x": x}, folds=21)
    with pytest.raises(ValueError, match="and events"):
        expected_counts(np.zeros(20), np.ones(20), {"x": x})
