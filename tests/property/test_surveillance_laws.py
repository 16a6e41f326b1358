"""Laws of the series detectors for any counts: order of series, unknown weeks, scale of coverage, more cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tryggve.stats import surveillance

LAST = {"weeks": [119]}
CALLS: dict[str, Callable[..., Any]] = {
    "farrington_flexible": lambda y, **more: surveillance.farrington_flexible(y, years_back=2, **LAST, **more),
    "farrington": lambda y, **more: surveillance.farrington(y, years_back=2, **LAST, **more),
    "windowed": lambda y, **more: surveillance.windowed(y, years_back=2, **LAST, **more),
    "cusum": lambda y, **more: surveillance.cusum(y, first=110, **more),
    "glr_nb": lambda y, **more: surveillance.glr_nb(y, first=110, **more),
}
FEW = settings(max_examples=25, deadline=None)
COUNTS = arrays(np.int64, (120, 3), elements=st.integers(0, 60) | st.integers(0, 2))


def same(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))


@pytest.mark.parametrize("name", sorted(CALLS))
@FEW
@given(counts=COUNTS)
def test_series_do_not_know_of_each_other(name: str, counts: np.ndarray) -> None:
    whole, turned = CALLS[name](counts), CALLS[name](counts[:, ::-1])
    for field in ("expected", "alarm"):
        assert same(getattr(whole, field), getattr(turned, field)[:, ::-1])
        assert same(getattr(whole, field)[:, :1], getattr(CALLS[name](counts[:, 0]), field))


@pytest.mark.parametrize("name", sorted(CALLS))
@FEW
@given(counts=COUNTS, unknown=arrays(np.bool_, (120, 3)))
def test_unknown_weeks_never_signal(name: str, counts: np.ndarray, unknown: np.ndarray) -> None:
    y = np.where(unknown, np.nan, counts)
    found = CALLS[name](y)
    rows = found.weeks
    assert not found.alarm[np.isnan(y[rows])].any()
    judged = found.expected[~np.isnan(found.expected)]
    assert np.isfinite(judged).all()
    assert (judged >= 0).all()


@pytest.mark.parametrize("kind", ["C1", "C2", "C3"])
@FEW
@given(counts=COUNTS, unknown=arrays(np.bool_, (120, 3)))
def test_ears_never_signals_an_unknown_or_an_empty_week(kind: str, counts: np.ndarray, unknown: np.ndarray) -> None:
    y = np.where(unknown, np.nan, counts)
    found = surveillance.ears(y, kind=kind)
    assert not found.alarm[~(y > 0)].any()
    known = ~np.isnan(found.upper)
    assert (found.upper[known] >= 0).all()


@pytest.mark.parametrize("name", sorted(CALLS))
@FEW
@given(counts=COUNTS, factor=st.sampled_from([0.5, 2.0, 8.0]))
def test_coverage_counts_only_by_its_change(name: str, counts: np.ndarray, factor: float) -> None:
    plain, scaled = (CALLS[name](counts, offset=np.full((120, 3), f)) for f in (1.0, factor))
    assert scaled.expected == pytest.approx(plain.expected, rel=1e-5, abs=1e-7, nan_ok=True)


@pytest.mark.parametrize("limit54", [None, (5, 4)])
@pytest.mark.parametrize("threshold_method", ["nbPlugin", "delta", "muan"])
@FEW
@given(counts=COUNTS | arrays(np.int64, (120, 3), elements=st.sampled_from([0] * 30 + [1, 40])), now=st.integers(0, 90))
def test_the_score_is_above_1_where_there_is_an_alarm(
    threshold_method: str, limit54: tuple[int, int] | None, counts: np.ndarray, now: int
) -> None:
    y = counts.copy()
    y[119] = now
    asked = {"years_back": 2, "threshold_method": threshold_method, "limit54": limit54}
    found = surveillance.farrington_flexible(y, **LAST, **asked)
    known = ~np.isnan(found.expected)
    assert np.isfinite(found.score[known]).all()
    assert (found.alarm[known] == (found.score[known] > 1.0)).all()
    y[119] += 1
    more = surveillance.farrington_flexible(y, **LAST, **asked | {"limit54": None})
    free = surveillance.farrington_flexible(np.vstack([y[:119], y[119:] - 1]), **LAST, **asked | {"limit54": None})
    assert (more.score[known] >= free.score[known]).all()
    if threshold_method == "nbPlugin":
        assert (free.alarm[known] == (free.p_value[known] <= 0.05 * (1 + 1e-9))).all()


@pytest.mark.parametrize("name", ["farrington_flexible", "windowed"])
@FEW
@given(counts=COUNTS, more=st.integers(1, 40))
def test_more_cases_this_week_are_rarer(name: str, counts: np.ndarray, more: int) -> None:
    fewer = CALLS[name](counts)
    y = counts.copy()
    y[119] += more
    above = CALLS[name](y)
    known = ~np.isnan(fewer.p_value)
    assert (above.p_value[known] <= fewer.p_value[known]).all()
    assert same(above.expected, fewer.expected)
    assert (above.alarm | ~fewer.alarm).all()
