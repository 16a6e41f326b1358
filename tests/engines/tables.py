"""Incidents drawn as tables of text, so that a case and what it should give can be read side by side.

A line per incident, numbered from 1; columns that a table leaves out have a plain value. The notation of `time` says
the precision: `2025-03-01 14:30`, `2025-03-01 22:00..2025-03-02 06:00`, `2025-03-01`, `2025-03` (Stockholm time).
A column `@district` is the area at that level. A dash is "nothing".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from tryggve.domain.calendar_days import day_number
from tryggve.domain.incident import Incident, LeftOut, LocationPrecision, Observation, TimePrecision
from tryggve.domain.incident_table import NO_COORDINATE, Coded, IncidentTable

ZONE = ZoneInfo("Europe/Stockholm")
PLAIN = {
    "source": "est",
    "source_id": "-",
    "organisation": "Polisen",
    "kind": "police",
    "category": "klotter",
    "label": "-",
    "mixed": "-",
    "n": "1",
    "time": "2025-03-03 12:00",
    "x": "-",
    "y": "-",
    "place": "unknown",
    "severity": "0",
    "seen": "0",
    "left_out": "-",
}


def lines(drawn: str) -> list[dict[str, str]]:
    """Heading and cells of a drawn table, blanks and lines of dashes dropped."""
    kept = [line for line in drawn.strip().splitlines() if line.strip() and not _is_rule(line)]
    rows = [[cell.strip() for cell in line.split("|")] for line in kept]
    assert len(set(rows[0])) == len(rows[0]), "two columns of a drawn table have the same heading"
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def _is_rule(line: str) -> bool:
    return set(line) <= set("-+ ") and "---" in line


def incidents(drawn: str) -> list[Incident]:
    return [_incident(i, {**PLAIN, **cells}) for i, cells in enumerate(lines(drawn), start=1)]


def table(rows: Iterable[Incident]) -> IncidentTable:
    """The columns of incidents; their ids must be 1, 2, 3 ..."""
    rows = list(rows)
    assert [row.incident_id for row in rows] == list(range(1, len(rows) + 1))
    columns: dict[str, Any] = {}
    for field in fields(IncidentTable):
        cells = [getattr(row, field.name) for row in rows]
        if field.name == "areas":
            levels = sorted({level for areas in cells for level, _code in areas})
            columns["areas"] = {level: Coded.of([dict(areas).get(level, "") for areas in cells]) for level in levels}
        elif str(field.type) == "Coded":
            columns[field.name] = Coded.of([str(cell) for cell in cells])
        else:
            kind = str(field.type).removeprefix("NDArray[np.").removesuffix("]")
            plain = [NO_COORDINATE if cell is None else cell for cell in cells]
            columns[field.name] = np.array(plain, np.dtype(kind.rstrip("_")))
    return IncidentTable(**columns)


def sums(drawn: str) -> dict[tuple[int | str, ...], int]:
    """A drawn answer: all columns but the last are the groups. Whole numbers are numbers, a dash is the empty text."""
    return {
        tuple(_value(cell) for cell in list(row.values())[:-1]): int(list(row.values())[-1]) for row in lines(drawn)
    }


def day(text: str) -> int:
    return day_number(dt.date.fromisoformat(text))


def _value(cell: str) -> int | str:
    return "" if cell == "-" else int(cell) if cell.lstrip("-").isdigit() else cell


def _incident(number: int, cells: dict[str, str]) -> Incident:
    text = {name: "" if cell == "-" else cell for name, cell in cells.items()}
    return Incident(
        incident_id=number,
        file_no=1,
        row_no=number + 1,
        source=text["source"],
        source_id=text["source_id"],
        organisation=text["organisation"],
        organisation_kind=text["kind"],
        category=text["category"],
        category_label=text["label"],
        mixed=bool(text["mixed"]),
        n=int(text["n"]),
        x=int(text["x"]) if text["x"] else None,
        y=int(text["y"]) if text["y"] else None,
        location_precision=LocationPrecision[text["place"].upper()],
        areas=tuple((name[1:], code) for name, code in text.items() if name.startswith("@") and code),
        severity=int(text["severity"]),
        observation=Observation(int(text["seen"])),
        left_out=LeftOut(text["left_out"]),
        text="",
        **_times(text["time"]),
    )


def _times(text: str) -> dict[str, Any]:
    if ".." in text:
        begin, end = (dt.datetime.fromisoformat(part).replace(tzinfo=ZONE) for part in text.split(".."))
        return _span(begin, end, begin.date(), end.date(), TimePrecision.INTERVAL)
    if len(text) == len("2025-03"):
        first = dt.date.fromisoformat(f"{text}-01")
        after = (first + dt.timedelta(days=31)).replace(day=1)
        return _span(_midnight(first), _midnight(after), first, after - dt.timedelta(days=1), TimePrecision.MONTH)
    if len(text) == len("2025-03-01"):
        date = dt.date.fromisoformat(text)
        return _span(_midnight(date), _midnight(date + dt.timedelta(days=1)), date, date, TimePrecision.DAY)
    moment = dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)
    return _span(moment, moment, moment.date(), moment.date(), TimePrecision.INSTANT)


def _midnight(date: dt.date) -> dt.datetime:
    return dt.datetime(date.year, date.month, date.day, tzinfo=ZONE)


def _span(
    start: dt.datetime, end: dt.datetime, first: dt.date, last: dt.date, precision: TimePrecision
) -> dict[str, Any]:
    return {
        "start_s": int(start.timestamp()),
        "end_s": int(end.timestamp()),
        "first_day": day_number(first),
        "last_day": day_number(last),
        "time_precision": precision,
        "hour": start.hour if precision is TimePrecision.INSTANT else -1,
    }


def ids(rows: Sequence[dict[str, Any]]) -> list[int]:
    return [row["incident_id"] for row in rows]
