"""Shares of which the rows are gone: what was written down gives the same limits as the answers did."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from tryggve.stats.rates import share
from tryggve.stats.survey import change_of_samples, estimate_share, survey_design
from tryggve.stats.survey.kept import RoundShare, effective_size, joint_share_limits, korn_graubard, share_change

DATA = Path(__file__).parent / "survey" / "apistrat.csv"

# Newcombe (1998), Stat. Med. 17, 873-890, table II, method 10 (each share's own limits are Wilson's): a, b and c.
NEWCOMBE = [(56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090), (5, 56, 0, 29, -0.0381, 0.1926)]


def round_of(k: int, n: int) -> RoundShare:
    found = share(k, n)
    p = found.value
    return RoundShare(
        share=p, low=found.wilson.low, high=found.wilson.high, variance=p * (1 - p) / n, degrees=n - 1
    )  # fmt: skip


@pytest.mark.parametrize(("a", "m", "b", "n", "low", "high"), NEWCOMBE)
def test_limits_of_a_difference_are_newcombes(a: int, m: int, b: int, n: int, low: float, high: float) -> None:
    found = share_change(round_of(a, m), round_of(b, n))
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), abs=5e-5)
    assert found.value == pytest.approx(a / m - b / n)


def test_variances_add_by_hand() -> None:
    """40 % of 100 less 30 % of 100: sqrt(.24 / 100 + .21 / 100) = .067082; t = 1.4907, 197.1 degrees."""
    found = share_change(round_of(40, 100), round_of(30, 100))
    assert found.error == pytest.approx(0.067082, abs=5e-7)
    # R: 2 * pt(-1.490712, 197) = .1376
    assert found.p_value == pytest.approx(0.1376, abs=5e-4)


def test_what_was_written_down_gives_the_interval_of_the_answers() -> None:
    """`estimate_share` is held to R survey in test_stats_survey; from its numbers alone the limits come back."""
    with DATA.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    kinds = [row["stype"] for row in rows]
    design = survey_design(len(rows), stratum=kinds, population={"E": 4421, "M": 1018, "H": 755})
    yes = np.array([float(row["api00"]) > 650 for row in rows], float)
    found = estimate_share(design, yes)
    size = effective_size(found.value, found.error**2, len(rows), found.df, 0.0)
    assert korn_graubard(found.value, size) == pytest.approx((found.interval.low, found.interval.high), abs=1e-12)
    half = np.array(found.interval.high - found.value)
    kept = RoundShare(
        share=found.value, low=found.interval.low, high=found.interval.high, variance=found.error**2, degrees=found.df
    )
    same = share_change(kept, kept)
    assert same.error == pytest.approx(change_of_samples((design, yes), (design, yes)).error)
    assert same.interval.high == pytest.approx(float(np.hypot(half, found.value - found.interval.low)))


@pytest.mark.parametrize(("k", "n"), [(0, 40), (1, 40), (20, 40), (40, 40)])
def test_a_simple_sample_has_the_exact_limits(k: int, n: int) -> None:
    exact = share(k, n).interval
    assert korn_graubard(k / n, n) == pytest.approx((exact.low, exact.high))


def test_a_survey_of_the_handbook() -> None:
    """600 answers give ±4.0 points at 50 %, 60 answers ±12.7 (handbook 11: normal limits, a little inside ours)."""
    for n, points in ((600, 4.0), (60, 12.7)):
        low, high = korn_graubard(0.5, n)
        assert 100 * (high - low) / 2 == pytest.approx(points, abs=0.6)
        assert 100 * (high - low) / 2 > points - 0.05


def test_an_answer_of_all_alike_is_not_sure() -> None:
    assert effective_size(0.0, 0.0, 50, 49, 37.5) == 37.5
    low, high = korn_graubard(0.0, 37.5)
    assert low == 0.0
    assert high == pytest.approx(1 - 0.025 ** (1 / 37.5))


def test_limits_of_all_at_once_are_wider() -> None:
    low, high = joint_share_limits([0.3, 0.5, 0.1], [100, 100, 100])
    one = [korn_graubard(p, 100) for p in (0.3, 0.5, 0.1)]
    assert all(low[i] < one[i][0] and high[i] > one[i][1] for i in range(3))
    # By hand: each at .95^(1/3) = .98305.
    assert (low[0], high[0]) == pytest.approx(korn_graubard(0.3, 100, 0.95 ** (1 / 3)))
    alone_low, alone_high = joint_share_limits([0.3], [100])
    assert (alone_low[0], alone_high[0]) == pytest.approx(one[0])


def test_no_two_levels_are_mixed() -> None:
    one = RoundShare(share=0.5, low=0.4, high=0.6, variance=0.0025, degrees=99, level=0.9)
    with pytest.raises(ValueError, match="level"):
        share_change(one, RoundShare(share=0.5, low=0.4, high=0.6, variance=0.0025, degrees=99))
