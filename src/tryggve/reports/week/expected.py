"""Each kind in the period, the period before, and what earlier periods of its length let us expect."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.calendar_days import day_number
from tryggve.domain.language import N_, _
from tryggve.domain.period import Period
from tryggve.reports.comparison import CHANCE, FEWEST, TOTAL
from tryggve.reports.history import empty_stretches
from tryggve.reports.week.asked import Sums
from tryggve.reports.week.periods import per_year
from tryggve.stats.trend import expected_level


class Verdict(StrEnum):
    """How a count stands to what was to be expected."""

    USUAL = "usual"
    MORE = "more"
    FEWER = "fewer"
    FEW = "few"
    UNKNOWN = "unknown"


WORDS: Mapping[Verdict, str] = {
    Verdict.USUAL: N_("as usual"),
    Verdict.MORE: N_("more than usual"),
    Verdict.FEWER: N_("fewer than usual"),
    Verdict.FEW: N_("too few to tell"),
    Verdict.UNKNOWN: N_("nothing to compare with"),
}


@dataclass(frozen=True)
class CategoryCount:
    """A kind of event: n in the period and the period before (None: none came, and that is not known to be zero).

    `low`..`high` is where the count was to be expected with 95 % probability; None where that is not known. The verdict
    allows for so many kinds being compared at once. `category` "" is all kinds together.
    """

    category: str
    n: int
    before: int | None
    low: int | None
    high: int | None
    verdict: Verdict

    @property
    def verdict_words(self) -> str:
        """The verdict in words."""
        return _(WORDS[self.verdict])


def series_of(by_time: Sums, periods: tuple[Period, ...]) -> dict[str, NDArray[np.float64]]:
    """Events per category for each of the periods, which follow one another."""
    at: dict[tuple[int | str, ...], int] = {}
    starts = [period.first_day for period in periods]
    found: dict[str, NDArray[np.float64]] = {}
    for key, n in by_time.items():
        time = key[:-1]
        if time not in at:
            at[time] = bisect_right(starts, _day(time)) - 1
        if at[time] >= 0:
            found.setdefault(str(key[-1]), np.zeros(len(periods)))[at[time]] += n
    return found


def _day(time: tuple[int | str, ...]) -> int:
    if len(time) == 1:
        return int(time[0])
    year, month = map(int, time)
    return day_number(dt.date(year, month, 1))


@dataclass(frozen=True)
class Ground:
    """What counts are held against: gaps among the periods (never the last), the exposure, whether to compare."""

    periods: tuple[Period, ...]
    gaps: NDArray[np.bool_]
    exposure: NDArray[np.float64] | None
    compares: bool


def ground_of(
    periods: tuple[Period, ...], totals: NDArray[np.float64], exposure: NDArray[np.float64] | None, compares: bool
) -> Ground:
    """Periods in which nobody reported, or that lie before the first event, are gaps and no zeros."""
    gaps = empty_stretches(totals) if exposure is None else exposure == 0
    seen = np.flatnonzero(totals > 0)
    gaps[: int(seen[0]) if len(seen) else len(totals)] = True
    gaps[-1] = False
    return Ground(periods, gaps, exposure, compares)


def count_of(category: str, values: NDArray[np.float64], ground: Ground, compared: int) -> CategoryCount:
    """One kind, when so many are compared at once."""
    n = int(values[-1])
    known = np.where(ground.gaps, np.nan, values)
    before = None if len(values) < 2 or (np.isnan(known[-2]) and not values[-2]) else int(values[-2])
    if not ground.compares or len(values) < 2:
        return CategoryCount(category, n, before, None, None, Verdict.UNKNOWN)
    past = known[:-1]
    if category != TOTAL and n < FEWEST and not np.nanmax(np.append(past, 0.0)) >= FEWEST:
        # Never five in any period: four burglaries are no trend, and no model needs to be fitted to say so.
        return CategoryCount(category, n, before, None, None, Verdict.FEW)
    found = expected_level(known, period_length=per_year(ground.periods[-1]), exposure=ground.exposure)
    if found.interval is None or found.distribution is None:
        return CategoryCount(category, n, before, None, None, Verdict.UNKNOWN)
    low, high = int(found.interval.low), int(found.interval.high)
    if max(n, found.expected or 0.0) < FEWEST:
        return CategoryCount(category, n, before, low, high, Verdict.FEW)
    wide = found.distribution.interval(1.0 - CHANCE / compared)
    verdict = Verdict.USUAL if wide.contains(n) else Verdict.MORE if n > wide.high else Verdict.FEWER
    return CategoryCount(category, n, before, low, high, verdict)
