"""What is left out of a time profile and said so, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from tryggve.stats.time_profile import aoristic_profile

HOUR = 3_600


def test_nothing_gives_an_empty_week() -> None:
    found = aoristic_profile([], [], zone="Europe/Stockholm")
    assert found.weights.shape == (7, 24)
    assert found.weights.dtype == np.float64
    assert not found.weights.any()
    assert (found.n_used, found.n_instant, found.n_too_long, found.n_reversed) == (0, 0, 0, 0)


def test_only_instants() -> None:
    """1970-01-01 was a Thursday: 00 UTC is Thursday 01 in Stockholm, the second before it Thursday 00."""
    found = aoristic_profile([0, -1, 0], [0, -1, 0], zone="Europe/Stockholm")
    assert (found.weights[3, 1], found.weights[3, 0], found.n_instant) == (2.0, 1.0, 3)


def test_long_and_reversed_intervals_are_left_out_and_counted() -> None:
    start = np.zeros(4, np.int64)
    end = np.array([168 * HOUR, 168 * HOUR + 1, -1, HOUR])
    found = aoristic_profile(start, end, zone="UTC")
    assert (found.n_used, found.n_too_long, found.n_reversed, found.n_instant) == (2, 1, 1, 0)
    assert found.weights.sum() == pytest.approx(2.0)
    assert aoristic_profile(start, end, zone="UTC", max_hours=1.0).n_too_long == 2


def test_weeks_on_end_stay_even() -> None:
    """Three weeks and an hour: every cell 3 of 505 hours, the first one more."""
    found = aoristic_profile([0], [505 * HOUR], zone="UTC", max_hours=1_000.0)
    assert found.weights[3, 0] == pytest.approx(4 / 505)
    assert found.weights[3, 1] == pytest.approx(3 / 505)
    assert found.weights.sum() == pytest.approx(1.0)


def test_sums_by_hour_and_weekday() -> None:
    found = aoristic_profile([0, 30 * HOUR], [2 * HOUR, 31 * HOUR], zone="UTC")
    assert found.by_hour.tolist()[:7] == [0.5, 0.5, 0.0, 0.0, 0.0, 0.0, 1.0]
    assert found.by_weekday.tolist() == [0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0]


def test_old_times_with_odd_offsets() -> None:
    """Before 1879 Stockholm kept its own sun: UTC + 1:12:12. Noon there was 10:47:48 UTC."""
    noon = -2_900_000_000 // 86_400 * 86_400 + 10 * HOUR + 47 * 60 + 48
    found = aoristic_profile([noon - 1, noon], [noon - 1, noon], zone="Europe/Stockholm")
    assert found.by_hour[11] == 1.0
    assert found.by_hour[12] == 1.0


@pytest.mark.parametrize(
    ("start", "end", "zone", "message"),
    [
        ([0.0], [1], "UTC", "whole UTC epoch seconds"),
        ([0], [np.nan], "UTC", "whole UTC epoch seconds"),
        ([[0]], [[1]], "UTC", "one dimension"),
        (np.array(["2025-01-01"], "datetime64[s]"), [1], "UTC", "whole UTC epoch seconds"),
        ([0, 1], [1], "UTC", "same length"),
        ([0], [10**12], "UTC", "years 6 to 9987"),
        ([np.iinfo(np.int64).min], [0], "UTC", "years 6 to 9987"),
        ([0], [1], "Europe/Nowhere", "unknown time zone"),
        ([0], [1], "../etc/passwd", "unknown time zone"),
        ([0], [1], "", "unknown time zone"),
    ],
)
def test_what_is_refused(start: object, end: object, zone: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        aoristic_profile(start, end, zone=zone)  # type: ignore[arg-type]
