"""A number and the text a reader sees, as a spreadsheet's number and number format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tryggve.reports import numbers

# Excel keeps fifteen digits; a longer whole number would be changed on the way.
EXACT = 10**15


@dataclass(frozen=True)
class Written:
    """What goes into the cell and how the cell shows it."""

    value: float | int
    format: str


def _same(value: float) -> float:
    return value


def _less_one(value: float) -> float:
    return float(Decimal(repr(value)) - 1)


def _hundredth(value: float) -> float:
    return float(Decimal(repr(value)) / 100)


_PERCENT = ((0, "0%"), (1, "0.0%"), (2, "0.00%"))
# How the documents write numbers, beside the format that makes a spreadsheet write the same.
_FORMS: tuple[tuple[Callable[[float], str], str, Callable[[float], float]], ...] = (
    (numbers.integer, "#,##0", _same),
    *((lambda x, d=d: numbers.decimal(x, d), f"#,##0.{'0' * d}", _same) for d in (1, 2, 3)),
    *((lambda x, d=d: numbers.percent(x, d), form, _same) for d, form in _PERCENT),
    # A value that is in percent already.
    *((lambda x, d=d: numbers.percent(_hundredth(x), d), form, _hundredth) for d, form in _PERCENT),
    (numbers.change, "+0%;-0%;0%", _less_one),
    (lambda x: numbers.change(x, 1), "+0.0%;-0.0%;0.0%", _less_one),
)


def parted(value: float | int | str | None, text: str) -> tuple[str, str]:
    """`+25 % (−8 till +40 %)` as its number and what stands in the parentheses; any other text whole, and nothing.

    A zero with a remark is left whole: the remark may say that it is no number.
    """
    head, found, rest = text.partition(" (")
    if found and rest.endswith(")") and value and written(value, head):
        return head, rest[:-1]
    return text, ""


def written(value: float | int | str | None, text: str) -> Written | None:
    """The number for a cell; None where the cell must hold the text.

    The text decides: only where it is exactly the number in one of our forms does the cell become a number. `0
    (coverage unknown)`, `fewer than 5` and an interval stay texts, so that nobody adds up what is not a number. A
    number without text is written in as many decimals as it needs, three at most.
    """
    return limit_written(value, value, text)


def limit_written(limit: float | int | str | None, value: float | int | str | None, text: str) -> Written | None:
    """A limit of an interval in the form in which `text` writes the value between the limits, so that a change of
    `−14 %` does not stand beside a ratio of 0.79; None for an open end, and where the text is no number.
    """
    if limit is None or isinstance(limit, str) or abs(limit) >= EXACT:
        return None
    if not text:
        return Written(limit, "#,##0" if float(limit).is_integer() else "#,##0.0##")
    if value is None or isinstance(value, str):
        return None
    for write, form, turn in _FORMS:
        if write(value) == text:
            return Written(turn(limit), form)
    return None
