"""One figure of public statistics: which indicator, where, when, for whom, and how far it is a number at all."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class FigureStatus(StrEnum):
    """What a figure is: a number; zero, as the source says it; a number that the source may still change; known to the
    source, which does not show it; not known. The last two have no number and are never zero.
    """

    VALUE = "value"
    ZERO = "zero"
    PRELIMINARY = "preliminary"
    SUPPRESSED = "suppressed"
    MISSING = "missing"


COUNTRY = "00"
"""The code of the whole country; counties have two digits, municipalities four, RegSO eight signs."""

BOTH, WOMEN, MEN = "T", "K", "M"
"""Sex: both together, women, men; as Kolada writes them."""


class Figure(NamedTuple):
    """One row of the long table; see `tryggve.ingest.figures.long_table` for what each column means."""

    indicator: str
    area: str
    level: str
    division: str
    period: str
    sex: str
    value: float | None
    margin: float | None
    status: FigureStatus
    said: str
    source_table: str


def level_of_code(code: str) -> str:
    """The level of an area by its code: country, county, municipality or regso. ValueError for any other."""
    if code == COUNTRY:
        return "country"
    if code.isdigit() and len(code) in (2, 4):
        return "county" if len(code) == 2 else "municipality"
    if len(code) == 8 and code[:4].isdigit() and code[4] == "R" and code[5:].isdigit():
        return "regso"
    raise ValueError(f"{code!r} is no code of an area")


def status_of(value: float | None, *, preliminary: bool = False) -> FigureStatus:
    """The status of a number that is known, or of nothing."""
    if value is None:
        return FigureStatus.MISSING
    if preliminary:
        return FigureStatus.PRELIMINARY
    return FigureStatus.ZERO if value == 0 else FigureStatus.VALUE
