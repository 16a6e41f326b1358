"""The working week: what was reported, where, when and by whom, live, without the whole lägesbild.

    week_view(store, register, filters=..., today=...) -> WeekView

Sources are beside each other, never added: a view is of one of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.access import Sight
from tryggve.domain.area import AreaRegister
from tryggve.domain.coverage import OrganisationCoverage
from tryggve.domain.period import Period
from tryggve.domain.source_caveat import bears_findings
from tryggve.reports.comparison import LEAST_RESPONSE, TOTAL
from tryggve.reports.week.areas import AreaCount, area_counts, scope_context
from tryggve.reports.week.asked import Asked, Questions
from tryggve.reports.week.expected import CategoryCount, Ground, count_of, ground_of, series_of
from tryggve.reports.week.filters import WeekFilters
from tryggve.reports.week.hours import HourProfile, hour_profile
from tryggve.reports.week.kinds import KindOfSource, kinds_of_sources
from tryggve.reports.week.points import MapPoints, Protected, map_points
from tryggve.reports.week.reporting import Expected, expected_of
from tryggve.store.base import Store


@dataclass(frozen=True)
class WeekView:
    """A period of one source as one reader may see it.

    `categories` has a row per kind, most events first; `total` all of them, with those that the reader is not told of
    one by one where nothing narrower than a week of everything is asked for. `unplaced` events have no area at `level`.
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
    total: CategoryCount
    categories: tuple[CategoryCount, ...]
    areas: tuple[AreaCount, ...]
    unplaced: int
    hours: HourProfile
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

    Points in `protected` places are given to nobody. `promised` is as in `Material`.
    """
    if reader is Sight.NONE:
        raise ValueError("who sees nothing has no view")
    asked = Questions(store, register, filters, reader).answers(today)
    ctx = scope_context(store, register, filters, promised or {})
    here = [one for one in asked.reporters if ctx.in_scope(one)]
    expected = expected_of(here, asked.report_days, asked.organisations, asked.source, today)
    coverage = expected.coverage(filters.period)
    series = series_of(asked.by_time, asked.periods)
    total, rows = _counts(asked, filters, reader, series, _ground(asked, filters, expected, coverage, series))
    areas, unplaced = area_counts(ctx, asked, expected)
    return WeekView(
        filters,
        reader,
        filters.period,
        filters.period.last_day <= expected.over,
        asked.source,
        asked.other_sources,
        asked.level,
        total,
        rows,
        areas,
        unplaced,
        hour_profile(asked.hours, total.n),
        map_points(asked.spots, reader, protected, total.n),
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


def _counts(
    asked: Asked, filters: WeekFilters, reader: Sight, series: Mapping[str, NDArray[np.float64]], ground: Ground
) -> tuple[CategoryCount, tuple[CategoryCount, ...]]:
    """All kinds together, and each that the reader is told of: one with events now or in the period before."""
    shown = reader.shown_categories(sorted(series))
    summed = shown if filters.is_narrow else tuple(series)
    everything = np.sum([series[code] for code in summed], axis=0) if summed else np.zeros(len(asked.periods))
    present = [code for code in shown if series[code][-2:].any()]
    rows = [count_of(code, series[code], ground, max(len(shown), 1)) for code in present]
    rows.sort(key=lambda row: (-row.n, row.category))
    return count_of(TOTAL, everything, ground, 1), tuple(rows)
