"""What a scan found: clusters with their areas, days, statistic and how rare that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.inputs import FloatArray

EULER = 0.5772156649015329


@dataclass(frozen=True, slots=True)
class Cluster:
    """More cases than expected in `areas` (centre first) from `first_day` to `last_day`, both included.

    `p_value` is (1 + replicates with a maximum at least as large) / (1 + replicates), one-sided and corrected for all
    windows looked at; `p_gumbel` the same from a Gumbel distribution fitted to the maxima. Both are nominal: they hold
    where cases fall independently of each other. NaN without replicates.
    """

    areas: tuple[int, ...]
    first_day: int
    last_day: int
    observed: float
    expected: float
    statistic: float
    p_value: float
    p_gumbel: float
    category: int = 0


@dataclass(frozen=True, kw_only=True, eq=False)
class Scan(ArrayResult):
    """Clusters, the most unusual first; a later one shares no area with an earlier one (of the same category).

    `simulated` float64[replicates]: the largest statistic of each replicate, in the order they were drawn. `n_cases` is
    what was scanned, `n_excluded` what was left out since its day was too uncertain, `n_windows` how many cylinders.
    """

    clusters: tuple[Cluster, ...]
    simulated: FloatArray
    n_cases: float
    n_excluded: int
    n_windows: int


def p_values(statistic: NDArray[np.float64], simulated: FloatArray) -> FloatArray:
    """(1 + exceedances) / (1 + replicates) for each statistic; NaN where there are no replicates."""
    if not len(simulated):
        return np.full(len(statistic), np.nan)
    ordered = np.sort(simulated)
    # A statistic that differs from a replicate's by rounding alone counts as equal.
    above = len(ordered) - np.searchsorted(ordered, statistic - 1e-9 * np.abs(statistic), side="left")
    return np.asarray((1.0 + above) / (1.0 + len(ordered)))


def gumbel_p_values(statistic: NDArray[np.float64], simulated: FloatArray) -> FloatArray:
    """Upper tail of the Gumbel distribution with the mean and the variance of the maxima, for each statistic.

    Abrams, Kleinman & Kulldorff (2010), Int J Health Geogr 9:61. NaN with fewer than two replicates or no spread.
    """
    if len(simulated) < 2:
        return np.full(len(statistic), np.nan)
    mean, spread = float(np.mean(simulated)), float(np.std(simulated, ddof=1))
    if spread <= 1e-9 * abs(mean):  # rounding alone
        return np.full(len(statistic), np.nan)
    scale = spread * np.sqrt(6.0) / np.pi
    place = mean - EULER * scale
    with np.errstate(over="ignore"):  # far below all maxima: exp(inf), and p is 1
        return np.asarray(-np.expm1(-np.exp(-(statistic - place) / scale)))
