"""What is expected of each area from the others, and how well the model foresaw areas it had not seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.inputs import FloatArray, IntArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Effect:
    """One circumstance: `effect` per `deviation` of it, with interval (counts: a ratio, figures: a difference)."""

    name: str
    effect: float
    low: float
    high: float
    deviation: float


@dataclass(frozen=True, kw_only=True, eq=False)
class ExpectedGiven(ArrayResult):
    """Observed and expected of n areas, float64[n] read-only; `expected` is by a model that has not seen the area.

    `low`..`high` is the prediction interval of the figure (rates per `per`, or figures); `residual` is observed /
    expected for counts, observed - expected for figures, `residual_low`..`residual_high` its interval from the error of
    both. `p` is how often a figure as far out is foreseen, two-sided, `q` corrected for n areas; `outside` is -1 below,
    1 above the prediction interval. `gain` is the mean over areas of the log score out of sample above that of the mean
    alone, `gain_error` its standard error, `explained` the share of squared error it removes out of sample (below 0:
    worse). `spread` is what areas differ beyond chance and circumstances, relative for counts.
    """

    observed: FloatArray
    expected: FloatArray
    low: FloatArray
    high: FloatArray
    residual: FloatArray
    residual_low: FloatArray
    residual_high: FloatArray
    p: FloatArray
    q: FloatArray
    outside: IntArray
    effects: tuple[Effect, ...]
    gain: float
    gain_error: float
    explained: float
    spread: float
    level: float
    folds: int

    @property
    def is_better(self) -> bool:
        """Whether the circumstances foresee unseen areas better than the mean does, by two standard errors.

        Where not, the expected level must not be shown as one: say that these circumstances explain nothing here.
        """
        return bool(self.gain > 2.0 * self.gain_error)

    def expected_at(self, at: int) -> tuple[float, float, float]:
        """What was expected of the area at a place, and its prediction interval."""
        return float(self.expected[at]), float(self.low[at]), float(self.high[at])

    def residual_at(self, at: int) -> tuple[float, float, float]:
        """Observed against expected of the area at a place, and its interval."""
        return float(self.residual[at]), float(self.residual_low[at]), float(self.residual_high[at])

    def check(self) -> tuple[float, float, float]:
        """How well unseen areas were foreseen: percent explained, gain of the log score, its standard error."""
        return 100.0 * self.explained, self.gain, self.gain_error


def gains(with_model: FloatArray, mean_alone: FloatArray) -> tuple[float, float]:
    """Mean gain of the log score and its standard error, paired by area."""
    difference = with_model - mean_alone
    return float(difference.mean()), float(difference.std(ddof=1) / np.sqrt(len(difference)))
