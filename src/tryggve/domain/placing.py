"""Placing anew: what reports say of their place, and what the areas known make of it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident_table import Coded

Rows = NDArray[np.bool_]
AreaName = tuple[str, str, str]
"""Level, code and name of the area of a number in a table."""


@dataclass(frozen=True)
class SaidPlaces:
    """The n reports of one file: what they say (`x` … `text`) and how they are placed now.

    `wordless` marks reports whose words have been deleted by decision. See `IncidentTable` for the columns.
    """

    x: NDArray[np.int32]
    y: NDArray[np.int32]
    precision: NDArray[np.int8]
    area: Coded
    place: Coded
    title: Coded
    text: Coded
    wordless: Rows
    now_x: NDArray[np.int32]
    now_y: NDArray[np.int32]
    now_precision: NDArray[np.int8]
    now_left_out: Coded

    def __len__(self) -> int:
        return len(self.x)

    def take(self, rows: NDArray[Any]) -> SaidPlaces:
        """Only the rows of an index or boolean array."""
        columns: dict[str, Any] = {}
        for field in fields(self):
            column = getattr(self, field.name)
            columns[field.name] = column.take(rows) if isinstance(column, Coded) else column[rows]
        return SaidPlaces(**columns)


@dataclass(frozen=True)
class FoundPlaces:
    """Where n reports are placed by the areas known now. `far`: the point lies far outside all of them.

    `kept` rows stay as they are, for nothing is left that tells their place; their other cells mean nothing.
    """

    x: NDArray[np.int32]
    y: NDArray[np.int32]
    location_precision: NDArray[np.int8]
    areas: dict[str, Coded]
    left_out: Coded
    far: Rows
    kept: Rows


class Placer(Protocol):
    """Knows the areas and says what lies where."""

    def incidents(self, said: SaidPlaces) -> FoundPlaces:
        """The places of all reports of one file: that many share a spot is seen only when all are seen together."""

    def count_area(self, area: AreaName) -> AreaName:
        """The area of a number in a table, as an import of the table would have it now."""

    def agreement_area(self, area: tuple[str, str]) -> tuple[str, str]:
        """Level and code of an area of a promise to report, as an import of it would have it now."""
