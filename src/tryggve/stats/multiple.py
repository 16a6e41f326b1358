"""Many comparisons at once: how many of the findings may be false."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def benjamini_hochberg(p_values: ArrayLike) -> NDArray[np.float64]:
    """q-values of p-values [m]: the smallest share of false findings at which each would be called one.

    q_(i) = min over j >= i of m * p_(j) / j, for p sorted upwards (Benjamini, Y. & Hochberg, Y. (1995). Controlling the
    false discovery rate. J. R. Stat. Soc. B 57, 289-300). Returns float64[m] in the order given; ValueError for p
    outside [0, 1] or NaN.
    """
    p = np.asarray(p_values, np.float64).ravel()
    if not np.all((p >= 0.0) & (p <= 1.0)):
        raise ValueError("p-values lie between 0 and 1")
    order = np.argsort(p, kind="stable")
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    q = np.empty(len(p))
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q


def holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """p-values [m] adjusted so that the chance of any false finding is at most the level they are held against.

    p'_(i) = max over j <= i of min(1, (m - j + 1) p_(j)), p sorted upwards (Holm, S. (1979). A simple sequentially
    rejective multiple test procedure. Scand. J. Stat. 6, 65-70): holds whatever the dependence. float64[m] in the order
    given; ValueError for p outside [0, 1] or NaN.
    """
    p = np.asarray(p_values, np.float64).ravel()
    if not np.all((p >= 0.0) & (p <= 1.0)):
        raise ValueError("p-values lie between 0 and 1")
    order = np.argsort(p, kind="stable")
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)), 1.0)
    return adjusted
