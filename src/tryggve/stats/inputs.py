"""Checks of what comes in: a statistic refuses what it cannot mean, with one clear sentence."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Count = float | np.integer[Any]
_MOST = 2.0**62

GREATEST = 1e15
"""Above this a double no longer tells a metre or a day from the next."""


def checked_count(value: Count, name: str) -> int:
    """A number of events as int. ValueError unless whole, finite and >= 0: a rounded or weighted count is no count."""
    if not (_is_number(value) and math.isfinite(value) and 0 <= value <= GREATEST and value == math.floor(value)):
        raise ValueError(f"{name} must be a whole number of events, 0 or more, got {value!r}")
    return int(value)


def checked_positive(value: float, name: str) -> float:
    """A finite number above 0 as float; ValueError otherwise."""
    if not (_is_number(value) and math.isfinite(value) and value > 0):
        raise ValueError(f"{name} must be a finite number above 0, got {value!r}")
    return float(value)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, np.integer, np.floating))


def checked_level(level: float) -> float:
    """A confidence level strictly between 0 and 1; ValueError otherwise."""
    if not (_is_number(level) and 0.0 < level < 1.0):
        raise ValueError(f"level must lie between 0 and 1, got {level!r}")
    return float(level)


def checked_counts(counts: ArrayLike, name: str = "counts") -> IntArray:
    """Counts as int64[n]. ValueError unless one-dimensional, whole, finite and >= 0."""
    values = np.asarray(counts)
    if values.ndim != 1:
        raise ValueError(f"{name} must have one dimension, got {values.ndim}")
    if values.size == 0:
        return np.zeros(0, np.int64)
    if values.dtype.kind not in "iufb":
        raise ValueError(f"{name} must be numbers, got {values.dtype}")
    if values.dtype.kind == "f" and not (np.isfinite(values).all() and (values == np.floor(values)).all()):
        raise ValueError(f"{name} must be whole numbers of events without gaps")
    if values.min() < 0:
        raise ValueError(f"{name} must not be negative, got {values.min()}")
    if values.max() > GREATEST:
        raise ValueError(f"{name} holds a value beyond {GREATEST:g}: no count is so large")
    return values.astype(np.int64)


def read_only(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same array, locked against writing, for use in a frozen result."""
    values.flags.writeable = False
    return values


def checked_whole(values: ArrayLike, name: str) -> IntArray:
    """Whole numbers as int64[n]. ValueError for NaN, fractions, what int64 cannot hold, more than one dimension."""
    array = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"{name} must have one dimension, got {array.ndim}")
    if array.size == 0:
        return np.zeros(0, np.int64)
    if array.dtype.kind not in "iufb":
        raise ValueError(f"{name} must be whole numbers, got {array.dtype}")
    if array.dtype.kind == "f" and not (np.isfinite(array).all() and (array == np.floor(array)).all()):
        raise ValueError(f"{name} must be whole numbers without gaps (NaN)")
    if array.dtype.kind in "uf" and (large := np.abs(array.astype(np.float64)).max()) > _MOST:
        raise ValueError(f"{name} holds {large:g}, which is too large")
    return array.astype(np.int64)
