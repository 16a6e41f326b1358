"""What is kept of reports that are deleted: sums per month, source, category and area, as a table of counts.

A series has a cell for every month of its source's life up to the cut, 0 where nothing happened: years add up.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from tryggve.domain.calendar_days import day_date, day_number
from tryggve.domain.category import categories
from tryggve.domain.count import CellStatus, Count
from tryggve.domain.retention import is_kept_source, kept_source
from tryggve.store.database import meta
from tryggve.store.database.actions.count_rows import COLUMNS, values_of
from tryggve.store.database.bulk import insert, run_in
from tryggve.store.database.connect import Database
from tryggve.store.database.incoming import count_key
from tryggve.store.database.models import Area, CountCell

_GROUP = "source, category, year, month"
Key = tuple[str, str, str, str]
"""Source (as of kept counts), category, level and code of area; both "" for all areas together."""


@dataclass
class _Series:
    """One category of one area in one source; months are numbered from year 0.

    `file_id` is the last file that brought any of it. `known`: id and value of the cells that are there; `more`: what
    this run adds.
    """

    label: str
    area_name: str
    file_id: int
    known: dict[int, tuple[int, int]] = field(default_factory=dict)
    more: dict[int, int] = field(default_factory=dict)


def keep_as_counts(database: Database, *, before: int, batch_id: int) -> int:
    """Write the sums of the reports that count and lie before a day; the number of cells written.

    A cell that is there already (a report of a month that went earlier has come in since) grows by what is added.
    """
    found = _kept(database)
    _add(database, found, before)
    spans = _spans(database, found, _month(before) - 1)
    last = meta.read_int(database, meta.Fact.LAST_COUNT) or 0
    rows: list[tuple[Any, ...]] = []
    again: list[int] = []
    for key, series in sorted(found.items()):
        first, final = spans[key[0]]
        for month in range(first, final + 1):
            known = series.known.get(month)
            if known is not None and not series.more.get(month):
                continue
            last += known is None
            again += [known[0]] if known else []
            count = _count(key, series, month)
            rows.append((known[0] if known else last, count_key(count), batch_id, count.file_no, 0, *values_of(count)))
    run_in(database.connection, "DELETE FROM count_cell WHERE id IN {}", again)
    insert(database.connection, CountCell, COLUMNS, rows)
    meta.write(database, meta.Fact.LAST_COUNT, last)
    return len(rows)


def _kept(database: Database) -> dict[Key, _Series]:
    """What earlier runs have kept."""
    columns = ("source", "category", "area_level", "area_code", "first_day", "id", "value", "label", "area_name")
    found: dict[Key, _Series] = {}
    cells = CountCell.objects.using(database.alias).order_by("id").values_list(*columns, "file_id")
    for source, category, level, code, day, number, value, label, name, file_id in cells.iterator():
        if is_kept_source(source):
            series = found.setdefault((source, category, level, code), _Series(label, name, file_id))
            series.known[_month(day)] = number, value or 0
            series.file_id = max(series.file_id, file_id)
    return found


def _add(database: Database, found: dict[Key, _Series], before: int) -> None:
    """What this run takes, put to what is kept already."""
    names = {
        (level, code): name
        for level, code, name in Area.objects.using(database.alias).values_list("division_id", "code", "name")
    }
    names["", ""] = meta.read(database, meta.Fact.MUNICIPALITY)
    sums = list(_sums(database, before))
    labels = _labels({key[1]: series.label for key, series in found.items()}, {row[0] for row in sums})
    for category, source, year, month, level, code, n, file_id in sums:
        key = kept_source(source), category, level, code
        if key not in found:
            found[key] = _Series(labels[category], names.get((level, code), ""), file_id)
        series = found[key]
        series.more[year * 12 + month - 1] = int(n)
        series.file_id = max(series.file_id, file_id)


def _spans(database: Database, found: Mapping[Key, _Series], cut: int) -> dict[str, tuple[int, int]]:
    """First and last month with a cell per source: those it was alive in, up to the cut.

    A source that had ended, or had not begun, does not get zeros for it: its silence is unknown, not calm.
    """
    spans: dict[str, tuple[int, int]] = {}

    def widen(source: str, first: int, last: int) -> None:
        known = spans.get(source, (first, last))
        spans[source] = min(known[0], first), max(known[1], last)

    with database.connection.cursor() as cursor:
        cursor.execute(
            "SELECT source, MIN(year * 12 + month - 1), MAX(year * 12 + month - 1) FROM incident "
            "WHERE left_out <> 'forecast' GROUP BY source"
        )
        for source, first, last in cursor.fetchall():
            if first <= cut:
                widen(kept_source(source), first, min(last, cut))
    for (source, *_rest), series in found.items():
        if series.known:
            widen(source, min(series.known), max(series.known))
    return spans


def _count(key: Key, series: _Series, month: int) -> Count:
    source, category, level, code = key
    first = dt.date(month // 12, month % 12 + 1, 1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    value = series.known.get(month, (0, 0))[1] + series.more.get(month, 0)
    return Count(
        file_no=series.file_id, row_no=0, source=source, category=category, label=series.label, area_level=level,
        area_code=code, area_name=series.area_name, first_day=day_number(first), last_day=day_number(last), value=value,
        status=CellStatus.VALUE,
    )  # fmt: skip


def _month(day: int) -> int:
    date = day_date(day)
    return date.year * 12 + date.month - 1


def _sums(database: Database, before: int) -> Iterator[tuple[Any, ...]]:
    """Category, source, year, month, level, area, sum of n and last file; level "" is all areas together."""
    columns = "category, source, year, month"
    old = "FROM incident{join} WHERE left_out = '' AND last_day < %s"
    whole = f"SELECT {columns}, '', '', SUM(n), MAX(file_id) {old.format(join='')} GROUP BY {_GROUP}"
    join = " JOIN incident_area ON incident_area.incident_id = incident.id"
    parts = f"SELECT {columns}, level, area_code, SUM(n), MAX(file_id) {old.format(join=join)}"
    with database.connection.cursor() as cursor:
        cursor.execute(f"{whole} ORDER BY {_GROUP}", [before])
        yield from cursor.fetchall()
        cursor.execute(f"{parts} GROUP BY {_GROUP}, level, area_code ORDER BY {_GROUP}, level, area_code", [before])
        yield from cursor.fetchall()


def _labels(known: Mapping[str, str], codes: Set[str]) -> dict[str, str]:
    """The Swedish name of each category, whatever language the command is given in; no two alike.

    A category that has been kept before keeps the name it has.
    """
    named = categories()
    found = dict(known)
    for code in sorted(codes - known.keys()):
        label = named[code].names["sv"] if code in named else code
        found[code] = label if label not in found.values() else f"{label} [{code}]"
    return found
