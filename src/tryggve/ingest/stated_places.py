"""What the words of rows say of the place, by the names and codes of one register."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tryggve.domain.area import AreaRegister
from tryggve.domain.incident_table import Coded
from tryggve.ingest.area_cells import AreaCells, is_name_of
from tryggve.ingest.area_hits import RegisterOutlines, Rows
from tryggve.ingest.gazetteer import AreaRef, build
from tryggve.ingest.place_resolution import Placing, Resolution
from tryggve.ingest.spoken_places import Said, hear


class PlaceWords:
    """Reads words by the areas of a register."""

    def __init__(self, register: AreaRegister, outlines: RegisterOutlines) -> None:
        self._register = register
        self._gazetteer = build(register)
        self._resolution = Resolution(register, outlines.of_level)
        self._cells = AreaCells(register, self._gazetteer, self._resolution)

    def hear(self, columns: Sequence[Coded], words: Rows) -> Said:
        """What the columns area, place, title and text say; the last three are read in the rows `words`."""
        return hear(self._cells, self._gazetteer, self._resolution, columns, words=words)

    def is_area_name(self, text: str) -> bool:
        """Whether a text is the name of an area or of the municipality."""
        return bool(self._gazetteer.named(text)) or is_name_of(text, self._register.municipality)


class CarriedWords(PlaceWords):
    """Reads words by the areas of their time; `carry` says which area of today each of those is, if any."""

    def __init__(self, register: AreaRegister, carry: Callable[[AreaRef], AreaRef | None]) -> None:
        super().__init__(register, RegisterOutlines(register))
        self._carry = carry

    def hear(self, columns: Sequence[Coded], words: Rows) -> Said:
        """See `PlaceWords.hear`; what names an area that is none today is somewhere in the municipality."""
        said = super().hear(columns, words)
        return replace(said, placings=tuple(map(self._carried, said.placings)))

    def _carried(self, placing: Placing) -> Placing:
        areas = tuple(area for own in placing.areas if (area := self._carry(own)) is not None)
        # Named it was: its coordinates, if any, are the middle of an area of another time.
        return replace(placing, areas=areas, several=placing.several or bool(placing.areas and not areas))
