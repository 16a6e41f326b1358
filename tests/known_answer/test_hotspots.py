"""Local statistics of Columbus' crime against esda 2.9.0 (9 999 permutations) and its published global Moran's I."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from tryggve.stats import hotspots

pytestmark = pytest.mark.shared


@pytest.fixture
def columbus(shared: Path) -> tuple[np.ndarray, list[list[int]]]:
    folder = shared / "known_answer"
    near: list[list[int]] = [[] for _ in range(49)]
    with open(folder / "columbus_queen_neighbours.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            near[int(row["i"])].append(int(row["j"]))
    return np.genfromtxt(folder / "columbus_esda.csv", delimiter=",", names=True), near


def test_local_moran(columbus: tuple[np.ndarray, list[list[int]]]) -> None:
    esda, near = columbus
    found = hotspots.local_moran(esda["crime"], near, permutations=9_999, seed=12345)
    assert found.statistic == pytest.approx(esda["Is"], abs=1e-12)
    assert (found.quadrant == esda["q"]).all()
    assert _within_chance(found.p_value, esda["Is_p_sim"])
    # The local ones add up to the global I of the same weights: .500188557183.
    assert found.statistic.sum() / 48 == pytest.approx(0.5001885571828611, abs=1e-12)


def test_gi_star(columbus: tuple[np.ndarray, list[list[int]]]) -> None:
    esda, near = columbus
    found = hotspots.gi_star(esda["crime"], near, permutations=9_999, seed=12345)
    assert found.statistic == pytest.approx(esda["Gs_star"], abs=1e-12)
    assert _within_chance(found.p_value, esda["p_sim_star"])
    # esda standardises row-standardised weights by the formula of binary ones: Σw² = 1 instead of 1/W.
    w = np.array([len(one) + 1 for one in near])
    assert found.z * np.sqrt((49 / w - 1) / 48) == pytest.approx(esda["Zs_star"], abs=1e-10)


def _within_chance(ours: np.ndarray, theirs: np.ndarray) -> bool:
    """Two sets of 9 999 permutations: four standard errors of the difference."""
    error = np.sqrt(2 * theirs * (1 - theirs) / 9_999)
    return bool((np.abs(ours - theirs) < 4 * error + 2e-4).all())
