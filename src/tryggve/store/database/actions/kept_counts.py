"""What is kept of reports that are deleted: sums per month, source, category and area, as a table of counts."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from typing import Any

from tryggve.domain.calendar_days import day_number
from tryggve.domain.category import categories
from tryggve.domain.count import CellStatus, Count
from tryggve.domain.retention import kept_source
from tryggve.store.database import meta
from tryggve.store.database.actions.count_rows import COLUMNS, stored_counts, values_of
from tryggve.store.database.bulk import insert, run_in
from tryggve.store.database.connect import Database
from tryggve.store.database.incoming import count_key
from tryggve.store.database.models import Area, CountCell

_GROUP = "source, category, year, month"


def keep_as_counts(database: Database, *, before: int, batch_id: int) -> int:
    """Write the sums of the reports that count and lie before a day; the number of cells written.

    A cell that is there already (a report of a month that went earlier has come in since) grows by what is added.
    """
    counts = list(_counts(database, before))
    keys = [count_key(count) for count in counts]
    there = {row["key"]: row for row in stored_counts(database, keys)}
    last = meta.read_int(database, meta.Fact.LAST_COUNT) or 0
    rows: list[tuple[Any, ...]] = []
    for key, count in zip(keys, counts, strict=True):
        known = there.get(key)
        last += known is None
        values = dict(zip(COLUMNS[5:], values_of(count), strict=True))
        values["value"] += known["value"] if known else 0
        rows.append((known["id"] if known else last, key, batch_id, count.file_no, 0, *values.values()))
    run_in(database.connection, "DELETE FROM count_cell WHERE id IN {}", [row["id"] for row in there.values()])
    insert(database.connection, CountCell, COLUMNS, rows)
    meta.write(database, meta.Fact.LAST_COUNT, last)
    return len(rows)


def _counts(database: Database, before: int) -> Iterator[Count]:
    """One count per sum; `file_no` is the id of the last file that brought any of it."""
    whole = ("", "", meta.read(database, meta.Fact.MUNICIPALITY))
    names = {
        (level, code): name
        for level, code, name in Area.objects.using(database.alias).values_list("division_id", "code", "name")
    }
    sums = list(_sums(database, before))
    labels = _labels({row[0] for row in sums})
    for category, source, year, month, level, code, n, file_id in sums:
        area = (level, code, names.get((level, code), "")) if level else whole
        first = dt.date(year, month, 1)
        yield Count(
            file_no=file_id, row_no=0, source=kept_source(source), category=category, label=labels[category],
            area_level=area[0], area_code=area[1], area_name=area[2], first_day=day_number(first),
            last_day=day_number(first.replace(day=calendar.monthrange(year, month)[1])), value=int(n),
            status=CellStatus.VALUE,
        )  # fmt: skip


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


def _labels(codes: set[str]) -> dict[str, str]:
    """The Swedish name of each category, whatever language the command is given in; no two alike."""
    known = categories()
    found: dict[str, str] = {}
    for code in sorted(codes):
        label = known[code].names["sv"] if code in known else code
        found[code] = label if label not in found.values() else f"{label} [{code}]"
    return found
