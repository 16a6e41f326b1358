"""The areas of numbers and of promises to report: read in the division of their time, and kept there."""

from __future__ import annotations

from functools import cache

from tryggve.domain.area import MUNICIPALITY, AreaRegister, level_of
from tryggve.domain.area_eras import KnownAreas
from tryggve.domain.placing import AreaName
from tryggve.ingest.area_codes import AREA_LEVEL, AreaCodes
from tryggve.ingest.count_areas import CountArea, resolve_area, whole_area


class NumberAreas:
    """Finds them by the areas that are known `now`; `before` is what was known until then."""

    def __init__(self, now: KnownAreas, before: KnownAreas) -> None:
        self._known = now
        self._register, self._before = now.register(), before.register()
        everything = before.everything()
        self._was = {(area.level, area.code): area for area in everything.areas} if everything else {}
        self._at = cache(self._register_at)

    def _register_at(self, batch: int) -> tuple[AreaRegister | None, AreaCodes | None]:
        register = self._known.at(batch)
        return register, AreaCodes(register) if register else None

    def count_area(self, area: AreaName, batch: int) -> AreaName:
        """Level, code and name of the area of a number in a table.

        What fits several areas stays as it is; so does what names an area of a division that is out of use.
        """
        level, code, name = area
        if not (level or code):  # the sum of reports that were deleted, wherever they were
            return area
        if level == MUNICIPALITY and code == whole_area(self._before).code:
            return self._whole(name)
        if (was := self._was.get((level, code))) is not None:
            now = self._register.get(level, code) if self._register else None
            return area if now is None or name != was.name else (level, code, now.name)
        stated = "" if level == AREA_LEVEL else level
        found = resolve_area(code, name, stated, *self._at(batch))
        return (found.level, found.code, found.name) if isinstance(found, CountArea) else area

    def _whole(self, name: str) -> AreaName:
        before, now = whole_area(self._before), whole_area(self._register)
        was = self._was.get((MUNICIPALITY, before.code))
        own = self._register.get(MUNICIPALITY, now.code) if self._register else None
        if name == before.name:
            name = now.name
        elif was is not None and own is not None and name == was.name:
            name = own.name
        return MUNICIPALITY, now.code, name

    def agreement_area(self, area: tuple[str, str], batch: int) -> tuple[str, str]:
        """Level and code of an area of a promise to report; what fits no area, or several, stays as it is."""
        codes = self._at(batch)[1]
        if area[0] != AREA_LEVEL or codes is None:
            return area
        meant = codes.meant(area[1])
        return meant[0] if len(meant) == 1 else area

    def promised(self, area: tuple[str, str]) -> list[tuple[str, str]]:
        """The areas in use that it is; and itself where those do not hold all of it, so that this is not forgotten."""
        to = self._known.used().get(level_of(area[0]))
        covered = self._known.carry.covered(area, to) if to else None
        if to is None or covered is None:
            return [area]
        whole = [(to, code) for code in covered.surely]
        return whole if whole and not covered.maybe else [*whole, area]
