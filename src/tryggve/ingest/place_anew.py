"""Places what a store holds as if it came in now, with the areas known now; codes and names as of their time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tryggve.domain.area_eras import KnownAreas
from tryggve.domain.incident import LeftOut
from tryggve.domain.incident_table import NO_COORDINATE, Coded
from tryggve.domain.placing import AreaName, FoundPlaces, Rows, SaidPlaces
from tryggve.ingest.incident_places import placed
from tryggve.ingest.incident_words import with_elsewhere
from tryggve.ingest.locate import Located, Locator
from tryggve.ingest.number_areas import NumberAreas
from tryggve.ingest.timed_locators import TimedLocators


class PlaceAnew:
    """Places by the areas that are known `now`; `before` is what was known until then."""

    def __init__(self, now: KnownAreas, before: KnownAreas) -> None:
        self._now, self._before = TimedLocators(now), TimedLocators(before)
        self._numbers = NumberAreas(now, before)

    def incidents(self, said: SaidPlaces, batch: int) -> FoundPlaces:
        """The places of all reports of one file.

        A report whose words are deleted is not asked what it was: where it was a point it is one, and is looked up
        among the areas; where only a code of no known level is left, that is read; else it is left where it is.
        """
        pointed = said.wordless & (said.now_x != NO_COORDINATE)
        coded = said.wordless & ~pointed & _filled(said.area)
        worded = ~said.wordless
        parts = [(np.flatnonzero(worded), self._worded(said.take(worded), batch))]
        if (bare := pointed | coded).any():
            parts.append((np.flatnonzero(bare), self._wordless(said.take(bare), batch)))
        return _joined(said, parts, kept=said.wordless & ~bare)

    def _worded(self, said: SaidPlaces, batch: int) -> FoundPlaces:
        located = _locate(self._now.at(batch), said)
        return _found(said, located, _said_left_out(said, self._stated_elsewhere(said, batch)))

    def _wordless(self, said: SaidPlaces, batch: int) -> FoundPlaces:
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
        return _found(as_now, _locate(self._now.at(batch), as_now), said.now_left_out)

    def _stated_elsewhere(self, said: SaidPlaces, batch: int) -> Rows:
        """Rows that lie elsewhere by their own word: the areas that were known do not say it."""
        now = _is_elsewhere(said)
        if not now.any() or not self._before.any:
            return now
        return now & ~_locate(self._before.at(batch), said).elsewhere

    def kept_areas(self, areas: Mapping[str, str], batch: int) -> dict[str, str]:
        """See `Placer`."""
        return self._now.kept_areas(areas, batch)

    def count_area(self, area: AreaName, batch: int) -> AreaName:
        """See `Placer`."""
        return self._numbers.count_area(area, batch)

    def agreement_area(self, area: tuple[str, str], batch: int) -> tuple[str, str]:
        """See `Placer`."""
        return self._numbers.agreement_area(area, batch)

    def promised(self, area: tuple[str, str]) -> list[tuple[str, str]]:
        """See `Placer`."""
        return self._numbers.promised(area)


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
