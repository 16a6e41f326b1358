"""Dates as spreadsheets store them: days since the end of 1899."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tryggve.ingest.iso_times import DAY_S
from tryggve.ingest.numbers import parse_number

# Days since 1899-12-30 as spreadsheets store dates: 1982-07-18 to 2091-07-17 covers every report and few amounts.
_SERIAL_FIRST, _SERIAL_LAST = 30_150, 69_960
_SERIAL_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a local time: the zone is the file's


def spreadsheet_serials(values: Sequence[str]) -> tuple[str, ...] | None:
    """The texts as dates where every filled one is a spreadsheet's day number, else None."""
    filled = [text for text in values if text]
    if not filled or not all(_is_serial(text) for text in filled):  # stops at the first that is none
        return None
    return tuple(_serial(float(parse_number(text) or 0)) if text else "" for text in values)


def _is_serial(text: str) -> bool:
    number = parse_number(text)
    return number is not None and _SERIAL_FIRST <= number < _SERIAL_LAST


def _serial(number: float) -> str:
    moment = _SERIAL_EPOCH + dt.timedelta(seconds=round(number * DAY_S))
    return f"{moment:%Y-%m-%d}" if number == int(number) else f"{moment:%Y-%m-%d %H:%M:%S}"
