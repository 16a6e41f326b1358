"""Columns of numbers and of days as they come in: refused by name where they cannot be what they are called."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from tryggve.stats.inputs import GREATEST, FloatArray

_PARTS_OF_A_DAY = 2.0**20


def checked_numbers(values: ArrayLike, name: str) -> FloatArray:
    """Finite numbers as float64[n]. ValueError for text, dates, gaps, or sizes that no sum or square can hold."""
    given = np.asarray(values)
    if given.size == 0:
        return np.zeros(0)
    if given.dtype.kind not in "iufb":
        raise ValueError(f"{name} must be numbers, got {given.dtype}")
    numbers = given.astype(np.float64).reshape(-1)
    if not np.isfinite(numbers).all():
        raise ValueError(f"{name} holds a value that is no number (NaN or infinite): leave out what is not known")
    if np.abs(numbers).max() > GREATEST:
        raise ValueError(f"{name} holds a value beyond {GREATEST:g}: it cannot be what it is called")
    return numbers


def checked_days(values: ArrayLike, name: str) -> FloatArray:
    """Days as float64[n]: numbers as they are, datetime64 as days since 1970-01-01 with the part of the day (to .1 s).

    ValueError for text and other objects (datetimes with a time zone among them), and for what is missing.
    """
    given = np.asarray(values)
    if given.dtype.kind != "M":
        if given.size and given.dtype.kind not in "iufb":
            raise ValueError(f"{name} must be days as numbers, or datetime64 without a time zone, got {given.dtype}")
        return checked_numbers(given, name)
    if np.isnat(given).any():
        raise ValueError(f"{name} holds a value that is no time (NaT): leave out events without time")
    whole = given.astype("datetime64[D]")
    # In parts that a double holds exactly: the same hour on two days is whole days apart.
    part = np.rint((given - whole) / np.timedelta64(1, "D") * _PARTS_OF_A_DAY) / _PARTS_OF_A_DAY
    return checked_numbers(whole.astype(np.int64) + part, name)
