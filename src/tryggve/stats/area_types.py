"""SCB's socio-economic index and the five area types that follow from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.inputs import FloatArray, IntArray

SCB = (
    "SCB, footnotes to TAB6586 (Områdestyp, RegSO): index = mean of three shares; types by mean and standard "
    "deviation over all RegSO of the year."
)
TYPES = (1, 2, 3, 4, 5)
CHALLENGED = (1, 2)
"""Types 1 and 2 together: SCB's "områden med socioekonomiska utmaningar"."""


@dataclass(frozen=True, kw_only=True, eq=False)
class AreaTypes(ArrayResult):
    """`type` int64[n]: 1 (greatest challenges) .. 5 (very good conditions), 0 where the index is unknown.

    `index` float64[n] in percent, higher is worse; `mean` and `deviation` over the areas with an index; `counts` of the
    types 1 .. 5 and `unknown` add up to n.
    """

    index: FloatArray
    type: IntArray
    mean: float
    deviation: float
    counts: tuple[int, ...]
    unknown: int


def socioeconomic_index(low_standard: ArrayLike, short_schooling: ArrayLike, long_support: ArrayLike) -> FloatArray:
    """The index of areas: the mean of three percentages float[n] each, 0 .. 100.

    Low economic standard (household below 60 % of the national median, all ages); at most lower secondary schooling
    (20-64); economic support 10 months or more, or unemployed more than 6 months (20-64). NaN in one gives NaN: two
    shares make another index. ValueError for shares outside 0 .. 100 or of different lengths.
    """
    shares = [np.asarray(one, np.float64).ravel() for one in (low_standard, short_schooling, long_support)]
    if len({len(one) for one in shares}) != 1:
        raise ValueError(f"the three shares need the same areas, got {[len(one) for one in shares]}")
    for one in shares:
        known = one[~np.isnan(one)]
        if ((known < 0) | (known > 100)).any():
            raise ValueError("a share lies outside 0 to 100: the index is made of percentages")
    return np.asarray((shares[0] + shares[1] + shares[2]) / 3.0, np.float64)


def area_types(index: ArrayLike) -> AreaTypes:
    """Types of areas by SCB's rule from the index float[n] of *all* areas of the country in one year.

    1 from mean + 2 sd, 2 from mean + 1 sd, 3 from the mean, 4 from mean - 1 sd, 5 below; each area counts the same
    whatever its population, and sd has n in the denominator (n - 1 moves a limit by a thousandth of a percent at 3 363
    areas). The limits move with the country: a type is not to be followed over years as a level. Types made from a part
    of the country are not SCB's. ValueError for fewer than two known areas, infinite values, or no spread.
    """
    values = np.asarray(index, np.float64).ravel()
    if np.isinf(values).any():
        raise ValueError("the index must be finite; leave NaN where it is unknown")
    known = values[~np.isnan(values)]
    if len(known) < 2 or known.std() == 0.0:
        raise ValueError("types need at least two areas whose index differs")
    mean, deviation = float(known.mean()), float(known.std())
    limits = mean + deviation * np.array([2.0, 1.0, 0.0, -1.0])
    kind = np.where(np.isnan(values), 0, 1 + (values[:, None] < limits[None, :]).sum(axis=1)).astype(np.int64)
    return AreaTypes(
        method="area_types_scb",
        parameters={"areas": len(values)},
        reference=SCB,
        index=values.copy(),
        type=kind,
        mean=mean,
        deviation=deviation,
        counts=tuple(int((kind == one).sum()) for one in TYPES),
        unknown=int((kind == 0).sum()),
    )
