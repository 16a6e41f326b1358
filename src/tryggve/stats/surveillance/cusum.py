"""CUSUM of standardised counts: small rises that last add up until they are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.inputs import FloatArray, IntArray
from tryggve.stats.options import real
from tryggve.stats.surveillance.usual import Chart, chart

REFERENCE = (
    "Rossi, Lampugnani & Marchi (1999), An approximate CUSUM procedure for surveillance of health events, Statistics "
    "in Medicine 18:2111–2122; Page (1954), Continuous inspection schemes, Biometrika 41:100–115"
)
Transform = Callable[[FloatArray, FloatArray], FloatArray]


def _rossi(x: FloatArray, m: FloatArray) -> FloatArray:
    return np.asarray((x - 3.0 * m + 2.0 * np.sqrt(x * m)) / (2.0 * np.sqrt(m)))


def _from_rossi(z: FloatArray, m: FloatArray) -> FloatArray:
    root = np.sqrt(np.maximum(4.0 * m + 2.0 * np.sqrt(m) * z, 0.0)) - np.sqrt(m)
    return np.asarray(np.maximum(root, 0.0) ** 2)


def _standard(x: FloatArray, m: FloatArray) -> FloatArray:
    return np.asarray((x - m) / np.sqrt(m))


def _from_standard(z: FloatArray, m: FloatArray) -> FloatArray:
    return np.asarray(np.maximum(m + z * np.sqrt(m), 0.0))


def _anscombe(x: FloatArray, m: FloatArray) -> FloatArray:
    return np.asarray(1.5 * (x ** (2 / 3) - m ** (2 / 3)) / m ** (1 / 6))


def _from_anscombe(z: FloatArray, m: FloatArray) -> FloatArray:
    return np.asarray(np.maximum(m ** (2 / 3) + z * m ** (1 / 6) / 1.5, 0.0) ** 1.5)


TRANSFORMS: dict[str, tuple[Transform, Transform]] = {
    "rossi": (_rossi, _from_rossi),
    "standard": (_standard, _from_standard),
    "anscombe": (_anscombe, _from_anscombe),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Cusum(ArrayResult):
    """Of each week from `first` and each series, float64[T − first, S].

    `expected`; `statistic` C; `upper`, the count from which this week signals, given the weeks before (not rounded);
    `alarm`: C ≥ h. An unknown week leaves C as it was and is not judged (NaN, False); so is a series without a level.
    """

    weeks: IntArray
    expected: FloatArray
    statistic: FloatArray
    upper: FloatArray
    alarm: NDArray[np.bool_]


def cusum(
    counts: ArrayLike,
    *,
    first: int,
    k: float = 1.04,
    h: float = 2.26,
    transform: str = "rossi",
    overdispersed: bool = False,
    restart: bool = False,
    expected: ArrayLike | None = None,
    dates: ArrayLike | None = None,
    frequency: int = 52,
    harmonics: int = 1,
    trend: bool = False,
    offset: ArrayLike | None = None,
) -> Cusum:
    """C_t = max(0, C_(t−1) + z_t − k) from row `first` on, a signal where C ≥ h; all series at once.

    counts: int[T, S] or int[T], NaN unknown. z: `rossi` (x − 3m + 2√(xm))/(2√m), `standard` (x − m)/√m, `anscombe`
    1.5 (x^(2/3) − m^(2/3))/m^(1/6). `overdispersed` divides z by √φ, φ the Pearson dispersion of the weeks before
    (not below 1), without which a series that varies more than Poisson signals often. `restart`: C is 0 after a signal.
    What is expected: `expected` float[T, S], else a level, `harmonics` yearly waves and a `trend` fitted on the weeks
    before `first`, by the calendar where `dates` are given; `offset` float[T, S] > 0 is coverage. k and h default to
    those of R's surveillance. ValueError for k < 0, h ≤ 0, an unknown transform, and as `usual.chart` says.
    """
    if transform not in TRANSFORMS:
        raise ValueError(f"transform must be one of {', '.join(TRANSFORMS)}, got {transform!r}")
    if not (0.0 <= real(k, "k") < np.inf and 0.0 < real(h, "h") < np.inf):
        raise ValueError(f"k must be 0 or more and h above 0, got {k} and {h}")
    held = chart(
        counts, first, expected=expected, dates=dates, frequency=frequency, harmonics=harmonics, trend=trend,
        offset=offset,
    )  # fmt: skip
    spread = np.sqrt(pearson(held)) if overdispersed else np.ones(held.counts.shape[1])
    statistic, upper = _summed(held, transform, spread, k, h, restart)
    return Cusum(
        method="cusum",
        parameters={
            "first": held.first, "k": k, "h": h, "transform": transform, "overdispersed": overdispersed,
            "restart": restart, "frequency": frequency, "harmonics": harmonics, "trend": trend,
            "calendar": dates is not None, "offset": offset is not None, "expected_given": expected is not None,
        },
        reference=REFERENCE, weeks=np.arange(held.first, len(held.counts)), expected=held.expected[held.first :],
        statistic=statistic, upper=upper, alarm=np.asarray(statistic >= h),
    )  # fmt: skip


def _summed(
    held: Chart, transform: str, spread: FloatArray, k: float, h: float, restart: bool
) -> tuple[FloatArray, FloatArray]:
    """The statistic and the count that would signal, float64[T − first, S]; NaN where a week is not judged."""
    there, back = TRANSFORMS[transform]
    y, mean = held.counts[held.first :], held.expected[held.first :]
    z = there(y, mean) / spread - k
    before = np.zeros(y.shape[1])
    statistic, upper = np.full(y.shape, np.nan), np.full(y.shape, np.nan)
    for t in range(len(y)):
        known = ~np.isnan(z[t])
        upper[t] = np.where(known, back((h + k - before) * spread, mean[t]), np.nan)
        now = np.maximum(before + z[t], 0.0)
        statistic[t] = now
        now = np.where(now >= h, 0.0, now) if restart else now
        before = np.where(known, now, before)
    return statistic, upper


def pearson(held: Chart) -> FloatArray:
    """Σ (y − μ)²/μ / (n − parameters) of the weeks before the chart, not below 1, float64[S]; 1 where it cannot be."""
    y, mean = held.counts[: held.first], held.expected[: held.first]
    known = ~np.isnan(y) & ~np.isnan(mean)
    left = known.sum(axis=0) - held.fitted
    total = np.where(known, (np.nan_to_num(y) - mean) ** 2 / mean, 0.0).sum(axis=0)
    return np.asarray(np.where(left > 0, np.maximum(total / np.maximum(left, 1), 1.0), 1.0))
