"""Scans against SaTScan 10.3.2 (one draw of the synthetic municipality) and R scanstatistics 1.0.2 (New Mexico)."""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path

import numpy as np
import pytest

from tryggve.stats import scan

pytestmark = pytest.mark.shared


@pytest.fixture
def muni(shared: Path) -> Path:
    return shared / "known_answer" / "muni75"


@pytest.fixture
def found(muni: Path) -> scan.Scan:
    events = np.genfromtxt(muni / "events.csv", delimiter=",", names=True, dtype=None, encoding="utf8")
    areas = np.genfromtxt(muni / "areas.csv", delimiter=",", names=True)
    xy = np.stack([areas["x"], areas["y"]], axis=1)
    return scan.space_time_permutation(events["area"], events["day"], xy, first_day=0, last_day=1460, max_days=28)


def test_clusters_of_satscan(muni: Path, found: scan.Scan) -> None:
    """Statistic, observed and expected to the printed decimals, members, first and last day of every cluster."""
    assert found.n_windows == 56_196
    assert found.n_cases == 60_253
    lines = (muni / "satscan_permutation_28d.col.txt").read_text().splitlines()
    names = lines[0].split()
    printed = [dict(zip(names, re.split(r"\s+", line.strip()), strict=False)) for line in lines[1:] if line.strip()]
    members: dict[str, set[int]] = {}
    gis = (muni / "satscan_permutation_28d.gis.txt").read_text().splitlines()
    where = gis[0].split()
    for line in filter(str.strip, gis[1:]):
        row = dict(zip(where, line.split(), strict=False))
        members.setdefault(row["CLUSTER"], set()).add(int(row["LOC_ID"].removeprefix("A")))
    assert len(printed) >= 5
    for row, ours in zip(printed, found.clusters, strict=False):
        assert f"A{ours.areas[0]}" == row["LOC_ID"]
        assert set(ours.areas) == members[row["CLUSTER"]]
        assert f"{ours.statistic:.6f}" == row["TEST_STAT"]
        assert ours.observed == int(row["OBSERVED"])
        assert f"{ours.expected:.2f}" == row["EXPECTED"]
        assert _day(ours.first_day) == row["START_DATE"]
        assert _day(ours.last_day) == row["END_DATE"]
        # Two sets of 999 replicates: four standard errors of the difference.
        theirs = float(row["P_VALUE"])
        assert abs(ours.p_value - theirs) < 4 * np.sqrt(2 * theirs * (1 - theirs) / 999) + 0.002


def _day(day: int) -> str:
    date = dt.date(2021, 1, 1) + dt.timedelta(day)
    return f"{date.year}/{date.month}/{date.day}"


def test_simulated_maxima_have_the_distribution_of_satscans(muni: Path, found: scan.Scan) -> None:
    """Two-sample Kolmogorov–Smirnov: below the critical distance of a test at 1 %, 1.628 √(2/999)."""
    theirs = np.loadtxt(muni / "satscan_permutation_28d.llr.txt", skiprows=1).reshape(-1)
    assert len(theirs) == len(found.simulated) == 999
    both = np.sort(np.concatenate([theirs, found.simulated]))
    share = [np.searchsorted(np.sort(one), both, side="right") / 999 for one in (theirs, found.simulated)]
    assert np.abs(share[0] - share[1]).max() < 1.628 * np.sqrt(2 / 999)


def test_new_mexico(shared: Path) -> None:
    """The 50 largest of all windows, and Monte Carlo p .005, Gumbel p .004 of the first."""
    folder = shared / "known_answer"
    names, counts = _table(folder / "NM_counts_1986_1989.csv")
    _same, baseline = _table(folder / "NM_eb_baselines_1986_1989.csv")
    zones: dict[int, list[int]] = {}
    with open(folder / "NM_zones.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            zones.setdefault(int(row["zone"]), []).append(names.index(row["county"]))
    listed = [zones[i] for i in sorted(zones)]
    xy = np.zeros((len(names), 2))
    years = {"max_days": 4, "min_cases": 1, "first_day": 1986}
    found = scan.expectation_based_poisson(counts.T, baseline.T, xy, zones=listed, **years)
    first = found.clusters[0]
    assert {names[i] for i in first.areas} == {"losalamos", "santafe"}
    assert (first.first_day, first.last_day) == (1986, 1989)
    assert first.statistic == pytest.approx(9.18061699782842, abs=1e-12)
    assert first.p_value == pytest.approx(0.005, abs=4 * np.sqrt(2 * 0.005 / 999))
    assert first.p_gumbel == pytest.approx(0.004, abs=0.003)
    with open(folder / "NM_eb_poisson_top50.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            zone, length = listed[int(row["zone"]) - 1], int(row["duration"])
            own = scan.expectation_based_poisson(
                counts.T, baseline.T, xy, zones=[zone], min_days=length, max_days=length, min_cases=1, replicates=0
            )
            assert own.clusters[0].statistic == pytest.approx(float(row["score"]), abs=1e-10)


def _table(path: Path) -> tuple[list[str], np.ndarray]:
    with open(path, encoding="utf-8") as file:
        rows = list(csv.reader(file))
    return rows[0][1:], np.array([[float(cell) for cell in row[1:]] for row in rows[1:]])
