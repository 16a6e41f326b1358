"""The plan of the invented municipality, typed from its data files: areas, places, organisations, kinds of events."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class PlannedArea:
    """One of the small areas. `at` is metres east and north of the origin."""

    code: str
    name: str
    kind: str
    at: tuple[float, float]
    population: int
    in_or_on: str
    district: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlannedPlace:
    """A named place; code finds it a point in its area (beside another place when `near` names one)."""

    name: str
    kind: str
    area: str
    in_or_on: str
    near: str = ""
    protected: bool = False


@dataclass(frozen=True)
class Plan:
    """The municipality on paper. Lengths are metres from `origin` (EPSG:3006)."""

    municipality: str
    invented: str
    code: str
    crs: str
    origin: tuple[int, int]
    mainland: tuple[tuple[float, float], ...]
    islands: tuple[tuple[float, float, float], ...]
    islands_of: str
    districts: tuple[tuple[str, str], ...]
    areas: tuple[PlannedArea, ...]
    places: tuple[PlannedPlace, ...]

    def area(self, code: str) -> PlannedArea:
        """The area with a code; KeyError where there is none."""
        return {area.code: area for area in self.areas}[code]


def read_text(name: str) -> str:
    """The text of one of the files that ship with the example."""
    return (resources.files("tryggve.example") / "data" / name).read_text("utf-8")


def read_data(name: str) -> dict[str, Any]:
    """One of the TOML files that ship with the example."""
    return tomllib.loads(read_text(name))


def _metres(kilometres: list[float]) -> tuple[float, ...]:
    return tuple(1000.0 * value for value in kilometres)


@lru_cache
def load_plan() -> Plan:
    """The plan as shipped."""
    raw = read_data("areas.toml")
    areas = tuple(
        PlannedArea(
            **{**area, "at": _metres(area["at"]), "aliases": tuple(area.get("aliases", ()))}, district=district["code"]
        )
        for district in raw["districts"]
        for area in district["areas"]
    )
    places = tuple(PlannedPlace(**place) for place in raw["places"])
    return Plan(
        municipality=raw["municipality"],
        invented=raw["invented"],
        code=raw["code"],
        crs=raw["crs"],
        origin=tuple(raw["origin"]),
        mainland=tuple((x, y) for x, y in map(_metres, raw["mainland"])),
        islands=tuple((x, y, r) for x, y, r in map(_metres, raw["islands"])),
        islands_of=raw["islands_of"],
        districts=tuple((district["code"], district["name"]) for district in raw["districts"]),
        areas=areas,
        places=places,
    )
