"""CUSUM and likelihood-ratio charts against R surveillance 1.20.3: Salmonella Agona, weeks 282–312."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tryggve.stats import surveillance

pytestmark = pytest.mark.shared


@pytest.fixture
def agona(shared: Path) -> tuple[np.ndarray, np.ndarray]:
    folder = shared / "known_answer"
    counts = np.genfromtxt(folder / "salmonella_agona.csv", delimiter=",", names=True)["observed"]
    return counts, np.genfromtxt(folder / "salmonella_agona_other_detectors.csv", delimiter=",", names=True)


def test_cusum_rossi(agona: tuple[np.ndarray, np.ndarray]) -> None:
    """k 1.04, h 2.26, Rossi's transform, the mean by a yearly wave."""
    found = surveillance.cusum(agona[0], first=281)
    assert found.upper[:, 0] == pytest.approx(agona[1]["cusum_upper"], abs=1e-8)
    assert (found.alarm[:, 0] == agona[1]["cusum_alarm"]).all()


def test_cusum_standard(agona: tuple[np.ndarray, np.ndarray]) -> None:
    """The plain mean of the weeks before; R rounds the count that signals up."""
    found = surveillance.cusum(agona[0], first=281, transform="standard", harmonics=0)
    assert (np.ceil(found.upper[:, 0]) == agona[1]["cusum_std_upper"]).all()
    assert (found.alarm[:, 0] == agona[1]["cusum_std_alarm"]).all()
    assert 0 < found.alarm.sum() < 31


def test_ratio_chart(agona: tuple[np.ndarray, np.ndarray]) -> None:
    """Poisson, a rise of a fifth (θ = log 1.2), threshold 5: the count that would signal."""
    found = surveillance.glr_nb(agona[0], first=281, ratio=1.2, dispersion=0)
    assert found.upper[:, 0] == pytest.approx(agona[1]["glrpois_upper"], abs=1e-7)
    assert (found.alarm[:, 0] == agona[1]["glrpois_alarm"]).all()
