"""What every section of a lägesbild asks of the store, asked once."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

from tryggve.domain.area import level_of
from tryggve.domain.calendar_days import month_start
from tryggve.domain.category import Category, categories, is_set_apart
from tryggve.domain.coverage import OrganisationCoverage, Reporter
from tryggve.domain.incident import LeftOut, TimePrecision
from tryggve.domain.language import _, pick
from tryggve.domain.period import Period, PeriodKind
from tryggve.reports.request import Material, Request
from tryggve.stats.disclosure.spans import Released
from tryggve.store.base import Extent, Selection, Store

_DAY_KNOWN = (int(TimePrecision.INSTANT), int(TimePrecision.INTERVAL), int(TimePrecision.DAY))

_SIGNS = tuple(reason.value for reason in LeftOut if reason is not LeftOut.FORECAST)
"""Rows that show a source to be alive: all that it holds, counted or not, but for what lies ahead."""


@dataclass(frozen=True)
class Coverage:
    """Expected and received reports in a period; `share` is None where nobody was expected to report."""

    rows: tuple[OrganisationCoverage, ...]

    @property
    def expected(self) -> int:
        """Reports expected."""
        return sum(row.expected for row in self.rows)

    @property
    def received(self) -> int:
        """Reports received, "nothing to report" included."""
        return sum(row.received for row in self.rows)

    @property
    def share(self) -> float | None:
        """Received of expected."""
        return self.received / self.expected if self.expected else None


class Context:
    """A request and its material, with the answers that several sections need kept.

    `withheld` are the parts of a public version that are left out because of what was published earlier, by source;
    `released` the numbers that it prints. Both are set by `open_sources`.
    """

    def __init__(self, material: Material, request: Request) -> None:
        self.material = material
        self.request = request
        self._coverage: dict[tuple[int, int], Coverage] = {}
        self.withheld: set[tuple[str, str]] = set()
        self.released: list[Released] = []

    @property
    def store(self) -> Store:
        """The store the figures come from."""
        return self.material.store

    @property
    def period(self) -> Period:
        """The period asked for."""
        return self.request.period

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Sources of incidents, the one with most reports first. Sources are shown beside each other, never added.

        A source with nothing in the scope is among them: none there is an answer.
        """
        sizes = self.store.counts(("source",), Selection())
        return tuple(str(key[0]) for key, _n in sorted(sizes.items(), key=lambda item: (-item[1], item[0])))

    @cached_property
    def organisations(self) -> dict[str, set[str]]:
        """Per source the organisations that any row of it names, counted or not."""
        found: dict[str, set[str]] = {}
        said = self.store.counts(("source", "organisation"), Selection(left_out=None))
        for source, organisation in said:
            found.setdefault(str(source), set()).add(str(organisation))
        return found

    def extent(self, source: str) -> Extent:
        """The days a source spans, whatever the scope: a quiet area is not an area without data."""
        if source not in self._extents:
            self._extents[source] = self.store.extent(Selection(sources=(source,)))
        return self._extents[source]

    @cached_property
    def _extents(self) -> dict[str, Extent]:
        return {}

    def where(self, source: str, period: Period | None = None) -> Selection:
        """The incidents of a source that count, in a period or ever, inside the scope.

        Incidents known to the month alone are left out of weeks and of ranges that do not hold whole months.
        """
        if period is None:
            return Selection(sources=(source,), area=self.request.scope, categories=self._open_categories)
        return Selection(
            first_day=period.first_day,
            last_day=period.last_day,
            sources=(source,),
            area=self.request.scope,
            categories=self._open_categories,
            time_precisions=None if holds_whole_months(period) else _DAY_KNOWN,
        )

    def everything(self, where: Selection) -> Selection:
        """The same incidents without limits of time or area."""
        return Selection(sources=where.sources, categories=self._open_categories)

    def by_category(self, source: str, period: Period) -> dict[str, int]:
        """Events per category code in a period."""
        found = self.store.counts(("category",), self.where(source, period))
        return {str(key[0]): n for key, n in found.items()}

    @cached_property
    def _open_categories(self) -> tuple[str, ...] | None:
        """Internally no limit; the public version leaves out categories with restricted readers altogether, the shared
        ones those that strike somebody in her closest circle too, since they tell of events one by one.
        """
        if not self.request.for_others:
            return None
        found = sorted(str(key[0]) for key in self.store.counts(("category",), Selection()))
        if self.request.shared:
            return tuple(code for code in found if not is_set_apart(code))
        return tuple(code for code in found if code not in categories() or not categories()[code].restricted)

    def coverage(self, period: Period, source: str | None = None) -> Coverage:
        """Who was expected to report in the period and who did, to one source or to any.

        An organisation that has never reported to another source is counted with each.
        """
        key = (period.first_day, self.request.over(period.last_day))
        if key not in self._coverage:
            rows = tuple(row for row in self.store.coverage(*key) if self.in_scope(row))
            self._coverage[key] = Coverage(rows)
        found = self._coverage[key]
        if source is None or len(self.organisations) < 2:
            return found
        others = set().union(*(names for name, names in self.organisations.items() if name != source))
        elsewhere = others - self.organisations.get(source, set())
        return Coverage(tuple(row for row in found.rows if row.organisation not in elsewhere))

    def in_scope(self, row: OrganisationCoverage | Reporter) -> bool:
        """Whether an organisation reports on any part of the scope, or may do so."""
        scope = self.request.scope
        if scope is None or not row.areas or self.covers(row, scope[1]):
            return True
        within = any(scope[1] in self._line(code) for level, code in row.areas if self.is_current(level))
        return within or self.may_cover(row, scope[1])

    def covers(self, row: OrganisationCoverage | Reporter, code: str) -> bool:
        """Whether an organisation reports on the area, by itself or by a larger area that holds it."""
        held = self._line(code)
        return any(area_code in held for level, area_code in row.areas if self.is_current(level))

    def may_cover(self, row: OrganisationCoverage | Reporter, code: str) -> bool:
        """Whether it is not known if an organisation reports on the area: its promise is for one out of use."""
        maybe = {other for area in row.areas for other in self.material.promised.get(area, ())}
        near = bool(maybe & self._line(code)) or any(code in self._line(other) for other in maybe)
        return near and not self.covers(row, code)

    def is_current(self, level: str) -> bool:
        """Whether codes of a level may mean areas of the register: not where another vintage of a division is meant."""
        levels = self.material.register.levels() if self.material.register else ()
        return level in levels or level_of(level) not in {level_of(known) for known in levels}

    def _line(self, code: str) -> set[str]:
        """The code of an area and of the areas that hold it."""
        held, parent = {code}, self._parents.get(code)
        while parent and parent not in held:
            held.add(parent)
            parent = self._parents.get(parent)
        return held

    @cached_property
    def _parents(self) -> dict[str, str]:
        register = self.material.register
        return {area.code: area.parent for area in register.areas if area.parent} if register else {}

    def coverage_known(self, source: str) -> bool:
        """Whether the reporters of this source are known, so that silence can be told from calm."""
        return bool(self.reporters & self.organisations.get(source, set()))

    @cached_property
    def reporters(self) -> set[str]:
        """Organisations that owe a report in the period or within a month of it: a week holds few monthly reports."""
        around = replace(self.period, first_day=self.period.first_day - 31, last_day=self.period.last_day + 31)
        return {row.organisation for row in self.coverage(around).rows}

    @property
    def reporters_known(self) -> bool:
        """Whether there is a list of who is expected to report at all."""
        return bool(self.reporters)

    def complete(self, source: str) -> bool:
        """Whether the data of a source hold the period to its end, as far as its own rhythm can tell.

        The last sign of life is a row, counted or left out, or a report of any kind where the reporters are known. It
        may lie so long before the end as the source is silent once in a hundred times, but inside the period.
        """
        extent = self._life(source)
        if extent.first_day is None or extent.last_day is None or self.deleted(self.period):
            return False
        if self.request.under_way:
            return False
        signs = [extent.last_day]
        if self.coverage_known(source):
            days = self.store.report_days()
            signs += [days[name][-1] for name in self.organisations.get(source, set()) if days.get(name)]
        a_day = extent.incidents / (extent.last_day - extent.first_day + 1)
        quiet = min(int(math.log(100) / a_day), self.period.days - 1)
        return max(signs) >= self.period.last_day - max(_slack(self.period), quiet)

    def deleted(self, period: Period) -> bool:
        """Whether reports of any day of the period are deleted by decision."""
        before = self.material.deleted_before
        return before is not None and period.first_day < before

    @property
    def all_deleted(self) -> bool:
        """Whether the reports of every day of the period asked for are deleted by decision."""
        before = self.material.deleted_before
        return before is not None and self.period.last_day < before

    def reaches_back(self, source: str, period: Period) -> bool:
        """Whether the data of a source begin early enough to hold the whole of an earlier period."""
        first = self._begins(source)
        return not self.deleted(period) and first is not None and first <= period.first_day + _slack(period)

    def _begins(self, source: str) -> int | None:
        """The first day the data of a source speak of: the first that anything counts on, and the whole month of what
        is known to the month alone, which counts on its last day.
        """
        if source not in self._beginnings:
            month = self._life(source, (int(TimePrecision.MONTH),)).first_day
            firsts = [self._life(source).first_day, None if month is None else month_start(month)]
            self._beginnings[source] = min((first for first in firsts if first is not None), default=None)
        return self._beginnings[source]

    @cached_property
    def _beginnings(self) -> dict[str, int | None]:
        return {}

    def _life(self, source: str, time_precisions: tuple[int, ...] | None = None) -> Extent:
        """The days of every row of a source, counted or not, but for what lies ahead."""
        if (source, time_precisions) not in self._lives:
            where = Selection(sources=(source,), left_out=_SIGNS, time_precisions=time_precisions)
            self._lives[source, time_precisions] = self.store.extent(where)
        return self._lives[source, time_precisions]

    @cached_property
    def _lives(self) -> dict[tuple[str, tuple[int, ...] | None], Extent]:
        return {}


def _slack(period: Period) -> int:
    """Days that may lack events at either end of a period without it being called incomplete: a tenth, at most 7."""
    return min(period.days // 10, 7)


def holds_whole_months(period: Period) -> bool:
    """Whether the period begins on the first and ends on the last day of a month."""
    if period.kind not in (PeriodKind.WEEK, PeriodKind.RANGE):
        return True
    following = period.last_date.toordinal() + 1
    return period.first_date.day == 1 and type(period.last_date).fromordinal(following).day == 1


def category_name(code: str) -> str:
    """A category in the current language."""
    known: Category | None = categories().get(code)
    return pick(dict(known.names)) if known else code


def category_title(code: str) -> str:
    """A category as it begins a row or a sentence."""
    name = category_name(code)
    return name[:1].upper() + name[1:]


def source_name(ctx: Context, source: str) -> str:
    """A source as it is named to readers."""
    return source or _("source not stated")
