"""Segregation against PySAL (segregation 2.5.4; values in the shared folder) and sums by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from tryggve.stats.inputs import IntArray
from tryggve.stats.segregation import change, indices, nearest_contexts, segregation


def grid(shared: Path) -> tuple[IntArray, dict[str, float]]:
    with (shared / "known_answer/segregation_grid25.csv").open(encoding="utf-8") as file:
        rows = [[int(float(row[name])) for name in ("a", "b", "c")] for row in csv.DictReader(file)]
    with (shared / "known_answer/segregation_grid25_values.csv").open(encoding="utf-8") as file:
        values = {row["index"]: float(row["value"]) for row in csv.DictReader(file)}
    return np.array(rows), values


@pytest.mark.shared
def test_indices_are_those_of_pysal(shared: Path) -> None:
    """Single-group Dissim, Isolation, Interaction, Gini, Entropy of group a; MultiInfoTheory of a, b, c."""
    counts, values = grid(shared)
    found = segregation(counts, replicates=400, seed=3)
    for ours, theirs in (
        ("dissimilarity", "Dissim"), ("isolation", "Isolation"), ("interaction", "Interaction"), ("gini", "Gini"),
        ("entropy", "Entropy"),
    ):  # fmt: skip
        assert found.measures[ours].raw == pytest.approx(values[theirs], abs=1e-12), ours
    assert found.of_groups == pytest.approx(values["MultiInfoTheory"], abs=1e-12)


@pytest.mark.shared
def test_the_value_freed_from_bias_is_near_that_of_pysal(shared: Path) -> None:
    """BiasCorrectedDissim .303682 rests on 500 draws of the paper's p = x/t: four standard errors and half the bias."""
    counts, values = grid(shared)
    found = segregation(counts, replicates=2_000, seed=1).measures["dissimilarity"]
    assert found.value == pytest.approx(values["BiasCorrectedDissim"], abs=0.002)
    assert found.interval.contains(found.value)
    assert found.p == pytest.approx(1 / 2_001)


def test_two_areas_by_hand() -> None:
    """10 and 30 of a group, 90 and 70 others: D = (|.25 - .5625| + |.75 - .4375|) / 2, isolation .25 x .1 + .75 x .3.

    Gini: one step of the Lorenz curve, the same as D for two areas. H: entropies of .2, .1 and .3 by logarithms.
    """
    found = {name: float(one) for name, one in indices(np.array([10.0, 30.0]), np.array([90.0, 70.0])).items()}

    def entropy(p: float) -> float:
        return float(-(p * np.log(p) + (1 - p) * np.log(1 - p)))

    assert found["dissimilarity"] == pytest.approx(0.3125)
    assert found["gini"] == pytest.approx(0.3125)
    assert found["isolation"] == pytest.approx(0.25)
    assert found["interaction"] == pytest.approx(0.75)
    assert found["entropy"] == pytest.approx(1 - (entropy(0.1) + entropy(0.3)) / 2 / entropy(0.2))


def test_small_areas_by_lot_are_not_segregated() -> None:
    """300 areas of ten people, three of a group of thirty percent on average, placed by lot.

    Counted as they stand they give D = .32 or so (Carrington & Troske 1997: evenness cannot be reached); by chance and
    systematic say what it is: nothing.
    """
    rng = np.random.default_rng(2)
    group = rng.multivariate_hypergeometric(np.full(300, 10), 900, method="marginals")
    found = segregation(np.column_stack([group, 10 - group]), seed=2).measures["dissimilarity"]
    assert found.raw > 0.25
    assert found.by_chance == pytest.approx(found.raw, abs=0.03)
    assert found.systematic == pytest.approx(0.0, abs=0.05)
    assert found.p > 0.05


def test_the_same_areas_have_not_changed_and_others_have() -> None:
    before = np.array([[100, 900], [300, 700], [500, 500], [50, 950]])
    same = change(before, before, seed=1)
    assert same.interval.covers_zero
    assert same.p > 0.5
    after = np.array([[200, 800], [250, 750], [300, 700], [200, 800]])
    fallen = change(before, after, seed=1)
    assert fallen.difference == pytest.approx(
        segregation(after).measures["dissimilarity"].raw - segregation(before).measures["dissimilarity"].raw, abs=0.02
    )
    assert fallen.interval.high < 0
    assert fallen.p == pytest.approx(2 / 500)


def test_surroundings_of_places_in_a_row() -> None:
    """Places 0, 1, 2, 3 km along a road with 10 people each, of a group 10, 5, 0, 0; the 20 nearest.

    At 0: 10 + 10 -> 15/20. At 1: own 10, then ten of the twenty one km off, in proportion: (5 + (10 + 0)/2) / 20.
    At 2: (0 + (5 + 0)/2) / 20, at 3: 0. Own mean (10 x .75 + 5 x .5)/15, others' by the rest.
    """
    found = nearest_contexts([0, 1_000, 2_000, 3_000], [0] * 4, [10, 5, 0, 0], [10] * 4, k=20)
    assert found.share.tolist() == pytest.approx([0.75, 0.5, 0.125, 0.0])
    assert found.reach.tolist() == [1_000.0] * 4
    assert found.own == pytest.approx(10 / 15)
    assert found.others == pytest.approx((5 * 0.5 + 10 * 0.125) / 25)
