"""The replay: nothing of the future, the same bytes however it is run, rates that hold, outbreaks that are found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.unit.signal_twin import FIRST, METHODS, Twin, town
from tryggve.cli.backtest import lines
from tryggve.compute import SERIAL, Processes
from tryggve.signals.backtest import LEAST_PAST, Outcome, backtest, begins
from tryggve.signals.calibrate import FEWEST_DAYS, Calibration
from tryggve.signals.found import Events, Found
from tryggve.signals.history import History
from tryggve.signals.inject import Injection, injected, outbreaks
from tryggve.signals.methods import Method
from tryggve.signals.replay import FEWEST_EVENTS, Block, Kept, replay, run_block

FROM, TO = FIRST + 560, FIRST + 700
UNREST = ((5, 640, 10, 4),)


@pytest.fixture(scope="module")
def history() -> History:
    return town(days=760, extra=UNREST)


@pytest.fixture(scope="module")
def outcome(history: History) -> Outcome:
    return backtest(history, METHODS, FROM, TO)


def cut(history: History, last_day: int) -> History:
    """The same history as it was on a day."""
    events = history.events
    end = int(np.searchsorted(events.day, last_day, side="right"))
    own = {name: getattr(events, name)[:end] for name in ("area", "day", "category", "source", "x", "y", "day_known")}
    return replace(history, events=replace(events, last_day=last_day, **own), severity=history.severity[:end])


def told(outcome: Outcome, history: History) -> list[str]:
    return list(lines(outcome, history))


def test_what_happens_later_changes_nothing(history: History, outcome: Outcome) -> None:
    earlier = cut(history, FROM + 90)
    found = told(backtest(earlier, METHODS, FROM, FROM + 90), earlier)
    assert found == told(outcome, history)[:91]


def test_a_block_is_given_nothing_of_what_comes_after_it(history: History) -> None:
    until = history.until(FROM + 5, FROM)
    assert int(until.day.max()) <= FROM + 5
    assert until.last_day == FROM + 5
    assert run_block(Block(history, METHODS, FROM, FROM + 5)) == run_block(
        Block(cut(history, FROM + 5), METHODS, FROM, FROM + 5)
    )


def test_blocks_elsewhere_and_blocks_kept_give_the_same(history: History, tmp_path: Path) -> None:
    serial = replay(history, METHODS, FROM, FROM + 100)
    assert replay(history, METHODS, FROM, FROM + 100, on=Processes(2)) == serial
    kept = Kept(tmp_path / "kept", {"what": 1})
    replay(history, METHODS, FROM, FROM + 90, kept=kept)
    assert replay(history, METHODS, FROM, FROM + 100, kept=Kept(tmp_path / "kept", {"what": 1})) == serial


def test_a_replay_that_is_stopped_goes_on_after_the_last_block(history: History, tmp_path: Path) -> None:
    folder, about, asked = tmp_path / "kept", {"what": 1}, []

    class Stops:
        def run(self, block, items):  # type: ignore[no-untyped-def]
            for number, item in enumerate(items):
                if number == 1:
                    raise KeyboardInterrupt
                yield block(item)

    class Counts:
        def run(self, block, items):  # type: ignore[no-untyped-def]
            asked.extend(items)
            return SERIAL.run(block, items)

    whole = replay(history, METHODS, FROM, FROM + 200)
    with pytest.raises(KeyboardInterrupt):
        replay(history, METHODS, FROM, FROM + 200, on=Stops(), kept=Kept(folder, about))
    assert replay(history, METHODS, FROM, FROM + 200, on=Counts(), kept=Kept(folder, about)) == whole
    assert [first for first, _last in asked] == [FROM + 91, FROM + 182]
    # Another question does not find the old answers.
    assert Kept(folder, {"what": 2}).read(f"days-{FROM}-{FROM + 90}") is None


def test_a_damaged_block_is_made_anew(history: History, tmp_path: Path) -> None:
    whole = replay(history, METHODS, FROM, FROM + 10, kept=Kept(tmp_path, {}))
    (tmp_path / f"days-{FROM}-{FROM + 10}.json").write_text("[[1,", encoding="utf-8")
    assert replay(history, METHODS, FROM, FROM + 10, kept=Kept(tmp_path, {})) == whole


def test_the_unrest_is_on_the_list_while_it_lasts(history: History, outcome: Outcome) -> None:
    made = outcome.calibration
    assert made is not None
    (one,) = [row for row in made.past if "R5" in row["areas"] and row["per_year"] < 1]
    begins_on = np.datetime64("2021-01-01") + 640
    assert 0 <= (np.datetime64(one["opened"]) - begins_on).astype(int) <= 4


def test_a_calm_town_shows_about_as_much_as_was_wanted() -> None:
    calm = town(days=1300, seed=5)
    made = backtest(calm, METHODS, FIRST + 600, FIRST + 1299, wanted_per_year=12.0).calibration
    assert made is not None
    years = 700 / 365.25
    # Twelve a year by scales learnt before each day: between half and twice as many.
    assert 6 * years < len(made.past) < 24 * years


def test_too_short_a_past_gives_no_rate(history: History) -> None:
    first = history.events.first_day + LEAST_PAST
    found = backtest(history, METHODS, first, first + FEWEST_DAYS - 2)
    assert found.calibration is None
    assert all(day.scale is None and day.tracks == () for day in found.days)
    assert begins(history, first) == first


def test_a_calibration_comes_back_from_json(outcome: Outcome) -> None:
    made = outcome.calibration
    assert made is not None
    assert Calibration.read(made.plain()) == made
    with pytest.raises(ValueError, match="format"):
        Calibration.read({**made.plain(), "format": 0})


INJECTION = Injection(number=8, days=(10, 20), size=(3.0, 4.0), areas=(1, 3), seed=4)


def test_outbreaks_are_put_in_where_they_say(history: History) -> None:
    chosen = outbreaks(history, INJECTION, FROM, TO)
    more = injected(history, chosen, INJECTION)
    added = sum(len(one.like) for one in chosen)
    assert len(more.events) == len(history.events) + added
    assert len(more.severity) == len(more.events)
    assert (np.diff(more.events.day) >= 0).all()
    one = chosen[0]
    here = np.isin(more.events.area, one.areas) & (more.events.day >= one.first_day) & (more.events.day <= one.last_day)
    before = np.isin(history.events.area, one.areas) & (history.events.day >= one.first_day)
    assert here.sum() >= (before & (history.events.day <= one.last_day)).sum() + len(one.like)
    assert outbreaks(history, INJECTION, FROM, TO)[0].areas == one.areas


def test_how_many_are_found_is_told_beside_chance(history: History) -> None:
    made = backtest(history, METHODS, FROM, TO, injection=INJECTION).calibration
    assert made is not None
    told = made.injected
    assert told is not None
    assert told["found"] > told["by_chance"]
    assert told["interval"][0] <= told["share"] <= told["interval"][1]
    assert 0 <= told["median_delay_days"] <= 20


def test_two_events_are_nothing_to_gather_round(history: History) -> None:
    """However high their score: neither found nor counted in any rate."""

    class Two(Twin):
        def _on(self, events: Events, day: int) -> list[Found]:
            rare = Found("twin", "", (3,), day, day, FEWEST_EVENTS - 1.0, 0.001, 99.0)
            return [rare, Found("twin", "", (4,), day, day, float(FEWEST_EVENTS), 0.001, 50.0)]

    finds = replay(history, [Method(Two(), ("twin",), 1.0)], FIRST + 400, FIRST + 402)
    assert [dated.found.areas for dated in finds] == [(4,)] * 3
