"""Where a report says that it happened, no closer than it may be known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from tryggve.domain.incident import LocationPrecision as Precision
from tryggve.domain.incident_table import NO_COORDINATE, Coded
from tryggve.domain.language import _
from tryggve.domain.said_place import SaidPlace
from tryggve.ingest.locate import Located
from tryggve.web.core.models import KnownPlace
from tryggve.web.incidents.ground import Ground

POINT_M, STREET_M = 50, 200
"""So good (metres) a phone's position must be to tell a point, and a street."""

AREA_M = 3_000
"""A position worse than this tells no more than the municipality."""

WHOLE = "*"
"""Chosen instead of an area where it is not known, or holds for the whole municipality."""


class PlaceError(ValueError):
    """What is wrong with the place, in plain words."""


@dataclass(frozen=True)
class Chosen:
    """What was chosen: metres (`accuracy` None for a tap on the map), or a known place, or the code of an area."""

    x: int | None = None
    y: int | None = None
    accuracy: int | None = None
    known: KnownPlace | None = None
    area: str = ""

    @property
    def is_anything(self) -> bool:
        """Whether a place was chosen at all."""
        return self.x is not None or self.known is not None or bool(self.area)


def place_of(ground: Ground, chosen: Chosen, protected: Iterable[KnownPlace], *, area_only: bool = False) -> SaidPlace:
    """Where it is. PlaceError for a position outside the municipality.

    A protected place, and whatever lies near one, is told by its area; so is all that a private organisation says.
    """
    if chosen.x is None and chosen.known is None:
        return _whole() if chosen.area == WHOLE else _by_code(ground, chosen.area)
    x, y, precision = _spot(chosen)
    located = _locate(ground, x, y, Precision.POINT)
    if _is_outside(located):
        raise PlaceError(outside_words())
    near = any((x - one.x) ** 2 + (y - one.y) ** 2 <= one.radius**2 for one in protected)
    if precision is Precision.MUNICIPALITY or (located is None and (near or area_only or precision is Precision.AREA)):
        return _whole()
    if near or area_only or precision is Precision.AREA:
        return _by_code(ground, _finest(ground, _areas(located)))
    areas = _areas(located) if located is not None else {}
    return SaidPlace(x, y, precision, areas, said_x=x, said_y=y, said_precision=int(precision))


def outside_words() -> str:
    """What is said of a position outside the municipality, whenever it is."""
    return _("The place lies outside the municipality. Choose an area or a place in the list instead.")


def is_outside(ground: Ground, x: int, y: int) -> bool:
    """Whether a position would be refused; told before it is sent, so that nobody has filled in the rest in vain."""
    return _is_outside(_locate(ground, x, y, Precision.POINT))


def _is_outside(located: Located | None) -> bool:
    return located is not None and bool(located.far_outside[0] or located.outside[0])


def _spot(chosen: Chosen) -> tuple[int, int, Precision]:
    if chosen.known is not None:
        return chosen.known.x, chosen.known.y, Precision.AREA if chosen.known.protected else Precision.POINT
    assert chosen.x is not None and chosen.y is not None
    return chosen.x, chosen.y, precision_of(chosen.accuracy)


def precision_of(accuracy: int | None) -> Precision:
    """What a position of such accuracy tells; a tap on the map is a point."""
    if accuracy is None or accuracy <= POINT_M:
        return Precision.POINT
    if accuracy <= STREET_M:
        return Precision.STREET
    return Precision.AREA if accuracy <= AREA_M else Precision.MUNICIPALITY


def _whole() -> SaidPlace:
    return SaidPlace(location_precision=Precision.MUNICIPALITY, said_precision=int(Precision.MUNICIPALITY))


def _by_code(ground: Ground, code: str) -> SaidPlace:
    located = _locate(ground, None, None, Precision.AREA, code) if code else None
    if located is None:
        return _whole()
    found = Precision(int(located.location_precision[0]))
    return replace(_whole(), location_precision=found, areas=_areas(located), said_precision=int(Precision.AREA),
                   said_area=code)  # fmt: skip


def _finest(ground: Ground, areas: dict[str, str]) -> str:
    return next((areas[level] for level, _all in ground.levels if level in areas), "")


def _locate(ground: Ground, x: int | None, y: int | None, stated: Precision, area: str = "") -> Located | None:
    if ground.locator is None:
        return None
    east, north = (np.array([NO_COORDINATE if value is None else value], np.int32) for value in (x, y))
    none, precision = Coded.of([""]), np.array([int(stated)], np.int8)
    return ground.locator.locate(
        east, north, np.array([x is not None]), Coded.of([area]), none, none, none, stated=precision
    )


def _areas(located: Located | None) -> dict[str, str]:
    return {} if located is None else {level: codes[0] for level, codes in located.areas.items() if codes[0]}
