"""How whole numbers and days are written in running text: one place for every layer."""

from __future__ import annotations

import datetime as dt

from tryggve.domain.language import N_, _, current_language

NO_BREAK = "\u00a0"
THOUSANDS = {"sv": NO_BREAK, "en": ","}

_MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


def whole(n: int) -> str:
    """A whole number, `1 234`."""
    return f"{n:,}".replace(",", THOUSANDS[current_language()])


def month_name(month: int) -> str:
    """The name of a month, 1 to 12, as it stands inside a sentence."""
    if not 1 <= month <= 12:
        raise ValueError(f"no month {month}")
    return _(_MONTHS[month - 1])


def date_long(date: dt.date) -> str:
    """`22 november 2026`."""
    return f"{date.day} {month_name(date.month)} {date.year}"


def date_on_a_line(date: dt.date) -> str:
    """The same, that stays on one line: for the cell of a table."""
    return date_long(date).replace(" ", NO_BREAK)
