"""What lies behind a number of a view: its reports one by one, or sums, as far as the reader's right goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tryggve.domain.coverage import reporting_units
from tryggve.domain.incident import LocationPrecision, TimePrecision
from tryggve.reports.context import holds_whole_months
from tryggve.reports.week.heat import heat_classes
from tryggve.reports.week.kinds import Cell, kinds_told
from tryggve.reports.week.periods import monday
from tryggve.reports.week.view import WeekView
from tryggve.store.base import Selection
from tryggve.store.query_listing import COLUMNS, Circle, Further, listing_sql, number_sql
from tryggve.store.sql import SqlStore

PAGE = 50
"""So many reports on a page."""

MOST = 50_000
"""So many rows are exported at the most: those who need all of a store use the command line."""


DAY_KNOWN = tuple(int(one) for one in TimePrecision if one is not TimePrecision.MONTH)


@dataclass(frozen=True)
class Narrowed:
    """What a number is of besides the filters of the view: a weekday, hours (from and to, both included), reports,
    those without an area, those that the map does not draw for who sees all, those of an organisation, and those whose
    place has a shade where events lie close.
    """

    weekday: int | None = None
    hours: tuple[int, int] | None = None
    ids: tuple[int, ...] | None = None
    unplaced: bool = False
    undrawn: bool = False
    organisation: str | None = None
    dense: int | None = None


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


def selection_of(view: WeekView) -> Selection:
    """The reports that a view counts and its reader may be told of one by one."""
    filters, reader = view.filters, view.reader
    categories = filters.categories or None
    if not reader.sees_all:
        categories = reader.shown_categories(categories or [row.category for row in view.categories])
    return Selection(
        first_day=filters.period.first_day,
        last_day=filters.period.last_day,
        sources=(view.source,),
        categories=categories,
        organisation_kinds=filters.organisation_kinds or None,
        area=filters.area,
        min_severity=filters.min_severity,
        time_precisions=None if holds_whole_months(filters.period) else DAY_KNOWN,
    )


def behind(
    store: SqlStore, view: WeekView, *, narrowed: Narrowed, protected: Sequence[Circle] = (),
    limit: int = PAGE, offset: int = 0,
) -> Behind:  # fmt: skip
    """The reports from two questions to a store; nothing of a place in `protected` but its area."""
    narrowed = allowed(view, narrowed)
    where, further = selection_of(view), _further(narrowed, protected)
    if narrowed.unplaced:
        where = where.but(area=(view.level, ""))
    if narrowed.organisation is not None:
        where = where.but(organisations=(narrowed.organisation,))
    ((reports, events),) = store.fetch(number_sql(where, further))
    found = store.fetch(listing_sql(where, view.level, limit=limit, offset=offset, further=further))
    rows = [report_row(dict(zip((*COLUMNS, "area"), one, strict=True)), protected) for one in found]
    if not view.reader.sees_all:
        rows = _as_facts(rows, view, kinds_told(store, where, view.finest), _finest(store, view, where, rows))
    return Behind(tuple(rows), int(reports), int(events))


def allowed(view: WeekView, narrowed: Narrowed) -> Narrowed:
    """What the reader may narrow by: an hour, a missing dot or a number in order of arrival tells more of a report than
    its row does. The rest is no limit, and must not be told as one.
    """
    told, all_ = view.hours_told, view.reader.sees_all
    return replace(
        narrowed,
        weekday=narrowed.weekday if told else None,
        hours=narrowed.hours if told else None,
        ids=_ids(view, narrowed) if all_ else None,
        undrawn=narrowed.undrawn and all_,
        organisation=narrowed.organisation if all_ else None,
        dense=narrowed.dense if all_ else None,
    )


def _ids(view: WeekView, narrowed: Narrowed) -> tuple[int, ...] | None:
    """The reports of a shade are those that the map's numbers count, and no others."""
    if narrowed.dense is None:
        return narrowed.ids
    return next((one.ids for one in heat_classes(view) if one.shade == narrowed.dense), ())


def heard_days(store: SqlStore, view: WeekView, organisation: str) -> list[int]:
    """The days that an organisation's reports speak of, "nothing to report" included; for who sees all.

    From the first day of the report that was expected in the period: a monthly one begins before the week it ends in.
    """
    first, last = view.period.first_day, view.period.last_day
    own = (one for one in store.reporters() if one.organisation == organisation)
    starts = [unit.first_day for one in own for unit in reporting_units(one, first, last)]
    return store.report_days(min([first, *starts]), last).get(organisation, [])


def _further(narrowed: Narrowed, protected: Sequence[Circle]) -> Further:
    return Further(narrowed.weekday, narrowed.hours, narrowed.ids, protected if narrowed.undrawn else None)


def _finest(store: SqlStore, view: WeekView, where: Selection, rows: list[ReportRow]) -> dict[int, str]:
    """The area of the finest division of each row: what a kind of source is told by, whatever division is shown."""
    if view.level == view.finest or not rows:
        return {row.id: row.area for row in rows}
    ids = [row.id for row in rows]
    found = store.fetch(listing_sql(where, view.finest, limit=len(ids), further=Further(ids=ids)))
    return {int(one[0]): str(one[-1]) for one in found}


def report_row(found: dict[str, object], protected: Sequence[Circle]) -> ReportRow:
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


def _as_facts(
    rows: list[ReportRow], view: WeekView, told: Mapping[Cell, frozenset[str]], finest: Mapping[int, str]
) -> list[ReportRow]:
    """What others' reports are to somebody who sees facts: no organisation, its kind only where it has company, and
    nothing in a row that those of sensitive kinds lack.
    """
    found = []
    for row in rows:
        kinds = told.get((finest.get(row.id, ""), monday(row.last_day)), frozenset())
        kept = row if view.hours_told else replace(row, start_s=None, end_s=None)
        kind = row.kind if row.kind in kinds else ""
        found.append(replace(kept, organisation="", kind=kind, precision=int(LocationPrecision.AREA), x=None, y=None))
    # In order of arrival, reports of the same organisation would often lie together.
    return sorted(found, key=lambda row: (-row.last_day, row.category, row.area, row.kind))


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
