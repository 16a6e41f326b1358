"""The grid against the closed form, the exact sum over points and KDEpy's exact estimator."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tryggve.stats.density import density_at, kernel_density, kernel_weights, reference_bandwidth
from tryggve.stats.inputs import FloatArray


def test_one_point_is_the_normal_density() -> None:
    """At its own place one event has 1 / (2 pi h^2) per km2: 0.636620 for h = 500 m; at distance h, exp(-1/2) of it.

    Tolerance: four standard deviations hold 0.99994 of the kernel on each axis.
    """
    found = kernel_density([5.0], [5.0], bandwidth=500.0, cell=10.0)
    peak = 1.0 / (2.0 * math.pi * 0.5**2)
    j, i = np.unravel_index(int(found.values.argmax()), found.values.shape)
    assert found.values[j, i] == pytest.approx(peak, rel=2e-4)
    assert found.values[j, i + 50] == pytest.approx(peak * math.exp(-0.5), rel=2e-4)
    assert found.values[j - 50, i + 50] == pytest.approx(peak * math.exp(-1.0), rel=2e-4)
    assert (found.x0 + (i + 0.5) * 10.0, found.y0 + (j + 0.5) * 10.0) == (5.0, 5.0)


def test_a_kernel_of_three_cells_by_hand() -> None:
    """h = cell and truncate 1: weights exp(-1/2), 1, exp(-1/2) over 2.213061; two events in one cell of 0.01 km2."""
    side = math.exp(-0.5) / (1.0 + 2.0 * math.exp(-0.5))
    middle = 1.0 / (1.0 + 2.0 * math.exp(-0.5))
    assert kernel_weights(100.0, 100.0, 1.0) == pytest.approx([side, middle, side], rel=1e-14)
    found = kernel_density([30.0, 70.0], [10.0, 20.0], bandwidth=100.0, cell=100.0, truncate=1.0)
    row = np.array([side, middle, side])
    assert found.values == pytest.approx(2.0 * np.outer(row, row) / 0.01, rel=1e-13)


def points(n: int) -> tuple[FloatArray, FloatArray]:
    rng = np.random.default_rng(8)
    return rng.normal(700_000.0, 900.0, n), rng.normal(7_090_000.0, 600.0, n)


def test_every_cell_is_the_formula() -> None:
    """The fast grid equals the binned definition, cell by cell, also where blocks of 64 rows meet."""
    x, y = points(400)
    weights = np.random.default_rng(9).uniform(0.0, 3.0, 400)
    found = kernel_density(x, y, bandwidth=210.0, cell=40.0, weights=weights)
    assert min(found.values.shape) > 130
    for j in (0, 5, 63, 64, 65, 90, 127, 128, found.values.shape[0] - 1):
        for i in (0, 63, 64, 80, 128, found.values.shape[1] - 1):
            direct = density_at(
                x, y, row=j, column=i, x0=found.x0, y0=found.y0, bandwidth=210.0, cell=40.0, weights=weights
            )
            assert found.values[j, i] == pytest.approx(direct, rel=1e-11, abs=1e-15)


def test_small_cells_approach_the_exact_sum() -> None:
    """Binning moves every point by up to half a cell, at random: the error shrinks with the cell, to the exact sum."""
    x, y = points(500)
    worst = [share_of_peak_off(x, y, cell) for cell in (50.0, 20.0, 5.0)]
    assert worst == sorted(worst, reverse=True)
    assert worst[0] < 0.02
    assert worst[2] < 0.002


def share_of_peak_off(x: FloatArray, y: FloatArray, cell: float, h: float = 250.0) -> float:
    found = kernel_density(x, y, bandwidth=h, cell=cell)
    centre_x = found.x0 + (np.arange(found.values.shape[1]) + 0.5) * cell
    centre_y = found.y0 + (np.arange(found.values.shape[0]) + 0.5) * cell
    across = np.exp(-0.5 * ((centre_x[:, None] - x) / h) ** 2)
    along = np.exp(-0.5 * ((centre_y[:, None] - y) / h) ** 2)
    exact = along @ across.T / (2.0 * math.pi * (h / 1000.0) ** 2)
    return float(np.abs(found.values - exact).max() / exact.max())


def test_kdepy_exact_estimator() -> None:
    """KDEpy 1.1 NaiveKDE at 400 cells; cells of 5 m against a bandwidth of 300 m leave a fifth of a percent."""
    from KDEpy import NaiveKDE

    x, y = points(500)
    found = kernel_density(x, y, bandwidth=300.0, cell=5.0)
    rng = np.random.default_rng(2)
    j, i = rng.integers(300, 900, 400), rng.integers(400, 1_200, 400)
    centres = np.column_stack([found.x0 + (i + 0.5) * 5.0, found.y0 + (j + 0.5) * 5.0])
    oracle = NaiveKDE(kernel="gaussian", bw=300.0).fit(np.column_stack([x, y])).evaluate(centres) * 500 * 1e6
    assert np.abs(found.values[j, i] - oracle).max() < 2e-3 * oracle.max()


def test_reference_bandwidth_by_hand() -> None:
    """Eight points: both axes have quartiles 1/3 of the way; s = sqrt((sx^2 + sy^2) / 2), times 8^(-1/6) = 2^(-1/2)."""
    x = np.array([0.0, 0.0, 100.0, 100.0] * 2)
    y = np.array([0.0, 100.0] * 4)
    deviation = math.sqrt(8 * 50.0**2 / 7)
    assert 100.0 / 1.349 > deviation
    assert reference_bandwidth(x, y) == pytest.approx(deviation / math.sqrt(2.0), rel=1e-12)


def test_reference_bandwidth_is_not_fooled_by_one_far_point() -> None:
    x, y = points(1_000)
    without = reference_bandwidth(x, y)
    assert without == pytest.approx(math.sqrt((900.0**2 + 600.0**2) / 2) * 1000 ** (-1 / 6), rel=0.05)
    assert reference_bandwidth(np.append(x, 9e6), np.append(y, 0.0)) == pytest.approx(without, rel=0.01)
