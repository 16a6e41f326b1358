"""The squares at risk against a search of all squares and points drawn at random; how far a table reaches."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryggve.stats import near_repeat

SIDE = 250.0
HOMES = np.stack(np.meshgrid(np.arange(-3_000, 3_000, 50), np.arange(-3_000, 3_000, 50)), -1).reshape(-1, 2)


@given(seed=st.integers(0, 2**32), reach=st.floats(1, 700))
@settings(max_examples=20, deadline=None)
def test_squares_at_risk(seed: int, reach: float) -> None:
    """All that lie less than the reach from the square of an event; the event's own place within it is not used."""
    rng = np.random.default_rng(seed)
    x, y, day = rng.uniform(-900, 900, 8), rng.uniform(-900, 900, 8), rng.integers(90, 104, 8)
    found = near_repeat.risk_zones(x, y, day, today=100, reach=reach, days=7, places=HOMES)
    columns = np.stack([found.column, found.row, found.events, found.until], axis=1).tolist()
    zones = {(column, row): (events, until) for column, row, events, until in columns}
    for column in range(-9, 9):
        for row in range(-9, 9):
            near = []
            for east, north, d in zip(x // SIDE, y // SIDE, day, strict=True):
                gap = np.maximum(np.abs([column - east, row - north]) - 1, 0) * SIDE
                # The outermost sliver of a reach holds no chance worth drawing.
                if 93 <= d <= 100 and np.hypot(*gap) < reach - 3:
                    near.append(d)
                elif 93 <= d <= 100 and np.hypot(*gap) < reach:
                    break
            else:
                assert zones.get((column, row)) == ((len(near), max(near) + 7) if near else None)
    inside = near_repeat.risk_zones(
        (x // SIDE + rng.random(8)) * SIDE, (y // SIDE + rng.random(8)) * SIDE, day, today=100, reach=reach, days=7,
        places=HOMES,
    )  # fmt: skip
    for one in ("column", "row", "events", "risk", "until"):
        assert (getattr(inside, one) == getattr(found, one)).all()


@pytest.mark.parametrize("reach", [40.0, 120.0, 200.0, 410.0])
def test_the_risk_is_a_share_of_the_square(reach: float) -> None:
    """Points drawn at random in the square and in the event's; five standard errors."""
    found = near_repeat.risk_zones([3.0], [4.0], [1], today=1, reach=reach, days=7, places=HOMES)
    rng = np.random.default_rng(1)
    event = rng.random((100_000, 2)) * SIDE
    for column, row, risk in zip(found.column, found.row, found.risk, strict=True):
        point = (rng.random((100_000, 2)) + np.array([column, row])) * SIDE
        drawn = (np.hypot(*(point - event).T) <= reach).mean()
        assert risk == pytest.approx(drawn, abs=5 * np.sqrt(max(drawn, 1e-4) * (1 - drawn) / 100_000))
    # Over all squares: the surface of the circle, in squares.
    assert found.risk.sum() == pytest.approx(np.pi * (reach / SIDE) ** 2, rel=1e-3)


def test_a_farm_draws_nothing() -> None:
    """Three places in the event's square or none of it; three events in one place are one place."""
    farm = {"x": [10.0] * 3, "y": [10.0] * 3, "day": [1, 1, 2], "today": 2, "reach": 200, "days": 14}
    for places in (None, [[10, 10], [90, 20], [260, 20]]):
        alone = near_repeat.risk_zones(**farm, places=places)  # type: ignore[arg-type]
        assert (len(alone.column), alone.left_out) == (0, 3)
    village = near_repeat.risk_zones(**farm, places=[[10, 10], [90, 20], [249, 20]])  # type: ignore[arg-type]
    assert (len(village.column), village.left_out, village.events.max()) == (9, 0, 3)
    # Old events make places too, but draw nothing themselves.
    old = near_repeat.risk_zones([1, 101, 201], [1, 2, 3], [-99, -99, 1], today=1, reach=200, days=14)
    assert (old.events.max(), old.left_out) == (1, 0)


@given(seed=st.integers(0, 2**32), corner=st.sampled_from([(125.0, 125.0), (250.0, 100.0), (250.0, 250.0)]))
@settings(max_examples=30, deadline=None)
def test_a_farm_whose_fixes_vary_is_one_place(seed: int, corner: tuple[float, float]) -> None:
    """Twelve burglaries at one farm, each fix up to 20 m off, in the middle, at a side and at a corner of squares."""
    angle, off = np.random.default_rng(seed).random((2, 12)) * [[2 * np.pi], [20.0]]
    x, y = corner[0] + off * np.cos(angle), corner[1] + off * np.sin(angle)
    found = near_repeat.risk_zones(x, y, [1] * 12, today=1, reach=200, days=14)
    assert (len(found.column), found.left_out) == (0, 12)


def test_homes_in_a_row_are_not_chained_into_one_place() -> None:
    """Six homes 30 m apart: the first, the third and the fifth are three places."""
    row = np.arange(6) * 30.0
    assert near_repeat.risk_zones(row, row * 0, [1] * 6, today=1, reach=100, days=14).left_out == 0
    assert near_repeat.risk_zones(row[:4], row[:4] * 0, [1] * 4, today=1, reach=100, days=14).left_out == 4


def test_days_may_be_dates() -> None:
    """As pandas gives them: the date counts."""
    x = [0.0, 100.0, 200.0]
    numbers = near_repeat.risk_zones(x, x, [19_999, 20_000, 19_000], today=20_000, reach=100, days=7)
    dates = np.array(["2024-10-03T23:59", "2024-10-04T00:01", "2022-01-08"], "datetime64[ns]")
    found = near_repeat.risk_zones(x, x, dates, today=20_000, reach=100, days=7)
    assert numbers.events.max() == 2
    assert (found.events == numbers.events).all()
    assert (found.until == numbers.until).all()


def test_a_reach_over_the_whole_country_is_refused_at_once() -> None:
    for events, reach in ((1, 1e6), (1, 1e300), (9_000, 5_000.0)):
        with pytest.raises(ValueError, match="take a larger side or a shorter reach"):
            near_repeat.risk_zones(
                [1.0] * events, [1.0] * events, [1] * events, today=1, reach=reach, days=7, places=HOMES
            )
    wide = near_repeat.risk_zones([1.0], [1.0], [1], today=1, reach=25_000, days=7, places=HOMES)
    assert wide.risk.sum() == pytest.approx(np.pi * 100**2, rel=1e-3)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"x": ["a"]}, "x must be numbers"),
        ({"y": [1e300]}, "y holds a value beyond"),
        ({"day": ["2025-01-01"]}, "day must be days as numbers"),
        ({"day": [dt.datetime(2025, 1, 1, tzinfo=dt.UTC)]}, "day must be days as numbers"),
        ({"day": [1e300]}, "day holds a value beyond"),
        ({"day": np.array(["NaT"], "datetime64[ns]")}, "day holds a value that is no time"),
        ({"today": "2025-01-01"}, "today must be days"),
        ({"today": np.nan}, "today holds a value that is no number"),
        ({"today": [1, 2]}, "today must be one day"),
        ({"days": 1e300}, "days must be a whole number"),
        ({"reach": "far"}, "reach must be a finite number"),
        ({"days": 1.5}, "days must be a whole number"),
        ({"places": [1.0, 2.0, 3.0]}, "places must have two columns"),
        ({"places": [["a", "b"]]}, "places must be numbers"),
    ],
)
def test_an_argument_that_means_nothing_is_named(change: dict[str, object], says: str) -> None:
    given = {"x": [1.0], "y": [1.0], "day": [1], "today": 1, "reach": 50, "days": 7} | change
    with pytest.raises(ValueError, match=says):
        near_repeat.risk_zones(**given)  # type: ignore[arg-type]


