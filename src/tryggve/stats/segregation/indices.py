"""The indices themselves, as pure sums over areas; many tables at once."""

from __future__ import annotations

import numpy as np
from scipy.special import xlogy

from tryggve.stats.inputs import FloatArray

NAMES = ("dissimilarity", "isolation", "interaction", "gini", "entropy")
REFERENCE = (
    "Massey, D. S. & Denton, N. A. (1988). The dimensions of residential segregation. Soc. Forces 67, 281-315; "
    "entropy: Theil, H. & Finizza, A. J. (1971). J. Math. Sociol. 1, 187-194; Reardon, S. F. & Firebaugh, G. (2002). "
    "Sociol. Methodol. 32, 33-67."
)


def indices(group: FloatArray, others: FloatArray) -> dict[str, FloatArray]:
    """Indices of a group x against others y over areas (last axis), float[...] each; t = x + y, X, Y, T their sums.

    dissimilarity D = 1/2 sum |x/X - y/Y|: the share that would have to move for an even spread;
    isolation sum x/X x/t and interaction sum x/X y/t: the share of the group, and of others, where a member lives
    (they add up to 1); gini: the area between the Lorenz curve of y over x and evenness, twice;
    entropy H = sum t (E - e) / (E T), E and e the entropy of x, y in all and in the area: of evenness, 0 to 1.
    NaN where one of the groups is absent. Areas without people add nothing.
    """
    x, y = np.broadcast_arrays(np.asarray(group, np.float64), np.asarray(others, np.float64))
    t = x + y
    X, Y, T = (one.sum(axis=-1) for one in (x, y, t))
    with np.errstate(divide="ignore", invalid="ignore"):
        of_x, of_y = x / X[..., None], y / Y[..., None]
        share = np.where(t > 0, x / np.where(t > 0, t, 1.0), 0.0)
        isolation = (of_x * share).sum(axis=-1)
        return {
            "dissimilarity": 0.5 * np.abs(of_x - of_y).sum(axis=-1),
            "isolation": isolation,
            "interaction": np.where((X > 0) & (Y > 0), 1.0 - isolation, np.nan),
            "gini": _gini(of_x, of_y, share),
            "entropy": _entropy(x, y, t, T),
        }


def _gini(of_x: FloatArray, of_y: FloatArray, share: FloatArray) -> FloatArray:
    """1 - sum of trapezes under the Lorenz curve: areas by the group's share, the cumulated x over the cumulated y."""
    order = np.argsort(share, axis=-1, kind="stable")
    x, y = np.take_along_axis(of_x, order, axis=-1), np.take_along_axis(of_y, order, axis=-1)
    under = (np.cumsum(x, axis=-1) - x / 2.0) * y
    return np.asarray(1.0 - 2.0 * under.sum(axis=-1), np.float64)


def _entropy(x: FloatArray, y: FloatArray, t: FloatArray, total: FloatArray) -> FloatArray:
    everywhere = np.where(t > 0, t, 1.0)
    here = -(xlogy(x, x / everywhere) + xlogy(y, y / everywhere)).sum(axis=-1)
    X, Y = x.sum(axis=-1), y.sum(axis=-1)
    full = -(xlogy(X, X / total) + xlogy(Y, Y / total))
    return np.asarray(1.0 - here / np.where(full > 0, full, np.nan), np.float64)


def entropy_of_groups(counts: FloatArray) -> float:
    """Theil's H over g groups: counts [n, g]; sum t (E - e) / (E T), the entropies over all groups."""
    t = counts.sum(axis=1)
    everywhere = np.where(t > 0, t, 1.0)[:, None]
    here = -float(xlogy(counts, counts / everywhere).sum())
    groups = counts.sum(axis=0)
    full = -float(xlogy(groups, groups / groups.sum()).sum())
    return 1.0 - here / full if full > 0 else float("nan")
