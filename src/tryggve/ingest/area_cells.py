"""What a column of area codes or names says: each distinct cell once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tryggve.domain.area import MUNICIPALITY, AreaRegister
from tryggve.ingest.gazetteer import Gazetteer, Mention
from tryggve.ingest.name_forms import key_of
from tryggve.ingest.place_resolution import NOWHERE, Placing, Resolution


class AreaCells:
    """Reads cells of an area column by code, then by name, then by the names in it."""

    def __init__(self, register: AreaRegister, gazetteer: Gazetteer, resolution: Resolution) -> None:
        self._levels = register.levels()
        self._gazetteer = gazetteer
        self._resolution = resolution
        self._codes = {level: {area.code for area in register.at(level)} for level in self._levels}
        self._folded = {level: _unique_folded(codes) for level, codes in self._codes.items()}
        self._whole = {area.code.casefold() for area in register.at(MUNICIPALITY)}
        if register.municipality:
            self._whole |= {register.municipality.casefold(), f"{register.municipality} kommun".casefold()}

    def placings(self, cells: Sequence[str]) -> list[Placing]:
        """What each of the distinct cells of one column says; a cell that fits nothing is `NOWHERE`.

        Where two levels share a code, the level that knows most cells of the column is meant.
        """
        exact = {level: sum(cell in codes for cell in cells if cell) for level, codes in self._codes.items()}
        order = sorted(self._levels, key=lambda level: -exact[level])
        return [self._placing(cell, order) if cell else NOWHERE for cell in cells]

    def _placing(self, cell: str, order: Sequence[str]) -> Placing:
        for known in (self._codes, self._folded):
            for level in order:
                code = cell if known is self._codes else self._folded[level].get(_fold(cell), "")
                if code in self._codes[level]:
                    return self._one(level, code)
        if areas := self._gazetteer.named(cell):
            return self._resolution.placing([Mention(areas, 0, len(cell))])
        if cell.casefold() in self._whole:
            return Placing(heard=True)
        return self._resolution.placing(self._gazetteer.find(cell, is_place=True))

    def _one(self, level: str, code: str) -> Placing:
        return self._resolution.placing([Mention(frozenset({(level, code)}), 0, len(code))])


def _fold(code: str) -> str:
    """A code as a spreadsheet may have left it: without leading zeros, with the decimals of a number, in any case."""
    plain = code.casefold().strip().removesuffix(".0")
    return plain.lstrip("0") or plain[:1]


def _unique_folded(codes: set[str]) -> dict[str, str]:
    folded: dict[str, list[str]] = defaultdict(list)
    for code in sorted(codes):
        folded[_fold(code)].append(code)
    return {plain: of[0] for plain, of in folded.items() if len(of) == 1}


def is_name_of(text: str, name: str) -> bool:
    """Whether a cell holds the name of a municipality and nothing else ("… kommun" included)."""
    key = key_of(text)
    return bool(name) and (key == key_of(name) or key == (*key_of(name), "kommun"))
