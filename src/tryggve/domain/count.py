"""A table of counts: area × period × category, as the police's spreadsheet or Brå's export hold it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CellStatus(StrEnum):
    """What a cell of a table of counts says; only VALUE carries a number."""

    VALUE = "value"
    BLANK = "blank"  # nothing written
    SUPPRESSED = "suppressed"  # ".." : hidden or not available
    DASH = "dash"  # "-" : a profile may state that it means zero; then the cell is a VALUE of 0


@dataclass(frozen=True, slots=True)
class Count:
    """One cell. `value` is None unless `status` is VALUE. Days are days since 1970-01-01, both ends included.

    `category` is the EST code or "" where the source's own heading (`label`) has no counterpart: such rows stand by
    their label. `register` tells apart registers (rates per inhabitant may be made) from reporting.
    """

    file_no: int
    row_no: int
    source: str
    category: str
    label: str
    area_level: str
    area_code: str
    area_name: str
    first_day: int
    last_day: int
    value: int | None
    status: CellStatus
    population: float | None = None
    preliminary: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """What the number is about: two counts with the same key speak of the same thing."""
        area = self.area_level, self.area_code, self.area_name
        return self.source, self.label, *area, self.first_day, self.last_day
