"""A day of a replay is the scan that would have been made that day: every number is the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.synthetic.draw import draw
from tryggve import compute
from tryggve.stats import scan
from tryggve.stats.scan import zones

XY = np.array([[0.0, 0.0], [100.0, 0.0], [0.0, 100.0], [300.0, 300.0], [300.0, 300.0], [90.0, 80.0]])
LIMITS: dict[str, Any] = {"max_days": 6, "replicates": 19, "seed": 4}


def told(one: scan.Scan) -> tuple[object, ...]:
    """Everything that a scan says, as text where a NaN would differ from itself."""
    numbers = (one.n_cases, one.n_excluded, one.n_windows, one.simulated.tobytes())
    return (one.method, dict(one.parameters), one.reference, one.seed, repr(one.clusters), *numbers)


def town(seed: int, n: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    return {"area": rng.integers(0, 6, n), "day": rng.integers(5, 40, n)}  # in no order


@given(
    st.integers(0, 2**32),
    st.integers(1, 120),
    st.lists(st.integers(5, 45), min_size=1, max_size=12),
    st.sampled_from([{}, {"max_share": 1.0, "min_days": 2}, {"max_radius": 150.0}, {"zones": [[0, 1], [2], [5, 3]]}]),
    st.sampled_from(["strata", "category", "day_last", None]),
)
@settings(max_examples=60, deadline=None)
def test_each_day_is_the_scan_of_that_day(
    seed: int, n: int, days: list[int], limits: dict[str, Any], beside: str | None
) -> None:
    events = town(seed, n)
    rng = np.random.default_rng(seed)
    if beside is not None:
        events[beside] = rng.integers(0, 3, n) + (events["day"] if beside == "day_last" else 0)
    how = LIMITS | limits | ({"uncertain": "aoristic"} if beside == "day_last" else {})
    first = int(events["day"].min())
    replayed = scan.replay_permutation(**events, xy=XY, days=days, **how)
    assert len(replayed) == len(days)
    for day, one in zip(days, replayed, strict=True):
        alone = scan.space_time_permutation(**events, xy=XY, last_day=day, first_day=min(first, day), **how)
        assert told(one) == told(alone)


@pytest.mark.parametrize("first_day", [None, 7])
def test_a_scan_knows_no_more_than_its_history(first_day: int | None) -> None:
    events = town(1, 200)
    days = [10, 25, 40]
    replayed = scan.replay_permutation(**events, xy=XY, days=days, history=14, first_day=first_day, **LIMITS)
    for day, one in zip(days, replayed, strict=True):
        known = (events["day"] <= day) & (events["day"] > day - 14) & (events["day"] >= (first_day or 0))
        begin = max(first_day or int(events["day"].min()), day - 13)
        alone = scan.space_time_permutation(
            events["area"][known], events["day"][known], XY, first_day=begin, last_day=day, **LIMITS
        )
        assert told(one) == told(alone)


def test_days_of_a_town_and_the_same_everywhere() -> None:
    """Some days of four years, on 75 areas: alone, on threads, in processes."""
    whole = draw(1)
    given_ = (whole.area, whole.day, whole.ground.xy)
    days = np.array([*range(700, 712), 3, 1460])  # more than one worker scans in a row
    how: dict[str, Any] = {"days": days, "replicates": 199, "history": 400}
    serial = [told(one) for one in scan.replay_permutation(*given_, **how, n_jobs=1)]
    for place in (compute.Threads(2), compute.Threads(5), compute.Processes(2)):
        assert [told(one) for one in scan.replay_permutation(*given_, **how, on=place)] == serial
    assert [told(one) for one in scan.replay_permutation(*given_, **how, n_jobs=2)] == serial
    for day, one in zip(days[-3:], serial[-3:], strict=True):
        first = max(0, int(day) - 399)
        alone = scan.space_time_permutation(*given_, first_day=first, last_day=int(day), replicates=199)
        assert one == told(alone)


def test_nothing_has_happened_yet() -> None:
    """No days, no events, a day before the first event, a single event."""
    assert scan.replay_permutation([0], [3], XY, days=[]) == ()
    for area, day, days in (([], [], [1, 2]), ([0, 1], [9, 9], [4])):
        for one in scan.replay_permutation(area, day, XY, days=days, **LIMITS):
            assert (one.n_cases, one.clusters, one.n_windows) == (0.0, (), 0)
            assert (one.simulated == np.zeros(19)).all()
            assert one.parameters["first_day"] == one.parameters["last_day"]
    before, on, after = scan.replay_permutation([2], [9], XY, days=[8, 9, 30], **LIMITS)
    assert [one.n_cases for one in (before, on, after)] == [0.0, 1.0, 1.0]
    assert not before.clusters + on.clusters + after.clusters


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"days": [1.5]}, "days must be whole numbers"),
        ({"days": [[1]]}, "days must have one dimension"),
        ({"history": 0}, "history must be a whole number of days, at least 1, got 0"),
        ({"history": 2.5}, "history must be a whole number of days"),
        ({"first_day": 40}, "days holds 39, which lies before first_day 40"),
        ({"area": [0, 9]}, "area must lie from 0 to 5"),
        ({"day": [1, 2, 3]}, "equally long"),
        ({"strata": [1]}, "strata must be as long as day"),
        ({"xy": np.zeros((0, 2))}, "at least one area"),
        ({"min_days": 9, "max_days": 8}, "min_days 9 must not be above"),
    ],
)
def test_what_means_nothing_is_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        scan.replay_permutation(**{"area": [0, 1], "day": [39, 40], "xy": XY, "days": [39, 40], **change})


@given(st.integers(0, 2**32), st.sampled_from([0.2, 0.5, 1.0]), st.sampled_from([None, 60.0]))
@settings(max_examples=30, deadline=None)
def test_circles_cut_to_a_weight_are_the_circles_of_that_weight(seed: int, share: float, radius: float | None) -> None:
    rng = np.random.default_rng(seed)
    xy, weight = rng.integers(0, 9, (20, 2)) * 10.0, rng.integers(0, 5, 20).astype(float)
    limits: dict[str, Any] = {"max_radius": radius, "max_neighbours": 9}
    reach = zones.circles(xy, np.zeros(20), max_share=1.0, **limits)
    found, searched = zones.fitting(reach, weight, share), zones.circles(xy, weight, max_share=share, **limits)
    for name in ("start", "areas", "window"):
        assert (getattr(found, name) == getattr(searched, name)).all()


def test_a_stratum_that_a_category_lacks_is_no_gap() -> None:
    """Category 1 has nothing in stratum 1: the scan is the one of its events alone."""
    rng = np.random.default_rng(2)
    area, day, kind = rng.integers(0, 6, 150), rng.integers(5, 40, 150), rng.integers(0, 2, 150)
    strata = np.where(kind == 1, 2 * (day % 2), day % 3)
    how: dict[str, Any] = {"first_day": 0, "last_day": 40, "replicates": 0}
    both = scan.space_time_permutation(area, day, XY, category=kind, strata=strata, **how)
    own = kind == 1
    alone = scan.space_time_permutation(area[own], day[own], XY, strata=strata[own], **how)
    found = [(c.areas, c.statistic, c.expected) for c in both.clusters if c.category == 1]
    assert found == [(c.areas, c.statistic, c.expected) for c in alone.clusters]
    assert found
