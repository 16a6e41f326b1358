"""Did yesterday's hot spots hold today: PAI and PEI, beside yesterday's own map and a map without any knowledge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tryggve.stats.inputs import FloatArray, checked_counts
from tryggve.stats.result import Result

REFERENCE = (
    "Chainey, Tompson & Uhlig (2008), The utility of hotspot mapping for predicting spatial patterns of crime, "
    "Security Journal 21:4–28 (PAI); Hunt (2016), Do crime hot spots move?, American University (PEI)"
)


@dataclass(frozen=True, kw_only=True)
class Accuracy(Result):
    """How well a map said where events came.

    `hit` is the share of the events in the areas picked, `covered` their share of the surface. `pai` = hit / covered: 1
    is no better than areas picked blindly. `pei` = pai / the best that any areas of the same surface would have had.
    `pai_before` and `pei_before` are those of yesterday's counts used as a map. NaN where there was no event.
    """

    hit: float
    covered: float
    pai: float
    pei: float
    pai_before: float
    pei_before: float
    n_areas: int
    n_events: int


def predictive_accuracy(
    score: ArrayLike, before: ArrayLike, after: ArrayLike, *, share: float, surface: ArrayLike | None = None
) -> Accuracy:
    """PAI and PEI of the map `score`, beside the map that says "as yesterday".

    score: float[n], higher is picked first; before, after: int[n] events of the two periods; `surface` float[n] > 0,
    all alike when None. Areas are picked from the highest score down while they cover at most `share` of the surface;
    equal scores in the order given. ValueError for arrays of different lengths, NaN, a share outside (0, 1], or a share
    smaller than any area.
    """
    value, past, now = np.asarray(score, np.float64), checked_counts(before, "before"), checked_counts(after, "after")
    size = np.ones(len(value)) if surface is None else np.asarray(surface, np.float64)
    if len({len(value), len(past), len(now), len(size)}) != 1 or not len(value):
        raise ValueError("score, before, after and surface must be equally long, and not empty")
    if not np.isfinite(value).all() or not (np.isfinite(size).all() and (size > 0.0).all()):
        raise ValueError("score must be numbers, and surface above 0")
    if not 0.0 < share <= 1.0:
        raise ValueError(f"share must lie in (0, 1], got {share!r}")
    picked = _picked(value, size, share)
    if not picked.any():
        raise ValueError(f"share {share} is less than any area covers: choose a larger one")
    hit, covered = _hit(picked, now, size)
    own, best = _pai(picked, now, size), _pai(_picked(now / size, size, share), now, size)
    yesterday = _pai(_picked(past / size, size, share), now, size)
    return Accuracy(
        method="pai_pei", parameters={"share": share, "surface": "equal" if surface is None else "given"},
        reference=REFERENCE, hit=hit, covered=covered, pai=own, pei=own / best if best > 0.0 else np.nan,
        pai_before=yesterday, pei_before=yesterday / best if best > 0.0 else np.nan, n_areas=int(picked.sum()),
        n_events=int(now.sum()),
    )  # fmt: skip


def _picked(score: FloatArray, size: FloatArray, share: float) -> np.ndarray:
    """The areas from the highest score down, as long as the next one fits."""
    order = np.argsort(-score, kind="stable")
    fits = np.cumsum(size[order]) <= share * size.sum() * (1.0 + 1e-9)
    picked = np.zeros(len(score), np.bool_)
    picked[order[fits]] = True
    return picked


def _hit(picked: np.ndarray, events: np.ndarray, size: FloatArray) -> tuple[float, float]:
    n = events.sum()
    return float(events[picked].sum() / n) if n else np.nan, float(size[picked].sum() / size.sum())


def _pai(picked: np.ndarray, events: np.ndarray, size: FloatArray) -> float:
    hit, covered = _hit(picked, events, size)
    return hit / covered if covered > 0.0 else np.nan
