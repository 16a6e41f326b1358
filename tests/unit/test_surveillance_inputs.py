"""What comes in to the detectors of series: each option is refused by name, coverage and rows in the shapes allowed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tryggve.stats import surveillance

Y = np.ones((330, 2))
CALLS: dict[str, Callable[..., Any]] = {
    "farrington": surveillance.farrington,
    "farrington_flexible": surveillance.farrington_flexible,
    "windowed": surveillance.windowed,
    "cusum": lambda y, **more: surveillance.cusum(y, **{"first": 300} | more),
    "glr_nb": lambda y, **more: surveillance.glr_nb(y, **{"first": 300} | more),
    "ears": surveillance.ears,
}
WITH_OFFSET = sorted(set(CALLS) - {"ears"})
WITH_WEEKS = ["farrington", "farrington_flexible", "windowed"]
WHOLE = [
    *((name, option) for name in ("farrington", "farrington_flexible") for option in ("half_window", "years_back")),
    *(("farrington_flexible", option) for option in ("periods", "exclude_recent", "frequency")),
    *(("windowed", option) for option in ("window", "exclude_recent", "frequency", "years_back", "harmonics")),
    *(("cusum", option) for option in ("first", "frequency", "harmonics")),
    *(("glr_nb", option) for option in ("first", "min_weeks", "max_weeks")),
    ("ears", "baseline"),
]
NUMBERS = [
    ("farrington", "alpha"), ("farrington_flexible", "trend_p"), ("farrington_flexible", "reweight_threshold"),
    ("windowed", "alpha"), ("windowed", "reweight_threshold"), ("cusum", "k"), ("cusum", "h"), ("glr_nb", "threshold"),
    ("glr_nb", "ratio"), ("glr_nb", "dispersion"), ("ears", "alpha"),
]  # fmt: skip


@pytest.mark.parametrize("value", [1.5, -1, "3", [3], float("nan"), float("inf"), 10**400])
@pytest.mark.parametrize(("name", "option"), WHOLE)
def test_what_must_be_whole(name: str, option: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"^{option} must be"):
        CALLS[name](Y, **{option: value})


@pytest.mark.parametrize("value", ["0.05", [0.05], float("nan"), -1.0])
@pytest.mark.parametrize(("name", "option"), NUMBERS)
def test_what_must_be_a_number_in_its_range(name: str, option: str, value: object) -> None:
    with pytest.raises(ValueError, match=option):
        CALLS[name](Y, **{option: value})


def test_whole_floats_and_numpys_integers_are_whole() -> None:
    plain = surveillance.windowed(Y, weeks=[329])
    found = surveillance.windowed(Y, weeks=[329.0], years_back=5.0, window=np.int64(2))  # type: ignore[arg-type]
    assert (found.p_value == plain.p_value).all()
    assert found.parameters == plain.parameters


@pytest.mark.parametrize("value", [(5, -4), (5, 0), (5, 2.5), (5,), (5, 4, 3), 5, "54", (-1, 4)])
@pytest.mark.parametrize("name", WITH_WEEKS)
def test_limits_that_mean_nothing(name: str, value: object) -> None:
    with pytest.raises(ValueError, match="limit54"):
        CALLS[name](Y, limit54=value)


@pytest.mark.parametrize(
    "offset", [2.0, np.ones((330, 1, 1)), np.ones((1, 2)), np.ones((330, 3)), "all", [[1.0], [1.0, 2.0]]]
)
@pytest.mark.parametrize("name", WITH_OFFSET)
def test_offsets_of_another_shape(name: str, offset: object) -> None:
    with pytest.raises(ValueError, match=r"^offset must"):
        CALLS[name](Y, offset=offset)


@pytest.mark.parametrize("name", WITH_OFFSET)
def test_an_offset_per_week_is_one_for_all_series(name: str) -> None:
    weekly = np.random.default_rng(1).uniform(0.5, 1.5, 330)
    y = np.random.default_rng(2).poisson(5.0 * weekly[:, None], (330, 2))
    found = [CALLS[name](y, offset=of).expected for of in (weekly, weekly[:, None], np.stack([weekly, weekly], axis=1))]
    assert np.array_equal(found[0], found[1], equal_nan=True)
    assert np.array_equal(found[0], found[2], equal_nan=True)


@pytest.mark.parametrize(
    "counts", ["many", ["1", "2"], [[1], [2, 3]], np.array([1, "x"], object), [1j], [2.0**53], [np.inf], 3]
)
@pytest.mark.parametrize("name", sorted(CALLS))
def test_what_is_no_count(name: str, counts: object) -> None:
    with pytest.raises(ValueError, match=r"^counts must"):
        CALLS[name](counts)


@pytest.mark.parametrize("name", sorted(CALLS))
def test_truth_values_objects_and_none_are_counts(name: str) -> None:
    y = np.random.default_rng(3).random(330) < 0.5
    given = y.astype(object)
    given[7] = None
    unknown = np.where(np.arange(330) == 7, np.nan, y)
    assert np.array_equal(CALLS[name](y).expected, CALLS[name](y.astype(int)).expected, equal_nan=True)
    assert np.array_equal(CALLS[name](given).expected, CALLS[name](unknown).expected, equal_nan=True)


@pytest.mark.parametrize("name", sorted(CALLS))
def test_nothing_known(name: str) -> None:
    found = CALLS[name](np.full((330, 2), np.nan))
    assert np.isnan(found.expected).all()
    assert not found.alarm.any()


def test_a_season_of_few_rows_with_nothing_known() -> None:
    y = np.ones((170, 2))
    y[:, 1] = np.nan
    found = surveillance.windowed(y, frequency=2, years_back=2, exclude_recent=3)
    assert np.isnan(found.p_value[:, 1]).all()


@pytest.mark.parametrize("name", WITH_WEEKS)
def test_rows_as_a_mask(name: str) -> None:
    y = np.random.default_rng(4).poisson(3.0, (330, 2))
    mask = np.zeros(330, bool)
    mask[[320, 329]] = True
    found, asked = CALLS[name](y, weeks=mask), CALLS[name](y, weeks=[320, 329])
    assert found.weeks.tolist() == [320, 329]
    assert (found.p_value == asked.p_value).all()
    assert CALLS[name](y, weeks=[]).weeks.tolist() == []


@pytest.mark.parametrize(
    "weeks", [[1.5], [True, False], np.zeros((330, 1), bool), [np.nan], [[1], [2]], "all", [-1], [330], [None]]
)
@pytest.mark.parametrize("name", WITH_WEEKS)
def test_rows_that_mean_nothing(name: str, weeks: object) -> None:
    with pytest.raises(ValueError, match=r"^weeks"):
        CALLS[name](Y, weeks=weeks)


def test_dates_that_mean_nothing() -> None:
    early = np.datetime64("0001-01-01") + 7 * np.arange(330)
    for dates, says in ((["soon"] * 330, "dates must be days"), (early, "years 1000 to 9999")):
        with pytest.raises(ValueError, match=says):
            surveillance.farrington_flexible(Y, dates=dates)


def test_more_years_than_there_are() -> None:
    """No list of a billion rows is made, and no year before the first."""
    for dates in (None, np.datetime64("2020-01-06") + 7 * np.arange(330)):
        for years in (3_000, 2_000_000_000):
            assert surveillance.farrington_flexible(Y, dates=dates, years_back=years).expected.shape == (0, 2)


@pytest.mark.parametrize("name", sorted(CALLS))
def test_results_are_locked_and_callers_arrays_are_not(name: str) -> None:
    y, rows, usual = Y.copy(), np.array([329]), np.full(Y.shape, 2.0)
    more = {"weeks": rows} if name in WITH_WEEKS else {} if name == "ears" else {"expected": usual}
    found, again = CALLS[name](y, **more), CALLS[name](y, **more)
    with pytest.raises(ValueError, match="read-only"):
        found.expected[:] = 0.0
    with pytest.raises(ValueError, match="read-only"):
        found.alarm[:] = True
    y[:], rows[:], usual[:] = 0.0, 0, 1.0
    assert again.expected[-1, 0] == found.expected[-1, 0] > 0.0
    assert found == found
    assert found != again
