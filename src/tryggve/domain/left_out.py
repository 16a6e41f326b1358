"""What the category of a report says of whether it counts."""

from __future__ import annotations

from tryggve.domain.category import CategoryClass, categories
from tryggve.domain.incident import LeftOut

_OF_CLASS = {
    CategoryClass.OUTSIDE: LeftOut.OUTSIDE_EST,
    CategoryClass.SIGNAL: LeftOut.RUMOUR,
    CategoryClass.FORECAST: LeftOut.FORECAST,
}


def reason_of(category: str) -> LeftOut:
    """Why reports of a category are left out; nothing for those that count, and for a code that nobody knows."""
    known = categories().get(category)
    return LeftOut.NONE if known is None else _OF_CLASS.get(known.cls, LeftOut.NONE)
