"""Ranks against closed forms: the chance that one gamma variable exceeds another is a beta probability."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import betainc

from tryggve.stats.ranks import rank_areas, ranks_of_draws

COUNTS, EXPOSURE = np.array([3, 9, 9, 14, 30]), np.array([100.0, 150.0, 300.0, 200.0, 400.0])
DRAWS = 40_000


def above(a: float, b: float, c: float, d: float) -> float:
    """P(G(a)/b > G(c)/d) of independent standard gammas: G(a)/(G(a) + G(c)) is Beta(a, c)."""
    return 1.0 - float(betainc(a, c, b / (b + d)))


def test_expected_ranks_are_one_plus_the_chances_of_being_passed() -> None:
    """Laird & Louis (1989), formula (2.2): R_i = 1 + sum over j of P(theta_j > theta_i). Four standard errors."""
    found = rank_areas(COUNTS, EXPOSURE, method="separate", draws=DRAWS, top=2, seed=7)
    for i in range(5):
        exact = 1.0 + sum(above(COUNTS[j] + 0.5, EXPOSURE[j], COUNTS[i] + 0.5, EXPOSURE[i]) for j in range(5) if j != i)
        assert found.expected[i] == pytest.approx(exact, abs=4 * 2.0 / DRAWS**0.5)
    assert found.expected.sum() == pytest.approx(15.0)
    assert found.top.sum() == pytest.approx(2.0)
    assert found.first.sum() == pytest.approx(1.0)


def test_the_chance_of_being_first_of_two_is_a_beta_probability() -> None:
    found = rank_areas([7, 12], [50.0, 60.0], method="separate", draws=DRAWS, top=1, seed=3)
    exact = above(7.5, 50.0, 12.5, 60.0)
    assert found.top[0] == pytest.approx(exact, abs=4 * (exact * (1 - exact) / DRAWS) ** 0.5)


def test_draws_in_a_table_are_ranked_as_written() -> None:
    """Three areas, four draws: ranks by hand (1, 2, 3), (1, 3, 2), (2, 1, 3), (1, 2, 3)."""
    found = ranks_of_draws([[9, 5, 1], [9, 2, 3], [4, 8, 1], [7, 6, 5]], top=1, level=0.5)
    assert found.expected.tolist() == [1.25, 2.0, 2.75]
    assert found.first.tolist() == [0.75, 0.25, 0.0]
    assert found.median.tolist() == [1.0, 2.0, 3.0]
    assert found.low.tolist() == [1.0, 1.0, 2.0]
    assert found.high.tolist() == [1.0, 2.0, 3.0]
