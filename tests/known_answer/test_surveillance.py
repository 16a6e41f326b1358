"""Farrington's method and EARS against R surveillance 1.20.3: Salmonella Agona, and 60 areas × 20 weeks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tryggve.stats import surveillance

pytestmark = pytest.mark.shared

WEEKS = {"weeks": np.arange(281, 312), "years_back": 4, "half_window": 3, "alpha": 0.01}
SETTINGS = {
    "a": {"periods": 1, "exclude_recent": 3, "reweight_threshold": 1.0, "trend_p": 0.05, "threshold_method": "delta"},
    "b": {},
    "d": {"threshold_method": "delta"},
    "e": {"threshold_method": "muan"},
}


@pytest.fixture
def agona(shared: Path) -> tuple[np.ndarray, np.ndarray]:
    folder = shared / "known_answer"
    counts = np.genfromtxt(folder / "salmonella_agona.csv", delimiter=",", names=True)["observed"]
    return counts, np.genfromtxt(folder / "salmonella_agona_farrington.csv", delimiter=",", names=True)


@pytest.mark.parametrize("setting", sorted(SETTINGS))
def test_flexible_with_rs_slips(setting: str, agona: tuple[np.ndarray, np.ndarray]) -> None:
    counts, theirs = agona
    found = surveillance.farrington_flexible(counts, **WEEKS, **SETTINGS[setting], r_compat=True)
    whole = SETTINGS[setting].get("threshold_method") != "delta"
    assert found.upper[:, 0] == pytest.approx(theirs[f"{setting}_upper"], rel=0.0, abs=0.0 if whole else 1e-11)
    for field in ("expected", "phi", "score"):
        assert getattr(found, field)[:, 0] == pytest.approx(theirs[f"{setting}_{field}"], rel=0.0, abs=1e-12)
    assert (found.trend[:, 0] == theirs[f"{setting}_trend"]).all()
    assert (found.alarm[:, 0] == theirs[f"{setting}_alarm"]).all()


def test_where_we_differ_from_r_by_default(agona: tuple[np.ndarray, np.ndarray]) -> None:
    """Plug-in thresholds are the same; the others, and the trend of setting a, rest on the standard error."""
    counts, theirs = agona
    own = {key: surveillance.farrington_flexible(counts, **WEEKS, **given) for key, given in SETTINGS.items()}
    assert (own["b"].upper[:, 0] == theirs["b_upper"]).all()
    assert (own["a"].trend[:, 0] == theirs["a_trend"]).sum() < 31
    assert 1e-3 < np.abs(own["d"].upper[:, 0] - theirs["d_upper"]).max() < 1.0
    # By hand, week 282 of b: (2 − 1.38093930177467)/(6 − 1.38093930177467).
    assert own["b"].score[0, 0] == pytest.approx(0.6190606982 / 4.6190606982, abs=1e-6)


def test_p_value_is_the_plugin_tail(agona: tuple[np.ndarray, np.ndarray]) -> None:
    """R's for nbPlugin; for delta and muan R's also holds what is not known of the mean, ours does not."""
    counts, theirs = agona
    own = {s: surveillance.farrington_flexible(counts, **WEEKS, **SETTINGS[s]).p_value[:, 0] for s in "bde"}
    assert own["b"] == pytest.approx(theirs["b_pvalue"], abs=1e-12)
    assert (own["d"] == own["b"]).all()
    assert (own["e"] == own["b"]).all()
    assert np.abs(own["e"] - theirs["e_pvalue"]).max() > 0.1


def test_original(agona: tuple[np.ndarray, np.ndarray]) -> None:
    counts, theirs = agona
    found = surveillance.farrington(counts, **WEEKS)
    assert (found.alarm[:, 0] == theirs["old_alarm"]).all()
    # Also where φ is below 1 and taken as 1, for the standard error as well (weeks 281–283 and 298).
    assert (found.phi[[0, 1, 2, 17], 0] == 1.0).all()
    assert found.upper[:, 0] == pytest.approx(theirs["old_upper"], rel=0.0, abs=1e-11)


def test_sixty_areas_by_calendar(shared: Path) -> None:
    folder = shared / "known_answer"
    counts, upper, expected = (
        np.genfromtxt(folder / name, delimiter=",", skip_header=1)
        for name in ("weekly60.csv", "farrington_muni60_upper.csv", "farrington_muni60_expected.csv")
    )
    days = np.datetime64("2021-01-04") + 7 * np.arange(len(counts))
    asked = {"years_back": 3, "alpha": 0.01, "weeks": np.arange(189, 209)}
    found = surveillance.farrington_flexible(counts, dates=days, **asked)
    assert (found.upper == upper).sum() == 1_200
    assert found.expected == pytest.approx(expected, rel=2e-6)
    by_index = surveillance.farrington_flexible(counts, **asked)
    assert (by_index.upper == upper).sum() == 993


@pytest.mark.parametrize("kind", ["C1", "C2", "C3"])
def test_ears(kind: str, shared: Path, agona: tuple[np.ndarray, np.ndarray]) -> None:
    theirs = np.genfromtxt(shared / "known_answer" / "salmonella_agona_other_detectors.csv", delimiter=",", names=True)
    found = surveillance.ears(agona[0], kind=kind, r_compat=True)
    assert found.upper[281:312, 0] == pytest.approx(theirs[f"{kind}_upper"], abs=1e-12)
    assert (found.alarm[281:312, 0] == theirs[f"{kind}_alarm"]).all()
