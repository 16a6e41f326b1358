"""The scoring of the detection benchmark: by hand, and what a threshold must not slip past."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.detection.case import Case, Find, case_of
from benchmarks.detection.scoring import score
from benchmarks.synthetic.design import UNREST, Design
from benchmarks.synthetic.draw import Outbreak, draw
from tryggve.signals.episodes import FindColumns
from tryggve.signals.found import Events


def case(*outbreaks: Outbreak, days: int = 30) -> Case:
    none, nan = np.zeros(0, np.int64), np.zeros(0)
    events = Events(
        area=none, day=none, category=none, source=none, x=nan, y=nan, day_known=np.zeros(0, bool), xy=np.zeros((9, 2)),
        categories=UNREST, sources=(), first_day=0, last_day=99,
    )  # fmt: skip
    return Case(events, outbreaks, 0, days - 1)


ONE = Outbreak((1, 2), 10, 14, 2.0, 9)


def test_a_hit_overlaps_between_the_start_and_three_days_after() -> None:
    for day, hit in ((9, False), (10, True), (17, True), (18, False)):
        told = score([case(ONE)], [[(day, (2, 3), 5.0)]])[0]
        assert told.share == float(hit)
        if hit:
            assert told.delay == day - 10


def test_the_weeks_after_count_neither_way_and_elsewhere_is_false() -> None:
    finds: list[Find] = [(18, (1,), 9.0), (42, (1,), 8.0), (20, (5,), 3.0), (16, (1,), 2.0)]
    told = score([case(ONE)], [finds])[0]
    assert (told.share, told.episodes, told.threshold, told.areas) == (0.0, 1, 3.0, 1.0)


def test_a_threshold_gives_no_more_episodes_than_wanted() -> None:
    # 30 days at 1 per 15: two episodes. Days 1 and 5 in area 5 are one, area 7 another, area 8 would be the third.
    finds: list[Find] = [(1, (5,), 9.0), (5, (5, 6), 8.0), (3, (7,), 7.0), (4, (8,), 6.0), (12, (2,), 5.0)]
    told = score([case(ONE)], [finds])[0]
    assert (told.episodes, told.threshold, told.share) == (2, 7.0, 0.0)


def test_a_low_threshold_that_merges_all_is_not_taken() -> None:
    """Below it everything overlaps and is one episode: that is no rate but a flood."""
    apart: list[Find] = [(day, (area,), 10.0) for day, area in ((1, 3), (1, 4), (1, 5), (1, 6))]
    flood: list[Find] = [(day, tuple(range(9)), 1.0) for day in range(9)]
    told = score([case(ONE)], [apart + flood])[0]
    assert told.episodes == 0
    assert told.threshold > 10.0


def test_the_threshold_is_that_of_all_thresholds_tried() -> None:
    rng = np.random.default_rng(9)
    for days in (15, 45, 90):
        finds: list[Find] = [
            (int(rng.integers(0, days)), tuple(rng.choice(9, rng.integers(1, 4), replace=False).tolist()), float(x))
            for x in rng.permutation(120)
        ]
        wanted = days / 15
        counted = [
            (x, FindColumns.of((day, areas, -y) for day, areas, y in finds).episodes(-x)) for x in range(119, -1, -1)
        ]
        kept = [one for i, one in enumerate(counted) if max(number for _x, number in counted[: i + 1]) <= wanted]
        told = score([case(days=days)], [finds])[0]
        assert (told.threshold, told.episodes) == (kept[-1] if kept else (pytest.approx(119.0), 0))


def test_small_ones_are_neither_wanted_nor_false() -> None:
    small = Outbreak((1, 2), 10, 14, 2.0, 7)
    told = score([case(small)], [[(12, (1,), 5.0)]])[0]
    assert (told.found, told.episodes) == ((), 0)


def test_draws_are_like_the_description() -> None:
    one, again = draw(3), draw(3)
    assert np.array_equal(one.x, again.x)
    assert len(one) == pytest.approx(60_000, rel=0.04)
    assert (one.truth == -2).mean() == pytest.approx(0.10, abs=0.01)
    background, week = one.truth == -1, one.day // 7
    own = background & (week < 208)
    table = np.zeros((75, 208))
    np.add.at(table, (one.area[own], week[own]), 1)
    mean = table.sum(axis=1)[:, None] * table.sum(axis=0)[None, :] / table.sum()
    assert ((table - mean) ** 2 / mean).mean() == pytest.approx(1.25, abs=0.05)
    for number, outbreak in enumerate(one.outbreaks):
        rows = one.truth == number
        assert outbreak.cases == rows.sum()
        assert np.isin(one.area[rows], outbreak.areas).all()
        assert ((one.day[rows] >= outbreak.first_day) & (one.day[rows] <= outbreak.last_day)).all()


def test_broken_reporting_takes_and_moves_events() -> None:
    whole, stopped = len(draw(4)), len(draw(4, Design(stopping=True)))
    assert whole - 2_000 < stopped < whole
    moved = draw(4, Design(weekdays_only=True))
    weekend = (moved.day + 4) % 7 >= 5
    assert (moved.source[weekend] == 0).all()
    assert (case_of(draw(4, Design(unplaced=0.3))).events.area < 0).mean() == pytest.approx(0.3, abs=0.01)
