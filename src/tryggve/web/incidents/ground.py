"""What a report is placed by: the coordinate system, the time zone and the areas of the municipality we are in."""

from __future__ import annotations

import threading
import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from tryggve.domain.area import AreaRegister
from tryggve.ingest.locate import Locator
from tryggve.ingest.project import SWEDEN, parse_crs
from tryggve.store.database import meta
from tryggve.store.database.actions.imports import areas_mark
from tryggve.store.database.areas import register_of
from tryggve.store.database.connect import Database
from tryggve.web.core.municipal import here


@dataclass(frozen=True)
class Ground:
    """As it stands; `mark` tells by which areas, `register` is None where there are none."""

    crs: str
    zone: ZoneInfo
    mark: int
    register: AreaRegister | None

    @cached_property
    def locator(self) -> Locator | None:
        """Finds the areas of points and names; made once, for its trees take time."""
        return Locator(self.register) if self.register is not None else None

    @cached_property
    def proj(self) -> str:
        """How a script turns degrees into metres; empty for SWEREF 99 TM, which it knows."""
        return "" if self.crs == SWEDEN else _proj(self.crs)

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of all areas that can be chosen."""
        return frozenset(area.code for _level, areas in self.levels for area in areas)

    @cached_property
    def levels(self) -> list[tuple[str, tuple[Any, ...]]]:
        """Level and its areas; the level with the most areas, which tells a place best, comes first."""
        if self.register is None:
            return []
        found = [(level, self.register.at(level)) for level in self.register.levels()]
        return sorted(found, key=lambda pair: -len(pair[1]))


_known: dict[tuple[str, str], Ground] = {}
_lock = threading.Lock()


def ground_here() -> Ground:
    """The ground of the municipality we are in; read anew when areas have come in."""
    database = here()
    mark, place = areas_mark(database), (database.alias, database.place.shown)
    known = _known.get(place)
    if known is None or known.mark != mark:
        known = _read(database, mark)
        with _lock:
            _known[place] = known
    return known


def _proj(crs: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the old form of writing leaves out what a script has no use for
        return str(parse_crs(crs).to_proj4())


def _read(database: Database, mark: int) -> Ground:
    crs, zone = meta.read(database, meta.Fact.CRS), meta.zone(database)
    return Ground(crs, zone, mark, register_of(database))
