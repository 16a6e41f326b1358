"""Locators by the time that something came in: points lie in the areas of today, words mean those of their time."""

from __future__ import annotations

from collections.abc import Mapping

from tryggve.domain.area import level_of
from tryggve.domain.area_carry import AreaRef
from tryggve.domain.area_eras import KnownAreas
from tryggve.ingest.locate import Locator
from tryggve.ingest.stated_places import CarriedWords


class TimedLocators:
    """One locator for each set of divisions that was ever in use; `any`: there are areas at all."""

    def __init__(self, known: KnownAreas) -> None:
        self._known = known
        self._register = known.register()
        self._used = known.used()
        self._made: dict[frozenset[str], Locator] = {}

    @property
    def any(self) -> bool:
        """Whether there is an area to locate in."""
        return self._register is not None

    def at(self, batch: int) -> Locator:
        """Locates what a batch brought."""
        then = frozenset(self._known.eras.at(batch).values())
        if then not in self._made:
            self._made[then] = self._locator(then, batch)
        return self._made[then]

    def _locator(self, then: frozenset[str], batch: int) -> Locator:
        assert self._register is not None  # asked only where there are areas
        register = self._known.at(batch)
        if register is None or then == frozenset(self._used.values()):
            return Locator(self._register)
        return Locator(self._register, CarriedWords(register, self._carry))

    def _carry(self, area: AreaRef) -> AreaRef | None:
        to = self._used.get(level_of(area[0]), area[0])
        code = self._known.carry.inside(area, to)
        return (to, code) if code else None

    def kept_areas(self, areas: Mapping[str, str], batch: int) -> dict[str, str]:
        """See `Placer`. Of a level at which the area of its time is kept, all others follow from that."""
        then = self._known.eras.at(batch)
        origin = {key: then.get(level_of(key), key) for key in areas}
        kept = {key: code for key, code in areas.items() if origin[key] == key or origin[key] not in areas}
        for level, to in self._used.items():
            own = [area for area in kept.items() if level_of(area[0]) == level]
            codes = {found for area in own if (found := self._known.carry.inside(area, to))}
            if to not in kept and len(codes) == 1:
                kept[to] = codes.pop()
        return kept
