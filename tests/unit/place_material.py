"""An invented municipality in squares of one kilometre, for tests of places. It lies in the open sea."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tryggve.domain.area import MUNICIPALITY, Area, AreaRegister

X0, Y0 = 700_000, 6_800_000


def square(column: float, row: float, width: float = 1, height: float = 1) -> dict[str, Any]:
    """A rectangle in kilometres from the origin, as GeoJSON in metres of EPSG:3006."""
    west, south = X0 + 1000 * column, Y0 + 1000 * row
    east, north = west + 1000 * width, south + 1000 * height
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def district(code: str, name: str, column: float, row: float, **more: Any) -> Area:
    """A district of one square kilometre."""
    return Area(code, name, "district", geometry=square(column, row), **more)


DISTRICTS = (
    district("01", "Talludden norra", 0, 0),
    district("02", "Talludden södra", 1, 0),
    district("03", "Haga/Lillsjö", 2, 0, aliases=("Hagastan",)),
    district("04", "Backen", 3, 0),
    district("05", "Kvarnbacka", 0, 1),
    district("06", "Kvarnbacka omland", 1, 1),
    district("07", "Rönnbyområdet", 2, 1),
    district("08", "Gransjösområdet", 3, 1),
    district("09", "Ön", 4, 0),
    district("10", "Nya Ljungheden", 4, 1),
)
QUARTERS = (
    Area("N", "Norrsidan", "quarter", geometry=square(0, 1, 5)),
    Area("S", "Sydsidan", "quarter", geometry=square(0, 0, 5)),
)
WHOLE = Area("all", "Granhult", MUNICIPALITY, geometry=square(0, 0, 5, 2))
REGISTER = AreaRegister("Granhult", (*DISTRICTS, *QUARTERS, WHOLE))


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write(
    folder: Path, *features: dict[str, Any], crs: str | None = "urn:ogc:def:crs:EPSG::3006", **members: Any
) -> Path:
    """A GeoJSON file of the features."""
    content: dict[str, Any] = {"type": "FeatureCollection", **members, "features": list(features)}
    if crs is not None:
        content["crs"] = {"type": "name", "properties": {"name": crs}}
    path = folder / "omraden.geojson"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path
