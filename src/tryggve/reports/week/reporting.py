"""Who was expected to report and did, day by day: what counts of events are held per."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.calendar_days import day_number
from tryggve.domain.coverage import OrganisationCoverage, Reporter, coverage, reported, reporting_units
from tryggve.domain.period import Period


@dataclass(frozen=True)
class Expected:
    """Those expected to report to a source, and the days on which each reported; `over` is the last day over."""

    reporters: tuple[Reporter, ...]
    days: Mapping[str, list[int]]
    over: int

    def coverage(self, period: Period) -> tuple[OrganisationCoverage, ...]:
        """Expected and received reports of the part of a period that is over."""
        rows = coverage(self.reporters, dict(self.days), period.first_day, min(period.last_day, self.over))
        return tuple(rows)

    def heard(self, period: Period) -> frozenset[str]:
        """The organisations that reported anything on a day of the period."""
        first, last = period.first_day, period.last_day
        return frozenset(name for name, days in self.days.items() if any(first <= day <= last for day in days))

    def exposure(self, periods: Sequence[Period]) -> NDArray[np.float64]:
        """Organisation-weeks of reporting in each period: the days that received reports speak of, over seven.

        A report speaks of every day of its week, fortnight or month, so that a monthly one does not fall on one week of
        four. Days whose report is not due yet are taken to be as those of the report before.
        """
        first, last = periods[0].first_day, periods[-1].last_day
        per_day = np.zeros(last - first + 1)
        for one in self.reporters:
            self._add(one, first, last, per_day)
        summed = np.concatenate(([0.0], np.cumsum(per_day)))
        starts = np.array([period.first_day - first for period in periods])
        ends = np.array([period.last_day - first + 1 for period in periods])
        return np.asarray((summed[ends] - summed[starts]) / 7.0, np.float64)

    def _add(self, one: Reporter, first: int, last: int, per_day: NDArray[np.float64]) -> None:
        days = self.days.get(one.organisation, [])
        came, after = False, max(first, one.first_day)
        for unit in reporting_units(one, first, min(last, self.over)):
            came, after = reported(days, unit), unit.last_day + 1
            per_day[max(unit.first_day - first, 0) : unit.last_day - first + 1] += came
        until = last if one.last_day is None else min(last, one.last_day)
        if came and after <= until:
            per_day[max(after - first, 0) : until - first + 1] += 1.0


def expected_of(
    reporters: Iterable[Reporter],
    days: Mapping[str, list[int]],
    organisations: Sequence[tuple[str, str, str]],
    source: str,
    today: dt.date,
) -> Expected:
    """The reporters of a source: all but those that in the period reported to others alone."""
    own = {name for of, name, _kind in organisations if of == source}
    elsewhere = {name for of, name, _kind in organisations if of != source} - own
    kept = tuple(one for one in reporters if one.organisation not in elsewhere)
    return Expected(kept, days, day_number(today) - 1)
