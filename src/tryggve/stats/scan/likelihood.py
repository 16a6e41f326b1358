"""Log likelihood ratios of a window."""

from __future__ import annotations

import numpy as np
from numba import njit

EQUAL = 1.0 + 1e-9
"""So close cases are no more than expected: the difference is rounding, and would make a cluster of nothing."""

CONDITIONAL, UNCONDITIONAL = 0, 1
"""Whether the number of all cases is given (permutation, Poisson with population) or not (expectation-based)."""


@njit(cache=True, nogil=True, inline="always")
def ratio(cases, expected, total, kind):  # type: ignore[no-untyped-def]
    """Log likelihood ratio of `cases` where `expected` were expected among `total`; 0 unless there are more.

    CONDITIONAL (Kulldorff 1997, 2005): c ln(c/μ) + (C−c) ln((C−c)/(C−μ)).
    UNCONDITIONAL (Neill 2009): c ln(c/B) + B − c.
    """
    if cases <= expected * EQUAL:
        return 0.0
    if expected <= 0.0:
        return np.inf
    found = cases * np.log(cases / expected)
    if kind == UNCONDITIONAL:
        return found + expected - cases
    rest = total - cases
    if rest > 0.0:
        found += rest * np.log(rest / (total - expected))
    return found


@njit(cache=True, nogil=True, inline="always")
def may_exceed(cases, expected, total, kind, level):  # type: ignore[no-untyped-def]
    """False only where `ratio` cannot be above `level`, without a logarithm.

    From x ln x − x + 1 ≤ (x − 1)²/2 for x ≥ 1, and (x − 1)²/2x below: the ratio is at most (c−μ)²/2 · (1/μ + 1/(C−c)).
    """
    if cases <= expected * EQUAL:
        return False
    more = cases - expected
    if expected <= 0.0 or (kind == CONDITIONAL and cases >= total):
        return True
    bound = 1.0 / expected
    if kind == CONDITIONAL:
        bound += 1.0 / (total - cases)
    return 0.5 * more * more * bound * (1.0 + 1e-9) >= level
