"""Counts per period of the same kind, back to where the data begin: what an expected level is built on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.period import Period, PeriodKind
from tryggve.reports.context import Context
from tryggve.reports.exposure import reporting

PER_YEAR = {
    PeriodKind.WEEK: 365.25 / 7,
    PeriodKind.MONTH: 12.0,
    PeriodKind.QUARTER: 4.0,
    PeriodKind.TERTIAL: 3.0,
    PeriodKind.YEAR: 1.0,
}
"""Observations a year of each calendar kind; a range of days has no history of its own."""

IMPROBABLE = 7.0
"""None where seven are to be expected happens less than once in a thousand times: then reports are missing."""

_MONTHS_IN = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.TERTIAL: 4, PeriodKind.YEAR: 12}


@dataclass(frozen=True)
class History:
    """Counts by category for T periods, oldest first, the one asked for last.

    NaN is a gap: a period in which every expected reporter was silent, or, where the reporters are unknown, a stretch
    without events so long that calm does not explain it. `exposure` is the reporting received (see `exposure`) where
    the reporters are known, else None.
    """

    periods: tuple[Period, ...]
    counts: Mapping[str, NDArray[np.float64]]
    exposure: NDArray[np.float64] | None

    @property
    def total(self) -> NDArray[np.float64]:
        """All categories together, T values."""
        return np.sum(list(self.counts.values()), axis=0) if self.counts else np.zeros(len(self.periods))


def history(ctx: Context, source: str) -> History | None:
    """The history of a source up to and with the period; None for a range of days or where nothing came before."""
    kind = ctx.period.kind
    if kind is PeriodKind.RANGE or ctx.extent(source).first_day is None:
        return None
    periods = _periods(ctx, source)
    if len(periods) < 2:
        return None
    index = {_index_of(period): t for t, period in enumerate(periods)}
    by = ("category", "iso_year", "iso_week") if kind is PeriodKind.WEEK else ("category", "year", "month")
    counts: dict[str, NDArray[np.float64]] = {}
    for (category, year, part), n in ctx.store.counts(by, ctx.where(source)).items():
        t = index.get((int(year), _part(kind, int(part))))
        if t is not None:
            counts.setdefault(str(category), np.zeros(len(periods)))[t] += n
    exposure = _exposure(ctx, source, periods)
    totals = np.sum(list(counts.values()), axis=0) if counts else np.zeros(len(periods))
    gaps = empty_stretches(totals) if exposure is None else exposure == 0
    gaps[-1] = False
    for values in counts.values():
        values[gaps] = np.nan
    return History(periods, counts, exposure)


def empty_stretches(totals: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Runs of periods without events in which `IMPROBABLE` or more were to be expected.

    Expected is the mean of the periods outside the run that are not gaps themselves: missing months must not speak for
    other missing months. Looked for again until no run is added, since each gap found raises the mean of the rest.
    """
    empty = totals == 0
    edges = np.flatnonzero(np.diff(np.concatenate(([0], empty.astype(np.int8), [0]))))
    runs = list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
    gaps = np.zeros(len(totals), np.bool_)
    found = True
    while found:
        found = False
        for first, after in runs:
            known = ~gaps
            known[first:after] = False
            if not gaps[first] and known.any() and (after - first) * float(totals[known].mean()) >= IMPROBABLE:
                gaps[first:after] = found = True
    return gaps


def _periods(ctx: Context, source: str) -> tuple[Period, ...]:
    periods = [ctx.period]
    while ctx.reaches_back(source, earlier := periods[-1].previous()):
        periods.append(earlier)
    return tuple(reversed(periods))


def _index_of(period: Period) -> tuple[int, int]:
    if period.kind is PeriodKind.WEEK:
        year, week, _day = period.first_date.isocalendar()
        return year, week
    return period.first_date.year, (period.first_date.month - 1) // _MONTHS_IN[period.kind]


def _part(kind: PeriodKind, part: int) -> int:
    return part if kind is PeriodKind.WEEK else (part - 1) // _MONTHS_IN[kind]


def _exposure(ctx: Context, source: str, periods: tuple[Period, ...]) -> NDArray[np.float64] | None:
    if not ctx.coverage_known(source):
        return None
    return np.array([reporting(ctx, source, period) for period in periods])
