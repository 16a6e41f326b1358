"""One municipality beside its group: against the group taken together, and against the spread among its members."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from tryggve.stats.comparison import Comparison, compare_rates
from tryggve.stats.count_distribution import CountDistribution
from tryggve.stats.empirical_bayes import MARSHALL, checked_areas
from tryggve.stats.inputs import Count, FloatArray, checked_count, checked_level, checked_positive
from tryggve.stats.options import real
from tryggve.stats.result import Interval, Result

LEAST = 5
"""Fewer members than this say too little of how much members differ: no usual range is given."""
TOO_FEW = "group_too_small"
SPREAD = (
    "Prediction from a gamma-Poisson group: Clayton, D. & Kaldor, J. (1987). Empirical Bayes estimates of "
    "age-standardized relative risks. Biometrics 43, 671-681, with moments of DerSimonian, R. & Laird, N. (1986). "
    "Control. Clin. Trials 7, 177-188, and Student's t for the few members as in Higgins, J. P. T., Thompson, S. G. & "
    "Spiegelhalter, D. J. (2009). J. R. Stat. Soc. A 172, 137-159. Compare " + MARSHALL
)
NORMAL = "Hahn, G. J. & Meeker, W. Q. (1991). Statistical Intervals, ch. 4: prediction of one new normal observation."


@dataclass(frozen=True, kw_only=True)
class BesideGroup(Result):
    """One municipality beside m others, itself not among them.

    `pooled` is the comparison with all of them as one (None for figures without counts). `usual` holds the value of
    one more municipality like these, of this size, with the probability `level`; `p_usual` is how often one of them
    would lie as far out, two-sided. Both are None, with `reason` "group_too_small", under `LEAST` members. `below` and
    `above` count the members lower and higher than `value`, `median` is theirs.
    """

    value: float
    usual: Interval | None
    p_usual: float | None
    pooled: Comparison | None
    median: float
    below: int
    above: int
    members: int
    reason: str | None = None

    @property
    def is_unusual(self) -> bool | None:
        """Whether the value lies outside what is usual in the group; None where the group is too small to say."""
        return None if self.usual is None else not self.usual.contains(self.value)


def beside_group(
    count: Count, exposure: float, group_counts: ArrayLike, group_exposure: ArrayLike, *, per: float = 1.0,
    level: float = 0.95,
) -> BesideGroup:  # fmt: skip
    """A rate beside those of a group: counts int[m], exposure float[m] > 0 of the members, the municipality left out.

    Members' rates vary about m = sum O / sum n with variance A beyond chance, found as DerSimonian & Laird do:
    Q = sum n (O/n - m)^2 / m, A = max(0, m (Q - (k - 1)) / (N - sum n^2 / N)), N = sum n, k members. For a municipality
    of exposure e the count is predicted with mean e m and variance e m + e^2 (A + V), V = sum n^2 (A + m / n) / N^2
    being that of m itself. When A > 0 the range is log-normal, in whole events, with Student's t of k - 2 degrees of
    freedom for the few members, and p that of the log of the count; when A = 0 it is that of a count (negative
    binomial). After nothing but zeros: the exact conditional bound, size 1 and mean e / N.
    ValueError for exposure that is not above 0 and for what `empirical_bayes.checked_areas` refuses.
    """
    events, base = checked_areas(group_counts, group_exposure)
    if not len(base) or not (base > 0).all():
        raise ValueError("the group needs at least one member, and an exposure above 0 in each")
    own, size = checked_count(count, "count"), checked_positive(exposure, "exposure")
    pooled = compare_rates(own, size, int(events.sum()), float(base.sum()), per=per, level=level)
    usual, p = _usual_count(own, size, events, base, checked_level(level))
    return _beside(own / size * per, events / base * per, usual and usual.scaled(per / size), p, pooled, level)


def figure_beside_group(value: float, group: ArrayLike, *, level: float = 0.95) -> BesideGroup:
    """A figure beside those of a group, float[m], when nothing but the figures is known (no counts, no margins).

    `usual` = mean +- t(m - 1) s sqrt(1 + 1/m), a prediction of one more normal observation: it holds the members' own
    error of measurement in so far as the municipality's is as large. ValueError for NaN or an empty group.
    """
    figures = np.asarray(group, np.float64).ravel()
    if not len(figures) or not np.isfinite(figures).all():
        raise ValueError("the group needs at least one member, and a finite figure of each: leave out what is missing")
    own, k = real(value, "value"), len(figures)
    if not math.isfinite(own):
        raise ValueError("the figure held against a group must be finite")
    if k < LEAST:
        return _beside(own, figures, None, None, None, level, NORMAL)
    mean, error = float(figures.mean()), float(figures.std(ddof=1)) * math.sqrt(1.0 + 1.0 / k)
    half = error * float(stdtrit(k - 1, (1.0 + checked_level(level)) / 2.0))
    far = abs(own - mean)
    p = 2.0 * float(stdtr(k - 1, -far / error)) if error > 0.0 else float(far == 0.0)
    return _beside(own, figures, Interval(mean - half, mean + half, level), p, None, level, NORMAL)


def between_variance(events: FloatArray, base: FloatArray) -> tuple[float, float]:
    """Mean rate m and the variance A of the rates beyond chance (see `beside_group`); A is 0 for one member."""
    total = float(base.sum())
    m = float(events.sum()) / total
    room = total - float((base * base).sum()) / total
    if m == 0.0 or room <= 0.0 or len(base) < 2:
        return m, 0.0
    q = float((base * (events / base - m) ** 2).sum()) / m
    return m, max(0.0, m * (q - (len(base) - 1)) / room)


def _usual_count(
    own: int, size: float, events: FloatArray, base: FloatArray, level: float
) -> tuple[Interval | None, float | None]:
    k, total = len(base), float(base.sum())
    if k < LEAST:
        return None, None
    m, between = between_variance(events, base)
    if m == 0.0:
        nothing = CountDistribution(size / total, size / total + (size / total) ** 2)
        return nothing.interval(level), min(1.0, 2.0 * nothing.at_least(own))
    variance_of_mean = float((base * base * (between + m / base)).sum()) / total**2
    variance = size * m + size * size * (between + variance_of_mean)
    if between == 0.0:
        spread = CountDistribution(size * m, variance)
        return spread.interval(level), min(1.0, 2.0 * min(spread.at_most(own), spread.at_least(own)))
    sigma = math.sqrt(math.log1p(variance / (size * m) ** 2))
    centre = math.log(size * m) - sigma * sigma / 2.0
    half = sigma * float(stdtrit(k - 2, (1.0 + level) / 2.0))
    low, high = math.exp(centre - half), math.exp(centre + half)
    far = abs(math.log(max(own, 0.5)) - centre) / sigma
    return Interval(math.floor(low), math.ceil(high), level), 2.0 * float(stdtr(k - 2, -far))


def _beside(
    value: float, group: FloatArray, usual: Interval | None, p: float | None, pooled: Comparison | None, level: float,
    reference: str = SPREAD,
) -> BesideGroup:  # fmt: skip
    slack = 1e-12 * max(1.0, abs(value))
    return BesideGroup(
        method="beside_group_counts" if pooled else "beside_group_figures",
        parameters={"level": level, "members": len(group)},
        reference=reference,
        value=value,
        usual=usual,
        p_usual=p,
        pooled=pooled,
        median=float(np.median(group)),
        below=int((group < value - slack).sum()),
        above=int((group > value + slack).sum()),
        members=len(group),
        reason=None if usual is not None else TOO_FEW,
    )
