"""Areas: a register with level and vintage; outlines as GeoJSON in the store's working CRS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tryggve.domain.language import _

MUNICIPALITY = "municipality"
"""The level of the whole municipality; every other level lies inside it."""

UNNAMED = "area"
"""The level of codes and names of which no areas file tells what they are."""

GRID = "grid"
"""The level of the squares of a kilometre where nothing else tells a place."""

VINTAGE = "@"
"""Stands between a level and its vintage in the key of a division: `regso@2025`."""


def division_key(level: str, vintage: str) -> str:
    """How facts name a division: a code of one vintage never meets the same code of another.

    The municipality is one whatever its outline: its level bears no vintage.
    """
    return f"{level}{VINTAGE}{vintage}" if vintage and level != MUNICIPALITY else level


def level_of(key: str) -> str:
    """The level of a division by its key: "regso" of "regso@2025"."""
    return key.partition(VINTAGE)[0]


def level_words(key: str) -> str:
    """A level as people read it: "regso 2025" of "regso@2025", "kommun" in Swedish of the municipality."""
    own = {MUNICIPALITY: _("municipality"), UNNAMED: _("area"), GRID: _("square")}
    return own.get(key) or key.replace(VINTAGE, " ", 1)


@dataclass(frozen=True)
class Area:
    """One area. `geometry` is a GeoJSON geometry in metres of the working CRS, or None (table without map).

    `aliases` are other names a text may use for it. `population` is None where the register does not say.
    """

    code: str
    name: str
    level: str
    vintage: str = ""
    parent: str = ""
    population: int | None = None
    geometry: Mapping[str, Any] | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class AreaRegister:
    """All areas of a store by level, in file order. `municipality` is the name of the whole."""

    municipality: str
    areas: tuple[Area, ...] = ()
    crs: str = "EPSG:3006"
    notes: tuple[str, ...] = field(default=())

    def levels(self) -> tuple[str, ...]:
        """Levels in order of first appearance, the municipality's own left out."""
        return tuple(dict.fromkeys(a.level for a in self.areas if a.level != MUNICIPALITY))

    def at(self, level: str) -> tuple[Area, ...]:
        """The areas of one level."""
        return tuple(a for a in self.areas if a.level == level)

    def get(self, level: str, code: str) -> Area | None:
        """One area by level and code."""
        return next((a for a in self.areas if a.level == level and a.code == code), None)
