"""Which headings of a wide table of counts are periods: told by all of them together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from tryggve.domain.period import Period
from tryggve.domain.spelling import fold
from tryggve.ingest.period_texts import month_number, parse_period_text, without_mark

# What a cell with a date becomes when it is read as text.
_DATE = re.compile(r"(\d{4}-\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_WEEK = re.compile(r"(?:v|w|vecka|week) ?\d{1,2}")


def heading_periods(headings: Iterable[str]) -> Mapping[str, Period]:
    """The headings that name a period, with it.

    Spreadsheets store "jan-25" as the first of January. So dates are months where all are firsts of a month and at
    least two follow upon each other; firsts of January alone could as well be years, and are nothing.
    """
    every = list(headings)
    found = {heading: parse_period_text(heading) or _first_of_month(heading) for heading in every}
    dates = [heading for heading in every if _DATE.fullmatch(without_mark(heading))]
    if not _are_months(dates):
        found |= dict.fromkeys(dates)
    return {heading: period for heading, period in found.items() if period is not None}


def months_without_year(headings: Iterable[str]) -> tuple[str, ...]:
    """The headings that name a month or a week but no year; they mean nothing on their own."""
    return tuple(h for h in headings if month_number(without_mark(h)) or _WEEK.fullmatch(fold(without_mark(h))))


def _first_of_month(heading: str) -> Period | None:
    date = _DATE.fullmatch(without_mark(heading))
    return parse_period_text(date[1]) if date and date[2] == "01" else None


def _are_months(dates: list[str]) -> bool:
    days = [_first_of_month(heading) for heading in dates]
    firsts = sorted({(period.first_day, period.last_day) for period in days if period is not None})
    return all(days) and any(following[0] == month[1] + 1 for month, following in pairwise(firsts))
