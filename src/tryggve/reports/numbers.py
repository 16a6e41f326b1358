"""How numbers, dates and periods are written: one place for every document.

Swedish writes `1 234 567,5` with no-break spaces, English `1,234,567.5`. What is not a number (None, NaN, infinity)
is written as a dash, never as a figure; an open interval is written in words. Rounding is half up, on the digits
a reader sees, so that 0.145 is 15 % and not 14 %.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import SupportsFloat

from tryggve.domain import writing
from tryggve.domain.language import _, current_language
from tryggve.domain.period import Period, PeriodKind
from tryggve.domain.writing import NO_BREAK, THOUSANDS, month_name

Number = SupportsFloat | None

MISSING = "–"
_MINUS = "\u2212"
_PLUS = "+"
_SEPARATORS = {"sv": (THOUSANDS["sv"], ","), "en": (THOUSANDS["en"], ".")}
_PERCENT = {"sv": f"{NO_BREAK}%", "en": "%"}
# Room for the digits of the largest float.
_ROUNDING = Context(prec=400, rounding=ROUND_HALF_UP)


def integer(n: Number) -> str:
    """A whole number, `1 234`; a fraction is rounded half up."""
    return decimal(n, 0)


def decimal(x: Number, digits: int = 1) -> str:
    """A number with a fixed count of decimals, `1 234,5`."""
    return _written(_exact(x), digits)


def percent(share: Number, digits: int = 0) -> str:
    """A share of one as percent: 0.125 is `13 %`."""
    value = _exact(share)
    return MISSING if value is None else _written(value * 100, digits) + _PERCENT[current_language()]


def change(ratio: Number, digits: int = 0) -> str:
    """A ratio of one number to another as change in percent: 1.25 is `+25 %`, 0.9 is `−10 %`, 1 is `0 %`."""
    text = _signed_change(_exact(ratio), digits)
    return text if text == MISSING else text + _PERCENT[current_language()]


def interval(lo: Number, hi: Number, digits: int = 0) -> str:
    """From one number to another: `12–19`, `−5 till 3`; an open end is said in words (`minst 12`, `högst 19`)."""
    return _span(lo, hi, "", lambda value: _written(value, digits))


def percent_interval(lo: Number, hi: Number, digits: int = 0) -> str:
    """From one share of one to another as percent: `12–19 %`."""
    return _span(lo, hi, _PERCENT[current_language()], lambda value: _written(value * 100, digits))


def change_interval(lo: Number, hi: Number, digits: int = 0) -> str:
    """From one ratio to another as change in percent: `−8 till +40 %`."""
    return _span(lo, hi, _PERCENT[current_language()], lambda value: _signed_change(value, digits), in_words=True)


def date_iso(date: dt.date | None) -> str:
    """`2026-11-22`."""
    return MISSING if date is None else dt.date(date.year, date.month, date.day).isoformat()


def date_long(date: dt.date | None) -> str:
    """`22 november 2026`."""
    return MISSING if date is None else writing.date_long(date)


def date_span(first: dt.date, last: dt.date) -> str:
    """`29 september–5 oktober 2025`: month and year are said once where they are the same."""
    if first == last:
        return date_long(first)
    if first.year != last.year:
        return f"{date_long(first)}–{date_long(last)}"
    start = f"{first.day}" if first.month == last.month else f"{first.day} {month_name(first.month)}"
    return f"{start}–{date_long(last)}"


def period_words(period: Period) -> str:
    """A period in words: `vecka 40 2025 (29 september–5 oktober 2025)`, `tertial 2 2025 (maj–augusti)`, `år 2025`."""
    first, last = period.first_date, period.last_date
    months = f"{month_name(first.month)}–{month_name(last.month)}"
    match period.kind:
        case PeriodKind.WEEK:
            year, week, _day = first.isocalendar()
            return _("week {week} of {year} ({days})").format(week=week, year=year, days=date_span(first, last))
        case PeriodKind.MONTH:
            return f"{month_name(first.month)} {first.year}"
        case PeriodKind.QUARTER:
            number = first.month // 3 + 1
            return _("quarter {number} of {year} ({months})").format(number=number, year=first.year, months=months)
        case PeriodKind.TERTIAL:
            number = first.month // 4 + 1
            return _("tertial {number} of {year} ({months})").format(number=number, year=first.year, months=months)
        case PeriodKind.YEAR:
            return _("the year {year}").format(year=first.year)
        case PeriodKind.RANGE:
            return date_span(first, last)


def period_name(period: Period) -> str:
    """A period without its days, where they are told beside it: `vecka 40 2025`, `oktober 2025`."""
    return period_words(period).split(" (")[0]


def period_tick(period: Period) -> str:
    """A period on the axis of a figure, where there is little room: `v. 40 2025`, `okt 2025`, `2025`."""
    first = period.first_date
    if period.kind is PeriodKind.WEEK:
        year, week, _day = first.isocalendar()
        return _("w. {week} {year}").format(week=week, year=year)
    if period.kind is PeriodKind.MONTH:
        return f"{month_name(first.month)[:3]} {first.year}"
    return str(first.year) if period.kind is PeriodKind.YEAR else period_name(period)


def _exact(x: Number) -> Decimal | None:
    """The digits a reader would write for a number; None where there is no finite one."""
    if x is None:
        return None
    if isinstance(x, int):
        return Decimal(x)
    value = float(x)
    return Decimal(repr(value)) if math.isfinite(value) else None


def _written(value: Decimal | None, digits: int) -> str:
    if value is None:
        return MISSING
    thousands, point = _SEPARATORS[current_language()]
    rounded = value.quantize(Decimal(1).scaleb(-digits), context=_ROUNDING)
    text = f"{abs(rounded):,.{digits}f}".translate({ord(","): thousands, ord("."): point})
    return f"{_MINUS}{text}" if rounded < 0 else text


def _signed_change(ratio: Decimal | None, digits: int) -> str:
    if ratio is None:
        return MISSING
    points = (ratio - 1) * 100
    text = _written(points, digits)
    # A rise that rounds to nothing is written as nothing, not as "+0".
    grows = points > 0 and any(figure in "123456789" for figure in text)
    return f"{_PLUS}{text}" if grows else text


def _span(lo: Number, hi: Number, unit: str, write: Callable[[Decimal], str], in_words: bool = False) -> str:
    low, high = _exact(lo), _exact(hi)
    if low is None and high is None:
        return MISSING
    if low is None or high is None:
        return _half_open(lo, hi, low, high, unit, write)
    start, end = write(low), write(high)
    # "−5–3" reads as a sum: a span with a sign in it is said in words.
    if in_words or low < 0:
        return _("{start} to {end}").format(start=start, end=end) + unit
    return f"{start}–{end}{unit}"


def _half_open(
    lo: Number, hi: Number, low: Decimal | None, high: Decimal | None, unit: str, write: Callable[[Decimal], str]
) -> str:
    """The finite end of a span whose other end is infinite; a dash where the other end is unknown."""
    if low is not None and hi is not None and float(hi) == math.inf:
        return _("at least {number}").format(number=write(low) + unit)
    if high is not None and lo is not None and float(lo) == -math.inf:
        return _("at most {number}").format(number=write(high) + unit)
    return MISSING
