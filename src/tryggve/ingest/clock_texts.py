"""The clock time after a date, and the offset from UTC that may follow it."""

from __future__ import annotations

import re

NO_OFFSET = -(2**31)
"""Stands for an offset that the text does not state."""

_CLOCK = re.compile(
    r"(?P<sep>[t\s,]+)(?:kl\.?\s*)?(?P<h>\d{1,2})(?:(?:[:.](?P<min>\d{2})|(?<=\d\d)(?P<min2>\d{2}))"
    r"(?:[:.](?P<s>\d{2})(?:[.,]\d+)?)?)?(?:\s*(?P<half>[ap])\.?m\.?)?"
    r"(?:\s*(?P<zone>z|utc|[+-]\d{2}(?::?\d{2})?))?",
    re.ASCII,
)


def read_clock(text: str, start: int) -> tuple[int, int] | None:
    """Seconds since midnight and seconds east of UTC of what stands from `start` (lower case); None for no clock."""
    clock = _CLOCK.fullmatch(text, start)
    if clock is None:
        return None
    seconds, offset = _clock_seconds(clock), _offset_seconds(clock)
    return None if seconds is None or offset is None else (seconds, offset)


def _clock_seconds(clock: re.Match[str]) -> int | None:
    hour, minute, second = int(clock["h"]), int(clock["min"] or clock["min2"] or 0), int(clock["s"] or 0)
    if clock["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if clock["half"] == "p" else 0)
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and (minute or second)):
        return None
    return hour * 3600 + minute * 60 + second


def _offset_seconds(clock: re.Match[str]) -> int | None:
    """Seconds east of UTC, NO_OFFSET where none is stated, None where what stands there is no offset.

    "08:00-10:00" is two clock times to a Swede: a minus needs the T or the seconds of the ISO form before it.
    """
    text = clock["zone"]
    if not text:
        return NO_OFFSET
    if text in ("z", "utc"):
        return 0
    if text[0] == "-" and not (clock["s"] or clock["sep"] == "t"):
        return None
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    if hours > 14 or minutes > 59 or not (clock["min"] or clock["min2"]):
        return None
    return (hours * 60 + minutes) * (-60 if text[0] == "-" else 60)
