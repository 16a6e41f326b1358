"""Periods as tables of counts write them in cells and headings."""

from __future__ import annotations

import re

from tryggve.domain.period import Period, parse_period
from tryggve.domain.spelling import fold
from tryggve.ingest.time_texts import MONTH_NAMES

_PRELIMINARY = re.compile(r"\s*(?:\*|\(?prel(?:im\w*)?\.?\)?)\s*$", re.IGNORECASE)
_MONTHS = {fold(name): number for name, number in MONTH_NAMES.items()}
_NAME = "(?P<name>[a-z]{3,9})"
# After folding: lower case, no marks over letters, every sign a blank.
_FORMS = (
    (re.compile(r"(?P<y>\d{4})"), "{y}"),
    (re.compile(r"(?P<y>\d{4})m(?P<n>\d{1,2})|(?P<y2>\d{4}) (?P<n2>\d{1,2})"), "{y}-{n:02d}"),
    (re.compile(rf"{_NAME} (?P<y>\d{{4}})|(?P<y2>\d{{4}}) (?P<name2>[a-z]{{3,9}})"), "{y}-{n:02d}"),
    (re.compile(r"(?P<y>\d{4}) ?[kq] ?(?P<n>[1-4])"), "{y}-K{n}"),
    (re.compile(r"[kq](?P<n>[1-4]) (?P<y>\d{4})"), "{y}-K{n}"),
    (re.compile(r"kvartal (?P<n>[1-4]) (?P<y>\d{4})|(?P<y2>\d{4}) kvartal (?P<n2>[1-4])"), "{y}-K{n}"),
    (re.compile(r"(?P<y>\d{4}) ?t(?P<n>[1-3])|tertial (?P<n2>[1-3]) (?P<y2>\d{4})"), "{y}-T{n}"),
    (re.compile(r"(?P<y>\d{4}) ?[wv] ?(?P<n>\d{1,2})|(?:v|vecka|week) ?(?P<n2>\d{1,2}) (?P<y2>\d{4})"), "{y}-W{n:02d}"),
    (re.compile(r"(?P<y>\d{4}) (?:vecka|week) (?P<n>\d{1,2})"), "{y}-W{n:02d}"),
)
# "jan-25", as spreadsheets show months: with a blank between ("maj 25") it could be a day.
_SHORT_YEAR = re.compile(r"(?P<name>[^\W\d_]{3,9})\.?\s?[-'\u2019\u2013]\s?(?P<y>\d{2})")
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})\s*(?:\.\.|–|--|till|to)\s*(\d{4}-\d{2}-\d{2})", re.ASCII)
_YEARS = range(1900, 2200)


def parse_period_text(text: str) -> Period | None:
    """The period a text names, or None: 2024, 2024-05, maj 2024, 2024K3, 2024-T2, 2024 v. 5, jan-24,
    2024-01-01..2024-06-30.
    """
    bare = without_mark(text)
    if found := _RANGE.fullmatch(bare):
        return _period(f"{found[1]}..{found[2]}")
    if (short := _SHORT_YEAR.fullmatch(bare)) and (number := month_number(short["name"])):
        return _period(f"20{short['y']}-{number:02d}")
    folded = fold(bare)
    for form, shape in _FORMS:
        found = form.fullmatch(folded)
        if found:
            parts = {key.removesuffix("2"): value for key, value in found.groupdict().items() if value is not None}
            number = _MONTHS.get(parts["name"], 0) if "name" in parts else int(parts.get("n", 1))
            return _period(shape.format(y=parts["y"], n=number)) if int(parts["y"]) in _YEARS else None
    return None


def without_mark(text: str) -> str:
    """The text without the mark of a preliminary number at its end: `2025*`, `2025 (prel.)`."""
    return _PRELIMINARY.sub("", text.strip())


def month_number(text: str) -> int:
    """The number of the month whose Swedish or English name the text is, 0 where it is none."""
    return _MONTHS.get(fold(text), 0)


def is_preliminary(text: str) -> bool:
    """Whether a heading or period bears the mark of preliminary numbers."""
    return without_mark(text) != text.strip()


def period_of_parts(year: str, quarter: str = "", month: str = "", week: str = "") -> Period | None:
    """The period of a year and at most one part of it, from columns of their own; None when they do not fit."""
    parts = [(letter, text.strip()) for letter, text in (("K", quarter), ("-", month), ("W", week)) if text.strip()]
    if not parts:
        return parse_period_text(year)
    if len(parts) > 1:
        return None
    letter, text = parts[0]
    if letter == "-":
        text = f"{_MONTHS.get(fold(text)) or text}"
    text = text.upper().lstrip("KQ") if letter == "K" else text
    if not text.isascii() or not text.isdigit() or len(text) > 2:
        return None
    return parse_period_text(f"{year.strip()}{letter}{text}")


def _period(text: str) -> Period | None:
    try:
        return parse_period(text)
    except ValueError:
        return None
