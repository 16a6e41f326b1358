"""The working week: what was reported, where, when and by whom, live, without the whole lägesbild.

    week_view(store, register, filters=..., today=...) -> WeekView

Sources are beside each other, never added: a view is of one of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.access import Sight
from tryggve.domain.area import AreaRegister
from tryggve.domain.coverage import OrganisationCoverage
from tryggve.domain.period import Period
from tryggve.domain.source_caveat import bears_findings
from tryggve.reports.comparison import LEAST_RESPONSE, TOTAL
from tryggve.reports.week.areas import AreaCount, area_counts, scope_context
from tryggve.reports.week.asked import Asked, Questions, Sums
from tryggve.reports.week.expected import CategoryCount, Ground, count_of, ground_of, series_of
from tryggve.reports.week.filters import WeekFilters
from tryggve.reports.week.hours import FEWEST_TIMES, HourProfile, hour_profile
from tryggve.reports.week.kinds import KindOfSource, kinds_of_sources
from tryggve.reports.week.periods import whole_weeks
from tryggve.reports.week.points import MapPoints, Protected, map_points
from tryggve.reports.week.reporting import Expected, expected_of
from tryggve.store.base import Store


@dataclass(frozen=True)
class WeekView:
    """A period of one source as one reader may see it.

    `categories` has a row per kind, most events first; `total` all of them that the reader may be told of: with the
    others in it, two sums would tell when and where one of those was. `unplaced` events have no area at `level`, and
    `finest` is the division with most areas. `hours_told`: reports are told with their hours one by one.
    `coverage` is per organisation that owed a report; `reporters_known` says whether anybody is known to owe one.
    `is_over` False: more may come, and nothing is compared.
    """

    filters: WeekFilters
    reader: Sight
    period: Period
    is_over: bool
    source: str
    other_sources: tuple[str, ...]
    level: str
    finest: str
    total: CategoryCount
    categories: tuple[CategoryCount, ...]
    areas: tuple[AreaCount, ...]
    unplaced: int
    hours: HourProfile
    hours_told: bool
    points: MapPoints
    coverage: tuple[OrganisationCoverage, ...]
    reporters_known: bool
    kinds: tuple[KindOfSource, ...]

    @property
    def expected(self) -> int:
        """Reports expected."""
        return sum(row.expected for row in self.coverage)

    @property
    def received(self) -> int:
        """Reports received, "nothing to report" included."""
        return sum(row.received for row in self.coverage)


def week_view(
    store: Store, register: AreaRegister | None, *, filters: WeekFilters, today: dt.date, reader: Sight = Sight.FULL,
    protected: Sequence[Protected] = (), promised: Mapping[tuple[str, str], frozenset[str]] | None = None,
) -> WeekView:  # fmt: skip
    """The view of a store on a day, from `asked.QUERIES` questions to it.

    Points in `protected` places are given to nobody. `promised` is as in `Material`. Nobody but those who see all can
    ask for kinds of sources, or for less than whole weeks: in an area with one school, what schools report is what that
    school does.
    """
    if reader is Sight.NONE:
        raise ValueError("who sees nothing has no view")
    if not reader.sees_all:
        filters = replace(filters, organisation_kinds=(), period=whole_weeks(filters.period))
    asked = Questions(store, register, filters, reader).answers(today)
    ctx = scope_context(store, register, filters, promised or {})
    here = [one for one in asked.reporters if ctx.in_scope(one)]
    expected = expected_of(here, asked.report_days, asked.organisations, asked.source, today)
    coverage = expected.coverage(filters.period)
    series = series_of(asked.by_time, asked.periods)
    total, rows = _counts(asked, reader, series, _ground(asked, filters, expected, coverage, series))
    areas, unplaced = area_counts(ctx, asked, expected)
    return WeekView(
        filters,
        reader,
        filters.period,
        filters.period.last_day <= expected.over,
        asked.source,
        asked.other_sources,
        asked.level,
        asked.finest,
        total,
        rows,
        areas,
        unplaced,
        hour_profile(_hours(asked, filters, reader), total.n),
        asked.hours_told,
        map_points(asked.spots, reader, protected, total.n, asked.ever),
        coverage,
        bool(expected.reporters),
        kinds_of_sources(asked.organisations, asked.source),
    )


def _ground(
    asked: Asked, filters: WeekFilters, expected: Expected, coverage: tuple[OrganisationCoverage, ...],
    series: Mapping[str, NDArray[np.float64]],
) -> Ground:  # fmt: skip
    """Nothing is compared while the period goes on, where too few reported, or where a source is somebody's choice."""
    totals = np.sum(list(series.values()), axis=0) if series else np.zeros(len(asked.periods))
    owed, came = sum(row.expected for row in coverage), sum(row.received for row in coverage)
    enough = came >= LEAST_RESPONSE * owed if owed else bool(totals[-1])
    compares = bears_findings(asked.source) and filters.period.last_day <= expected.over and enough
    exposure = expected.exposure(asked.periods) if expected.reporters else None
    if exposure is not None and not exposure[-1]:
        return ground_of(asked.periods, totals, None, compares=False)
    return ground_of(asked.periods, totals, exposure, compares)


def _hours(asked: Asked, filters: WeekFilters, reader: Sight) -> Sums:
    """Of less than everything in a week, or of few, a profile would tell the hour of a single report."""
    if reader.sees_all or asked.hours_told:
        return asked.hours
    enough = sum(n for (_day, hour), n in asked.hours.items() if int(hour) >= 0) >= FEWEST_TIMES
    return {} if filters.is_narrow or not enough or reader is Sight.AREA else asked.hours


def _counts(
    asked: Asked, reader: Sight, series: Mapping[str, NDArray[np.float64]], ground: Ground
) -> tuple[CategoryCount, tuple[CategoryCount, ...]]:
    """All kinds together, and each that the reader is told of: one with events now or in the period before."""
    shown = reader.shown_categories(sorted(series))
    everything = np.sum([series[code] for code in shown], axis=0) if shown else np.zeros(len(asked.periods))
    present = [code for code in shown if series[code][-2:].any()]
    rows = [count_of(code, series[code], ground, max(len(shown), 1)) for code in present]
    rows.sort(key=lambda row: (-row.n, row.category))
    return count_of(TOTAL, everything, ground, 1), tuple(rows)
