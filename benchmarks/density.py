"""Our density and KDEpy's on the same grid, taken in turns in one process."""

from __future__ import annotations

import statistics

import numpy as np

from benchmarks.test_bench_density import CELL, HALF, SIDE, kdepy, ours, timed
from tryggve.stats.inputs import FloatArray

WARM_UP = 2


def compare(points: int, rounds: int) -> tuple[float, float]:
    """Median seconds of ours and of KDEpy's for so many points on 512 x 512 cells.

    In turns, so that a busy machine disturbs both alike. All points lie well inside the grid: KDEpy refuses others.
    """
    places, grid = _points(points), _grid()
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(WARM_UP + rounds):
        seconds[0].append(timed(lambda: ours(places)))
        seconds[1].append(timed(lambda: kdepy(places, grid)))
    mine, peer = (statistics.median(found[WARM_UP:]) for found in seconds)
    return mine, peer


def _points(n: int) -> FloatArray:
    rng = np.random.default_rng(1)
    centres = rng.normal(0.0, 2_500.0, (20, 2))
    drawn = centres[rng.integers(0, 20, n)] + rng.normal(0.0, 600.0, (n, 2))
    return np.asarray(np.clip(drawn, -HALF + 2_000.0, HALF - 2_000.0), np.float64)


def _grid() -> FloatArray:
    centres = -HALF + CELL * (np.arange(SIDE) + 0.5)
    return np.array(np.meshgrid(centres, centres, indexing="ij")).reshape(2, -1).T
