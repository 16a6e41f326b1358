"""Counts and baselines per area and day, checked."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryggve.stats.inputs import FloatArray, IntArray

Number = TypeVar("Number", np.int64, np.float64)


def counts_and_baseline(counts: ArrayLike, baseline: ArrayLike, m: int) -> tuple[IntArray, FloatArray]:
    """Counts int64[k, m, T] and baseline float64[k, m, T] of k categories; one where counts is [m, T].

    ValueError unless both have the shape (m, T) or (k, m, T) with k, T ≥ 1, counts are whole and 0 or more, the
    baseline finite and 0 or more, and above 0 wherever there are cases.
    """
    found, expected = np.asarray(counts), np.asarray(baseline, np.float64)
    if found.ndim not in (2, 3) or found.shape[-2] != m or not found.size:
        shapes = f"({m}, T), one row per row of xy, or (k, {m}, T)"
        raise ValueError(f"counts must have the shape {shapes}, got {found.shape}")
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
        *category, area, day = impossible[0]
        where = "".join(f"category {kind}, " for kind in category) + f"area {area}, day {day}"
        raise ValueError(f"baseline is 0 where counts is {whole[tuple(impossible[0])]} ({where}): give it a value")
    shape = (-1, *found.shape[-2:])
    return whole.reshape(shape), expected.reshape(shape)


def cumulated(values: NDArray[Number], *, lanes: int, anytime: bool) -> NDArray[Number]:
    """Numbers [m, T] per day → cumulated over the days (`anytime`), or over the last days, the last first, padded."""
    if anytime:
        return np.cumsum(values, axis=1, dtype=values.dtype)
    recent = values[:, ::-1][:, :lanes]
    padded = np.zeros((len(values), lanes), values.dtype)
    padded[:, : recent.shape[1]] = recent
    return np.cumsum(padded, axis=1, dtype=values.dtype)
