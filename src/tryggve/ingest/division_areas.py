"""Areas of a file on their way into a store: the divisions they belong to, and whether they can lie there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from tryggve.domain.area import MUNICIPALITY, VINTAGE, Area, AreaRegister, division_key
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.area_hits import FAR_M
from tryggve.ingest.area_outline import geojson
from tryggve.ingest.area_properties import DEFAULT_LEVEL
from tryggve.ingest.areas_file import WHOLE


def by_division(register: AreaRegister, file: str) -> AreaRegister:
    """The register with the key of its division as the level of each area.

    FileError where the level is not known, where one level has areas of several vintages, or where level or vintage
    hold what stands between them in a key.
    """
    vintages: dict[str, set[str]] = {}
    for area in register.areas:
        vintages.setdefault(area.level, set()).add(area.vintage)
    for level, found in vintages.items():
        _check(level, found, file)
    areas = tuple(replace(area, level=division_key(area.level, area.vintage)) for area in register.areas)
    return replace(register, areas=areas)


def _check(level: str, vintages: set[str], file: str) -> None:
    if level == DEFAULT_LEVEL:
        raise FileError(
            _("{file} does not say of which level its areas are.").format(file=file),
            _("Choose one with --level, such as stadsdel, regso or deso."),
        )
    if len(vintages) > 1 and level != MUNICIPALITY:
        names = ", ".join(sorted(vintage or "–" for vintage in vintages))
        raise FileError(
            _("{file} holds areas of the level {level} of several vintages: {names}.").format(
                file=file, level=level, names=names
            ),
            _("Make one file of each vintage and bring in the oldest first."),
        )
    if any(VINTAGE in word for word in (level, *vintages)):
        raise FileError(
            _("A level or a vintage in {file} holds the character {character}.").format(file=file, character=VINTAGE),
            _("Write them without it, such as regso and 2025."),
        )


def whole_of(areas: Sequence[Area], name: str) -> Area:
    """The municipality as the sum of areas."""
    shapes = [shapely.geometry.shape(area.geometry) for area in areas if area.geometry is not None]
    return Area(WHOLE, name, MUNICIPALITY, geometry=geojson(shapely.union_all(shapes)))


def refuse_far(register: AreaRegister, known: AreaRegister | None, file: str) -> None:
    """FileError where the areas lie more than 100 km from all that the store has: another place, or another system."""
    if known is None:
        return
    west, south, east, north = _bounds(known)
    left, bottom, right, top = _bounds(register)
    if left > east + FAR_M or right < west - FAR_M or bottom > north + FAR_M or top < south - FAR_M:
        raise FileError(
            _("The areas in {file} lie more than 100 km from those in the store.").format(file=file),
            _("Check that they are of this municipality, and that the file states the coordinate system it has."),
        )


def _bounds(register: AreaRegister) -> tuple[float, float, float, float]:
    shapes = [shapely.geometry.shape(area.geometry) for area in register.areas if area.geometry is not None]
    west, south, east, north = shapely.total_bounds(np.array(shapes, object)).tolist()
    return west, south, east, north
