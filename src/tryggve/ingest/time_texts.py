"""Dates and clock times as people and systems write them, read into local seconds and a precision."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.calendar_days import day_number
from tryggve.domain.incident import TimePrecision
from tryggve.ingest.clock_texts import NO_OFFSET, read_clock
from tryggve.ingest.iso_times import DAY_S, LENGTHS, read_iso

EMPTY, UNREADABLE = 0, -1
_INSTANT, _DAY, _MONTH = (int(p) for p in (TimePrecision.INSTANT, TimePrecision.DAY, TimePrecision.MONTH))

_ISO = re.compile(r"(?P<y>\d{4})(?:([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})|(?P<m2>\d{2})(?P<d2>\d{2}))(?!\d)", re.ASCII)
_NAMED = re.compile(
    r"(?:den\s+)?(?P<d>\d{1,2})(?::?[ae])?\.?\s+(?P<name>[a-zåäö]{3,9})\.?\s+(?P<y>\d{4})(?!\d)", re.ASCII
)
_SHORT = re.compile(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})(?:[-/.]|\s+)(?P<y>\d{4})(?!\d)", re.ASCII)
_MONTH_FORMS = (
    re.compile(r"(?P<y>\d{4})[-/](?P<m>\d{1,2})", re.ASCII),
    re.compile(r"(?P<name>[a-zåäö]{3,9})\.?\s+(?P<y>\d{4})", re.ASCII),
)
_NAMES = (
    ("jan", "januari", "january"), ("feb", "februari", "february"), ("mar", "mars", "march"), ("apr", "april"),
    ("maj", "may"), ("jun", "juni", "june"), ("jul", "juli", "july"), ("aug", "augusti", "august"),
    ("sep", "sept", "september"), ("okt", "oktober", "oct", "october"), ("nov", "november"), ("dec", "december"),
)  # fmt: skip
MONTH_NAMES = {name: number for number, names in enumerate(_NAMES, 1) for name in names}
"""Swedish and English names of months, short and long, with their numbers."""

_MAX_LENGTH = 60


@dataclass(frozen=True)
class ParsedTimes:
    """One per text: `kind` is EMPTY, UNREADABLE or a TimePrecision; local seconds since 1970 (of the first moment);
    seconds east of UTC where the text states them, else NO_OFFSET.
    """

    kind: NDArray[np.int8]
    local_s: NDArray[np.int64]
    offset_s: NDArray[np.int32]


def parse_times(values: Sequence[str], date_order: str = "", formats: Sequence[str] = ()) -> ParsedTimes:
    """Read n distinct texts.

    ISO and Swedish forms are known (2025-03-02 14.30, 20250302, 2 mars 2025 kl. 14.30, 2025-03, mars 2025), with or
    without an offset. `date_order` ("dmy", "mdy") opens for 2/3 2025; `formats` are strptime patterns tried first.
    """
    n = len(values)
    parsed = ParsedTimes(np.zeros(n, np.int8), np.zeros(n, np.int64), np.full(n, NO_OFFSET, np.int32))
    lengths = np.fromiter((len(text) for text in values), np.int64, n)
    rest = lengths > 0
    for length in () if formats else LENGTHS:
        rows = np.flatnonzero(lengths == length)
        if len(rows):
            ok, seconds = read_iso([values[i] for i in rows.tolist()], length)
            done = rows[ok]
            parsed.kind[done] = _DAY if length == 10 else _INSTANT
            parsed.local_s[done] = seconds[ok]
            rest[done] = False
    for i in np.flatnonzero(rest).tolist():
        found = _formatted(values[i], formats) or _slow(values[i], date_order)
        if found is None:
            parsed.kind[i] = UNREADABLE
        else:
            parsed.kind[i], parsed.local_s[i], parsed.offset_s[i] = found
    return parsed


def _slow(text: str, date_order: str) -> tuple[int, int, int] | None:
    text = text.strip().casefold()
    if len(text) > _MAX_LENGTH:
        return None
    for form in _MONTH_FORMS:
        if found := form.fullmatch(text):
            day = _day(found["y"], _month(found), "1")
            return None if day is None else (_MONTH, day * DAY_S, NO_OFFSET)
    found = _ISO.match(text) or _NAMED.match(text) or (_SHORT.match(text) if date_order else None)
    day = _found_day(found, date_order) if found else None
    if found is None or day is None:
        return None
    if found.end() == len(text):
        return _DAY, day * DAY_S, NO_OFFSET
    clock = read_clock(text, found.end())
    return None if clock is None else (_INSTANT, day * DAY_S + clock[0], clock[1])


def _found_day(found: re.Match[str], date_order: str) -> int | None:
    parts = found.groupdict()
    if "a" in parts:
        day, month = (parts["a"], parts["b"]) if date_order == "dmy" else (parts["b"], parts["a"])
        return _day(parts["y"], int(month), day)
    return _day(parts["y"], _month(found), parts["d"] or parts["d2"])


def _month(found: re.Match[str]) -> int:
    parts = found.groupdict()
    if "name" in parts:
        return MONTH_NAMES.get(parts["name"], 0)
    return int(parts["m"] or parts["m2"])


def _day(year: str, month: int, day: str) -> int | None:
    try:
        return day_number(dt.date(int(year), month, int(day)))
    except ValueError:
        return None


def _formatted(text: str, formats: Sequence[str]) -> tuple[int, int, int] | None:
    for form in formats:
        try:
            moment = dt.datetime.strptime(text.strip(), form)  # noqa: DTZ007 - the zone is the file's
        except ValueError:
            continue
        kind = _INSTANT if re.search("%[HIXc]", form) else _DAY if re.search("%[djx]", form) else _MONTH
        shift = moment.utcoffset()
        offset = NO_OFFSET if shift is None else int(shift.total_seconds())
        local = moment.replace(tzinfo=None) - dt.datetime(1970, 1, 1)  # noqa: DTZ001 - local on both sides
        return kind, local.days * DAY_S + local.seconds, offset
    return None
