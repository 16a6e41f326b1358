"""Funnel plots: which figures lie further from the common level than chance, or chance and usual spread, explain."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtr, betaincinv, ndtr, ndtri

from tryggve.stats.array_result import ArrayResult
from tryggve.stats.count_distribution import CountDistribution
from tryggve.stats.empirical_bayes import checked_areas
from tryggve.stats.inputs import FloatArray, IntArray, checked_counts, checked_level, checked_positive
from tryggve.stats.multiple import benjamini_hochberg
from tryggve.stats.options import real
from tryggve.stats.result import Interval

SPIEGELHALTER = (
    "Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional performance. Stat. Med. 24, 1185-1202; "
    "Spiegelhalter, D. J. (2005). Handling over-dispersion of performance indicators. Qual. Saf. Health "
    "Care 14, 347-351; Paule, R. C. & Mandel, J. (1982). "
    "Consensus values and weighting factors. J. Res. Natl. Bur. Stand. 87, 377-385."
)
Dispersion = Literal["none", "multiplicative", "additive"]
LEVELS = (0.95, 0.998)
_Quantile = Callable[[float, float], float]
_NO_MORE = 1e-9


@dataclass(frozen=True, kw_only=True, eq=False)
class Funnel(ArrayResult):
    """Figures of n areas about a common level, float64[n] read-only where nothing else is said.

    `value` is the figure, `size` what it rests on (exposure, number asked; 1 / s^2 of figures with an error), `target`
    the common level. `z` is the distance to it in standard errors of chance alone, `z_adjusted` of chance and spread.
    `low`, `high` [levels, n] are the limits of each level in `levels`; `outside` int8[levels, n] is -1 below, 1 above.
    `p` is two-sided, of the distribution that drew the limits; `q` is p corrected for n areas (Benjamini & Hochberg).
    `phi` is the winsorised mean of z^2; `spread` what was used: "none" when the areas vary no more than chance.
    """

    value: FloatArray
    size: FloatArray
    target: float
    z: FloatArray
    z_adjusted: FloatArray
    low: FloatArray
    high: FloatArray
    outside: IntArray
    p: FloatArray
    q: FloatArray
    phi: float
    tau2: float
    spread: Dispersion
    levels: tuple[float, ...]
    quantile: _Quantile

    def limits_at(self, size: float, level: float) -> Interval:
        """The limits of a figure that rests on this size, to draw the funnel between the areas."""
        tail = (1.0 - checked_level(level)) / 2.0
        return Interval(self.quantile(checked_positive(size, "size"), tail), self.quantile(size, 1.0 - tail), level)


def funnel_of_counts(
    counts: ArrayLike, exposure: ArrayLike, *, per: float = 1.0, target: float | None = None,
    dispersion: Dispersion = "additive", winsorise: float = 0.1, consistent: bool = True,
    levels: Sequence[float] = LEVELS,
) -> Funnel:  # fmt: skip
    """A funnel of rates: counts int[n], exposure float[n] > 0; `target` is a rate per `per`, or the rate of all.

    z = (O - E) / sqrt(E), E = n theta. phi = mean of z^2 with the lowest and highest `winsorise` of the z drawn in to
    that quantile, divided by c, what this does to a normal z (.68 at 10 %); tau^2 solves
    mean of winsorised z^2 / (1 + tau^2 w) = c (I - 1) / I, w = n / theta, I areas (Paule & Mandel 1982), else 0.
    `consistent` False: as in the paper, c = 1 and tau^2 = max(0, (I phi - (I - 1)) / (sum w - sum w^2 / sum w)); where
    areas differ that leaves two to three times as many outside as the level says, because the ends were drawn in.
    The count then has the mean E and the variance E ("none"), phi E ("multiplicative") or E + tau^2 n^2 ("additive");
    its limits are quantiles of the Poisson or negative binomial distribution, interpolated between whole counts as in
    the paper's appendix, so they hold at small counts too.
    ValueError for exposure not above 0, no events at all, options outside their range.
    """
    events, base = checked_areas(counts, exposure)
    factor = checked_positive(per, "per")
    if not len(base) or not (base > 0).all():
        raise ValueError("a funnel needs at least one area, and an exposure above 0 in each")
    theta = float(events.sum() / base.sum()) if target is None else checked_positive(target, "target") / factor
    if theta == 0.0:
        raise ValueError("there are no events at all: no common level to hold the areas against")
    z = (events - base * theta) / np.sqrt(base * theta)
    spread, phi, tau2 = _dispersion(z, base / theta, dispersion, winsorise, consistent)
    at = partial(_count_distribution, theta, spread, phi, tau2)
    found = [at(size) for size in base.tolist()]
    p = [min(1.0, 2.0 * min(y.at_most(k), y.at_least(k))) for y, k in zip(found, events.tolist(), strict=True)]
    ratio = np.array([y.variance for y in found]) / (base * theta)
    return _funnel(
        "counts", events / base * factor, base, theta * factor, z, ratio, np.array(p),
        (spread, phi, tau2 * factor * factor), lambda size, q: _between(at(size), q) / size * factor,
        levels, {"per": factor, "dispersion": dispersion, "winsorise": winsorise, "consistent": consistent},
    )  # fmt: skip


def funnel_of_shares(
    k: ArrayLike, n: ArrayLike, *, per: float = 1.0, target: float | None = None, dispersion: Dispersion = "additive",
    winsorise: float = 0.1, consistent: bool = True, levels: Sequence[float] = LEVELS,
) -> Funnel:  # fmt: skip
    """A funnel of shares k of n, int[n] each, times `per`; as `funnel_of_counts`, z = (k/n - p) / sqrt(p (1-p) / n).

    Without spread the limits are interpolated binomial quantiles; with it those of the beta distribution of mean p
    and variance phi p (1-p) / n, or p (1-p) / n + tau^2. ValueError for n = 0, k > n, or a target outside (0, 1).
    """
    part, whole = checked_counts(k, "k").astype(np.float64), checked_counts(n, "n").astype(np.float64)
    factor = checked_positive(per, "per")
    if part.shape != whole.shape or not len(whole) or not (whole > 0).all() or (part > whole).any():
        raise ValueError("each area needs its k and an n above 0 that is not below k")
    share = float(part.sum() / whole.sum()) if target is None else real(target, "target") / factor
    if not 0.0 < share < 1.0:
        raise ValueError(f"the common level must lie strictly between none and all, got {share * factor}")
    each = share * (1.0 - share)
    z = (part / whole - share) / np.sqrt(each / whole)
    spread, phi, tau2 = _dispersion(z, whole / each, dispersion, winsorise, consistent)
    quantile = partial(_share_quantile, share, spread, phi, tau2)
    ratio = _variance_ratio(spread, phi, tau2, each / whole)
    low = np.where(part > 0, bdtr(part - 1, whole.astype(np.int64), share), 0.0)
    p = 2.0 * np.minimum(bdtr(part, whole.astype(np.int64), share), 1.0 - low)
    if spread != "none":
        p = 2.0 * ndtr(-np.abs(z) / np.sqrt(ratio))
    return _funnel(
        "shares", part / whole * factor, whole, share * factor, z, ratio, np.minimum(p, 1.0),
        (spread, phi, tau2 * factor * factor), lambda size, q: quantile(size, q) * factor,
        levels, {"per": factor, "dispersion": dispersion, "winsorise": winsorise, "consistent": consistent},
    )  # fmt: skip


def funnel_of_figures(
    values: ArrayLike, errors: ArrayLike, *, target: float | None = None, dispersion: Dispersion = "additive",
    winsorise: float = 0.1, consistent: bool = True, levels: Sequence[float] = LEVELS,
) -> Funnel:  # fmt: skip
    """A funnel of published figures float[n] with standard errors float[n] > 0; `target` or their weighted mean.

    z = (y - theta) / s, theta = sum w y / sum w, w = 1 / s^2; limits theta +- z_q sqrt(phi) s or theta +- z_q
    sqrt(s^2 + tau^2), normal. ValueError for errors not above 0 and for figures that are missing.
    """
    y, s = np.asarray(values, np.float64).ravel(), np.asarray(errors, np.float64).ravel()
    if y.shape != s.shape or not len(y) or not np.isfinite(y).all() or not (np.isfinite(s) & (s > 0)).all():
        raise ValueError("each area needs a finite figure and a standard error above 0")
    w = 1.0 / s**2
    theta = float(w @ y / w.sum()) if target is None else real(target, "target")
    z = (y - theta) / s
    spread, phi, tau2 = _dispersion(z, w, dispersion, winsorise, consistent)

    def quantile(size: float, q: float) -> float:
        variance = float(_variance_ratio(spread, phi, tau2, np.array([1.0 / size]))[0]) / size
        return theta + math.sqrt(variance) * float(ndtri(q))

    ratio = _variance_ratio(spread, phi, tau2, s**2)
    p = np.asarray(2.0 * ndtr(-np.abs(z) / np.sqrt(ratio)), np.float64)
    return _funnel(
        "figures", y, w, theta, z, ratio, p, (spread, phi, tau2), quantile,
        levels, {"dispersion": dispersion, "winsorise": winsorise, "consistent": consistent},
    )  # fmt: skip


def _dispersion(
    z: FloatArray, w: FloatArray, asked: Dispersion, winsorise: float, consistent: bool
) -> tuple[Dispersion, float, float]:
    """What spread to reckon with, phi and tau^2: none unless phi and tau^2 say that the areas vary more than chance."""
    if asked not in ("none", "multiplicative", "additive"):
        raise ValueError(f"dispersion must be 'none', 'multiplicative' or 'additive', got {asked!r}")
    if not 0.0 <= real(winsorise, "winsorise") < 0.5:
        raise ValueError(f"winsorise must lie between 0 and one half, got {winsorise!r}")
    phi = _winsorised_square(z, winsorise) / (_winsorised_variance(winsorise) if consistent else 1.0)
    tau2 = _paule_mandel(z, w, winsorise) if consistent else _dersimonian_laird(phi, w)
    if asked == "none" or (asked == "additive" and tau2 == 0.0) or (asked == "multiplicative" and phi <= 1.0):
        return "none", phi, 0.0
    return asked, phi, tau2 if asked == "additive" else 0.0


def _winsorised_square(z: FloatArray, share: float) -> float:
    """The mean square of z with both ends drawn in to the quantiles `share` and 1 - share."""
    return float(np.mean(np.clip(z, *np.quantile(z, [share, 1.0 - share])) ** 2))


def _dersimonian_laird(phi: float, w: FloatArray) -> float:
    room = float(w.sum() - (w * w).sum() / w.sum())
    return max(0.0, (len(w) * phi - (len(w) - 1)) / room) if room > 0.0 else 0.0


def _paule_mandel(z: FloatArray, w: FloatArray, share: float) -> float:
    """The tau^2 at which the winsorised square of the adjusted z is what chance makes it; 0 where it is so already."""
    wanted = _winsorised_variance(share) * (len(z) - 1) / len(z)

    def excess(tau2: float) -> float:
        return _winsorised_square(z / np.sqrt(1.0 + tau2 * w), share) - wanted

    low, high = 0.0, 1.0 / float(w.max())
    if excess(low) <= 0.0 or len(z) < 2:
        return 0.0
    while excess(high) > 0.0:
        low, high = high, 2.0 * high
    while high - low > 1e-13 * high:
        middle = (low + high) / 2.0
        low, high = (middle, high) if excess(middle) > 0.0 else (low, middle)
    return (low + high) / 2.0


def _winsorised_variance(share: float) -> float:
    """The variance of a standard normal variable drawn in to its quantiles `share` and 1 - share."""
    if share == 0.0:
        return 1.0
    c = -float(ndtri(share))
    return 1.0 - 2.0 * share - 2.0 * c * math.exp(-c * c / 2.0) / math.sqrt(2.0 * math.pi) + 2.0 * share * c * c


def _variance_ratio(spread: Dispersion, phi: float, tau2: float, chance: FloatArray) -> FloatArray:
    """The variance used over that of chance alone, for each variance of chance."""
    if spread == "multiplicative":
        return np.full(len(chance), phi)
    return 1.0 + tau2 / chance


def _count_distribution(theta: float, spread: Dispersion, phi: float, tau2: float, size: float) -> CountDistribution:
    mean = size * theta
    return CountDistribution(mean, phi * mean if spread == "multiplicative" else mean + tau2 * size * size)


def _between(distribution: CountDistribution, q: float) -> float:
    """The quantile q of a count, interpolated between whole counts (Spiegelhalter 2005, A.1); never below 0."""
    count = distribution.quantile(q)
    above, below = distribution.at_most(count), distribution.at_most(count - 1)
    return max(0.0, count - (above - q) / (above - below))


def _share_quantile(share: float, spread: Dispersion, phi: float, tau2: float, size: float, q: float) -> float:
    if spread != "none":
        variance = share * (1.0 - share) / size
        variance *= float(_variance_ratio(spread, phi, tau2, np.array([variance]))[0])
        total = share * (1.0 - share) / variance - 1.0
        if total <= _NO_MORE:
            return float(q > 1.0 - share)
        return float(betaincinv(share * total, (1.0 - share) * total, q))
    low, high, n = -1, int(size), int(size)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if bdtr(middle, n, share) >= q else (middle, high)
    above, below = float(bdtr(high, n, share)), float(bdtr(high - 1, n, share)) if high > 0 else 0.0
    return min(1.0, max(0.0, (high - (above - q) / (above - below)) / n))


def _funnel(
    kind: str, value: FloatArray, size: FloatArray, target: float, z: FloatArray, ratio: FloatArray, p: FloatArray,
    spread: tuple[Dispersion, float, float], quantile: _Quantile, levels: Sequence[float],
    parameters: dict[str, float | str | bool],
) -> Funnel:  # fmt: skip
    chosen = tuple(checked_level(level) for level in levels)
    tails = [(1.0 - level) / 2.0 for level in chosen]
    low = np.array([[quantile(one, tail) for one in size.tolist()] for tail in tails]).reshape(len(chosen), -1)
    high = np.array([[quantile(one, 1.0 - tail) for one in size.tolist()] for tail in tails]).reshape(len(chosen), -1)
    return Funnel(
        method=f"funnel_{kind}",
        parameters={**parameters, "areas": len(value)},
        reference=SPIEGELHALTER,
        value=value,
        size=size,
        target=target,
        z=z,
        z_adjusted=z / np.sqrt(ratio),
        low=low,
        high=high,
        outside=(value > high).astype(np.int64) - (value < low).astype(np.int64),
        p=p,
        q=benjamini_hochberg(p),
        phi=spread[1],
        tau2=spread[2],
        spread=spread[0],
        levels=chosen,
        quantile=quantile,
    )
