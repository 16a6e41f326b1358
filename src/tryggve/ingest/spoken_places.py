"""What the words of many rows say of the place: each distinct cell is read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident_table import Coded
from tryggve.ingest.area_cells import AreaCells
from tryggve.ingest.gazetteer import Gazetteer
from tryggve.ingest.place_resolution import NOWHERE, Placing, Resolution

Rows = NDArray[np.bool_]


@dataclass(frozen=True)
class Said:
    """Per row the placing chosen (`chosen`) and that of the area column alone (`of_area`), as places in `placings`.

    `heard`: some name was heard; `unknown_area`: the area column holds something that fits nothing.
    """

    placings: tuple[Placing, ...]
    chosen: NDArray[np.int32]
    of_area: NDArray[np.int32]
    heard: Rows
    unknown_area: Rows

    @property
    def placed(self) -> Rows:
        """Rows that count in an area."""
        return self._which(lambda placing: bool(placing.areas))[self.chosen]

    @property
    def several(self) -> Rows:
        """Rows whose place fits several areas."""
        return self._which(lambda placing: placing.several)[self.chosen]

    @property
    def named(self) -> Rows:
        """Rows where at least one area was named, be it near or one of several."""
        return self.placed | self.several

    @property
    def by_name(self) -> Rows:
        """Rows placed by a name in place, title or text."""
        rows: Rows = self.placed & (self.chosen != self.of_area)
        return rows

    def codes(self, level: str, number: Mapping[str, int]) -> NDArray[np.int32]:
        """Per row the number of its area at a level, 0 where it has none."""
        return self._numbers(level, number, 0)[self.chosen]

    def area_codes(self, level: str, number: Mapping[str, int]) -> NDArray[np.int32]:
        """The same for the area column alone, -1 where it names no single area at the level."""
        return self._numbers(level, number, -1)[self.of_area]

    def _numbers(self, level: str, number: Mapping[str, int], none: int) -> NDArray[np.int32]:
        codes = [dict(placing.areas).get(level, "") for placing in self.placings]
        return np.array([number.get(code, none) for code in codes], np.int32)

    def _which(self, test: Callable[[Placing], bool]) -> Rows:
        return np.array([test(placing) for placing in self.placings], bool)


def hear(cells: AreaCells, gazetteer: Gazetteer, resolution: Resolution, columns: Sequence[Coded], words: Rows) -> Said:
    """Read the columns area, place, title and text; the first that names an area decides.

    The area column is read in every row, the others only in the rows `words`.
    """
    placings: dict[Placing, int] = {NOWHERE: 0}
    area, *others = columns
    of_area = _numbers(area, np.ones(len(words), bool), cells.placings, placings)
    by_column = [of_area]
    for column, is_place in zip(others, (True, False, False), strict=True):

        def read(texts: Sequence[str], is_place: bool = is_place) -> list[Placing]:
            return [resolution.placing(gazetteer.find(text, is_place=is_place)) for text in texts]

        by_column.append(_numbers(column, words, read, placings))
    known = tuple(placings)
    naming = np.array([bool(placing.areas) or placing.several for placing in known], bool)
    hearing = np.array([placing.heard for placing in known], bool)
    chosen = np.select([naming[numbers] for numbers in by_column], by_column, 0).astype(np.int32)
    heard = np.logical_or.reduce([hearing[numbers] for numbers in by_column])
    filled = np.array([bool(text) for text in area.values], bool)[area.codes]
    return Said(known, chosen, of_area, heard, filled & ~hearing[of_area])


def _numbers(
    column: Coded, rows: Rows, read: Callable[[Sequence[str]], list[Placing]], placings: dict[Placing, int]
) -> NDArray[np.int32]:
    """Per row the number of what its cell says; 0 in the rows that are not asked."""
    used = np.unique(column.codes[rows])
    numbers = np.zeros(len(column.values), np.int32)
    for code, placing in zip(used, read([column.values[code] for code in used]), strict=True):
        numbers[code] = placings.setdefault(placing, len(placings))
    return np.where(rows, numbers[column.codes], 0).astype(np.int32)
