"""Turns GeoJSON features into texts by column name: points only, areas are read from the areas file."""

from __future__ import annotations

from typing import Any

from tryggve.domain.language import _
from tryggve.ingest.formula_guard import PLAIN_NUMBER
from tryggve.ingest.tables.flatten import Unfit, flat

X, Y = "geometry.x", "geometry.y"


def is_geojson(document: Any) -> bool:
    """Whether the document is a collection of features or a single one."""
    return isinstance(document, dict) and document.get("type") in ("FeatureCollection", "Feature")


def is_feature(item: dict[str, Any]) -> bool:
    """Whether the object is a feature."""
    return item.get("type") == "Feature" and ("geometry" in item or "properties" in item)


def crs_name(document: dict[str, Any]) -> str | None:
    """The name in the `crs` member (`urn:ogc:def:crs:EPSG::3006`); None where there is none or it is another kind."""
    crs = document.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    if not isinstance(properties, dict):
        return None
    if isinstance(name := properties.get("name"), str):
        return name
    code = properties.get("code")
    return f"EPSG:{code}" if isinstance(code, str) and code.isdecimal() else None


def flat_feature(feature: dict[str, Any]) -> dict[str, str]:
    """Coordinates, the feature's own id and its properties; `Unfit` for a geometry that is no point."""
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise Unfit(_("The properties of the feature are no object."), _("Export the file anew."))
    row = flat(properties)
    if feature.get("id") is not None:
        row = {"id": str(feature["id"])} | row
    if not row.keys().isdisjoint((X, Y)):
        raise Unfit(
            _("The feature has a property called {x} or {y}.").format(x=X, y=Y),
            _("Give the property another name."),
            row,
        )
    try:
        x, y = _point(feature.get("geometry"))
    except Unfit as unfit:
        raise Unfit(*unfit.reason, row) from unfit
    return {X: x, Y: y} | row


def _point(geometry: Any) -> tuple[str, str]:
    """The coordinates as they were written; blank ones where there is no place."""
    if geometry is None or geometry == {}:
        return "", ""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind == "MultiPoint" and isinstance(coordinates, list) and len(coordinates) == 1:
        kind, coordinates = "Point", coordinates[0]
    if kind != "Point":
        raise Unfit(
            _("The geometry is {kind}, not Point.").format(kind=kind or "?"),
            _("An incident has one point: export points. Areas are given with --areas."),
        )
    if coordinates == []:
        return "", ""
    if not isinstance(coordinates, list) or len(coordinates) < 2 or not all(map(_is_number, coordinates[:2])):
        raise Unfit(_("The point has no two numbers as coordinates."), _("Mend the coordinates, or leave them out."))
    return coordinates[0], coordinates[1]


def _is_number(value: Any) -> bool:
    return isinstance(value, str) and PLAIN_NUMBER.fullmatch(value) is not None and "%" not in value
