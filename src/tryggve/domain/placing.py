"""Placing anew: what reports say of their place, and what the areas known make of it."""

from __future__ import annotations

from collections.abc import Mapping
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

    def incidents(self, said: SaidPlaces, batch: int) -> FoundPlaces:
        """The places of all reports of one file: that many share a spot is seen only when all are seen together.

        `batch` brought the file: codes and names are read in the division that was in use then.
        """

    def kept_areas(self, areas: Mapping[str, str], batch: int) -> dict[str, str]:
        """Level → code of a report of which nothing tells its place any more but the areas that it has."""

    def count_area(self, area: AreaName, batch: int) -> AreaName:
        """The area of a number in a table, as it was meant when the table came."""

    def agreement_area(self, area: tuple[str, str], batch: int) -> tuple[str, str]:
        """Level and code of an area of a promise to report, as it was meant when the list came."""

    def promised(self, area: tuple[str, str]) -> list[tuple[str, str]]:
        """The areas in use that such an area is; itself too, where those do not hold all of it."""
