"""Counts and baselines per area and day, checked."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryggve.stats.inputs import FloatArray, IntArray

Number = TypeVar("Number", np.int64, np.float64)


def counts_and_baseline(counts: ArrayLike, baseline: ArrayLike, m: int) -> tuple[IntArray, FloatArray]:
    """Counts int64[m, T] and baseline float64[m, T].

    ValueError unless both have the shape (m, T) with T ≥ 1, counts are whole and 0 or more, the baseline finite and 0
    or more, and above 0 wherever there are cases.
    """
    found, expected = np.asarray(counts), np.asarray(baseline, np.float64)
    if found.ndim != 2 or found.shape[0] != m or found.shape[1] < 1:
        raise ValueError(f"counts must have the shape ({m}, T), one row per row of xy, got {found.shape}")
    if expected.shape != found.shape:
        raise ValueError(f"baseline must have the shape of counts {found.shape}, got {expected.shape}")
    if found.dtype.kind == "f" and not (np.isfinite(found).all() and (found == np.floor(found)).all()):
        raise ValueError("counts must be whole numbers without gaps (NaN)")
    whole = found.astype(np.int64)
    if whole.min() < 0:
        raise ValueError(f"counts must not be negative, got {whole.min()}")
    if not np.isfinite(expected).all() or expected.min() < 0.0:
        raise ValueError("baseline must be finite and 0 or more everywhere")
    if impossible := np.argwhere((expected == 0.0) & (whole > 0)).tolist():
        area, day = impossible[0]
        raise ValueError(f"baseline is 0 where counts is {whole[area, day]} (area {area}, day {day}): give it a value")
    return whole, expected


def cumulated(values: NDArray[Number], *, lanes: int, anytime: bool) -> NDArray[Number]:
    """Numbers [m, T] per day → cumulated over the days (`anytime`), or over the last days, the last first, padded."""
    if anytime:
        return np.cumsum(values, axis=1, dtype=values.dtype)
    recent = values[:, ::-1][:, :lanes]
    padded = np.zeros((len(values), lanes), values.dtype)
    padded[:, : recent.shape[1]] = recent
    return np.cumsum(padded, axis=1, dtype=values.dtype)
