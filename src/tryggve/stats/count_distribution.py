"""A distribution of counts given by mean and variance: Poisson, or negative binomial where the variance is larger."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import betainc, betaincc, gammainc, gammaincc

from tryggve.stats.inputs import checked_positive
from tryggve.stats.result import Interval

_NEARLY_POISSON = 1e-9
"""Relative excess of the variance below which the negative binomial is computed as its limit, the Poisson."""


@dataclass(frozen=True, slots=True)
class CountDistribution:
    """Counts 0, 1, 2, ... with this mean; a variance at or below the mean is taken as Poisson.

    Negative binomial of size s = mean^2 / (variance - mean): P(Y <= k) = I_q(s, k + 1), q = s / (s + mean), with I the
    regularised incomplete beta function; Poisson: P(Y <= k) = Q(k + 1, mean), with Q the upper incomplete gamma.
    """

    mean: float
    variance: float

    def __post_init__(self) -> None:
        checked_positive(self.mean, "mean")
        checked_positive(self.variance, "variance")

    @property
    def _size(self) -> float:
        excess = self.variance - self.mean
        return self.mean**2 / excess if excess > _NEARLY_POISSON * self.mean else math.inf

    def at_most(self, count: float) -> float:
        """P(Y <= count)."""
        k = math.floor(count)
        if k < 0:
            return 0.0
        size = self._size
        if math.isinf(size):
            return float(gammaincc(k + 1.0, self.mean))
        return float(betainc(size, k + 1.0, size / (size + self.mean)))

    def at_least(self, count: float) -> float:
        """P(Y >= count), accurate in the far tail."""
        k = math.ceil(count)
        if k <= 0:
            return 1.0
        size = self._size
        if math.isinf(size):
            return float(gammainc(k, self.mean))
        return float(betaincc(size, k, size / (size + self.mean)))

    def quantile(self, p: float) -> int:
        """The smallest count k with P(Y <= k) >= p, for 0 < p < 1."""
        if not 0.0 < p < 1.0:
            raise ValueError(f"p must lie between 0 and 1, got {p!r}")
        low, high = -1, 1
        while self.at_most(high) < p:
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.at_most(middle) >= p else (middle, high)
        return high

    def interval(self, level: float) -> Interval:
        """Counts from the alpha/2 quantile to the 1 - alpha/2 quantile: holds Y with a probability of >= level."""
        tail = (1.0 - level) / 2.0
        return Interval(float(self.quantile(tail)), float(self.quantile(1.0 - tail)), level)
