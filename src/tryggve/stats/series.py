"""A regular series of counts before one target period: what of it can be used, and what is left out and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryggve.stats.inputs import FloatArray, checked_positive

GROSS_FACTOR, GROSS_MARGIN = 3.0, 10.0
"""A count above three times the 95th percentile plus ten is taken for an error or an event of another kind."""


@dataclass(frozen=True, eq=False)
class History:
    """The n observations to use: `years` [n] before the target (negative), `counts` [n], `exposure` [n] > 0.

    `target_exposure` is 0 where unknown. `gaps` periods had no count or no exposure, `outliers` a gross count.
    """

    years: FloatArray
    counts: FloatArray
    exposure: FloatArray
    target_exposure: float
    period_length: float
    gaps: int
    outliers: int

    @property
    def span_years(self) -> float:
        """From the first to the last usable observation, both included."""
        if len(self.years) == 0:
            return 0.0
        return float(self.years[-1] - self.years[0]) + 1.0 / self.period_length


def history_before(counts: ArrayLike, exposure: ArrayLike | None, target: int, period_length: float) -> History:
    """Sort out the observations before the index `target`; the arguments are those of `trend.expected_level`."""
    checked_positive(period_length, "period_length")
    values, weights, position = _checked(counts, exposure, target)
    before = values[:position]
    usable = np.isfinite(before) & (weights[: len(before)] > 0.0)
    gross = _gross(before, weights[: len(before)], usable)
    rows = np.flatnonzero(usable & ~gross)
    return History(
        years=(rows - position) / period_length,
        counts=values[rows],
        exposure=weights[rows],
        target_exposure=float(weights[position]),
        period_length=period_length,
        gaps=int((~usable).sum()),
        outliers=int(gross.sum()),
    )


def _checked(counts: ArrayLike, exposure: ArrayLike | None, target: int) -> tuple[FloatArray, FloatArray, int]:
    """Counts [T], exposures [max(T, position + 1)] with 0 for unknown, and the target as an index from 0."""
    values = np.asarray(counts, np.float64)
    if values.ndim != 1:
        raise ValueError(f"counts must have one dimension, got {values.ndim}")
    position = target + len(values) if target < 0 else target
    if position < 0 and len(values):
        raise ValueError(f"target {target} lies before the series of {len(values)}")
    position = max(position, 0)
    length = max(len(values), position + 1)
    weights = np.ones(length) if exposure is None else np.nan_to_num(np.asarray(exposure, np.float64), posinf=np.inf)
    if weights.shape != (length,):
        raise ValueError(f"exposure must have the length {length} (series and target), got {weights.shape}")
    for name, array in (("counts", values), ("exposure", weights)):
        if np.isinf(array).any() or (array < 0.0).any():
            raise ValueError(f"{name} must be finite and not negative (NaN = unknown)")
    return values, weights, position


def _gross(values: FloatArray, exposure: FloatArray, usable: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which usable counts exceed GROSS_FACTOR times the 95th percentile of count / exposure, plus GROSS_MARGIN."""
    if not usable.any():
        return np.zeros(len(values), np.bool_)
    high = np.quantile(values[usable] / exposure[usable], 0.95, method="lower")
    return usable & (values > GROSS_FACTOR * high * exposure + GROSS_MARGIN)
