"""What a view asks of a store: the same number of questions whatever is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tryggve.domain.access import Sight
from tryggve.domain.area import AreaRegister
from tryggve.domain.calendar_days import day_number
from tryggve.domain.coverage import Reporter
from tryggve.domain.incident import LeftOut, TimePrecision
from tryggve.domain.organisation import is_sensitive
from tryggve.domain.period import Period, PeriodKind
from tryggve.reports.context import holds_whole_months
from tryggve.reports.surface import PRECISIONS
from tryggve.reports.week.filters import WeekFilters
from tryggve.reports.week.periods import periods_back
from tryggve.reports.week.told import fine_kinds, told_categories
from tryggve.store.base import Points, Selection, Spots, Store

QUERIES: Mapping[Sight, int] = {Sight.FULL: 9, Sight.FACTS: 11, Sight.AREA: 9}
"""Questions put to a store for one view, each of them one statement in SQL."""

MOST_POINTS = 20_000
"""So many points a map is given, the latest first."""

_DAY_KNOWN = (int(TimePrecision.INSTANT), int(TimePrecision.INTERVAL), int(TimePrecision.DAY))
_REPORTED = tuple(reason.value for reason in LeftOut if reason is not LeftOut.FORECAST)
_UNIT = 62
"""Days before a period that its first reports may have begun."""

Sums = Mapping[tuple[int | str, ...], int]


@dataclass(frozen=True)
class Asked:
    """The answers. `by_time` has (day, category) or, for calendar months and longer, (year, month, category).

    `organisations` are who reported anything in the period: (source, organisation, kind). `finest` is the division with
    most areas. `hours_told`: reports may be told with their hours one by one. `ever` are the places that ever had an
    event, for a reader who is shown no lone one; None for others.
    """

    source: str
    other_sources: tuple[str, ...]
    level: str
    finest: str
    periods: tuple[Period, ...]
    organisations: tuple[tuple[str, str, str], ...]
    by_time: Sums
    by_area: Sums
    hours: Sums
    spots: Spots
    reporters: tuple[Reporter, ...]
    report_days: Mapping[str, list[int]]
    hours_told: bool
    ever: Points | None


class Questions:
    """The questions of one view, put in order: each may need the answers before it."""

    def __init__(self, store: Store, register: AreaRegister | None, filters: WeekFilters, reader: Sight) -> None:
        self._store, self._register, self._filters, self._reader = store, register, filters, reader

    def answers(self, today: dt.date) -> Asked:
        """Put them all."""
        filters, store = self._filters, self._store
        placed = store.levels()
        level, finest = self._level(placed or self._known_levels()), self._finest(placed)
        source, others, begin = self._sources()
        periods = periods_back(filters.period, begin)
        organisations = self._organisations()
        where = self._where(source)
        by_time = store.counts(self._by(), where.but(first_day=periods[0].first_day))
        shown = self._shown(where, by_time)
        fine = shown if self._reader.sees_all else shown.but(organisation_kinds=fine_kinds())
        hours_told = self._hours_told(source)
        is_area = self._reader is Sight.AREA
        reporters = tuple(store.reporters())
        return Asked(
            source,
            others,
            level,
            finest,
            periods,
            organisations,
            by_time,
            store.counts((f"area:{level}",) if level in placed else ("left_out",), shown),
            store.counts(("weekday", "hour"), fine.but(time_precisions=(int(TimePrecision.INSTANT),))),
            store.spots(fine, 0 if is_area else MOST_POINTS + 1),
            reporters,
            self._report_days(periods[0].first_day, today, reporters),
            hours_told,
            self._ever(source),
        )

    def _hours_told(self, source: str) -> bool:
        """Not where a sensitive kind has ever reported: a report without its hour would then tell that it is theirs."""
        if self._reader is not Sight.FACTS:
            return self._reader.sees_all
        found = self._store.counts(("organisation_kind",), Selection(sources=(source,)))
        return not any(is_sensitive(str(kind)) for (kind,) in found)

    def _ever(self, source: str) -> Points | None:
        if self._reader is not Sight.FACTS:
            return None
        where = Selection(sources=(source,), categories=told_categories(), location_precisions=PRECISIONS)
        return self._store.points(where)

    def _report_days(self, first_day: int, today: dt.date, reporters: tuple[Reporter, ...]) -> dict[str, list[int]]:
        """The days that reports came on, from the first that is compared; none where nobody is expected to report."""
        last_day = min(self._filters.period.last_day, day_number(today)) if reporters else first_day - _UNIT - 1
        return self._store.report_days(first_day - _UNIT, last_day)

    def _known_levels(self) -> list[str]:
        """Where nothing has come in yet, the areas are shown all the same: as unknown."""
        return list(self._register.levels()) if self._register else []

    def _level(self, levels: list[str]) -> str:
        """The division asked for, else the finest that events are placed in."""
        return self._filters.level if self._filters.level in levels else self._finest(levels)

    def _finest(self, levels: list[str]) -> str:
        sizes = {level: len(self._register.at(level)) if self._register else 0 for level in levels}
        return max(levels, key=lambda level: sizes[level], default="")

    def _sources(self) -> tuple[str, tuple[str, ...], int]:
        """The source of the view, the others, and the first day of the month that its data begin in."""
        sizes: dict[str, int] = {}
        begins: dict[str, dt.date] = {}
        for (name, year, month), n in self._store.counts(("source", "year", "month"), Selection()).items():
            source, first = str(name), dt.date(int(year), int(month), 1)
            sizes[source] = sizes.get(source, 0) + n
            begins[source] = min(begins.get(source, first), first)
        names = sorted(sizes, key=lambda name: (-sizes[name], name))
        wanted = self._filters.source
        chosen = wanted if wanted is not None else next(iter(names), "")
        begin = day_number(begins[chosen]) if chosen in begins else self._filters.period.first_day
        return chosen, tuple(name for name in names if name != chosen), begin

    def _organisations(self) -> tuple[tuple[str, str, str], ...]:
        """Who reported anything of any source in the period, "nothing to report" included."""
        period = self._filters.period
        where = Selection(first_day=period.first_day, last_day=period.last_day, left_out=_REPORTED)
        found = self._store.counts(("source", "organisation", "organisation_kind"), where)
        return tuple(sorted((str(source), str(name), str(kind)) for source, name, kind in found))

    def _where(self, source: str) -> Selection:
        filters = self._filters
        return Selection(
            first_day=filters.period.first_day,
            last_day=filters.period.last_day,
            sources=(source,),
            categories=self._reader.shown_categories(filters.categories) if filters.categories else None,
            organisation_kinds=filters.organisation_kinds or None,
            area=filters.area,
            min_severity=filters.min_severity,
            time_precisions=None if holds_whole_months(filters.period) else _DAY_KNOWN,
        )

    def _by(self) -> tuple[str, ...]:
        is_short = self._filters.period.kind in (PeriodKind.WEEK, PeriodKind.RANGE)
        return ("last_day", "category") if is_short else ("year", "month", "category")

    def _shown(self, where: Selection, by_time: Sums) -> Selection:
        """Without the kinds that the reader is told of in sums alone."""
        if self._reader.sees_all or where.categories is not None:
            return where
        found = sorted({str(key[-1]) for key in by_time})
        return where.but(categories=self._reader.shown_categories(found))