def test_what_means_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 250 metres"):
        near_repeat.risk_zones([1.0], [1.0], [1], today=1, reach=50, days=7, side=100)
    with pytest.raises(ValueError, match="whole days"):
        near_repeat.risk_zones([1.0], [1.0], [1.5], today=1, reach=50, days=7)
    with pytest.raises(ValueError, match="equally long"):
        near_repeat.risk_zones([1.0], [1.0], [1, 2], today=1, reach=50, days=7)
    with pytest.raises(ValueError, match="x holds a value that is no number"):
        near_repeat.risk_zones([np.nan], [1.0], [1], today=1, reach=50, days=7)
    nothing = near_repeat.risk_zones([], [], [], today=1, reach=50, days=7)
    assert len(nothing.column) == len(nothing.risk) == 0


def table(observed: list[list[int]], p_value: list[list[float]]) -> near_repeat.Knox:
    """Ten pairs expected in every cell."""
    made = near_repeat.knox([0, 1], [0, 1], [0, 1], space_bands=[0, 100, 200, 300], time_bands=[0, 7, 14], replicates=9)
    expected = np.full((3, 2), 10.0)
    return dataclasses.replace(
        made, observed=np.array(observed), expected=expected, ratio=np.array(observed) / expected,
        p_value=np.array(p_value),
    )  # fmt: skip


def test_how_far_a_table_reaches() -> None:
    low = [[0.001, 0.001], [0.001, 0.9], [0.9, 0.001]]
    found = near_repeat.extent(table([[40, 20], [15, 10], [10, 90]], low))
    # Two bands for one week have 35 more than expected, one band for two weeks 40; the far cell hangs on nothing.
    assert (found.reach, found.span, found.observed, found.expected, found.extra) == (100, 14, 60, 20, 40)
    found = near_repeat.extent(table([[40, 20], [35, 10], [10, 90]], low))
    assert (found.reach, found.span, found.extra) == (200, 7, 55)
    assert near_repeat.extent(table([[11, 90], [90, 90], [90, 90]], [[0.001] * 2] * 3)).reach == 0  # ratio 1.1
    # p of .03 in one cell of six is q of .18.
    none = near_repeat.extent(table([[40, 10], [10, 10], [10, 10]], [[0.03, 0.9], [0.9, 0.9], [0.9, 0.9]]))
    assert (none.reach, none.span, none.observed, none.extra) == (0, 0, 0, 0)
    with pytest.raises(ValueError, match="replicates above 0"):
        near_repeat.extent(near_repeat.knox([0], [0], [0], space_bands=[0, 1], time_bands=[0, 1], replicates=0))


def test_the_extent_finds_what_was_planted() -> None:
    """Children of events within 50 m and a week, among 400 spread by chance."""
    rng = np.random.default_rng(2)
    x, y, t = rng.random(400) * 4_000, rng.random(400) * 4_000, rng.integers(0, 365, 400)
    bands = {"space_bands": [0, 100, 300, 600], "time_bands": [0, 8, 22, 50]}
    assert near_repeat.extent(near_repeat.knox(x, y, t, **bands)).reach == 0
    x, y = np.r_[x, x[:60] + rng.uniform(-50, 50, 60)], np.r_[y, y[:60] + rng.uniform(-50, 50, 60)]
    found = near_repeat.extent(near_repeat.knox(x, y, np.r_[t, t[:60] + rng.integers(0, 8, 60)], **bands))
    assert (found.reach, found.span) == (100, 8)
    assert found.extra == pytest.approx(60, abs=4)
