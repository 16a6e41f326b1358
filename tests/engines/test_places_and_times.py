"""Points, times and extent."""

from __future__ import annotations

import pytest

from tests.engines.conftest import Build
from tests.engines.tables import day
from tryggve.domain.incident import LocationPrecision
from tryggve.store.base import Extent, Selection

DRAWN = """
time                               | n | x       | y       | place        | left_out
-------------------------------------------------------------------------------------
2025-03-30 01:30                   | 1 | 758000  | 7085000 | point        | -
2025-03-30                         | 2 | 758010  | 7084990 | street       | -
2025-10-26                         | 1 | 758010  | 7084990 | point        | -
2025-03-29 22:00..2025-03-30 06:00 | 1 | 757000  | 7080000 | area         | -
2025-02                            | 5 | 757000  | 7080000 | municipality | -
2025-03-01 12:00                   | 1 | -       | -       | point        | -
2025-03-01 12:00                   | 1 | -5      | -7      | point        | rumour
"""


def test_points_are_points_and_never_centroids(build: Build) -> None:
    points = build(DRAWN).points()
    assert points.incident_id.tolist() == [1, 2, 3]
    assert points.x.tolist() == [758000, 758010, 758010]
    assert points.y.tolist() == [7085000, 7084990, 7084990]
    assert points.n.tolist() == [1, 2, 1]
    assert len(points) == 3


def test_spots_are_points_with_their_kind_the_latest_first(build: Build) -> None:
    store = build(DRAWN)
    spots = store.spots()
    assert spots.incident_id.tolist() == [3, 1, 2]
    assert list(zip(spots.x.tolist(), spots.y.tolist(), spots.n.tolist(), strict=True)) == [
        (758010, 7084990, 1), (758000, 7085000, 1), (758010, 7084990, 2),
    ]  # fmt: skip
    assert spots.categories == ("klotter",) * 3
    assert spots.location_precision.tolist() == [1, 1, 2]
    assert store.spots(limit=2).incident_id.tolist() == [3, 1]
    assert len(store.spots(limit=0)) == 0
    with pytest.raises(ValueError, match="limit"):
        store.spots(limit=-1)


def test_asking_for_centroids_gives_no_points(build: Build) -> None:
    store = build(DRAWN)
    where = Selection(location_precisions=(LocationPrecision.AREA, LocationPrecision.MUNICIPALITY))
    assert store.counts((), where) == {(): 6}
    assert len(store.points(where)) == 0
    assert store.points(Selection(location_precisions=(1, 3))).incident_id.tolist() == [1, 3]


def test_points_of_a_box(build: Build) -> None:
    where = Selection(box=(758000, 7084990, 758010, 7085001))
    assert build(DRAWN).points(where).incident_id.tolist() == [1]


def test_times_follow_the_clock_of_the_night_of_change(build: Build) -> None:
    times = build(DRAWN).times()
    assert times.time_precision.tolist() == [1, 3, 3, 2, 4, 1]
    assert times.n.tolist() == [1, 2, 1, 1, 5, 1]
    hours = ((times.end_s - times.start_s) / 3600).tolist()
    assert hours == [0, 23, 25, 7, 28 * 24, 0]
    assert times.start_s[0] == 1743294600  # 00:30 UTC


def test_extent_spans_days_that_count_and_points_that_show(build: Build) -> None:
    store = build(DRAWN)
    box = (758000, 7084990, 758011, 7085001)
    assert store.extent() == Extent(day("2025-02-28"), day("2025-10-26"), 11, box)
    assert store.points(Selection(box=box)).incident_id.tolist() == [1, 2, 3]
    assert store.extent(Selection(left_out=("rumour",))) == Extent(
        day("2025-03-01"), day("2025-03-01"), 1, (-5, -7, -4, -6)
    )


def test_extent_without_points(build: Build) -> None:
    where = Selection(time_precisions=(4,))
    assert build(DRAWN).extent(where) == Extent(day("2025-02-28"), day("2025-02-28"), 5, None)
