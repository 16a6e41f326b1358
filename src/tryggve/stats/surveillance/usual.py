"""What a chart expects: a level, a yearly wave and perhaps a trend, fitted on the weeks before it starts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryggve.stats.inputs import FloatArray
from tryggve.stats.options import whole
from tryggve.stats.surveillance.inputs import log_offset, numbers, series, week_dates

STEPS = 50
SETTLED = 1e-11
DAYS = 365.2425
SPAN = 3


@dataclass(frozen=True, slots=True)
class Chart:
    """Counts float64[T, S], what is expected of them, parameters per series, and the row the chart starts on."""

    counts: FloatArray
    expected: FloatArray
    fitted: int
    first: int


def chart(
    counts: ArrayLike, first: int, *, expected: ArrayLike | None, dates: ArrayLike | None, frequency: int,
    harmonics: int, trend: bool, offset: ArrayLike | None,
) -> Chart:  # fmt: skip
    """Counts and expectations, checked; the expectation is given, or fitted on the rows before `first`.

    log μ = level + Σ (a_j cos + b_j sin)(2π j · share of the year) + trend + log offset, by Poisson likelihood; the
    level alone where fewer than `SPAN` weeks with cases per number to fit, or none that span them, leave it undecided
    (the likelihood then grows without end towards an expectation of nothing). NaN where the weeks before hold no case.
    ValueError for a first row outside the table, a wave fitted on less than a year, or an expectation not above 0 or of
    another shape.
    """
    y = series(counts)
    days, scale = week_dates(dates, len(y)), log_offset(offset, y)
    frequency, harmonics = whole(frequency, "frequency", 1), whole(harmonics, "harmonics", 0)
    first = whole(first, "first", 0)
    if first > len(y):
        raise ValueError(f"first must be a row from 0 to {len(y)}, got {first}")
    if expected is not None:
        return Chart(y, _given(expected, y), 0, first)
    if first < (frequency if harmonics else 1):
        raise ValueError(f"first must leave {frequency if harmonics else 1} weeks or more to learn from, got {first}")
    design = _design(len(y), days, frequency, harmonics, trend)
    mean = [_fitted(design, y[:, s], scale[:, s], first) for s in range(y.shape[1])]
    return Chart(y, np.array(mean).T.reshape(y.shape), design.shape[1], first)


def _given(expected: ArrayLike, y: FloatArray) -> FloatArray:
    mean = numbers(expected, "expected")
    mean = mean[:, None] if mean.ndim == 1 else mean
    if mean.shape != y.shape:
        raise ValueError(f"expected must have the shape of counts {y.shape}, got {mean.shape}")
    if (mean <= 0.0).any() or np.isinf(mean).any():
        raise ValueError("expected must be above 0 and finite, NaN where unknown")
    return mean


def _design(n: int, days: NDArray[np.datetime64] | None, frequency: int, harmonics: int, trend: bool) -> FloatArray:
    """float64[n, 1 + 2 harmonics + trend]; by the calendar where there are dates, so that 53 weeks are no shift."""
    year = np.arange(n) / frequency
    if days is not None:
        year = (days - days[:1]).astype(np.int64) / DAYS
    waves = [turn(2 * np.pi * j * year) for j in range(1, harmonics + 1) for turn in (np.cos, np.sin)]
    return np.stack([np.ones(n), *waves, *([year] if trend else [])], axis=1)


def _fitted(design: FloatArray, y: FloatArray, scale: FloatArray, first: int) -> FloatArray:
    """The Poisson mean of all rows, float64[n], fitted by Newton's method on the known rows before `first`."""
    use = np.flatnonzero(~np.isnan(y[:first]))
    if not y[use].sum() > 0:
        return np.full(len(y), np.nan)
    x, seen, known = design[use], y[use], scale[use]
    level = np.log(seen.sum() / np.exp(known).sum())
    held, numbers = x[seen > 0], design.shape[1]
    if len(held) < SPAN * numbers or np.linalg.matrix_rank(held) < numbers:
        return np.asarray(np.exp(level + scale))
    beta = np.zeros(numbers)
    beta[0] = level
    mean = np.exp(x @ beta + known)
    # The first step is measured as well: coverage that varies much makes it too long by far.
    best = float(seen @ (x @ beta + known) - mean.sum())
    for _step in range(STEPS):
        move = np.linalg.lstsq((x * mean[:, None]).T @ x, x.T @ (seen - mean), rcond=None)[0]
        for _half in range(STEPS):
            with np.errstate(over="ignore", invalid="ignore"):
                predictor = x @ (beta + move) + known
                reached = float(seen @ predictor - np.exp(predictor).sum())
            if reached >= best:
                break
            move = move / 2.0
        gain, best, beta = reached - best, reached, beta + move
        mean = np.exp(predictor)
        if gain < SETTLED * (abs(best) + 1.0):
            break
    with np.errstate(over="ignore"):
        return np.asarray(np.exp(design @ beta + scale))
