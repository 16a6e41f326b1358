"""What a signal rests on: its reports, their places, and how many such events there were in the same areas before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tryggve.domain.access import Sight
from tryggve.domain.category import is_set_apart
from tryggve.domain.incident import TimePrecision
from tryggve.reports.week.behind import ReportRow, report_row
from tryggve.reports.week.points import MapPoints, Protected, map_points
from tryggve.signals.groups import groups
from tryggve.signals.history import History
from tryggve.signals.today import Signal
from tryggve.stats.result import Interval
from tryggve.store.base import Selection, Spots
from tryggve.store.query_listing import COLUMNS
from tryggve.store.query_signal import days_sql, ids_sql, reports_sql, spots_sql
from tryggve.store.sql import SqlStore

MOST_WINDOWS = 26
"""So many spans of time before a signal are shown beside it."""

MOST_REPORTS = 200
MOST_POINTS = 5_000
_DAY_KNOWN = (int(TimePrecision.INSTANT), int(TimePrecision.INTERVAL), int(TimePrecision.DAY))


def selection_of(store: SqlStore, history: History, signal: Signal) -> Selection:
    """The events that a signal is about, but for their areas; none that is set apart, whatever it looked at."""
    found = signal.candidate.found
    where = Selection(
        first_day=found.first_day, last_day=found.last_day, time_precisions=_DAY_KNOWN, sources=(history.source,)
    )
    if found.group in groups():
        named = set(groups()[found.group].categories)
    elif found.group:
        named = {found.group}
    else:
        named = {str(code) for (code,) in store.counts(("category",), where.but(first_day=None))}
    return where.but(categories=tuple(sorted(code for code in named if not is_set_apart(code))))


@dataclass(frozen=True)
class Window:
    """Events in the signal's areas in a span of days as long as that of its latest find; `own`: it is that span."""

    first_day: int
    last_day: int
    n: int
    own: bool = False


@dataclass(frozen=True)
class Course:
    """The spans before a signal and its own, the earliest first, and what was to be expected of its own."""

    windows: tuple[Window, ...]
    expected: Interval


def reports_behind(
    store: SqlStore, history: History, where: Selection, protected: Sequence[Protected] = ()
) -> tuple[ReportRow, ...]:
    """The latest reports that a signal rests on; nothing of a protected place but its area."""
    sql = reports_sql(where, history.level, history.codes, limit=MOST_REPORTS)
    rows = [dict(zip((*COLUMNS, "area"), row, strict=True)) for row in store.fetch(sql)]
    return tuple(report_row(row, protected) for row in rows)


def incidents_of_life(
    store: SqlStore, history: History, signal: Signal, life: Mapping[str, tuple[int, int]]
) -> list[int]:
    """All incidents that a signal has rested on, not the latest alone: `life` is area → first and last day there."""
    where, found = selection_of(store, history, signal), set[int]()
    for code, (first, last) in life.items():
        sql = ids_sql(where.but(first_day=first, last_day=last), history.level, (code,))
        found.update(int(number) for (number,) in store.fetch(sql))
    return sorted(found)


def points_behind(
    store: SqlStore, history: History, where: Selection, reader: Sight, protected: Sequence[Protected]
) -> MapPoints:
    """The places of its events that a reader may see; `not_shown` is of those that have a place at all."""
    spots = Spots.of(store.fetch(spots_sql(where, history.level, history.codes, limit=MOST_POINTS)))
    return map_points(spots, reader, protected, int(spots.n.sum()))


def course(store: SqlStore, history: History, signal: Signal, where: Selection) -> Course:
    """How many such events there were in spans as long, as far back as there are reports."""
    found = signal.candidate.found
    days = found.last_day - found.first_day + 1
    begin = store.extent(Selection(sources=(history.source,))).first_day
    known = found.first_day if begin is None else begin
    windows = max(0, min(MOST_WINDOWS, (found.first_day - known) // days))
    first = found.first_day - windows * days
    counted = dict(store.fetch(days_sql(where.but(first_day=first), history.level, history.codes)))
    per_day = np.array([counted.get(day, 0) for day in range(first, found.last_day + 1)], np.int64)
    sums = per_day.reshape(-1, days).sum(axis=1).tolist()
    spans = tuple(
        Window(first + i * days, first + (i + 1) * days - 1, int(n), own=i == windows) for i, n in enumerate(sums)
    )
    return Course(spans, signal.judged.expected)
