"""Worked cases of the authors of the generalised Gini, and shares by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tryggve.stats.concentration import generalised_gini, gini, lorenz, share_of_places

# Bernasco & Steenbeek, R package lorenzgini 0.1.2, help page and vignette (unbiased = FALSE): counts, G, G'
WORKED = [
    ([10, 8, 2, 0, 0, 0, 0, 0, 0, 0], 0.78, 0.78),
    ([5, 2, 1, 0, 0, 0, 0, 0, 0, 0], 0.80, 0.75),
    ([10] + [0] * 9, 0.90, 0.90),
    # The vignette's figure 2 says G' = .58; the package's own formula, max(1, 10/5) (.78 - 1) + 1, gives .56.
    ([3, 1, 1, 0, 0, 0, 0, 0, 0, 0], 0.78, 0.56),
]


@pytest.mark.parametrize(("counts", "standard", "generalised"), WORKED)
def test_worked_cases(counts: list[int], standard: float, generalised: float) -> None:
    assert gini(counts) == pytest.approx(standard, abs=1e-12)
    assert generalised_gini(counts) == pytest.approx(generalised, abs=1e-12)


def test_one_hundred_places_all_at_one() -> None:
    """lorenzgini: G = 0.99; with 10 events at 100 places the most concentrated case has G' = 1 - 1/10."""
    counts = [10] + [0] * 99
    assert gini(counts) == pytest.approx(0.99, abs=1e-12)
    assert generalised_gini(counts) == pytest.approx(0.9, abs=1e-12)


def test_ten_robberies_then_five() -> None:
    """The authors' example: one in each of ten places, then one in each of five: G rises to 0.5, G' stays 0."""
    assert gini([1] * 10) == pytest.approx(0.0, abs=1e-12)
    assert gini([1] * 5 + [0] * 5) == pytest.approx(0.5, abs=1e-12)
    assert generalised_gini([1] * 5 + [0] * 5) == pytest.approx(0.0, abs=1e-12)


def test_gini_is_the_mean_difference() -> None:
    """The other definition: mean absolute difference of all pairs over twice the mean."""
    counts = np.random.default_rng(2).poisson(1.3, 60)
    pairs = np.abs(counts[:, None] - counts[None, :]).mean()
    assert gini(counts) == pytest.approx(pairs / (2 * counts.mean()), rel=1e-12)


def test_lorenz_curve_by_hand() -> None:
    found = lorenz([1, 0, 6, 3])
    assert found.share_of_places.tolist() == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert found.share_of_events == pytest.approx([0.0, 0.6, 0.9, 1.0, 1.0])
    assert (found.n_places, found.n_events) == (4, 10)
    area = np.trapezoid(found.share_of_events, found.share_of_places)
    assert found.gini == pytest.approx(2 * area - 1, abs=1e-12)


@pytest.mark.parametrize(
    ("counts", "share", "places"),
    [
        ([22, 18, 17, 12, 11, 8, 6, 3, 2, 1], 0.5, 3),  # 22 + 18 = 40, + 17 = 57 of 100
        ([22, 18, 17, 12, 11, 8, 6, 3, 2, 1], 0.4, 2),  # exactly 40
        ([22, 18, 17, 12, 11, 8, 6, 3, 2, 1], 0.8, 5),  # exactly 80
        ([5, 0, 0, 0], 1.0, 1),
        ([1, 1, 1, 1], 0.5, 2),
        ([1, 1, 1], 0.5, 2),
        ([7], 0.5, 1),
    ],
)
def test_share_of_places_by_hand(counts: list[int], share: float, places: int) -> None:
    found = share_of_places(counts, share, draws=9)
    assert found.places == places
    assert found.value == pytest.approx(places / len(counts))


def test_chance_of_two_events_at_two_places() -> None:
    """Two events fall on the same of two places in half of all draws; all events are then at 1 place, else at 2."""
    found = share_of_places([2, 0], 1.0, draws=20_000, seed=4)
    assert found.chance_mean == pytest.approx(0.75, abs=4 * 0.25 / np.sqrt(20_000))
    assert (found.chance.low, found.chance.high) == (0.5, 1.0)
    assert not found.is_concentrated
