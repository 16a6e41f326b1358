"""The invented municipality on the ground: shapes of its areas, its places and the spots where things happen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import shapely

from tryggve.example.plan import Plan, load_plan
from tryggve.example.shapes import area_shapes
from tryggve.example.spots import AreaSpots, area_spots, place_points

LEVELS = ("kommun", "kommundel", "stadsdel")
VINTAGE = "2022"


@dataclass(frozen=True)
class Municipality:
    """Area code -> shape and spots; name of a place -> its point. Metres in EPSG:3006."""

    plan: Plan
    shapes: dict[str, Any]
    places: dict[str, tuple[int, int]]
    spots: dict[str, AreaSpots]

    def expand(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Codes of areas and districts -> codes of areas in the order of the plan; no code at all means every area."""
        found = tuple(area.code for area in self.plan.areas if not codes or {area.code, area.district} & set(codes))
        known = {area.code for area in self.plan.areas} | {code for code, _name in self.plan.districts}
        if unknown := set(codes) - known:
            raise ValueError(f"no such area in the invented municipality: {', '.join(sorted(unknown))}")
        return found


def build_municipality(seed: int) -> Municipality:
    """The municipality that belongs to a seed: names and numbers as planned, shapes and spots drawn."""
    plan = load_plan()
    shapes = area_shapes(plan, seed)
    places = place_points(plan, shapes, seed)
    return Municipality(plan, shapes, places, area_spots(plan, shapes, places, seed))


def areas_geojson(municipality: Municipality) -> str:
    """The areas file: the outline, the districts and the small areas, each inside the one before."""
    plan = municipality.plan
    districts = {
        code: shapely.union_all([municipality.shapes[area.code] for area in plan.areas if area.district == code])
        for code, _name in plan.districts
    }
    people = {
        code: sum(area.population for area in plan.areas if area.district == code) for code, _name in plan.districts
    }
    features = [
        _feature(
            {"kod": plan.code, "namn": plan.municipality, "niva": LEVELS[0], "befolkning": sum(people.values())},
            shapely.union_all(list(municipality.shapes.values())),
        )
    ]
    features += [
        _feature(
            {"kod": code, "namn": name, "niva": LEVELS[1], "befolkning": people[code], "foralder": plan.code},
            districts[code],
        )
        for code, name in plan.districts
    ]
    for area in plan.areas:
        properties = {"kod": area.code, "namn": area.name, "niva": LEVELS[2], "befolkning": area.population}
        properties |= {"foralder": area.district, "alias": list(area.aliases)}
        features.append(_feature(properties, municipality.shapes[area.code]))
    crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{plan.crs.replace(':', '::')}"}}
    head = json.dumps({"type": "FeatureCollection", "name": plan.invented, "crs": crs}, ensure_ascii=False)
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    return f'{head[:-1]}, "features": [\n{lines}\n]}}\n'


def _feature(properties: dict[str, Any], shape: Any) -> dict[str, Any]:
    outline = shapely.orient_polygons(shape)
    polygons = [[_ring(ring) for ring in (part.exterior, *part.interiors)] for part in shapely.get_parts(outline)]
    geometry: dict[str, Any] = (
        {"type": "Polygon", "coordinates": polygons[0]}
        if len(polygons) == 1
        else {"type": "MultiPolygon", "coordinates": polygons}
    )
    return {"type": "Feature", "properties": {**properties, "argang": VINTAGE}, "geometry": geometry}


def _ring(ring: Any) -> list[list[int]]:
    return [[int(x), int(y)] for x, y in ring.coords]
