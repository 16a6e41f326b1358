"""Aoristic weights by hand and minute by minute, on nights that are 23, 24 and 25 hours long."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from tryggve.stats.inputs import FloatArray, IntArray
from tryggve.stats.time_profile import aoristic_profile

STOCKHOLM = "Europe/Stockholm"
SUNDAY = 6


def at(text: str, zone: str = STOCKHOLM, fold: int = 0) -> int:
    """UTC seconds of a local time; fold = 1 is the second of two equal clock times in autumn."""
    local = dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return int(local.timestamp())


def cells(start: int, end: int) -> dict[tuple[int, int], float]:
    weights = aoristic_profile([start], [end], zone=STOCKHOLM).weights
    return {(int(day), int(hour)): float(weights[day, hour]) for day, hour in np.argwhere(weights > 0.0)}


def test_four_hours_give_a_quarter_each() -> None:
    """Ratcliffe (2000): an interval over four hour blocks counts 0.25 in each. 2025-10-01 was a Wednesday."""
    found = cells(at("2025-10-01T22:00"), at("2025-10-02T02:00"))
    assert found == {(2, 22): 0.25, (2, 23): 0.25, (3, 0): 0.25, (3, 1): 0.25}


def test_parts_of_hours_count_by_their_time() -> None:
    """13:45 to 16:00 is 135 minutes: 15, 60 and 60 of them."""
    found = cells(at("2025-10-01T13:45"), at("2025-10-01T16:00"))
    assert found == pytest.approx({(2, 13): 15 / 135, (2, 14): 60 / 135, (2, 15): 60 / 135})


def test_spring_night_has_no_third_hour() -> None:
    """2024-03-31 the clock went from 02:00 to 03:00: 01:00 to 04:00 were two hours."""
    assert cells(at("2024-03-31T01:00"), at("2024-03-31T04:00")) == {(SUNDAY, 1): 0.5, (SUNDAY, 3): 0.5}


def test_autumn_night_has_the_third_hour_twice() -> None:
    """2024-10-27 the hour from 02:00 came twice: 01:00 to 03:30 were three hours and a half."""
    found = cells(at("2024-10-27T01:00"), at("2024-10-27T03:30"))
    assert found == pytest.approx({(SUNDAY, 1): 1 / 3.5, (SUNDAY, 2): 2 / 3.5, (SUNDAY, 3): 0.5 / 3.5})


def test_both_passes_of_the_repeated_hour_are_the_same_cell() -> None:
    for fold in (0, 1):
        moment = at("2024-10-27T02:30", fold=fold)
        assert cells(moment, moment) == {(SUNDAY, 2): 1.0}


def test_a_whole_week_is_even() -> None:
    found = aoristic_profile([at("2025-10-01T22:30")], [at("2025-10-08T22:30")], zone=STOCKHOLM)
    assert found.weights == pytest.approx(np.full((7, 24), 1 / 168), abs=1e-15)


@pytest.mark.parametrize(
    "zone", [STOCKHOLM, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "UTC"]
)
def test_against_the_slow_twin(zone: str) -> None:
    rng = np.random.default_rng(3)
    nights = np.array([at("2024-03-31T00:00"), at("2024-10-27T00:00"), at("2024-04-07T00:00"), at("2024-03-10T00:00")])
    start = rng.choice(nights, 25) + rng.integers(-2_000, 2_000, 25) * 60
    end = start + rng.integers(0, 3_000, 25) * 60 * (rng.random(25) < 0.8)
    found = aoristic_profile(start, end, zone=zone)
    assert found.weights == pytest.approx(slow_profile(start, end, zone), abs=1e-12)
    assert found.n_instant > 0


def slow_profile(start: IntArray, end: IntArray, zone: str) -> FloatArray:
    """Minute by minute through Python's own calendar; for whole minutes."""
    rules, weights = ZoneInfo(zone), np.zeros((7, 24))
    for first, last in zip(start.tolist(), end.tolist(), strict=True):
        minutes = range(first, last, 60) if last > first else [first]
        for second in minutes:
            local = dt.datetime.fromtimestamp(second, rules)
            weights[local.weekday(), local.hour] += 1.0 / len(minutes)
    return weights
