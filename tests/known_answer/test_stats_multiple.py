"""Benjamini-Hochberg against the published example and hand values."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tryggve.stats.multiple import benjamini_hochberg

# Benjamini & Hochberg (1995), section 4.1: fifteen hypotheses of a trial of thrombolysis (Neuhaus et al. 1992).
PUBLISHED = (
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
)  # fmt: skip
Q_VALUES = (
    0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.0298 * 15 / 7, 0.0298 * 15 / 7, 0.0645, 0.0765, 0.486, 0.4262 * 15 / 11,
    0.714875, 0.6528 * 15 / 13, 0.7590 * 15 / 14, 1.0,
)  # fmt: skip


def test_the_published_example_rejects_four() -> None:
    q = benjamini_hochberg(PUBLISHED)
    assert int((q < 0.05).sum()) == 4
    assert q == pytest.approx(np.array(Q_VALUES), abs=1e-12)


def test_the_order_given_is_kept() -> None:
    shuffled = np.random.default_rng(3).permutation(15)
    assert benjamini_hochberg(np.array(PUBLISHED)[shuffled]) == pytest.approx(np.array(Q_VALUES)[shuffled], abs=1e-12)


def test_one_p_value_is_its_own_q_and_none_is_none() -> None:
    assert benjamini_hochberg([0.03]).tolist() == [0.03]
    assert benjamini_hochberg([]).tolist() == []


def test_ties_and_large_values_stay_at_most_one() -> None:
    assert benjamini_hochberg([0.02, 0.02, 0.9]).tolist() == pytest.approx([0.03, 0.03, 0.9])
    assert benjamini_hochberg([1.0, 1.0]).tolist() == [1.0, 1.0]


@pytest.mark.parametrize("wrong", [[-0.1], [1.1], [math.nan]])
def test_what_is_no_probability_is_refused(wrong: list[float]) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg(wrong)
