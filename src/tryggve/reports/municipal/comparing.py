"""Intervals and comparisons of the figures of a draft: what can be told apart, and why not where it cannot."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tryggve.domain.figure import BOTH, Figure
from tryggve.domain.indicator import Indicator, Measures, PoliceListQuery
from tryggve.domain.language import _, pick
from tryggve.reports.municipal.matter import Matter
from tryggve.stats import comparison
from tryggve.stats.published import ratio_of_rates, spread
from tryggve.stats.rates import poisson_interval
from tryggve.stats.result import Interval

FEWEST = 5
"""With fewer offences than this in either place nothing is said of a difference."""

COUNTED_UNITS = {"count": 0.0, "per_100000": 100_000.0}


@dataclass(frozen=True)
class Counted:
    """A number of reported offences behind a figure, and what one offence adds to it."""

    n: int
    scale: float


@dataclass(frozen=True)
class Difference:
    """A ratio (1: alike) or a difference (0: alike) with its interval, and the p-value of the two being alike."""

    value: float
    interval: Interval
    p_value: float


@dataclass(frozen=True)
class Compared:
    """Two figures held against each other. Without a result `why` says what stops it; the figures still stand.

    `is_ratio` tells a ratio (1 is alike) from a difference (0 is alike); `sql` gives value, low and high.
    """

    own: Figure
    other: Figure | None
    result: Difference | None
    is_ratio: bool
    sql: str = ""
    why: str = ""


def counted(matter: Matter, figure: Figure) -> Counted | None:
    """The offences behind a figure of reported crime; None for other figures, or where the population is not known."""
    indicator = matter.indicators[figure.indicator]
    if indicator.measures is not Measures.REPORTED or indicator.unit not in COUNTED_UNITS or figure.value is None:
        return None
    if figure.sex != BOTH:
        return None
    if indicator.unit == "count":
        return Counted(int(figure.value), 1.0)
    people = matter.people_behind(figure)
    if people is None or people.value is None:
        return None
    scale = COUNTED_UNITS[indicator.unit] / people.value
    return Counted(math.floor(figure.value * people.value / COUNTED_UNITS[indicator.unit] + 0.5), scale)


def limits(matter: Matter, figure: Figure) -> tuple[float, float] | None:
    """The interval of a figure: of chance for offences, the source's margin for surveys; None where none is known."""
    behind = counted(matter, figure)
    if behind is not None:
        found = poisson_interval(behind.n)
        return found.low * behind.scale, found.high * behind.scale
    if figure.value is None or figure.margin is None:
        return None
    return max(0.0, figure.value - figure.margin), min(100.0, figure.value + figure.margin)


def limits_sql(matter: Matter, figure: Figure) -> str:
    """SQL that gives the two ends of the interval."""
    if counted(matter, figure) is not None:
        return f"SELECT low, high FROM rate_limits('{figure.indicator}', '{figure.area}', '{figure.period}')"
    return (
        f"SELECT low, high FROM share_limits('{figure.indicator}', '{figure.area}', '{figure.period}', '{figure.sex}')"
    )


def spread_of(matter: Matter, indicator: str, area: str) -> float:
    """How much the years of a place vary from one to the next, in times of what chance would make of them."""
    if (indicator, area) not in matter.spreads:
        matter.spreads[indicator, area] = _spread(matter, indicator, area)
    return matter.spreads[indicator, area]


def _spread(matter: Matter, indicator: str, area: str) -> float:
    broken = {gap.year for gap in matter.indicators[indicator].breaks}
    known = {one.period: one for one in matter.known(indicator, area)}
    pairs = [
        (a, b)
        for period, a in known.items()
        if (b := known.get(earlier(period, 1))) is not None and int(period[:4]) not in broken
    ]
    numbers = [(a, b, counted(matter, a), counted(matter, b)) for a, b in pairs]
    told = [(a.value, b.value, m.n, n.n) for a, b, m, n in numbers if m is not None and n is not None]
    columns = zip(*told, strict=True) if told else ((), (), (), ())
    return spread(*(list(column) for column in columns))


def earlier(period: str, years: int) -> str:
    """The same quarter or year so many years before."""
    return f"{int(period[:4]) - years}{period[4:]}"


def compare(matter: Matter, own: Figure, other: Figure | None) -> Compared:
    """Hold a figure against another of the same indicator: another place, another year, or the other sex."""
    indicator = matter.indicators[own.indicator]
    is_ratio = indicator.measures is Measures.REPORTED and indicator.unit in COUNTED_UNITS
    if other is None or other.value is None or own.value is None:
        return Compared(own, other, None, is_ratio, why=_("nothing to compare with"))
    if why := _stopped(indicator, own, other):
        return Compared(own, other, None, is_ratio, why=why)
    if is_ratio:
        return _ratio(matter, own, other)
    if own.margin is None or other.margin is None or own.margin + other.margin == 0.0:
        return Compared(own, other, None, False, why=_("no interval is known"))
    sql = (
        f"SELECT value, low, high FROM difference('{own.indicator}', '{own.area}', '{own.period}', '{own.sex}', "
        f"'{other.area}', '{other.period}', '{other.sex}')"
    )
    return Compared(own, other, _apart(own, other), False, sql)


def _apart(own: Figure, other: Figure) -> Difference:
    """The difference between two shares, each with its margin."""
    assert own.value is not None
    assert other.value is not None
    found = comparison.compare(
        comparison.published(own.value, own.margin), comparison.published(other.value, other.margin)
    )
    assert found.difference_interval is not None
    assert found.p_value is not None
    return Difference(found.difference, found.difference_interval, found.p_value)


def _stopped(indicator: Indicator, own: Figure, other: Figure) -> str:
    """Why two figures must not be held against each other."""
    if isinstance(indicator.query, PoliceListQuery) and own.period != other.period:
        return _("different lists")
    first, last = sorted((int(own.period[:4]), int(other.period[:4])))
    for gap in indicator.breaks:
        if first < gap.year <= last:
            return _("break {year}: {what}").format(year=gap.year, what=pick(dict(gap.what)))
    if indicator.unit == "class":
        return _("a class, not an amount")
    if indicator.unit == "count" and own.area != other.area:
        return _("a number, not per inhabitant")
    return ""


def _ratio(matter: Matter, own: Figure, other: Figure) -> Compared:
    a, b = counted(matter, own), counted(matter, other)
    if a is None or b is None:
        return Compared(own, other, None, True, why=_("no interval is known: the population is not at hand"))
    if min(a.n, b.n) < FEWEST or not own.value or not other.value:
        return Compared(own, other, None, True, why=_("fewer than {n} offences").format(n=FEWEST))
    result = ratio_of_rates(
        own.value, a.n, spread_of(matter, own.indicator, own.area),
        other.value, b.n, spread_of(matter, other.indicator, other.area),
    )  # fmt: skip
    sql = (
        f"SELECT value, low, high FROM ratio('{own.indicator}', '{own.area}', '{own.period}', '{other.area}', "
        f"'{other.period}')"
    )
    return Compared(own, other, Difference(result.value, result.interval, result.p_value), True, sql)
