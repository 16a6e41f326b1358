"""The list of a day: what stops it, what is refused, what is told of a signal."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from tests.unit.report_material import register, steady_days, table_of
from tests.unit.signal_twin import FIRST, METHODS, SIDE, town
from tryggve.domain.calendar_days import day_date
from tryggve.domain.coverage import Cadence
from tryggve.domain.incident import LeftOut
from tryggve.domain.incident_table import Coded
from tryggve.domain.language import set_language
from tryggve.domain.writing import date_long
from tryggve.reports.signal_words import areas_with_events
from tryggve.signals.backtest import backtest
from tryggve.signals.calibrate import Calibration
from tryggve.signals.candidate import Candidate
from tryggve.signals.found import Found
from tryggve.signals.from_store import history_of
from tryggve.signals.history import History, Planned, Precision
from tryggve.signals.judge import judge
from tryggve.signals.limits import FEWEST_A_YEAR, limits
from tryggve.signals.methods import Method
from tryggve.signals.plain import geojson, plain
from tryggve.signals.reporting import Promise, Reporting
from tryggve.signals.today import SignalList, fits, signals_of
from tryggve.store.files import FileStore

DAY = FIRST + 745
UNREST = ((5, 738, 8, 5),)


@pytest.fixture(scope="module")
def history() -> History:
    return town(days=760, seed=2, extra=UNREST)


@pytest.fixture(scope="module")
def calibration(history: History) -> Calibration:
    made = backtest(history, METHODS, FIRST + 500, FIRST + 730).calibration
    assert made is not None
    return made


def keys(found: SignalList) -> set[str]:
    return {limit.key for limit in found.limits}


def test_the_unrest_is_the_first_signal(history: History, calibration: Calibration) -> None:
    found = signals_of(history, METHODS, DAY, calibration=calibration)
    first = found.signals[0]
    assert history.codes[5] in [history.codes[area] for area in first.track.areas]
    assert first.candidate.per_year < calibration.wanted_per_year
    assert FIRST + 738 <= first.track.opened <= FIRST + 742
    told = plain(history, found)
    assert told["calibrated"] is True
    assert told["signals"][0]["expected_false_per_year"] > 0
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_the_list_of_a_day_is_that_of_the_backtest(history: History) -> None:
    outcome = backtest(history, METHODS, FIRST + 560, DAY)
    assert outcome.calibration is not None
    last = outcome.days[-1]
    assert last.scale is not None
    same = replace(outcome.calibration, scale=last.scale)
    found = signals_of(history, METHODS, DAY, calibration=same)
    assert {one.candidate for one in last.living if one.last_found == DAY} <= {one.candidate for one in found.signals}
    assert {one.areas for one in last.living} == {one.track.areas for one in found.signals}


def test_without_a_calibration_nothing_is_called_rare(history: History) -> None:
    found = signals_of(history, METHODS, DAY)
    assert found.why_uncalibrated == "none"
    assert 0 < len(found.signals) <= 5
    assert all(not one.calibrated and math.isnan(one.candidate.per_year) for one in found.signals)
    told = plain(history, found)["signals"][0]
    assert (told["expected_false_per_year"], told["interval_per_year"], told["score"]) == (None, None, None)


def test_a_calibration_of_something_else_is_refused(history: History, calibration: Calibration) -> None:
    others = (Method(METHODS[0].detector, METHODS[0].keys, 2.0),)
    assert signals_of(history, others, DAY, calibration=calibration).why_uncalibrated == "methods"
    elsewhere = replace(calibration, source="polisen")
    assert signals_of(history, METHODS, DAY, calibration=elsewhere).why_uncalibrated == "methods"


def test_what_a_calibration_knows_is_said(history: History, calibration: Calibration) -> None:
    assert "later" in keys(signals_of(history, METHODS, DAY - 20, calibration=calibration))
    old = replace(calibration, last_day=DAY - 500)
    assert "old" in keys(signals_of(history, METHODS, DAY, calibration=old))


def test_the_same_question_gives_the_same_answer(history: History, calibration: Calibration) -> None:
    one = plain(history, signals_of(history, METHODS, DAY, calibration=calibration))
    other = plain(history, signals_of(history, METHODS, DAY, calibration=calibration))
    assert json.dumps(one) == json.dumps(other)


def test_drawn_areas_are_those_of_the_signals(history: History, calibration: Calibration) -> None:
    found = signals_of(history, METHODS, DAY, calibration=calibration)
    drawn = geojson(history, found)
    areas = [feature["properties"]["area"] for feature in drawn["features"]]
    assert areas == [history.codes[area] for one in found.signals for area in one.track.areas]
    assert drawn["features"][0]["geometry"]["type"] == "Polygon"
    assert drawn["crs"]["properties"]["name"].endswith("EPSG::3006")


def few(history: History) -> History:
    return town(days=760, per_day=0.9)


def nowhere(history: History) -> History:
    events = history.events
    bare = replace(events, area=np.full(len(events), -1))
    return replace(history, events=bare, precision=Precision(len(events), 0, 0, 0, len(events)))


STOPS = {
    "short": lambda history: town(days=300),
    "few": few,
    "undated": lambda history: replace(history, precision=Precision(1000, 600, 0, 1000, 0)),
    "unplaced": nowhere,
    "empty": lambda history: replace(history, precision=Precision(0, 0, 0, 0, 0)),
}


@pytest.mark.parametrize("key", STOPS)
def test_what_is_too_little_is_said_and_no_signal_invented(key: str, history: History) -> None:
    poor = STOPS[key](history)
    found = signals_of(poor, METHODS, poor.events.last_day)
    assert found.signals == ()
    assert found.stopped
    assert key in {limit.key for limit in found.limits if limit.stops}


def test_days_after_the_last_event_are_missing_not_calm(history: History) -> None:
    assert "late" in {limit.key for limit in limits(history, history.events.last_day + 8) if limit.stops}
    assert not any(limit.stops for limit in limits(history, history.events.last_day + 7))


def test_enough_is_enough(history: History) -> None:
    assert not any(limit.stops for limit in limits(history, DAY))
    assert int((history.events.day > DAY - 365).sum()) > FEWEST_A_YEAR


def test_every_limit_is_a_sentence_in_both_languages(history: History) -> None:
    for language in ("sv", "en"):
        set_language(language)
        texts = [limit.text for make in STOPS.values() for limit in limits(make(history), DAY)]
        assert all(text[0].isupper() and text.endswith(".") and "{" not in text for text in texts)


def reported(history: History, sources: list[int]) -> tuple[History, Found]:
    """The unrest, reported by some organisations in turn."""
    events = history.events
    mine = np.flatnonzero((events.area == 5) & (events.day >= FIRST + 738) & (events.day < FIRST + 746))
    source = events.source.copy()
    source[mine] = np.resize(np.array(sources), len(mine))
    found = Found("twin", "", (5,), FIRST + 738, FIRST + 745, float(len(mine)), 3.0, 50.0)
    return replace(history, events=replace(events, source=source)), found


def test_one_source_that_explains_it_is_changed_reporting(history: History) -> None:
    one, found = reported(history, [0])
    behind = judge(one, found).behind
    assert (behind.changed, behind.kind, behind.new) == (True, "school", False)


def test_a_kind_with_fewer_than_three_is_not_named(history: History) -> None:
    one, found = reported(history, [3])
    behind = judge(one, found).behind
    assert (behind.changed, behind.kind) == (True, "")


def test_what_several_saw_is_no_changed_reporting(history: History) -> None:
    one, found = reported(history, [0, 1, 2, 3])
    behind = judge(one, found).behind
    assert (behind.changed, behind.organisations) == (False, 4)


def test_the_one_who_always_reports_most_is_no_changed_reporting(history: History) -> None:
    events = history.events
    mostly = np.where(np.arange(len(events)) % 10 == 0, 1, 0)
    one, found = reported(replace(history, events=replace(events, source=mostly)), [0] * 9 + [1])
    assert not judge(one, found).behind.changed


def test_events_without_a_reporter_are_not_judged_by_it(history: History) -> None:
    bare = replace(history, events=replace(history.events, sources=(), source=np.full(len(history.events), -1)))
    _one, found = reported(history, [0])
    assert not judge(bare, found).behind.known


def test_what_is_told_of_a_signal(history: History) -> None:
    one, found = reported(history, [0, 1, 2, 3])
    severity = one.severity.copy()
    inside = np.flatnonzero((one.events.area == 5) & (one.events.day == FIRST + 740))
    severity[inside[:2]] = (4, 3)
    told = judge(replace(one, severity=severity), found)
    here = (one.events.area == 5) & (one.events.day >= FIRST + 738) & (one.events.day <= FIRST + 745)
    assert told.observed == int(here.sum())
    assert sum(n for _name, n in told.categories) == told.observed
    assert told.grave == 1
    assert told.expected.low <= 3.0 <= told.expected.high < told.observed
    # 3 in eight days are 2.6 a week: a Poisson count of that mean is at most 5 nine times in ten.
    assert 4 <= told.weekly_limit <= 7


def promise(source: int, areas: tuple[int, ...] | None = None, first_day: int = FIRST) -> Promise:
    return Promise("ABCD"[source], "school", source, areas, first_day, None, Cadence.WEEKLY)


def silent_history(history: History, silent_from: int) -> History:
    """D has promised to report for area 5 and has been silent since a day; A reports everywhere."""
    events = history.events
    days = sorted(set(events.day.tolist()))
    reporting = Reporting(
        (promise(0), promise(3, (5,))), (tuple(days), tuple(day for day in days if day < silent_from))
    )
    return replace(history, reporting=reporting)


def test_silence_is_told(history: History) -> None:
    quiet = silent_history(history, DAY - 20)
    found = Found("twin", "", (5, 6), DAY - 6, DAY, 9.0, 3.0, 50.0)
    assert judge(quiet, found).behind.silent == 1
    assert judge(quiet, replace_areas(found, (6,))).behind.silent == 0
    assert "silent" in {limit.key for limit in limits(quiet, DAY)}
    assert "silent" not in {limit.key for limit in limits(silent_history(history, DAY - 5), DAY)}


def test_how_long_silence_lasts_is_said_and_agreements_that_ended_are_not_counted(history: History) -> None:
    set_language("en")
    quiet = silent_history(history, DAY - 20)
    assert quiet.reporting is not None
    ended = replace(promise(1), last_day=DAY - 30)
    more = Reporting((*quiet.reporting.promises, ended), (*quiet.reporting.days, ()))
    (said,) = (limit.text for limit in limits(replace(quiet, reporting=more), DAY) if limit.key == "silent")
    assert "1 of 2 organisations" in said
    assert "more than two of their reporting periods" in said
    assert date_long(day_date(DAY)) in said


def replace_areas(found: Found, areas: tuple[int, ...]) -> Found:
    return Found(found.method, found.group, areas, found.first_day, found.last_day, 9.0, 3.0, 50.0)


def test_the_share_of_the_usual_reporting_knows_no_future(history: History) -> None:
    quiet = silent_history(history, DAY - 20)
    share = quiet.until(DAY, DAY - 10).expected_share
    assert share is not None
    assert share.shape == (SIDE * SIDE, DAY - FIRST + 1)
    assert share[6, -1] == 1.0
    # Silent since 20 days before the day; that is noticed after 14 of them.
    assert share[5, -6:].max() < 1.0
    assert share[5, -8:-7].max() == 1.0
    earlier = quiet.until(DAY - 10, DAY - 10).expected_share
    assert earlier is not None
    assert np.array_equal(share[:, : earlier.shape[1]], earlier)


def test_a_planned_event_in_the_same_place_and_days_is_told(history: History) -> None:
    found = Found("twin", "", (5, 6), DAY - 6, DAY, 9.0, 3.0, 50.0)
    planned = (
        Planned(5, DAY - 2, DAY - 1), Planned(6, DAY - 9, DAY - 6), Planned(5, DAY - 2, DAY - 1),
        Planned(7, DAY, DAY), Planned(5, DAY - 8, DAY - 7), Planned(-1, DAY, DAY), Planned(6, DAY + 1, DAY + 1),
    )  # fmt: skip
    assert judge(history, found).planned == ()
    assert judge(replace(history, planned=planned), found).planned == ((DAY - 9, DAY - 6), (DAY - 2, DAY - 1))


def test_what_was_announced_is_read_from_the_store_and_counted_nowhere() -> None:
    table = table_of(steady_days())
    announced = np.zeros(len(table.first_day), np.int32)
    announced[[3, 40]] = 1
    marked = replace(table, left_out=Coded(announced, ("", LeftOut.FORECAST.value)))
    with FileStore.from_table(marked, (), ()) as store:
        found = history_of(store, register())
    areas = table.areas["stadsdel"]
    assert sorted((found.codes[one.area], one.first_day, one.last_day) for one in found.planned) == sorted(
        (areas.values[areas.codes[row]], int(table.first_day[row]), int(table.last_day[row])) for row in (3, 40)
    )
    assert len(found.events) == len(table.first_day) - 2


def test_areas_without_events_are_told_apart(history: History, calibration: Calibration) -> None:
    found = Found("twin", "", (6, 5, 9), DAY, DAY, 9.0, 3.0, 50.0)
    told = judge(history, found)
    here = [int(((history.events.area == area) & (history.events.day == DAY)).sum()) for area in (6, 5, 9)]
    assert list(told.per_area) == here
    assert sum(told.per_area) == told.observed
    listed = signals_of(history, METHODS, DAY, calibration=calibration)
    for signal in listed.signals:
        named = areas_with_events(signal)
        assert all(signal.judged.per_area[signal.track.areas.index(area)] > 0 for area in named)
    features = geojson(history, listed)["features"]
    assert sum(one["properties"]["observed_here"] for one in features) == sum(
        signal.judged.observed for signal in listed.signals
    )


def test_a_calibration_of_another_town_is_refused(history: History, calibration: Calibration) -> None:
    elsewhere = replace(history, codes=tuple(f"X{code}" for code in history.codes))
    assert fits(calibration, elsewhere, METHODS) == "methods"
    one_more = replace(calibration, areas=(*calibration.areas, "R99"))
    assert fits(one_more, history, METHODS) == ""


def test_what_was_never_met_is_not_given_a_rate_of_its_own() -> None:
    found = Found("twin", "", (1,), DAY, DAY, 9.0, 3.0, 50.0)
    rare = Candidate(found, -90.0, 1e-40, (0.0, 1.8), ("twin",), 2.0)
    assert rare.beyond
    assert rare.told_per_year == pytest.approx(0.0005)
    met = replace(rare, per_year=0.5)
    assert not met.beyond
    assert met.told_per_year == 0.5
