"""Exported facts as files for a Swedish spreadsheet program, with words beside the codes."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from tryggve.domain.calendar_days import day_date
from tryggve.domain.category import categories
from tryggve.domain.incident import LocationPrecision, TimePrecision
from tryggve.domain.language import _

Words = Callable[[Any], str]


def sheet_of(file: TextIO, columns: Sequence[str], rows: Iterable[Sequence[Any]], zone: ZoneInfo) -> None:
    """Write rows with semicolons, decimal commas and no cell that is a formula; after a code a column says it in words.

    The file is open for text without translation of line breaks.
    """
    words = _words(zone)
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([heading for name in columns for heading in (name, *([words[name][0]] if name in words else []))])
    told = [words[name][1] if name in words else None for name in columns]
    for row in rows:
        cells: list[str] = []
        for cell, in_words in zip(row, told, strict=True):
            cells.append(_cell(cell))
            if in_words is not None:
                cells.append(in_words(cell))
        writer.writerow(cells)


def _words(zone: ZoneInfo) -> Mapping[str, tuple[str, Words]]:
    """For each column that holds a code or a number of days or seconds: the heading and the words of the one after."""

    @cache
    def local(seconds: int) -> str:
        try:
            return dt.datetime.fromtimestamp(seconds, zone).strftime("%Y-%m-%d %H:%M")
        except (OverflowError, ValueError, OSError):  # in no year that a calendar has
            return ""

    return {
        "first_day": (_("first date"), _date),
        "last_day": (_("last date"), _date),
        "day": (_("date"), _date),
        "start_s": (_("from, local time"), local),
        "end_s": (_("to, local time"), local),
        "category": (_("category in words"), _category),
        "time_precision": (_("how well the time is known"), _time_precision),
        "location_precision": (_("how well the place is known"), _location_precision),
    }


def _cell(value: Any) -> str:
    from tryggve.ingest.formula_guard import guarded

    if value is None:
        return ""
    return f"{value:.15g}".replace(".", ",") if isinstance(value, float) else guarded(str(value))


def _date(day: int | None) -> str:
    return "" if day is None else day_date(day).isoformat()


def _category(code: str) -> str:
    known = categories().get(code)
    return known.name if known else ""


def _time_precision(code: int) -> str:
    return {
        TimePrecision.INSTANT: _("the hour or better"),
        TimePrecision.INTERVAL: _("between two times"),
        TimePrecision.DAY: _("the day"),
        TimePrecision.MONTH: _("the month only"),
    }[TimePrecision(code)]


def _location_precision(code: int) -> str:
    from tryggve.reports.traces import precision_name

    return precision_name(LocationPrecision(code))


def headings_in_words(zone: ZoneInfo) -> dict[str, str]:
    """For each column that has words after it: the heading of these."""
    return {name: heading for name, (heading, _say) in _words(zone).items()}
