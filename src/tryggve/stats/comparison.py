"""One figure beside another: difference and ratio, each with its interval, or none where none can be known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scipy.special import ndtr, ndtri

from tryggve.stats.change import compare_counts
from tryggve.stats.inputs import Count, checked_level, checked_positive
from tryggve.stats.multiple import benjamini_hochberg
from tryggve.stats.options import real
from tryggve.stats.rates import poisson_interval, share
from tryggve.stats.result import Interval, Result

MOVER = (
    "Zou, G. Y. & Donner, A. (2008). Construction of confidence limits about effect measures: a general approach. "
    "Stat. Med. 27, 1693-1702; Donner, A. & Zou, G. Y. (2012). Closed-form confidence intervals for functions of the "
    "normal mean and standard deviation. Stat. Methods Med. Res. 21, 347-359; Newcombe, R. G. (1998). Interval "
    "estimation for the difference between independent proportions. Stat. Med. 17, 873-890 (method 10)."
)
RATES = "Przyborowski & Wilenski (1940); Fay (2010), see `change.REFERENCE`; difference: " + MOVER
NO_MARGIN = "no_margin"
"""At least one of the figures has no known margin: then nothing is known of how sure the difference is."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and what is known of its uncertainty; `interval` None: no margin is published and none can be made."""

    value: float
    interval: Interval | None = None

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise ValueError(f"a figure is a finite number, got {self.value}: leave out what is missing")
        if self.interval is not None and not self.interval.contains(self.value):
            raise ValueError(f"the figure {self.value} lies outside its interval")


@dataclass(frozen=True, kw_only=True)
class Comparison(Result):
    """`value` beside `other`: `difference` = value - other, `ratio` = value / other.

    `ratio` is inf where `other` alone is 0, NaN where both are 0 or one is negative (a ratio means nothing then).
    Intervals and `p_value` (two-sided, of no difference) are None together with a `reason`, "no_margin", where a
    figure has no margin; `ratio_interval` is also None for negative figures. Of shares and published figures the two
    intervals and p agree; of rates the ratio and p agree exactly, the difference nearly.
    """

    value: float
    other: float
    difference: float
    difference_interval: Interval | None
    ratio: float
    ratio_interval: Interval | None
    p_value: float | None
    level: float
    reason: str | None = None

    @property
    def told_apart(self) -> bool | None:
        """Whether the figures differ by more than chance explains, this comparison by itself; None: cannot be known."""
        return None if self.p_value is None else self.p_value < 1.0 - self.level


def published(value: float, margin: float | None, level: float = 0.95) -> Figure:
    """A published figure with its margin of error (half the interval of `level`), or without any: None, never guessed.

    ValueError for a margin that is negative, infinite or NaN. A margin of 0 is a figure without error (a whole count).
    """
    centre = real(value, "value")
    if margin is None:
        return Figure(centre)
    half = real(margin, "margin")
    if not 0.0 <= half < math.inf:
        raise ValueError(f"margin must be 0 or more and finite, got {margin!r}")
    return Figure(centre, Interval(centre - half, centre + half, checked_level(level)))


def share_of(k: Count, n: Count, level: float = 0.95, per: float = 1.0) -> Figure:
    """The share k of n, times `per` (100: percent), with Wilson's interval: `compare` then is Newcombe's method 10."""
    found = share(k, n, level)
    return Figure(found.value * checked_positive(per, "per"), found.wilson.scaled(per))


def compare(figure: Figure, other: Figure, *, level: float = 0.95) -> Comparison:
    """Two independent figures of the same unit, from the interval of each (MOVER).

    With estimates a, b and limits l_a..u_a, l_b..u_b of the level asked:

        difference a - b:  low = d - sqrt((a - l_a)^2 + (u_b - b)^2),  high = d + sqrt((u_a - a)^2 + (b - l_b)^2)
        ratio: the r for which the limits of a - r b so made are 0 (of symmetric margins this is Fieller's interval)
        p = 2 Phi(-z |d| / h), h the square root above on the side of 0, z the normal quantile of `level`

    An interval of another level is carried over by the ratio of normal quantiles. The figures must be independent:
    a municipality is taken out of the group it is held against. ValueError as `Figure`.
    """
    z = -float(ndtri((1.0 - checked_level(level)) / 2.0))
    a, b = figure.value, other.value
    d = a - b
    bare = Comparison(
        method="comparison_mover",
        parameters={"level": level},
        reference=MOVER,
        value=a,
        other=b,
        difference=d,
        difference_interval=None,
        ratio=_ratio(a, b),
        ratio_interval=None,
        p_value=None,
        level=float(level),
        reason=NO_MARGIN,
    )
    if figure.interval is None or other.interval is None:
        return bare
    below_a, above_a = _halves(figure, figure.interval, z)
    below_b, above_b = _halves(other, other.interval, z)
    down, up = math.hypot(below_a, above_b), math.hypot(above_a, below_b)
    return replace(
        bare,
        reason=None,
        difference_interval=Interval(d - down, d + up, level),
        ratio_interval=_ratio_interval(a, b, (below_a, above_a), (below_b, above_b), level),
        p_value=_p_of(d, down if d > 0 else up, z),
    )


