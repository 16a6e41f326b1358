"""Whether dates such as 2/3 2025 have the day or the month first: told by the dates that fit only one way."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from tryggve.domain.incident_table import Coded
from tryggve.ingest.time_texts import EMPTY, parse_times

_ENOUGH = 0.9
_SAMPLE = 2_000


class DateOrder(StrEnum):
    """What the dates of a column show."""

    NEEDLESS = ""  # no such dates, or too few for a column of dates
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    OPEN = "?"  # every date fits both ways, or some fit only the one and some only the other


def order_in(column: Coded) -> DateOrder:
    """The order of a column's dates. A day over 12 can stand in one place only."""
    texts = [text.strip() for text in column.values[:_SAMPLE]]
    texts = [text for text in texts if any(digit.isdigit() for digit in text)]
    if not texts or (parse_times(texts).kind > EMPTY).any():
        return DateOrder.NEEDLESS
    day, month = (parse_times(texts, order).kind > EMPTY for order in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST))
    if (day | month).mean() < _ENOUGH:
        return DateOrder.NEEDLESS
    only_day, only_month = bool((day & ~month).any()), bool((month & ~day).any())
    if only_day == only_month:
        return DateOrder.OPEN
    return DateOrder.DAY_FIRST if only_day else DateOrder.MONTH_FIRST


def proven_order(columns: Iterable[Coded]) -> DateOrder:
    """The one order that columns of a file prove; OPEN where they prove none or both and one of them needs it."""
    orders = {order for column in columns if (order := order_in(column))}
    proven = orders - {DateOrder.OPEN}
    return proven.pop() if len(proven) == 1 else DateOrder.OPEN if orders else DateOrder.NEEDLESS
