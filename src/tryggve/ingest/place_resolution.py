"""From the names that were heard to the areas that may be counted: one area per level, or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from tryggve.domain.area import AreaRegister
from tryggve.ingest.gazetteer import AreaRef, Mention
from tryggve.ingest.point_in_area import Outlines


@dataclass(frozen=True)
class Placing:
    """What a cell says of the place. `areas`: the one area per level, where there is exactly one.

    `heard`: some name of an area or of the municipality was in it. `several`: what was heard fits several areas and
    no level of theirs has a single one.
    """

    areas: tuple[AreaRef, ...] = ()
    heard: bool = False
    several: bool = False


NOWHERE = Placing()


class Resolution:
    """Which area of each level a name counts in, by a register's outlines and `parent` codes."""

    def __init__(self, register: AreaRegister, outlines: Mapping[str, Outlines]) -> None:
        self._levels = register.levels()
        self._outlines = outlines
        self._parent = _parents(register)
        # Caches of the object, so that they live as long as this register and no longer.
        self.holder = cache(self._holder)
        self._of_names = cache(self._placing)

    def placing(self, mentions: Iterable[Mention]) -> Placing:
        """The areas in which a text with these mentions is counted.

        A name that fits one area at a level counts there; one that fits several counts only in an area of another
        level that holds them all. Of several names every one must lead to the same area. Never the first.
        """
        return self._of_names(frozenset((mention.areas, mention.near) for mention in mentions))

    def _placing(self, names: frozenset[tuple[frozenset[AreaRef], bool]]) -> Placing:
        places = {areas for areas, near in names if areas and not near}
        if not places:
            return Placing(heard=bool(names))
        found = [self._areas_of(place) for place in places]
        agreed = {level: {areas.get(level, "") for areas in found} for level in self._levels}
        areas = tuple((level, codes.pop()) for level, codes in agreed.items() if len(codes) == 1 and "" not in codes)
        named = {level for place in places for level, _code in place}
        return Placing(areas, True, several=not any(level in named for level, _code in areas))

    def _areas_of(self, place: frozenset[AreaRef]) -> dict[str, str]:
        own = {level: {code for at, code in place if at == level} for level in self._levels}
        found = {}
        for level, codes in own.items():
            if not codes:
                holders = {self.holder(ref, level) for ref in place}
                codes = holders if len(holders) == 1 else set()
            if len(codes) == 1:
                found[level] = next(iter(codes))
        return found

    def _holder(self, ref: AreaRef, level: str) -> str:
        """The code of the area of another level that holds this one: its ancestor, else by outline; "" for none."""
        at, seen = ref, {ref}
        while (parent := self._parent.get(at)) is not None and parent not in seen:
            if parent[0] == level:
                return parent[1]
            at = parent
            seen.add(at)
        shape = self._outlines[ref[0]].shape_of(ref[1])
        holding = self._outlines[level].containing(shape) if shape is not None else []
        return holding[0] if len(holding) == 1 else ""


def _parents(register: AreaRegister) -> dict[AreaRef, AreaRef]:
    """The parent of each area, where its code is that of exactly one area of another level."""
    levels_of: dict[str, set[str]] = defaultdict(set)
    for area in register.areas:
        levels_of[area.code].add(area.level)
    found = {}
    for area in register.areas:
        others = levels_of[area.parent] - {area.level} if area.parent else set()
        if len(others) == 1:
            found[area.level, area.code] = (others.pop(), area.parent)
    return found
