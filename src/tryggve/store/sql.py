"""The part of a store that is the same for every SQL engine: run the text of `query`, shape the answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.domain import coverage as domain_coverage
from tryggve.domain.count import Count
from tryggve.domain.coverage import OrganisationCoverage, Reporter
from tryggve.store import query, query_events
from tryggve.store.base import EventColumns, Extent, Points, Selection, Spots, Times
from tryggve.store.facts import Columns, count_of, reporters_of
from tryggve.store.fingerprint import fingerprint
from tryggve.store.query import COUNTED
from tryggve.store.schema import INCIDENT_FACT, REPORTER, Table, select_sql


class SqlStore(ABC):
    """A store whose facts lie in tables; an engine adds how to run a SELECT."""

    @abstractmethod
    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a SELECT, NULL as None."""

    @abstractmethod
    def integers(self, sql: str, columns: int) -> list[NDArray[np.int64]]:
        """The columns of a SELECT that gives `columns` columns of integers without NULL."""

    @abstractmethod
    def facts(self, table: Table, names: tuple[str, ...]) -> Columns:
        """Some columns of one table, rows in the order of its key."""

    def counts(self, by: Sequence[str], where: Selection = COUNTED) -> dict[tuple[int | str, ...], int]:
        """See `Store.counts`."""
        return {tuple(row[:-1]): int(row[-1]) for row in self.fetch(query.count_sql(where, by))}

    def points(self, where: Selection = COUNTED) -> Points:
        """See `Store.points`."""
        return Points(*self.integers(query.points_sql(where), 4))

    def spots(self, where: Selection = COUNTED, limit: int | None = None) -> Spots:
        """See `Store.spots`."""
        return Spots.of(self.fetch(query.spots_sql(where, limit)))

    def times(self, where: Selection = COUNTED) -> Times:
        """See `Store.times`."""
        return Times(*self.integers(query.times_sql(where), 4))

    def events(self, level: str, where: Selection = COUNTED) -> EventColumns:
        """See `Store.events`."""
        columns = self.integers(query_events.events_sql(level, where), len(query_events.COLUMNS))
        names = [
            tuple(str(name) for (name,) in self.fetch(query_events.names_sql(of, level, where)))
            for of in ("area", *query_events.NUMBERED)
        ]
        return EventColumns.of(columns, names)

    def extent(self, where: Selection = COUNTED) -> Extent:
        """See `Store.extent`."""
        first_day, last_day, incidents, x0, y0, x1, y1 = self.fetch(query.extent_sql(where))[0]
        return Extent(first_day, last_day, int(incidents), None if x0 is None else (x0, y0, x1 + 1, y1 + 1))

    def levels(self) -> list[str]:
        """See `Store.levels`."""
        # Sorted here too: PostgreSQL sorts texts by the database's collation.
        return sorted(level for (level,) in self.fetch(query.levels_sql()))

    def report_days(self, first_day: int | None = None, last_day: int | None = None) -> dict[str, list[int]]:
        """See `Store.report_days`."""
        days: dict[str, set[int]] = {}
        span = None if first_day is None or last_day is None else (first_day, last_day)
        for organisation, day in self.fetch(self.report_days_sql(span)):
            days.setdefault(organisation, set()).add(day)
        return {organisation: sorted(found) for organisation, found in sorted(days.items())}

    def report_days_sql(self, days: tuple[int, int] | None) -> str:
        """The question behind `report_days`: of all days, or of a span."""
        return query.report_days_sql(days=days)

    def reporters(self) -> list[Reporter]:
        """See `Store.reporters`."""
        return list(self._agreements)

    def coverage(self, first_day: int, last_day: int) -> list[OrganisationCoverage]:
        """See `Store.coverage`."""
        return domain_coverage.coverage(self._agreements, self._all_report_days, first_day, last_day)

    @cached_property
    def _agreements(self) -> list[Reporter]:
        """Kept, since a history asks for the coverage of hundreds of periods."""
        return list(reporters_of(self.fetch(select_sql(REPORTER))))

    @cached_property
    def _all_report_days(self) -> dict[str, list[int]]:
        """Kept for the same reason."""
        return self.report_days()

    def table_counts(self, source: str | None = None) -> list[Count]:
        """See `Store.table_counts`."""
        return [count_of(row) for row in self.fetch(query.table_counts_sql(source=source))]

    def rows(self, where: Selection = COUNTED, limit: int | None = None) -> list[dict[str, int | str | None]]:
        """See `Store.rows`."""
        return [dict(zip(INCIDENT_FACT.columns, row, strict=True)) for row in self.fetch(query.rows_sql(where, limit))]

    def fingerprint(self) -> str:
        """See `Store.fingerprint`."""
        return fingerprint(self.facts)
