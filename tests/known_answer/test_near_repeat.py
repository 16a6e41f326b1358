"""The Knox test on Burkitt's lymphoma in Uganda, with closed limits, as pointpats 2.5.5 and R splancs have it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tryggve.stats import near_repeat

pytestmark = pytest.mark.shared


@pytest.mark.parametrize(
    ("within", "days", "pairs", "expected"),
    [(20, 5, 13, 10.143816), (10, 10, 6, 5.55285), (5, 30, 7, 4.689953), (20, 20, 35, 28.090568)],
)
def test_burkitt(shared: Path, within: float, days: float, pairs: int, expected: float) -> None:
    cases = np.genfromtxt(
        shared / "known_answer" / "burkitt.csv", delimiter=",", names=True, dtype=None, encoding="utf8"
    )
    found = near_repeat.knox(
        cases["X"], cases["Y"], cases["T"], space_bands=[0, np.nextafter(within, np.inf), 1e6],
        time_bands=[0, days + 1, 1e6], replicates=999,
    )  # fmt: skip
    assert found.observed[0, 0] == pairs
    assert found.expected[0, 0] == pytest.approx(expected, abs=5e-7)
    assert found.observed.sum() == 188 * 187 / 2
    if (within, days) == (20, 5):
        assert found.observed.tolist() == [[13, 3416], [39, 14110]]
        # The Poisson approximation gives .146: times permuted give the same but for the ties among them.
        assert 0.146 < found.p_value[0, 0] < 0.27


def test_half_open_bands_leave_out_the_limit(shared: Path) -> None:
    cases = np.genfromtxt(
        shared / "known_answer" / "burkitt.csv", delimiter=",", names=True, dtype=None, encoding="utf8"
    )
    found = near_repeat.knox(cases["X"], cases["Y"], cases["T"], space_bands=[0, 20], time_bands=[0, 5], replicates=0)
    assert found.observed.tolist() == [[12]]
