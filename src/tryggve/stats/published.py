"""Comparing rates of rare events that others have published, whose years vary more than chance makes them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from tryggve.stats.inputs import checked_level, checked_positive
from tryggve.stats.result import Interval, Result

REFERENCE = (
    "McCullagh, P. & Nelder, J. A. (1989). Generalized linear models, 2nd ed., ch. 6 (overdispersion); Rothman, K. J. "
    "& Greenland, S. (1998). Modern epidemiology, 2nd ed., ch. 14 (limits of a ratio of rates)."
)
FEWEST_PAIRS = 4
UNKNOWN_SPREAD = 2.0
"""Where a series is too short to tell, events are taken to vary twice as much as chance."""


@dataclass(frozen=True, kw_only=True)
class ComparedResult(Result):
    """`value` is a ratio with its interval; `p_value` of the two being alike."""

    value: float
    interval: Interval
    p_value: float


def spread(after: ArrayLike, before: ArrayLike, n_after: ArrayLike, n_before: ArrayLike) -> float:
    """How many times more a series varies from one period to the next than chance alone would make it.

    Mean of (a - b)^2 / (a^2 / n_a + b^2 / n_b) over pairs of rates a, b made of n_a, n_b events, each n at least 1;
    never below 1, and 2 with fewer than four pairs. A steady rise or fall counts as spread too, so that a comparison
    that uses it is rather too careful. ValueError where the lengths differ.
    """
    a, b = np.asarray(after, np.float64).ravel(), np.asarray(before, np.float64).ravel()
    m, n = np.asarray(n_after, np.float64).ravel(), np.asarray(n_before, np.float64).ravel()
    if not len(a) == len(b) == len(m) == len(n):
        raise ValueError("the pairs have different lengths")
    variance = a * a / np.maximum(m, 1.0) + b * b / np.maximum(n, 1.0)
    known = variance > 0.0
    if int(known.sum()) < FEWEST_PAIRS:
        return UNKNOWN_SPREAD
    return max(1.0, float(np.mean((a - b)[known] ** 2 / variance[known])))


def ratio_of_rates(
    rate: float, n: float, spread: float, other: float, n_other: float, spread_other: float, level: float = 0.95
) -> ComparedResult:
    """The ratio of two rates above 0, made of `n` and `n_other` events whose spread is known.

    log(rate / other) +- z * sqrt(spread / n + spread_other / n_other). Good from some five events in each on.
    ValueError where a rate or a number of events is not above 0: then no ratio can be told.
    """
    a, b = checked_positive(rate, "rate"), checked_positive(other, "other")
    error = math.sqrt(spread / checked_positive(n, "n") + spread_other / checked_positive(n_other, "n_other"))
    z = float(ndtri(0.5 + checked_level(level) / 2.0))
    middle = math.log(a / b)
    return ComparedResult(
        method="ratio_of_rates_overdispersed",
        parameters={"level": level, "spread": spread, "spread_other": spread_other},
        reference=REFERENCE,
        value=a / b,
        interval=Interval(math.exp(middle - z * error), math.exp(middle + z * error), level),
        p_value=2.0 * float(ndtr(-abs(middle) / error)),
    )
