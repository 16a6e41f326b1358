"""Did yesterday's hot spots hold today: PAI and PEI, beside yesterday's own map and a map without any knowledge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.columns import checked_numbers
from tryggve.stats.inputs import FloatArray, IntArray, checked_counts

REFERENCE = (
    "Chainey, Tompson & Uhlig (2008), The utility of hotspot mapping for predicting spatial patterns of crime, "
    "Security Journal 21:4–28 (PAI); Hunt (2016), Do crime hot spots move?, American University (PEI)"
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Accuracy(ArrayResult):
    """How well a map said where events came, on the same share of the surface as the maps it is held against.

    `hit` is the share of the events on the surface picked. `pai` = hit / share: 1 is no better than a map that knows
    nothing (`pai_uniform`). `pei` = hit / the most that any map could have hit on that surface, so that 1 is the best.
    `pai_before` and `pei_before` are those of the map "as yesterday", `pei_uniform` that of the map that knows nothing.
    `kept` is the share of yesterday's hot surface that is hot today too. All but `pai_uniform` and `kept` are NaN where
    there was no event; `kept` is the share picked itself where hot spots come by chance. `picked` float64[n], how much
    of each area the map picks, read-only.
    """

    hit: float
    pai: float
    pei: float
    pai_before: float
    pei_before: float
    pai_uniform: float
    pei_uniform: float
    kept: float
    picked: FloatArray
    n_events: int

    def __post_init__(self) -> None:
        self.picked.setflags(write=False)


def predictive_accuracy(
    score: ArrayLike, before: ArrayLike, after: ArrayLike, *, share: float, surface: ArrayLike | None = None
) -> Accuracy:
    """PAI and PEI of the map `score`, beside "as yesterday" and a map without knowledge.

    score: float[n], higher is picked first; before, after: int[n] events of the two periods; `surface` float[n] > 0
    (m², street metres), all alike when None. Areas are picked from the highest score down until they cover exactly
    `share` of the surface: the last area is picked in part and counts in part, and so do areas of equal score (what a
    random order of them would hit on average, when they are equally large). The best map picks by what came per
    surface. ValueError for arrays of different lengths, NaN, a share outside (0, 1].
    """
    value, past, now = checked_numbers(score, "score"), checked_counts(before, "before"), checked_counts(after, "after")
    size = np.ones(len(past)) if surface is None else checked_numbers(surface, "surface")
    if len({value.shape, past.shape, now.shape, size.shape}) != 1 or not len(now):
        raise ValueError("score, before, after and surface must be equally long, and not empty")
    if not (size > 0.0).all():
        raise ValueError(f"surface must be above 0 everywhere, got {size.min()}")
    if not 0.0 < share <= 1.0:
        raise ValueError(f"share must lie in (0, 1], got {share!r}")
    own, yesterday, best = (_picked(v, size, share) for v in (value, past / size, now / size))
    hit, hit_before, most = (_hit(picked, now) for picked in (own, yesterday, best))
    return Accuracy(
        method="pai_pei", parameters={"share": share, "surface": "equal" if surface is None else "given"},
        reference=REFERENCE, hit=hit, pai=hit / share, pei=hit / most, pai_before=hit_before / share,
        pei_before=hit_before / most, pai_uniform=1.0, pei_uniform=share / most,
        kept=float((np.minimum(yesterday, best) * size).sum() / (share * size.sum())), picked=own,
        n_events=int(now.sum()),
    )  # fmt: skip


def _picked(score: FloatArray, size: FloatArray, share: float) -> FloatArray:
    """How much of each area is picked, 0 to 1: whole groups of equal score from above, the last of them in part."""
    _scores, group = np.unique(-score, return_inverse=True)
    whole = np.bincount(group, size)
    left = share * size.sum() - np.concatenate([[0.0], np.cumsum(whole)[:-1]])
    return np.asarray(np.clip(left / whole, 0.0, 1.0)[group], np.float64)


def _hit(picked: FloatArray, events: IntArray) -> float:
    n = events.sum()
    return float((picked * events).sum() / n) if n else np.nan
