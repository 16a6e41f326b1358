"""Circumstances as columns of a design: checked, standardised, and dealt into folds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tryggve.stats.inputs import FloatArray, IntArray
from tryggve.stats.options import whole

SPARE = 10
"""A model needs so many areas more than coefficients."""
_SAME = 1e-7


@dataclass(frozen=True, eq=False)
class Design:
    """An intercept and standardised columns, X float64[n, 1 + p], in the order of `names`."""

    X: FloatArray
    names: tuple[str, ...]
    means: FloatArray
    deviations: FloatArray


def design_of(circumstances: Mapping[str, ArrayLike], n: int) -> Design:
    """Columns of n areas each, mean 0 and deviation 1. ValueError, naming the column, for one that cannot be used.

    It cannot when it has another length, holds a gap, is the same everywhere, or follows from those before it.
    """
    if not circumstances:
        raise ValueError("name at least one circumstance")
    least = len(circumstances) + 1 + SPARE
    if n < least:
        raise ValueError(f"{len(circumstances)} circumstances need at least {least} areas, got {n}")
    columns = [_column(name, values, n) for name, values in circumstances.items()]
    means = np.array([one.mean() for one in columns])
    deviations = np.array([one.std() for one in columns])
    standard = [(one - m) / d for one, m, d in zip(columns, means, deviations, strict=True)]
    X = np.column_stack([np.ones(n), *standard])
    _refuse_collinear(X, list(circumstances))
    return Design(X, tuple(circumstances), means, deviations)


def _column(name: str, values: ArrayLike, n: int) -> FloatArray:
    column = np.asarray(values, np.float64).ravel()
    if len(column) != n:
        raise ValueError(f"{name}: {len(column)} values for {n} areas")
    if not np.isfinite(column).all():
        raise ValueError(f"{name}: a value is missing; leave the area or the circumstance out")
    if column.std() <= _SAME * max(1.0, float(np.abs(column).max())):
        raise ValueError(f"{name}: the same everywhere, so it cannot explain a difference")
    return column


def _refuse_collinear(X: FloatArray, names: list[str]) -> None:
    diagonal = np.abs(np.diag(np.linalg.qr(X, mode="r")))
    for name, left in zip(names, diagonal[1:], strict=True):
        if left <= _SAME * diagonal[0]:
            raise ValueError(f"{name}: follows from the other circumstances; leave one of them out")


def dealt(n: int, folds: int, seed: int) -> IntArray:
    """The fold of each area, int64[n], of as equal size as can be, dealt by the seed."""
    number = whole(folds, "folds", 2)
    if number > n:
        raise ValueError(f"folds must not be more than the areas, {n}, got {number}")
    return np.random.default_rng(seed).permutation(np.arange(n) % number).astype(np.int64)
