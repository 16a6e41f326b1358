"""What lies behind a number of a view: its reports one by one, or sums, as far as the reader's right goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tryggve.domain.incident import LocationPrecision, TimePrecision
from tryggve.domain.organisation import is_sensitive
from tryggve.reports.context import holds_whole_months
from tryggve.reports.week.view import WeekView
from tryggve.store.base import Selection
from tryggve.store.query_listing import COLUMNS, listing_sql, number_sql
from tryggve.store.sql import SqlStore

PAGE = 50
"""So many reports on a page."""

MOST = 50_000
"""So many rows are exported at the most: those who need all of a store use the command line."""


DAY_KNOWN = tuple(int(one) for one in TimePrecision if one is not TimePrecision.MONTH)


@dataclass(frozen=True)
class Narrowed:
    """What a number is of besides the filters of the view: a weekday, hours (from and to, both included), reports."""

    weekday: int | None = None
    hours: tuple[int, int] | None = None
    ids: tuple[int, ...] | None = None

    @property
    def asks_for_hours(self) -> bool:
        """Whether it is a cell of the profile of times, which holds no sensitive kinds of organisations."""
        return self.weekday is not None or self.hours is not None


@dataclass(frozen=True)
class ReportRow:
    """One report as a reader may see it. `start_s` is None where its hour is not told; `kind` "" where its kind of
    organisation is not.
    """

    id: int
    category: str
    n: int
    first_day: int
    last_day: int
    start_s: int | None
    end_s: int | None
    area: str
    precision: int
    severity: int
    kind: str
    organisation: str
    x: int | None
    y: int | None


@dataclass(frozen=True)
class Behind:
    """Some of the reports, and how many there are: `reports` rows that stand for `events`."""

    rows: tuple[ReportRow, ...]
    reports: int
    events: int


def selection_of(view: WeekView, narrowed: Narrowed = Narrowed()) -> Selection:
    """The reports that a view counts and its reader may be told of one by one."""
    filters, reader = view.filters, view.reader
    kinds = filters.organisation_kinds or None
    categories = filters.categories or None
    if not reader.sees_all:
        named = {kind.code for kind in view.kinds if kind.code}
        kinds = None if kinds is None else tuple(kind for kind in kinds if kind in named)
        categories = reader.shown_categories(categories or [row.category for row in view.categories])
    if narrowed.asks_for_hours and not reader.sees_all:
        found = sorted({kind.code for kind in view.kinds} if kinds is None else kinds)
        kinds = reader.fine_kinds(code for code in found if code)
    return Selection(
        first_day=filters.period.first_day,
        last_day=filters.period.last_day,
        sources=(view.source,),
        categories=categories,
        organisation_kinds=kinds,
        area=filters.area,
        min_severity=filters.min_severity,
        time_precisions=None if holds_whole_months(filters.period) else DAY_KNOWN,
    )


def behind(
    store: SqlStore, view: WeekView, *, narrowed: Narrowed, protected: Sequence[tuple[float, float, float]] = (),
    limit: int = PAGE, offset: int = 0,
) -> Behind:  # fmt: skip
    """The reports from two questions to a store; nothing of a place in `protected` but its area."""
    where = selection_of(view, narrowed)
    ((reports, events),) = store.fetch(
        number_sql(where, weekday=narrowed.weekday, hours=narrowed.hours, ids=narrowed.ids)
    )
    sql = listing_sql(
        where, view.level, limit=limit, offset=offset, weekday=narrowed.weekday, hours=narrowed.hours, ids=narrowed.ids
    )  # fmt: skip
    found = store.fetch(sql)
    rows = [report_row(dict(zip((*COLUMNS, "area"), one, strict=True)), protected) for one in found]
    return Behind(tuple(rows) if view.reader.sees_all else _as_facts(rows, view, narrowed), int(reports), int(events))


def report_row(found: dict[str, object], protected: Sequence[tuple[float, float, float]]) -> ReportRow:
    """A row of `listing_sql` as somebody who sees all sees it; nothing of a place in `protected` but its area."""
    whole = {name: value for name, value in found.items() if isinstance(value, int)}
    x, y = whole.get("x"), whole.get("y")
    has_point = whole["location_precision"] in (LocationPrecision.POINT, LocationPrecision.STREET)
    hidden = x is not None and y is not None and any((x - a) ** 2 + (y - b) ** 2 <= r**2 for a, b, r in protected)
    has_hour = whole["time_precision"] in (TimePrecision.INSTANT, TimePrecision.INTERVAL)
    return ReportRow(
        int(whole["incident_id"]), str(found["category"]), int(whole["n"]), int(whole["first_day"]),
        int(whole["last_day"]), int(whole["start_s"]) if has_hour else None, int(whole["end_s"]) if has_hour else None,
        str(found["area"]), int(LocationPrecision.AREA if hidden else whole["location_precision"]),
        int(whole["severity"]), str(found["organisation_kind"]), str(found["organisation"]),
        x if has_point and not hidden else None, y if has_point and not hidden else None,
    )  # fmt: skip


def _as_facts(rows: list[ReportRow], view: WeekView, narrowed: Narrowed) -> tuple[ReportRow, ...]:
    """What others' reports are to somebody who sees facts: no organisation, and its kind only where it has company.

    An hour or a place left out of some rows only would tell which they are: with one sensitive kind on the page none
    has an hour. Places are not given to the metre.
    """
    named = {kind.code for kind in view.kinds if kind.code}
    hours = narrowed.asks_for_hours or not any(is_sensitive(row.kind) for row in rows)
    found = []
    for row in rows:
        fine = not is_sensitive(row.kind)
        kept = row if hours else replace(row, start_s=None, end_s=None)
        kept = replace(kept, organisation="", kind=row.kind if row.kind in named else "", x=None, y=None)
        found.append(kept if fine else replace(kept, precision=int(LocationPrecision.AREA)))
    return tuple(found)


@dataclass(frozen=True)
class DayCount:
    """Events of an area ("": none) on a day."""

    area: str
    day: int
    n: int


def area_days(store: SqlStore, view: WeekView) -> tuple[DayCount, ...]:
    """All that somebody who sees areas alone is told: how many events each area had each day."""
    by = (f"area:{view.level}", "last_day") if view.level in store.levels() else ("left_out", "last_day")
    found = store.counts(by, selection_of(view))
    rows = [DayCount(str(area), int(day), n) for (area, day), n in found.items()]
    return tuple(sorted(rows, key=lambda row: (-row.day, row.area)))
