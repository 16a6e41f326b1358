"""Published comparisons of two Poisson counts, and the plain double sum of the E-test."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from tryggve.stats.change import compare_counts, etest

# counts and time at risk (after, before), ratio, interval, level, tolerance of the last printed digit
R_POISSON_TEST = [
    # R 4.2 stats::poisson.test, second example of its help page (Fredericia against three other towns)
    ((11, 21), (800.0, 3011.0), 1.971488, (0.8584264, 4.2772659), 0.95, 5e-7),
    # Fay (2010), R Journal 2(1), 53-58: two trials, R's poisson.test
    ((10, 2), (20_000.0, 17_887.0), 4.47175, (0.9529548, 41.9743814), 0.95, 5e-7),
    # R's poisson.test on Long's bioChemists data (pscl): articles of men and women, no time base
    ((930, 619), (1.0, 1.0), 1.502423, (1.355716, 1.665905), 0.95, 5e-6),
    # R's poisson.test, a published course example with 99 %: 909 in 12 against 901 in 14
    ((909, 901), (12.0, 14.0), 1.177026, (1.041626, 1.330051), 0.99, 5e-6),
]
# Krishnamoorthy & Thomson (2004), section 6, p-values to four digits
ETEST_PAPER = [((0, 3), (100.0, 100.0), 0.0884), ((2, 6), (100.0, 100.0), 0.1749)]
# ptools 2.0.0 e.test (R); the same six stand in the shared etest_reference.csv
ETEST_R = [
    (3, 0, 0.0883790094548352),
    (0, 3, 0.0883790094548352),
    (6, 2, 0.174874820943708),
    (20, 20, 1.0),
    (20, 10, 0.0688317821081095),
    (10, 1, 0.00468264379561756),
]


@pytest.mark.parametrize(("counts", "times", "ratio", "interval", "level", "tolerance"), R_POISSON_TEST)
def test_ratio_and_interval(
    counts: tuple[int, int],
    times: tuple[float, float],
    ratio: float,
    interval: tuple[float, float],
    level: float,
    tolerance: float,
) -> None:
    found = compare_counts(*counts, *times, level=level)
    assert found.ratio == pytest.approx(ratio, abs=tolerance)
    assert (found.interval.low, found.interval.high) == pytest.approx(interval, abs=tolerance)


def test_p_value_never_contradicts_the_interval() -> None:
    """Fay (2010): R gives p = 0.0421 beside an interval that holds 1; the central test agrees with the interval."""
    found = compare_counts(10, 2, 20_000.0, 17_887.0)
    share_of_time = 20_000.0 / 37_887.0
    assert stats.binomtest(10, 12, share_of_time).pvalue == pytest.approx(0.0421, abs=5e-5)
    assert found.interval.covers_one
    assert found.p_conditional == pytest.approx(2.0 * stats.binom.sf(9, 12, share_of_time), rel=1e-12)
    assert found.p_conditional > 0.05


@pytest.mark.parametrize(("k1", "k2", "p"), ETEST_R)
def test_etest_against_r(k1: int, k2: int, p: float) -> None:
    assert etest(k1, k2) == pytest.approx(p, rel=1e-12)


@pytest.mark.parametrize(("counts", "times", "p"), ETEST_PAPER)
def test_etest_against_the_paper(counts: tuple[int, int], times: tuple[float, float], p: float) -> None:
    assert etest(*counts, *times) == pytest.approx(p, abs=5e-5)


def test_etest_against_the_authors_program() -> None:
    """The authors' Fortran (by way of SciPy 1.17's tests) cuts its sums at 1e-7, hence the tolerance SciPy uses."""
    assert etest(3, 20, 100.0, 300.0) == pytest.approx(0.12202725450896404, abs=2e-6)


@pytest.mark.parametrize(
    ("k1", "k2", "n1", "n2"),
    [(3, 9, 1.0, 1.0), (0, 5, 2.0, 1.0), (14, 4, 7.0, 3.5), (40, 25, 365.0, 366.0), (1, 0, 1, 9)],
)
def test_etest_against_the_double_sum(k1: int, k2: int, n1: float, n2: float) -> None:
    assert etest(k1, k2, n1, n2) == pytest.approx(slow_etest(k1, k2, n1, n2), rel=1e-10)


def slow_etest(k1: int, k2: int, n1: float, n2: float) -> float:
    """The definition, point by point, with ties counted."""

    def statistic(x1: float, x2: float) -> float:
        return 0.0 if x1 == x2 == 0 else (x1 / n1 - x2 / n2) / math.sqrt(x1 / n1**2 + x2 / n2**2)

    pooled = (k1 + k2) / (n1 + n2)
    observed = abs(statistic(k1, k2))
    total = 0.0
    p1, p2 = (stats.poisson.pmf(np.arange(160), n * pooled) for n in (n1, n2))
    for x1 in range(160):
        for x2 in range(160):
            if abs(statistic(x1, x2)) >= observed * (1 - 1e-9):
                total += float(p1[x1] * p2[x2])
    return total


@pytest.mark.shared
def test_etest_reference_file(shared: Path) -> None:
    with (shared / "known_answer/etest_reference.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 6
    for row in rows:
        assert etest(int(row["k1"]), int(row["k2"])) == pytest.approx(float(row["p"]), rel=1e-12)
