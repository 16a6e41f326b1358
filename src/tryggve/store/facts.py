"""Rows of the tables of facts, made from what came in: columns ready for an engine and for the fingerprint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.count import CellStatus, Count
from tryggve.domain.coverage import Cadence, Reporter
from tryggve.domain.incident import LeftOut
from tryggve.domain.incident_table import NO_COORDINATE, Coded, IncidentTable
from tryggve.store.schema import COUNT_FACT, INCIDENT_FACT, REPORTER, TEXT, DateParts, Table, date_parts

_DAYS_BACK = 2**31  # makes every 32-bit day number positive

Columns = Mapping[str, NDArray[Any]]
"""Column name -> array: integers (masked where NULL), or objects (None where NULL)."""


def incident_columns(table: IncidentTable) -> Columns:
    """`incident_fact` without free text; x and y are masked where they are unknown. Ids count from 1."""
    parts = date_parts(table.last_day, table.first_day, table.time_precision)
    given: dict[str, Any] = {"incident_id": np.arange(1, len(table) + 1, dtype=np.int32)}
    given |= {"x": np.ma.masked_equal(table.x, NO_COORDINATE), "y": np.ma.masked_equal(table.y, NO_COORDINATE)}
    given |= {field.name: getattr(parts, field.name) for field in fields(DateParts)}
    return {name: _cells(given[name] if name in given else getattr(table, name)) for name in INCIDENT_FACT.columns}


def _cells(column: Any) -> NDArray[Any]:
    if isinstance(column, Coded):
        return column.objects()
    cells: NDArray[Any] = column.astype(np.int16) if column.dtype == np.bool_ else column
    return cells


def area_columns(table: IncidentTable) -> Columns:
    """`incident_area`: one row per incident and level where the incident has an area."""
    levels = sorted(table.areas)
    codes = np.concatenate([table.areas[level].objects() for level in levels] or [np.zeros(0, object)])
    ids = np.tile(np.arange(1, len(table) + 1, dtype=np.int32), len(levels))
    level_no = np.repeat(np.arange(len(levels)), len(table))
    kept = np.flatnonzero(codes != "")
    names = np.array([*levels, ""], object)
    return {"incident_id": ids[kept], "level": names[level_no[kept]], "area_code": codes[kept]}


def report_day_columns(table: IncidentTable) -> Columns:
    """`report_day`: the distinct days per organisation; rows that lie in the future or name nobody are no report."""
    organisations = sorted({text for text in table.organisation.values if text})
    number = {text: i for i, text in enumerate(organisations)}
    nobody, future = -1, LeftOut.FORECAST.value
    of_value = np.array([*(number.get(text, nobody) for text in table.organisation.values), nobody], np.int64)
    in_future = np.array([*(text == future for text in table.left_out.values), False])
    organisation = of_value[table.organisation.codes]
    came = (organisation != nobody) & ~in_future[table.left_out.codes]
    # Organisation and day in one integer: sorting that is ten times faster than sorting pairs.
    pairs = np.unique(organisation[came] << 32 | (table.last_day[came].astype(np.int64) + _DAYS_BACK))
    names = np.array([*organisations, ""], object)
    return {"organisation": names[pairs >> 32], "day": ((pairs & 0xFFFFFFFF) - _DAYS_BACK).astype(np.int32)}


def count_columns(counts: Iterable[Count]) -> Columns:
    """`count_fact`, numbered from 1 in the order given."""
    rows = [
        (
            *(i, c.file_no, c.row_no, c.source, c.category, c.label, c.area_level, c.area_code, c.area_name),
            *(c.first_day, c.last_day, c.value, str(c.status)),
            *(None if c.population is None else float(c.population), int(c.preliminary)),
        )
        for i, c in enumerate(counts, start=1)
    ]
    return from_rows(COUNT_FACT, rows)


def reporter_columns(reporters: Iterable[Reporter]) -> Columns:
    """`reporter`, one row per area of an agreement; level and code "" where it covers the whole municipality."""
    rows = [
        (i, r.organisation, r.organisation_kind, level, code, r.first_day, r.last_day, str(r.cadence))
        for i, r in enumerate(reporters, start=1)
        for level, code in (sorted(set(r.areas)) or [("", "")])
    ]
    return from_rows(REPORTER, rows)


def from_rows(table: Table, rows: Sequence[tuple[Any, ...]]) -> Columns:
    """Rows as object columns, NULL as None."""
    columns = {}
    for i, name in enumerate(table.columns):
        columns[name] = np.empty(len(rows), object)
        columns[name][:] = [row[i] for row in rows]
    return columns


def refuse_unstorable(table: Table, columns: Columns) -> None:
    """ValueError for a text that not every engine can hold: with NUL, or with half a surrogate pair."""
    for name, kind in table.columns.items():
        if kind != TEXT:
            continue
        for text in set(columns[name]):
            if "\0" in text:
                raise ValueError(f"{table.name}.{name}: a text holds the character NUL")
            try:
                text.encode()
            except UnicodeEncodeError as error:
                raise ValueError(f"{table.name}.{name}: a text is no valid Unicode") from error


def count_of(row: Sequence[Any]) -> Count:
    """The `Count` of a row of `count_fact`."""
    cell = dict(zip(COUNT_FACT.columns, row, strict=True))
    del cell["count_id"]
    cell["status"], cell["preliminary"] = CellStatus(cell["status"]), bool(cell["preliminary"])
    return Count(**cell)


def reporters_of(rows: Iterable[Sequence[Any]]) -> list[Reporter]:
    """The agreements behind rows of `reporter`, in the order of the register; areas sorted by level and code."""
    found: dict[int, Reporter] = {}
    for reporter_id, organisation, kind, level, code, first_day, last_day, cadence in rows:
        before = found[reporter_id].areas if reporter_id in found else ()
        areas = (*before, (level, code)) if level or code else before
        found[reporter_id] = Reporter(organisation, kind, areas, first_day, last_day, Cadence(cadence))
    return [found[i] for i in sorted(found)]
