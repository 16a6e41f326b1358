"""Areas for a store without an areas file: the codes that the rows bear, else the squares of a grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from tryggve.domain.area import Area, AreaRegister
from tryggve.domain.incident import MAPPABLE
from tryggve.domain.incident_table import IncidentTable
from tryggve.ingest.area_codes import AREA_LEVEL
from tryggve.ingest.grid import LEVEL, grid_codes, grid_register


@dataclass(frozen=True)
class Ground:
    """A store that is there already: what comes in is placed in its coordinate system, its days and its areas.

    `names` are those that files came in under before, by checksum: a file that was renamed is the file it was.
    """

    crs: str
    zone: str
    register: AreaRegister | None
    names: Mapping[str, str] = field(default_factory=dict)


def register_of_codes(codes: Mapping[str, list[str]], crs: str, municipality: str) -> AreaRegister | None:
    """A register of areas of which only codes per level are known; squares of the grid get their outlines."""
    areas: list[Area] = []
    for level, own in codes.items():
        if level == LEVEL:
            areas += grid_register(own, crs).areas
        else:
            areas += (Area(code, code, level) for code in own)
    return AreaRegister(municipality, tuple(areas), crs) if areas else None


def areas_of_rows(incidents: IncidentTable, crs: str) -> tuple[IncidentTable, AreaRegister | None]:
    """The incidents with the areas to count them in, and a register of these areas; None where nothing tells a place.

    Area codes in the rows give a register without outlines. Otherwise points and streets are counted in squares of
    one kilometre.
    """
    named = incidents.areas.get(AREA_LEVEL)
    used = {named.values[code] for code in np.unique(named.codes).tolist()} - {""} if named is not None else set()
    if used:
        return incidents, AreaRegister("", tuple(Area(code, code, AREA_LEVEL) for code in sorted(used)), crs)
    mappable = np.isin(incidents.location_precision, MAPPABLE)
    squares = grid_codes(incidents.x, incidents.y, mappable)
    if len(squares.values) <= 1:
        return replace(incidents, areas={}), None
    return replace(incidents, areas={LEVEL: squares}), grid_register(squares.values, crs)
