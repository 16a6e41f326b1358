"""Change between two counts: ratio with an exact interval, and two tests of equal rates."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, betaincc, gammainc, gammaincc, gammaln

from tryggve.stats.inputs import Count, FloatArray, checked_count, checked_level, checked_positive
from tryggve.stats.rates import share
from tryggve.stats.result import Interval, Result

REFERENCE = (
    "Przyborowski, J. & Wilenski, H. (1940). Homogeneity of results in testing samples from Poisson series. Biometrika "
    "31, 313-323; Fay, M. P. (2010). Two-sided exact tests and matching confidence intervals for discrete data. "
    "R Journal 2(1), 53-58; Krishnamoorthy, K. & Thomson, J. (2004). A more powerful test for comparing two Poisson "
    "means. J. Stat. Plan. Inference 119, 23-35."
)
_TAIL_SDS = 12.0
"""The E-test sums over the mean +- 12 standard deviations + 40: what is left out has a probability below 1e-30."""


@dataclass(frozen=True, kw_only=True)
class ChangeResult(Result):
    """The rate after against the rate before.

    `ratio` is inf when there was nothing before, NaN when both counts are 0 (then `interval` is 0..inf: nothing is
    known of the change). `difference` is in events per unit of exposure. `p_conditional` agrees with `interval`:
    below 1 - level exactly when the interval leaves out 1. `p_etest` has more power at small counts.
    """

    ratio: float
    interval: Interval
    difference: float
    p_conditional: float
    p_etest: float
    after: int
    before: int
    exposure_after: float
    exposure_before: float

    @property
    def is_defined(self) -> bool:
        """False when both counts are 0, so that no ratio exists."""
        return self.after + self.before > 0


def compare_counts(
    after: Count, before: Count, exposure_after: float = 1.0, exposure_before: float = 1.0, level: float = 0.95
) -> ChangeResult:
    """Compare two independent Poisson counts with known exposures (days, inhabitants, expected reports).

    Given the total n = after + before, `after` is binomial with the probability
    p = r * exposure_after / (r * exposure_after + exposure_before), r being the ratio of the rates.
    The interval of r is the exact Clopper-Pearson interval of p carried over; `p_conditional` is the matching central
    two-sided test of r = 1: twice the smaller tail, at most 1 (Fay 2010). (R's poisson.test gives the same interval
    beside a p-value by minimum likelihood, and the two can contradict each other.) `p_etest`: see `etest`.
    Counts that vary more than Poisson make all three too sure. ValueError for counts that are not whole and for
    exposures that are not finite and above 0.
    """
    a, b = checked_count(after, "after"), checked_count(before, "before")
    weight_a = checked_positive(exposure_after, "exposure_after")
    weight_b = checked_positive(exposure_before, "exposure_before")
    return ChangeResult(
        method="poisson_ratio_conditional_exact",
        parameters={"level": level, "p_conditional": "central", "p_etest": "krishnamoorthy_thomson"},
        reference=REFERENCE,
        ratio=_ratio(a / weight_a, b / weight_b),
        interval=_ratio_interval(a, b, weight_b / weight_a, checked_level(level)),
        difference=a / weight_a - b / weight_b,
        p_conditional=_central_p(a, b, weight_a / (weight_a + weight_b)),
        p_etest=etest(a, b, weight_a, weight_b),
        after=a,
        before=b,
        exposure_after=weight_a,
        exposure_before=weight_b,
    )


def _ratio(rate_after: float, rate_before: float) -> float:
    if rate_before > 0.0:
        return rate_after / rate_before
    return math.inf if rate_after > 0.0 else math.nan


def _ratio_interval(a: int, b: int, exposure_ratio: float, level: float) -> Interval:
    if a + b == 0:
        return Interval(0.0, math.inf, level)
    p = share(a, a + b, level).interval
    high = math.inf if p.high == 1.0 else p.high / (1.0 - p.high) * exposure_ratio
    return Interval(p.low / (1.0 - p.low) * exposure_ratio, high, level)


def _central_p(a: int, b: int, p: float) -> float:
    at_least = float(betainc(a, b + 1.0, p)) if a > 0 else 1.0
    at_most = float(betaincc(a + 1.0, b, p)) if b > 0 else 1.0
    return min(1.0, 2.0 * min(at_least, at_most))


def etest(k1: int, k2: int, n1: float = 1.0, n2: float = 1.0) -> float:
    """Two-sided p-value of the E-test of equal rates k1/n1 and k2/n2 (Krishnamoorthy & Thomson 2004).

    T(x1, x2) = (x1/n1 - x2/n2) / sqrt(x1/n1^2 + x2/n2^2), 0 at (0, 0). The p-value is the probability of
    |T(X1, X2)| >= |T(k1, k2)| for independent Poisson X1, X2 with means n1*r and n2*r, r = (k1 + k2) / (n1 + n2).
    T falls in x2 for every x1, so for every x1 the x2 that count lie below one root and above the other root of a
    quadratic: one sum over x1 of Poisson tails, instead of a double sum. Points that tie with the observed one count.
    """
    observed = k1 / n1 - k2 / n2
    if observed == 0.0:
        return 1.0
    square = observed * observed / (k1 / n1**2 + k2 / n2**2)
    pooled = (k1 + k2) / (n1 + n2)
    mean1, mean2 = n1 * pooled, n2 * pooled
    margin = _TAIL_SDS * math.sqrt(mean1) + 40.0
    x1 = np.arange(max(0.0, math.floor(mean1 - margin)), math.ceil(mean1 + margin) + 1.0)
    u = x1 / n1
    centre = u + square / (2.0 * n2)
    half = np.sqrt(square * (u / n1 + u / n2) + (square / (2.0 * n2)) ** 2)
    at_most = np.where(x1 > 0, np.floor(_nudged(n2 * (centre - half), 1.0)), -1.0)
    at_least = np.ceil(_nudged(n2 * (centre + half), -1.0))
    tails = gammaincc(np.maximum(at_most + 1.0, 0.0), mean2) + gammainc(np.maximum(at_least, 0.0), mean2)
    weights = np.exp(x1 * math.log(mean1) - mean1 - gammaln(x1 + 1.0))
    return min(1.0, float(weights @ tails))


def _nudged(x: FloatArray, sign: float) -> FloatArray:
    """Move by a billionth, so that rounding does not lose a point that ties with the observed one."""
    return x + sign * 1e-9 * np.maximum(1.0, np.abs(x))
