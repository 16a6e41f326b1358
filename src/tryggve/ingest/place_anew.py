"""Places what a store holds as if it came in now, with the areas known now."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from tryggve.domain.area import MUNICIPALITY, AreaRegister
from tryggve.domain.incident import LeftOut
from tryggve.domain.incident_table import NO_COORDINATE, Coded
from tryggve.domain.placing import AreaName, FoundPlaces, Rows, SaidPlaces
from tryggve.ingest.area_codes import AREA_LEVEL, AreaCodes
from tryggve.ingest.count_areas import CountArea, resolve_area, whole_area
from tryggve.ingest.incident_places import placed
from tryggve.ingest.incident_words import with_elsewhere
from tryggve.ingest.locate import Located, Locator


class PlaceAnew:
    """Places by the areas in use now; `before` are those that were in use, `known` all that the store knew."""

    def __init__(self, register: AreaRegister, before: AreaRegister | None, known: AreaRegister | None) -> None:
        self._register, self._before = register, before
        self._locator = Locator(register)
        self._codes = AreaCodes(register)
        self._known = {(area.level, area.code): area for area in known.areas} if known else {}

    @cached_property
    def _locator_before(self) -> Locator | None:
        return Locator(self._before) if self._before else None

    def incidents(self, said: SaidPlaces) -> FoundPlaces:
        """The places of all reports of one file.

        A report whose words are deleted is not asked what it was: where it was a point it is one, and is looked up
        among the areas; where only a code of no known level is left, that is read; else it is left where it is.
        """
        pointed = said.wordless & (said.now_x != NO_COORDINATE)
        coded = said.wordless & ~pointed & _filled(said.area)
        worded = ~said.wordless
        parts = [(np.flatnonzero(worded), self._worded(said.take(worded)))]
        if (bare := pointed | coded).any():
            parts.append((np.flatnonzero(bare), self._wordless(said.take(bare))))
        return _joined(said, parts, kept=said.wordless & ~bare)

    def _worded(self, said: SaidPlaces) -> FoundPlaces:
        located = _locate(self._locator, said)
        return _found(said, located, _said_left_out(said, self._stated_elsewhere(said)))

    def _wordless(self, said: SaidPlaces) -> FoundPlaces:
        is_point = said.now_x != NO_COORDINATE
        precision = np.where(is_point, said.now_precision, said.precision).astype(np.int8)
        none = Coded.constant("", len(said))
        area = Coded(
            np.where(is_point, len(said.area.values), said.area.codes).astype(np.int32), (*said.area.values, "")
        )
        as_now = SaidPlaces(
            said.now_x, said.now_y, precision, area, none, none, none, said.wordless, said.now_x, said.now_y,
            said.now_precision, said.now_left_out,
        )  # fmt: skip
        return _found(as_now, _locate(self._locator, as_now), said.now_left_out)

    def _stated_elsewhere(self, said: SaidPlaces) -> Rows:
        """Rows that lie elsewhere by their own word: the areas that were known do not say it."""
        now = _is_elsewhere(said)
        if not now.any() or self._locator_before is None:
            return now
        return now & ~_locate(self._locator_before, said).elsewhere

    def count_area(self, area: AreaName) -> AreaName:
        """Level, code and name of the area of a number in a table, as an import would have it now.

        What fits several areas stays as it is; so does what names an area of a division that is out of use.
        """
        level, code, name = area
        if not (level or code):  # the sum of reports that were deleted, wherever they were
            return area
        if level == MUNICIPALITY and code == whole_area(self._before).code:
            return self._whole(name)
        if (was := self._known.get((level, code))) is not None:
            now = self._register.get(level, code)
            return area if now is None or name != was.name else (level, code, now.name)
        stated = "" if level == AREA_LEVEL else level
        found = resolve_area(code, name, stated, self._register, self._codes)
        return (found.level, found.code, found.name) if isinstance(found, CountArea) else area

    def _whole(self, name: str) -> AreaName:
        before, now = whole_area(self._before), whole_area(self._register)
        was = self._known.get((MUNICIPALITY, before.code))
        own = self._register.get(MUNICIPALITY, now.code)
        if name == before.name:
            name = now.name
        elif was is not None and own is not None and name == was.name:
            name = own.name
        return MUNICIPALITY, now.code, name

    def agreement_area(self, area: tuple[str, str]) -> tuple[str, str]:
        """Level and code of an area of a promise to report; what fits no area, or several, stays as it is."""
        if area[0] != AREA_LEVEL:
            return area
        meant = self._codes.meant(area[1])
        return meant[0] if len(meant) == 1 else area


def _locate(locator: Locator, said: SaidPlaces) -> Located:
    has_xy = said.x != NO_COORDINATE
    return locator.locate(
        said.x, said.y, has_xy, said.area, said.place, said.title, said.text, stated=said.precision
    )  # fmt: skip


def _found(said: SaidPlaces, located: Located, left_out: Coded) -> FoundPlaces:
    places = placed(located, said.x, said.y)
    return FoundPlaces(
        places.x, places.y, places.location_precision, places.areas, with_elsewhere(left_out, places.elsewhere),
        located.far_outside, np.zeros(len(said), bool),
    )  # fmt: skip


def _said_left_out(said: SaidPlaces, stated: Rows) -> Coded:
    """Why rows are left out by what they say; `stated` rows say themselves that they lie elsewhere."""
    reasons = tuple(str(reason) for reason in LeftOut)
    by_areas = _is_elsewhere(said) & ~stated
    now = np.array([reasons.index(reason) for reason in said.now_left_out.values], np.int32)[said.now_left_out.codes]
    return Coded(np.where(by_areas, reasons.index(LeftOut.NONE), now).astype(np.int32), reasons)


def _is_elsewhere(said: SaidPlaces) -> Rows:
    return np.array([reason == LeftOut.ELSEWHERE for reason in said.now_left_out.values], bool)[said.now_left_out.codes]


def _filled(texts: Coded) -> Rows:
    return np.array([bool(text) for text in texts.values], bool)[texts.codes]


def _joined(said: SaidPlaces, parts: list[tuple[Any, FoundPlaces]], kept: Rows) -> FoundPlaces:
    """The parts in the places they have among all rows; rows of no part are kept as they are."""
    columns: dict[str, Any] = {
        "x": said.now_x.copy(), "y": said.now_y.copy(), "location_precision": said.now_precision.copy(),
        "far": np.zeros(len(said), bool),
    }  # fmt: skip
    left_out = said.now_left_out.objects()
    codes: dict[str, Any] = {}
    for rows, found in parts:
        for name, column in columns.items():
            column[rows] = getattr(found, name)
        left_out[rows] = found.left_out.objects()
        for level, own in found.areas.items():
            codes.setdefault(level, np.full(len(said), "", object))[rows] = own.objects()
    areas = {level: Coded.of(own.tolist()) for level, own in codes.items()}
    return FoundPlaces(**columns, areas=areas, left_out=Coded.of(left_out.tolist()), kept=kept)