def compare_rates(
    count: Count, exposure: float, other_count: Count, other_exposure: float, *, per: float = 1.0, level: float = 0.95
) -> Comparison:
    """Two rates of independent counts over known exposures (inhabitants), each per `per` units.

    The ratio and p are exact, conditional on the sum of the counts (`change.compare_counts`); the difference is MOVER
    over the exact Poisson limits of each. Both take each event as independent: crimes come in series, so between
    municipalities these intervals are the shortest that can be right; see `group_comparison.beside_group` for the
    spread among the municipalities themselves. ValueError as `rates.rate`.
    """
    change = compare_counts(count, other_count, exposure, other_exposure, level)
    factors = [checked_positive(per, "per") / one for one in (change.exposure_after, change.exposure_before)]
    a, b = (k * factor for k, factor in zip((change.after, change.before), factors, strict=True))
    limits = [poisson_interval(k, level).scaled(f) for k, f in zip((change.after, change.before), factors, strict=True)]
    down, up = math.hypot(a - limits[0].low, limits[1].high - b), math.hypot(limits[0].high - a, b - limits[1].low)
    return Comparison(
        method="comparison_poisson_exact",
        parameters={"level": level, "per": per},
        reference=RATES,
        value=a,
        other=b,
        difference=a - b,
        difference_interval=Interval(a - b - down, a - b + up, level),
        ratio=change.ratio,
        ratio_interval=change.interval,
        p_value=change.p_conditional,
        level=float(level),
    )


def told_apart_together(comparisons: Sequence[Comparison], *, level: float = 0.95) -> tuple[bool | None, ...]:
    """Which of several comparisons hold when they are made together: at most 1 - level of those named are false.

    True where the q-value of Benjamini & Hochberg (1995) over all comparisons that have a p-value is below 1 - level;
    None, outside the correction, where the comparison has no interval. It holds for independent and positively
    dependent comparisons.
    """
    q = q_values([one.p_value for one in comparisons])
    return tuple(None if one is None else one < 1.0 - checked_level(level) for one in q)


def q_values(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """q-values (`multiple.benjamini_hochberg`) in the order given; None where p is None, which is not counted."""
    found = iter(benjamini_hochberg([p for p in p_values if p is not None]).tolist())
    return tuple(None if p is None else float(next(found)) for p in p_values)


def _halves(figure: Figure, interval: Interval, z: float) -> tuple[float, float]:
    """The way down and up to the limits of the level asked."""
    scale = z / -float(ndtri((1.0 - interval.level) / 2.0))
    return (figure.value - interval.low) * scale, (interval.high - figure.value) * scale


def _p_of(d: float, half: float, z: float) -> float:
    if d == 0.0:
        return 1.0
    return 0.0 if half == 0.0 else 2.0 * float(ndtr(-z * abs(d) / half))


def _ratio(a: float, b: float) -> float:
    if a < 0.0 or b < 0.0 or a == b == 0.0:
        return math.nan
    return a / b if b > 0.0 else math.inf


def _ratio_interval(
    a: float, b: float, of_a: tuple[float, float], of_b: tuple[float, float], level: float
) -> Interval | None:
    """Roots of (a - r b)^2 = h_a^2 + r^2 h_b^2, written so that neither loses digits nor needs a positive leading term.

    A limit below 0 of what cannot be negative is 0.
    """
    if a < 0.0 or b < 0.0:
        return None
    below_a, below_b = min(of_a[0], a), min(of_b[0], b)
    c, lead = a * a - below_a * below_a, b * b - of_b[1] * of_b[1]
    root = a * b + math.sqrt(max(0.0, a * a * b * b - lead * c))
    low = c / root if root > 0.0 else 0.0
    c, lead = a * a - of_a[1] * of_a[1], b * b - below_b * below_b
    high = (a * b + math.sqrt(max(0.0, a * a * b * b - lead * c))) / lead if lead > 0.0 else math.inf
    return Interval(low, high, level)
