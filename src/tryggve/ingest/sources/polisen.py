"""The police's event notices (polisen.se/api/events): what the fields mean before a profile reads them.

`datetime` is when a notice was published. When it happened stands in the title ("22 augusti 13.57, Stöld, Ersta"),
without a year: it is the year that puts the event closest to the publication, at most `AHEAD` after it. Where the
title has a day but no time, the day is used; where it has neither, the event lies somewhere in the `LONGEST_LAG`
before the publication. `gps` is the middle of the municipality or county and never where something happened.
A notice of type "Sammanfattning …" tells several events in one text and is held back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident import LeftOut
from tryggve.domain.incident_table import Coded
from tryggve.domain.language import _, ngettext
from tryggve.domain.row_error import FileError
from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.sources.polisen_times import LONGEST_LAG, time_of

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "published": ("datetime",),
    "titel": ("name",),
    "text": ("summary",),
    "kategori": ("type",),
    "place_name": ("location.name", "location_name"),
    "gps": ("location.gps", "location_gps"),
    "url": ("url",),
    "body": ("_body",),
}
_NEEDED = ("published", "titel", "kategori")
_COUNTY = re.compile(r"\blän\s*$", re.IGNORECASE)


def prepare(table: RawTable, *, use_body: bool = False) -> RawTable:
    """The notices with the columns the profile "polisen" reads, whether from JSON, JSON lines or Parquet.

    Columns: id, event_time, event_to, kategori, place_name, gps ("lat,lon" of the middle of the place),
    location_precision ("municipality", or "unknown" where only the county is named), titel, text, left_out, url.
    Of notices with one id the last one is kept: the police edit them. The page text (`_body`), which the interface
    does not give, is added to the text only with `use_body`. FileError when a column that is needed is absent.
    """
    found = {ours: table.columns[name] for ours, names in _COLUMNS.items() for name in names if name in table.columns}
    absent = [_COLUMNS[name][0] for name in _NEEDED if name not in found]
    if absent:
        raise FileError(
            _("{file} does not hold police notices: no column {columns}.").format(
                file=table.file.name, columns=", ".join(absent)
            ),
            _("Save the answer of polisen.se/api/events unchanged."),
        )
    n = len(table)
    column = {name: found.get(name) or Coded.constant("", n) for name in _COLUMNS}
    times = [time_of(column["titel"][row], column["published"][row]) for row in range(n)]
    counties = [bool(_COUNTY.search(name)) or not name.strip() for name in column["place_name"].values]
    summaries = [kind.strip().casefold().startswith("sammanfattning") for kind in column["kategori"].values]
    prepared = {
        "id": column["id"],
        "event_time": Coded.of([time.start for time, _told in times]),
        "event_to": Coded.of([time.end for time, _told in times]),
        "kategori": column["kategori"],
        "place_name": column["place_name"],
        "gps": column["gps"],
        "location_precision": _by_value(column["place_name"], ["unknown" if c else "municipality" for c in counties]),
        "titel": column["titel"],
        "text": _with_body(column["text"], column["body"]) if use_body else column["text"],
        "left_out": _by_value(column["kategori"], [LeftOut.SUMMARY.value if s else "" for s in summaries]),
        "url": column["url"],
    }
    last = _last_of_each(column["id"])
    notes = [
        _("The event time is that of the title; gps is the middle of the municipality and is not used as a point."),
        *_replaced(n - len(last)),
        *_without_time(sum(not told for _time, told in times)),
    ]
    return replace(table, columns=prepared, notes=(*table.notes, *notes)).take(last)


def _by_value(column: Coded, values: list[str]) -> Coded:
    merged = Coded.of(values)
    return Coded(merged.codes[column.codes], merged.values) if values else column


def _with_body(text: Coded, body: Coded) -> Coded:
    return Coded.of([f"{text[row]} {body[row]}".strip() for row in range(len(text))])


def _last_of_each(ids: Coded) -> NDArray[np.int64]:
    """The rows that are the last with their id, and all without id."""
    last = np.zeros(len(ids.values), np.int64)
    last[ids.codes] = np.arange(len(ids))
    blank = np.array([not text.strip() for text in ids.values], bool)
    rows = np.arange(len(ids))
    return np.flatnonzero((last[ids.codes] == rows) | blank[ids.codes])


def _replaced(n: int) -> list[str]:
    said = ngettext(
        "{n} notice was replaced by a later version with the same id.",
        "{n} notices were replaced by later versions with the same id.",
        n,
    ).format(n=n)
    return [said] if n else []


def _without_time(n: int) -> list[str]:
    said = ngettext(
        "The title of {n} notice does not tell when it happened: it counts as the {hours} hours before publication.",
        "The titles of {n} notices do not tell when it happened: they count as the {hours} hours before publication.",
        n,
    ).format(n=n, hours=int(LONGEST_LAG.total_seconds() // 3600))
    return [said] if n else []
