"""EARS C1, C2 and C3: the last days or weeks against the few before, where there is little history."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.inputs import FloatArray
from tryggve.stats.options import real, whole
from tryggve.stats.surveillance.inputs import series

REFERENCE = (
    "Hutwagner, Thompson, Seeman & Treadwell (2003), The bioterrorism preparedness and response Early Aberration "
    "Reporting System (EARS), Journal of Urban Health 80:i89–i96"
)
LAG = {"C1": 0, "C2": 2, "C3": 2}
_LEVEL = {"C1": 0.001, "C2": 0.001, "C3": 0.025}


@dataclass(frozen=True, kw_only=True, eq=False)
class Ears(ArrayResult):
    """float64[T, S]: `expected` (mean of the baseline), `upper`; bool[T, S] `alarm`. NaN without a whole baseline."""

    expected: FloatArray
    upper: FloatArray
    alarm: NDArray[np.bool_]


def ears(
    counts: ArrayLike, *, kind: str = "C1", baseline: int = 7, alpha: float | None = None, r_compat: bool = False
) -> Ears:
    """C1: against the `baseline` points just before; C2: with two points left out between; C3: C2 over three points.

    counts: int[T, S] or int[T], NaN unknown. Upper: mean + z sd of the baseline (sd with n − 1), z the 1 − alpha normal
    quantile (alpha .001, for C3 .025); for C3 less max(0, (y − mean)/sd − 1) of each of the two points before. There is
    no season and no trend in it: every rise of a normal year may be told. `r_compat`: in C3 R's surveillance 1.20 has
    the point's own count where the mean should be. No threshold is below 0. ValueError for an unknown kind, a
    baseline below 2, alpha outside (0, .5).
    """
    if kind not in LAG:
        raise ValueError(f"kind must be one of {', '.join(LAG)}, got {kind!r}")
    level, baseline = _LEVEL[kind] if alpha is None else real(alpha, "alpha"), whole(baseline, "baseline", 2)
    if not 0.0 < level < 0.5:
        raise ValueError(f"alpha must lie between 0 and 0.5, got {alpha}")
    y = series(counts)
    mean, spread = np.full(y.shape, np.nan), np.full(y.shape, np.nan)
    reach = baseline + LAG[kind]
    if len(y) > reach:
        held = np.lib.stride_tricks.sliding_window_view(y, baseline, axis=0)[: len(y) - reach]
        mean[reach:], spread[reach:] = held.mean(axis=2), held.std(axis=2, ddof=1)
    z = np.full(y.shape, -ndtri(level))
    if kind == "C3":
        with np.errstate(divide="ignore", invalid="ignore"):
            # What cannot be standardised, since its own baseline does not vary, counts for nothing in the weeks after.
            above = np.where(spread == 0.0, 0.0 * y, np.maximum(0.0, (y - mean) / spread - 1.0))
        z[2:] -= above[1:-1] + above[:-2]
        z[:2] = np.nan
    centre = y if r_compat and kind == "C3" else mean
    # No threshold is below 0; a baseline that does not vary has only its mean to go by.
    upper = np.maximum(np.where(spread == 0.0, centre, centre + z * spread), 0.0)
    return Ears(
        method=f"ears_{kind.lower()}", parameters={"baseline": baseline, "alpha": level}, reference=REFERENCE,
        expected=mean, upper=upper, alarm=np.asarray(y > upper),
    )  # fmt: skip
