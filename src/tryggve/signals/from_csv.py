"""The past out of a table with an area and a day in every row, and a table or map of the areas: no store is needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.area import Area
from tryggve.domain.calendar_days import day_date, day_number
from tryggve.domain.incident_table import Coded
from tryggve.domain.language import _
from tryggve.domain.period import EARLIEST, LATEST
from tryggve.domain.row_error import FileError
from tryggve.domain.spelling import fold
from tryggve.ingest.areas_file import read_areas
from tryggve.ingest.numbers import parse_numbers
from tryggve.ingest.raw_table import RawTable, shown
from tryggve.ingest.tables import read
from tryggve.ingest.visible_text import printable
from tryggve.signals.cells import cells_round
from tryggve.signals.found import Events
from tryggve.signals.from_store import centres
from tryggve.signals.history import History, Precision
from tryggve.signals.restricted import opened, withheld

LOCAL = "local"
"""Coordinates in metres of a system of their own."""

LONGEST_NAME = 80
"""A name longer than this is no name; it is cut."""

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "area": ("area", "område", "områdeskod", "area_code", "kod", "code"),
    "day": ("day", "dag", "date", "datum"),
    "x": ("x", "x_m", "east", "öst"),
    "y": ("y", "y_m", "north", "nord"),
    "category": ("category", "type", "kategori", "typ", "händelsetyp"),
    "organisation": ("organisation", "organization", "source", "källa", "rapportör", "reporter"),
    "severity": ("severity", "allvarlighet"),
    "name": ("name", "namn"),
}  # fmt: skip


def has_areas(table: RawTable) -> bool:
    """Whether a table of events can be used as it is: it has a column of areas and one of days."""
    return _heading(table, "area") is not None and _heading(table, "day") is not None


def history_of_csv(table: RawTable, areas: Path, *, origin: dt.date | None, crs: str) -> History:
    """Events as the table has them, in the areas of a file: GeoJSON, or a table with area, x and y.

    `origin` is the day that whole numbers are counted from. FileError where a row has no usable day, or an area that
    is not among the areas: nothing is left out silently.
    """
    _all_read(table)
    places, drawn = _areas(areas, crs)
    row_of = {place.code: i for i, (place, _xy) in enumerate(places)}
    area = _rows(table, "area", row_of, areas.name)
    day = _days(table, origin)
    category, organisation = (_texts(table, name) for name in ("category", "organisation"))
    own = opened(category.codes.astype(np.int64), category.values)
    kinds = np.zeros(len(day), np.int64)
    kinds[own.rows] = own.category
    hidden = withheld(day[~own.rows], _severity(table)[~own.rows])
    order = np.argsort(day, kind="stable")
    order = order[own.rows[order]]
    x, y = (_numbers(table, name) for name in ("x", "y"))
    x, y, area, day = x[order], y[order], area[order], day[order]
    xy = np.array([at for _place, at in places if at is not None], np.float64).reshape(-1, 2)
    if len(xy) < len(places):
        xy = centres([place for place, _at in places], area, x, y)
    sources = organisation.values if organisation.values != ("",) else ()
    events = Events(
        area=area, day=day, category=kinds[order],
        source=organisation.codes.astype(np.int64)[order] if sources else np.full(len(day), -1), x=x, y=y,
        day_known=np.ones(len(day), bool), xy=xy, categories=own.names, sources=sources,
        first_day=int(day[0]) if len(day) else 0, last_day=int(day[-1]) if len(day) else -1,
    )  # fmt: skip
    outlines = [place.geometry for place, _at in places]
    return History(
        municipality="", source=table.file.name, level="area", codes=tuple(row_of),
        names=tuple(place.name for place, _at in places), outlines=tuple(outlines if drawn else cells_round(xy)),
        events=events, severity=_severity(table)[order], kinds=("",) * len(sources),
        precision=Precision(len(day), 0, 0, int((area >= 0).sum()), 0), crs=crs, drawn_from_centres=not drawn,
        withheld=hidden,
    )  # fmt: skip


def _all_read(table: RawTable) -> None:
    if table.errors:
        first = table.errors[0]
        raise FileError(
            _("{file}, row {row}: {what}").format(file=table.file.name, row=first.row, what=first.what),
            first.how,
        )


def _row_with(table: RawTable, column: Coded, text: str) -> int:
    """The number, as the user sees it, of the first row with a text."""
    return int(table.row_numbers[int(np.argmax(column.codes == column.values.index(text)))])


def _heading(table: RawTable, name: str) -> str | None:
    own = {fold(heading): heading for heading in table.columns}
    return next((own[wanted] for wanted in map(fold, HEADINGS[name]) if wanted in own), None)


def _column(table: RawTable, name: str) -> Coded | None:
    heading = _heading(table, name)
    return None if heading is None else table.columns[heading]


def _needed(table: RawTable, name: str) -> Coded:
    found = _column(table, name)
    if found is None:
        raise FileError(
            _("{file} has no column {name}.").format(file=table.file.name, name=name),
            _("Give one of these headings: {names}.").format(names=", ".join(HEADINGS[name])),
        )
    return found


def _areas(path: Path, crs: str) -> tuple[list[tuple[Area, tuple[float, float] | None]], bool]:
    """The areas with their points (None: to be found from the outline), and whether the file has outlines."""
    if path.suffix.lower() in (".geojson", ".json"):
        register = read_areas(path, crs="EPSG:3006" if crs == LOCAL else crs)
        level = max(register.levels(), key=lambda one: len(register.at(one)), default="municipality")
        return [(replace(area, name=_shown_name(area.name)), None) for area in register.at(level)], True
    table = read(path)
    codes = _needed(table, "area")
    named = _column(table, "name") or codes
    for axis in ("x", "y"):
        _needed(table, axis)
    x, y = _numbers(table, "x"), _numbers(table, "y")
    if np.isnan(x).any() or np.isnan(y).any() or len({codes[i] for i in range(len(table))}) < len(table):
        raise FileError(
            _("{file}: every area needs a code of its own, x and y.").format(file=path.name),
            _("Give metres, a row for each area."),
        )
    _refuse_codes(codes, path)
    rows = range(len(table))
    return [(Area(codes[i], _shown_name(named[i]), "area"), (float(x[i]), float(y[i]))) for i in rows], False


def _refuse_codes(codes: Coded, path: Path) -> None:
    """Codes stand in the ids of signals, and must be the same in both files: they are not mended."""
    for code in codes.values:
        if len(code) > LONGEST_NAME or not code.isprintable():
            raise FileError(
                _("{file}: the area code {code} is too long, or holds signs that cannot be shown.").format(
                    file=path.name, code=shown(code)
                ),
                _("Use short codes of letters and numbers, and put what the areas are called in a column name."),
            )


def _shown_name(text: str) -> str:
    """A name as maps, lists and JSON may hold it: nothing that steers a terminal or breaks an SVG, and not endless."""
    line = printable(" ".join(text.split()))
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1] + "…"


def _rows(table: RawTable, name: str, row_of: dict[str, int], file: str) -> NDArray[np.int64]:
    """The row of each event's area; −1 where the cell is empty."""
    column = _needed(table, name)
    numbers = [-1 if not code else row_of.get(code, -2) for code in column.values]
    unknown = [code for code, number in zip(column.values, numbers, strict=True) if number == -2]
    if unknown:
        raise FileError(
            _("{file}, row {row}: the area {code} is not among the areas of {areas}.").format(
                file=table.file.name, row=_row_with(table, column, unknown[0]), code=shown(unknown[0]), areas=file
            ),
            _("{n} codes are unknown. Use the same codes in both files.").format(n=len(unknown)),
        )
    return np.array([*numbers, -1], np.int64)[column.codes]


