"""What comes in to the detectors of series, checked: counts, days, coverage, rows to judge."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryggve.stats.inputs import FloatArray, IntArray
from tryggve.stats.options import NUMBER, whole

_MOST_CASES = 2.0**53
_FIRST_DAY, _LAST_DAY = np.datetime64("1000-01-01"), np.datetime64("9999-12-31")


def numbers(values: ArrayLike, name: str) -> FloatArray:
    """A copy as float64, None is NaN. ValueError for text, dates, complex numbers and lists of different lengths."""
    try:
        given = np.asarray(values)
    except (TypeError, ValueError) as problem:
        raise ValueError(f"{name} must be numbers in rows of equal length: {problem}") from None
    # Text that looks like a number may be a year or a code: it is for the caller to say what it means.
    fits = given.dtype.kind in "biuf" or (
        given.dtype.kind == "O" and all(value is None or isinstance(value, NUMBER) for value in given.flat)
    )
    if not fits:
        raise ValueError(f"{name} must be numbers, NaN where unknown, got {given.dtype}")
    return given.astype(np.float64)


def series(counts: ArrayLike) -> FloatArray:
    """Counts as float64[T, S], NaN where unknown. ValueError for negative or fractional ones, or another shape."""
    y = numbers(counts, "counts")
    y = y[:, None] if y.ndim == 1 else y
    if y.ndim != 2:
        raise ValueError(f"counts must have the shape (weeks,) or (weeks, series), got {np.shape(y)}")
    known = y[~np.isnan(y)]
    if (known < 0).any() or (known != np.floor(known)).any() or (known >= _MOST_CASES).any():
        raise ValueError("counts must be whole numbers of 0 or more (and below 2^53), NaN where unknown")
    return y


def week_dates(dates: ArrayLike | Sequence[object] | None, n: int) -> NDArray[np.datetime64] | None:
    """Days as datetime64[T], checked. ValueError unless there is one per week, each seven days after the one before."""
    if dates is None:
        return None
    try:
        days = np.asarray(dates).astype("datetime64[D]")
    except (TypeError, ValueError) as problem:
        raise ValueError(f"dates must be days: {problem}") from None
    if days.shape != (n,) or np.isnat(days).any():
        raise ValueError(f"dates must be {n} days, one per week, got {days.shape}")
    if (np.diff(days) != np.timedelta64(7, "D")).any():
        first = int(np.flatnonzero(np.diff(days) != np.timedelta64(7, "D"))[0])
        raise ValueError(f"dates must be a week apart: {days[first]} is followed by {days[first + 1]}")
    if n and not (_FIRST_DAY <= days[0] and days[-1] <= _LAST_DAY):
        raise ValueError(f"dates must lie in the years 1000 to 9999, got {days[0]} to {days[-1]}")
    return days


def log_offset(offset: ArrayLike | None, y: FloatArray) -> FloatArray:
    """Logarithms of the offset as float64[T, S]; 0 where there is none. ValueError for what does not fit."""
    if offset is None:
        return np.zeros(y.shape)
    given = numbers(offset, "offset")
    given = given[:, None] if given.ndim == 1 else given
    # One number for all weeks is refused as well: a coverage that never changes changes nothing, so more was meant.
    if given.ndim != 2 or given.shape[0] != y.shape[0] or given.shape[1] not in (1, y.shape[1]):
        raise ValueError(f"offset must have the shape of counts {y.shape}, or one a week, got {np.shape(offset)}")
    if not np.isfinite(given).all() or (given <= 0.0).any():
        raise ValueError("offset must be above 0: where nobody reports, the count is unknown (NaN), not 0")
    return np.log(np.broadcast_to(given, y.shape)).copy()


def rows_of(weeks: ArrayLike, n: int) -> IntArray:
    """Rows int64[k] of a table of n weeks, from row numbers or from a mask bool[n]. ValueError for anything else."""
    given = np.asarray(weeks)
    if given.dtype.kind == "b":
        if given.shape != (n,):
            raise ValueError(f"weeks as a mask must hold {n} truth values, one per week, got {given.shape}")
        return np.flatnonzero(given).astype(np.int64)
    rows = numbers(weeks, "weeks")
    if rows.ndim > 1 or not (rows == np.floor(rows)).all():
        raise ValueError(f"weeks must be row numbers, or a mask of {n} truth values, got {weeks!r}")
    if rows.size and (rows.min() < 0 or rows.max() >= n):
        raise ValueError(f"weeks must be rows from 0 to {n - 1}, got {rows.min():g} to {rows.max():g}")
    return rows.reshape(-1).astype(np.int64)


def limit(limit54: object) -> tuple[int, int] | None:
    """Cases and weeks of `limit54`. ValueError unless it is None or two whole numbers, 0 and 1 or more."""
    if limit54 is None:
        return None
    if not isinstance(limit54, Sequence) or len(limit54) != 2:
        raise ValueError(f"limit54 must be two numbers, cases and weeks, got {limit54!r}")
    return whole(limit54[0], "the cases of limit54", 0), whole(limit54[1], "the weeks of limit54", 1)
