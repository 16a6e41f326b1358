"""The methods of the list: what each finds, that none sees the future, and the edges."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.signal_twin import FIRST, SIDE, town
from tryggve.domain.category import categories, is_set_apart
from tryggve.signals.calibrate import key_of
from tryggve.signals.chosen import methods_for
from tryggve.signals.found import Detector, Events, Found
from tryggve.signals.groups import group_name, rows_of, single_categories
from tryggve.signals.history import History
from tryggve.signals.methods import identity, shares
from tryggve.signals.near_repeat_detector import NearRepeats, squares_reached
from tryggve.signals.scan_detectors import ALL, ExpectedScan, PermutationScan, in_group
from tryggve.signals.series_detector import WeeklySeries

UNREST = ((5, 700, 12, 4),)
DETECTORS = (
    ExpectedScan((ALL, "unrest")),
    PermutationScan((ALL, "theft")),
    NearRepeats((ALL,)),
    WeeklySeries((ALL,), years_back=1),
)
NAMES = [detector.method for detector in DETECTORS]


@pytest.fixture(scope="module")
def history() -> History:
    return town(days=720, extra=UNREST)


def on(detector: Detector, events: Events, day: int) -> list[Found]:
    ((asked, found),) = detector.replay(events, day, day)
    assert asked == day
    return found


@pytest.mark.parametrize("detector", DETECTORS, ids=NAMES)
def test_what_has_gathered_is_found(detector: Detector, history: History) -> None:
    day = FIRST + 708
    found = on(detector, history.until(day), day)
    best = max(found, key=lambda one: one.score)
    assert 5 in best.areas
    assert len(best.areas) <= 6
    assert best.observed > best.expected > 0
    assert FIRST + 680 <= best.first_day <= best.last_day <= day


@pytest.mark.parametrize("detector", DETECTORS, ids=NAMES)
def test_the_future_changes_nothing(detector: Detector, history: History) -> None:
    day = FIRST + 690
    assert on(detector, history.events, day) == on(detector, history.until(day), day)


@pytest.mark.parametrize("detector", DETECTORS, ids=NAMES)
def test_days_in_a_row_are_days_one_by_one(detector: Detector, history: History) -> None:
    first, last = FIRST + 600, FIRST + 606
    together = dict(detector.replay(history.events, first, last))
    assert list(together) == list(range(first, last + 1))
    for day in range(first, last + 1):
        alone = on(detector, history.events, day)
        assert [(f.areas, f.first_day, f.observed) for f in alone] == [
            (f.areas, f.first_day, f.observed) for f in together[day]
        ]
        assert [f.score for f in alone] == pytest.approx([f.score for f in together[day]], rel=1e-9)


EDGES = {
    "no events": lambda n: np.zeros(n, bool),
    "one event": lambda n: np.arange(n) == n - 1,
}


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("detector", DETECTORS, ids=NAMES)
def test_next_to_nothing_gives_nothing(edge: str, detector: Detector, history: History) -> None:
    keep = EDGES[edge](len(history.events))
    assert on(detector, only(history.events, keep), FIRST + 719) == []


def only(events: Events, keep: np.ndarray) -> Events:
    own = {name: getattr(events, name)[keep] for name in ("area", "day", "category", "source", "x", "y", "day_known")}
    return replace(events, **own)


@pytest.mark.parametrize("detector", DETECTORS, ids=NAMES)
def test_events_without_area_or_day_are_not_looked_at(detector: Detector, history: History) -> None:
    events, day = history.events, FIRST + 708
    half = np.arange(len(events)) % 2 == 0
    unknown = replace(events, area=np.where(half, -1, events.area))
    undated = replace(events, day_known=~half)
    assert on(detector, unknown, day) == on(detector, undated, day) == on(detector, only(events, ~half), day)


def test_all_on_one_place_and_one_day(history: History) -> None:
    n, day = 50, FIRST + 700
    bare = only(history.events, np.arange(len(history.events)) < n)
    piled = replace(bare, area=np.zeros(n, np.int64), day=np.full(n, day), x=np.full(n, 10.0), y=np.full(n, 10.0))
    for detector in DETECTORS:
        assert all(np.isfinite(one.score) for one in on(detector, piled, day))


def test_silence_lowers_what_is_expected(history: History) -> None:
    events, day, detector = history.events, FIRST + 708, ExpectedScan(max_days=1, max_areas=1)
    share = np.ones((SIDE * SIDE, day - FIRST + 1))
    full = {one.areas: one.expected for one in on(detector, replace(events, expected_share=share), day)}
    assert full == {one.areas: one.expected for one in on(detector, events, day)}
    share = share.copy()
    share[:, -1] = 0.5
    half = {one.areas: one.expected for one in on(detector, replace(events, expected_share=share), day)}
    assert half[5,] == pytest.approx(full[5,] / 2)


def test_a_group_holds_its_categories(history: History) -> None:
    events = history.events
    unrest = in_group(events, "unrest")
    assert unrest.sum() == (events.category == events.categories.index("klotter")).sum()
    assert (in_group(events, ALL)).all()
    assert not in_group(events, "surroundings").any()


def test_squares_are_those_that_a_disc_touches() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.uniform(-600, 600, 40), rng.uniform(-600, 600, 40)
    event, square = squares_reached(x, y, 200.0)
    found = {(int(e), int(i), int(j)) for e, (i, j) in zip(event, square, strict=True)}
    slow = set()
    for e in range(40):
        for i in range(-5, 5):
            for j in range(-5, 5):
                dx = max(i * 250 - x[e], 0, x[e] - (i + 1) * 250)
                dy = max(j * 250 - y[e], 0, y[e] - (j + 1) * 250)
                if dx * dx + dy * dy <= 200.0**2:
                    slow.add((e, i, j))
    assert found == slow


def test_the_default_methods_are_the_same_for_every_source(history: History) -> None:
    bare = replace(history, events=replace(history.events, categories=("x", "y")))
    one, other = methods_for(history), methods_for(bare)
    assert identity(one) == identity(other)
    assert sum(shares(one).values()) == pytest.approx(1.0)
    keys = [key for method in one for key in method.keys]
    assert len(set(keys)) == len(keys)


def test_no_default_method_sees_the_future(history: History) -> None:
    day = FIRST + 690
    for method in methods_for(history):
        late = on(method.detector, history.events, day)
        assert late == on(method.detector, history.until(day), day), method.detector.method
        assert {key_of(one) for one in late} <= set(method.keys)


def test_the_default_method_finds_what_has_gathered(history: History) -> None:
    main = max(methods_for(history), key=lambda method: method.weight).detector
    found = on(main, history.until(FIRST + 709), FIRST + 709)
    assert 5 in max(found, key=lambda one: one.score).areas


def test_weeks_begin_on_every_weekday(history: History) -> None:
    """What is counted on a day are the fourteen days that end on it."""
    events, detector = history.events, WeeklySeries((ALL,), years_back=1)
    for day, found in detector.replay(events, FIRST + 703, FIRST + 712):
        for one in found:
            inside = (events.area == one.areas[0]) & (events.day > day - 14) & (events.day <= day)
            assert one.observed == inside.sum()
            assert (one.first_day, one.last_day) == (day - 13, day)


def test_weeks_in_which_half_was_reported_expect_half(history: History) -> None:
    day, detector = FIRST + 706, WeeklySeries((ALL,), years_back=1)
    share = np.ones((SIDE * SIDE, len(range(FIRST, day + 1))))
    full = {one.areas: one.expected for one in on(detector, replace(history.events, expected_share=share), day)}
    share = share.copy()
    share[:, -14:] = 0.5
    half = {one.areas: one.expected for one in on(detector, replace(history.events, expected_share=share), day)}
    assert half[5,] == pytest.approx(full[5,] / 2, rel=1e-6)


def test_a_single_category_may_stand_out_where_all_together_do_not() -> None:
    """Of an area's events of two weeks all became one kind: their number says nothing, the kind does."""
    events, day = town(days=720, per_day=40.0).events, FIRST + 640
    last = (events.area == 9) & (events.day > day - 14) & (events.day <= day)
    swapped = replace(events, category=np.where(last, events.categories.index("klotter"), events.category))
    detector = WeeklySeries((ALL, "klotter", "buller"), years_back=1)
    found = {one.group: one for one in on(detector, swapped, day) if one.areas == (9,)}
    assert list(found) == ["klotter"]
    assert found["klotter"].observed == last.sum()
    assert found["klotter"].score > 3.0
    assert not [one for one in on(detector, events, day) if one.areas == (9,)]


def test_every_counted_category_has_a_series_of_its_own(history: History) -> None:
    (weeks,) = [method.detector for method in methods_for(history) if isinstance(method.detector, WeeklySeries)]
    singles = single_categories()
    assert set(singles) <= set(weeks.groups)
    assert {"klotter", "skadegorelse"} <= set(singles)
    assert not {"arrangemang", "rykten", "utanfor_est"} & set(singles)
    assert not [code for code in singles if is_set_apart(code)]
    assert all(rows_of(code, (code, "annat")) == (0,) for code in singles)
    assert all(group_name(code) == categories()[code].name for code in singles)
