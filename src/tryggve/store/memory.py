"""The slow, obvious store: plain loops over incidents, nothing shared with SQL. Other engines are held to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.domain import coverage as domain_coverage
from tryggve.domain.calendar_days import day_date
from tryggve.domain.count import Count
from tryggve.domain.coverage import OrganisationCoverage, Reporter
from tryggve.domain.incident import MAPPABLE, Incident, LeftOut, TimePrecision
from tryggve.domain.incident_table import NO_COORDINATE, IncidentTable
from tryggve.store.base import EventColumns, Extent, Points, Selection, Spots, Times
from tryggve.store.facts import count_columns, from_rows, reporter_columns
from tryggve.store.fingerprint import fingerprint
from tryggve.store.schema import INCIDENT_AREA, INCIDENT_FACT, REPORT_DAY

_COUNTED = Selection()


class MemoryStore:
    """A store over incidents; see `Store`. ValueError if an id, or a level within one incident, comes twice."""

    def __init__(
        self, incidents: Iterable[Incident], counts: Sequence[Count] = (), reporters: Sequence[Reporter] = ()
    ) -> None:
        self._incidents = sorted(incidents, key=lambda incident: incident.incident_id)
        self._counts = tuple(counts)
        self._reporters = tuple(replace(r, areas=tuple(sorted(set(r.areas)))) for r in reporters)
        if len({incident.incident_id for incident in self._incidents}) < len(self._incidents):
            raise ValueError("MemoryStore: an incident id occurs twice")
        for incident in self._incidents:
            if len(dict(incident.areas)) < len(incident.areas):
                raise ValueError(f"MemoryStore: incident {incident.incident_id} has two areas at one level")

    @classmethod
    def from_table(
        cls, table: IncidentTable, counts: Sequence[Count] = (), reporters: Sequence[Reporter] = ()
    ) -> MemoryStore:
        """The same store from columns."""
        return cls(table.incidents(), counts, reporters)

    def counts(self, by: Sequence[str], where: Selection = _COUNTED) -> dict[tuple[int | str, ...], int]:
        """See `Store.counts`."""
        if isinstance(by, str):
            raise TypeError(f"by: give a sequence of names, not the text {by!r}")
        groups = [_group(name) for name in by]
        sums: dict[tuple[int | str, ...], int] = {} if by else {(): 0}
        for incident in self._selected(where):
            key = tuple(group(incident) for group in groups)
            sums[key] = sums.get(key, 0) + incident.n
        return sums

    def points(self, where: Selection = _COUNTED) -> Points:
        """See `Store.points`."""
        found = [(*place, incident.n, incident.incident_id) for incident, place in self._placed(where)]
        return Points(*_columns(found))

    def spots(self, where: Selection = _COUNTED, limit: int | None = None) -> Spots:
        """See `Store.spots`."""
        if limit is not None and limit < 0:
            raise ValueError("limit: must not be negative")
        placed = sorted(self._placed(where), key=lambda pair: (-pair[0].last_day, pair[0].incident_id))
        rows = [(i.incident_id, *place, i.n, int(i.location_precision), i.category) for i, place in placed]
        return Spots.of(rows[:limit])

    def times(self, where: Selection = _COUNTED) -> Times:
        """See `Store.times`."""
        return Times(*_columns([(i.start_s, i.end_s, i.n, i.time_precision) for i in self._selected(where)]))

    def events(self, level: str, where: Selection = _COUNTED) -> EventColumns:
        """See `Store.events`."""
        rows = sorted(self._selected(where), key=lambda incident: (incident.last_day, incident.incident_id))
        texts = {"area": [dict(row.areas).get(level, "") for row in rows]}
        texts |= {name: [str(getattr(row, name)) for row in rows] for name in _NUMBERED}
        names = {name: sorted(set(values)) for name, values in texts.items()}
        numbers = [[names[name].index(value) for value in values] for name, values in texts.items()]
        plain = [[int(getattr(row, name)) for row in rows] for name in _PLAIN]
        places = [_place(row) for row in rows]
        columns = [[row.incident_id for row in rows], *numbers, *plain, *([p[i] for p in places] for i in (0, 1))]
        return EventColumns.of([np.array(column, np.int64) for column in columns], [*map(tuple, names.values())])

    def extent(self, where: Selection = _COUNTED) -> Extent:
        """See `Store.extent`."""
        days = [incident.last_day for incident in self._selected(where)]
        places = [place for _incident, place in self._placed(where)]
        xs, ys = [x for x, _y in places], [y for _x, y in places]
        return Extent(
            min(days, default=None),
            max(days, default=None),
            sum(incident.n for incident in self._selected(where)),
            (min(xs), min(ys), max(xs) + 1, max(ys) + 1) if places else None,
        )

    def levels(self) -> list[str]:
        """See `Store.levels`."""
        return sorted({level for incident in self._incidents for level, _code in incident.areas})

    def report_days(self, first_day: int | None = None, last_day: int | None = None) -> dict[str, list[int]]:
        """See `Store.report_days`."""
        days: dict[str, set[int]] = {}
        for incident in self._incidents:
            if first_day is not None and last_day is not None and not first_day <= incident.last_day <= last_day:
                continue
            if incident.organisation and incident.left_out is not LeftOut.FORECAST:
                days.setdefault(incident.organisation, set()).add(incident.last_day)
        return {organisation: sorted(days[organisation]) for organisation in sorted(days)}

    def reporters(self) -> list[Reporter]:
        """See `Store.reporters`."""
        return list(self._reporters)

    def coverage(self, first_day: int, last_day: int) -> list[OrganisationCoverage]:
        """See `Store.coverage`."""
        return domain_coverage.coverage(self._reporters, self.report_days(), first_day, last_day)

    def table_counts(self, source: str | None = None) -> list[Count]:
        """See `Store.table_counts`."""
        return [count for count in self._counts if source is None or count.source == source]

    def rows(self, where: Selection = _COUNTED, limit: int | None = None) -> list[dict[str, int | str | None]]:
        """See `Store.rows`."""
        if limit is not None and limit < 0:
            raise ValueError("limit: must not be negative")
        return [facts(incident) for incident in list(self._selected(where))[:limit]]

    def fingerprint(self) -> str:
        """See `Store.fingerprint`."""
        facts_rows = [tuple(facts(incident).values()) for incident in self._incidents]
        area_rows = [(i.incident_id, level, code) for i in self._incidents for level, code in sorted(i.areas)]
        day_rows = [(organisation, day) for organisation, days in self.report_days().items() for day in days]
        columns = {
            "incident_fact": from_rows(INCIDENT_FACT, facts_rows),
            "incident_area": from_rows(INCIDENT_AREA, area_rows),
            "count_fact": count_columns(self._counts),
            "report_day": from_rows(REPORT_DAY, day_rows),
            "reporter": reporter_columns(self._reporters),
        }
        return fingerprint(lambda table, _names: columns[table.name])

    def _selected(self, where: Selection) -> Iterator[Incident]:
        return (incident for incident in self._incidents if _is_in(incident, where))

    def _placed(self, where: Selection) -> Iterator[tuple[Incident, tuple[int, int]]]:
        for incident in self._selected(where):
            if incident.x is not None and incident.y is not None and incident.location_precision in MAPPABLE:
                yield incident, (incident.x, incident.y)


_NUMBERED = ("category", "organisation", "organisation_kind", "source")
_PLAIN = ("last_day", "first_day", "n", "severity", "time_precision", "location_precision")


def _place(incident: Incident) -> tuple[int, int]:
    known = incident.x is not None and incident.y is not None and incident.location_precision in MAPPABLE
    return (incident.x, incident.y) if known else (NO_COORDINATE, NO_COORDINATE)  # type: ignore[return-value]


def _is_in(incident: Incident, where: Selection) -> bool:
    return (
        (where.first_day is None or incident.last_day >= where.first_day)
        and (where.last_day is None or incident.last_day <= where.last_day)
        and (where.categories is None or incident.category in where.categories)
        and (where.sources is None or incident.source in where.sources)
        and (where.organisation_kinds is None or incident.organisation_kind in where.organisation_kinds)
        and (where.organisations is None or incident.organisation in where.organisations)
        and (where.area is None or dict(incident.areas).get(where.area[0], "") == where.area[1])
        and (where.location_precisions is None or incident.location_precision in where.location_precisions)
        and (where.time_precisions is None or incident.time_precision in where.time_precisions)
        and (where.min_severity is None or (incident.severity != 0 and incident.severity >= where.min_severity))
        and (where.known_severity is None or (incident.severity != 0) is where.known_severity)
        and (where.box is None or _in_box(incident, where.box))
        and (where.left_out is None or incident.left_out in where.left_out)
    )


def _in_box(incident: Incident, box: tuple[int, int, int, int]) -> bool:
    x0, y0, x1, y1 = box
    return incident.x is not None and incident.y is not None and x0 <= incident.x < x1 and y0 <= incident.y < y1


def facts(incident: Incident) -> dict[str, int | str | None]:
    """The row of `incident_fact` for one incident, its date parts from the calendar of the standard library."""
    date = day_date(incident.last_day)
    iso = date.isocalendar()
    month_only = incident.time_precision is TimePrecision.MONTH
    over_midnight = incident.time_precision is TimePrecision.INTERVAL and incident.first_day != incident.last_day
    parts: dict[str, int | str | None] = {
        "year": date.year,
        "month": date.month,
        "iso_year": 0 if month_only else iso.year,
        "iso_week": 0 if month_only else iso.week,
        "weekday": 0 if month_only or over_midnight else iso.weekday,
    }
    row = {name: parts[name] if name in parts else getattr(incident, name) for name in INCIDENT_FACT.columns}
    return {name: value if value is None or type(value) is str else _plain(value) for name, value in row.items()}


def _plain(value: Any) -> int | str:
    return str(value) if isinstance(value, str) else int(value)


_NO_GROUP = {"incident_id", "row_no", "source_id", "n", "start_s", "end_s", "x", "y"}


def _group(name: str) -> Callable[[Incident], int | str]:
    """How to read the value of one group from an incident."""
    if name.startswith("area:") and name != "area:":
        level = name.removeprefix("area:")
        return lambda incident: dict(incident.areas).get(level, "")
    if name not in INCIDENT_FACT.columns or name in _NO_GROUP:
        raise ValueError(f"cannot group by {name!r}")
    return lambda incident: _known(facts(incident)[name])


def _known(value: int | str | None) -> int | str:
    assert value is not None  # x and y alone may be unknown, and nothing is grouped by them
    return value


def _columns(rows: Sequence[tuple[int, ...]]) -> list[NDArray[np.int64]]:
    return [np.array([row[i] for row in rows], np.int64) for i in range(4)]