def _days(table: RawTable, origin: dt.date | None) -> NDArray[np.int64]:
    column = _needed(table, "day")
    return np.array([*(_day(text, table, column, origin) for text in column.values), 0], np.int64)[column.codes]


def _day(text: str, table: RawTable, column: Coded, origin: dt.date | None) -> int:
    try:
        if text.lstrip("-").isdigit() and len(text) < 8:
            if origin is None:
                raise FileError(
                    _("{file} has days as numbers.").format(file=table.file.name),
                    _("Say which day is number 0: --origin 2021-01-01."),
                )
            return _reasonable(day_date(day_number(origin) + int(text)))
        return _reasonable(dt.date.fromisoformat(text[:10]))
    except (ValueError, OverflowError):
        raise FileError(
            _("{file}, row {row}: {value} is not a day.").format(
                file=table.file.name, row=_row_with(table, column, text), value=shown(text) or "–"
            ),
            _("Write days as 2026-01-31, or as whole numbers with --origin."),
        ) from None


def _reasonable(day: dt.date) -> int:
    """The number of a day; ValueError where its year cannot be meant and the days beside it may not exist."""
    if not EARLIEST <= day.year <= LATEST:
        raise ValueError(f"year: must be {EARLIEST} to {LATEST}, not {day.year}")
    return day_number(day)


def _texts(table: RawTable, name: str) -> Coded:
    return _column(table, name) or Coded.constant("", len(table))


def _numbers(table: RawTable, name: str) -> NDArray[np.float64]:
    column = _column(table, name)
    if column is None:
        return np.full(len(table), np.nan)
    return np.append(parse_numbers(column.values).value, np.nan)[column.codes]


def _severity(table: RawTable) -> NDArray[np.int64]:
    found = _numbers(table, "severity")
    return np.where((found >= 1) & (found <= 5), found, 0).astype(np.int64)
