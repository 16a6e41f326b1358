"""SCB's map server (GeoServer, WFS 2.0): the outlines of one municipality's RegSO or DeSO as a GeoJSON file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode
from xml.etree import ElementTree

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.fetching.bodies import changed, fields_of, is_page
from tryggve.ingest.fetching.fetcher import Fetcher
from tryggve.ingest.fetching.hosts import Host
from tryggve.ingest.fetching.kept_answers import Answer, Question

FORMAT = "application/json"
CRS = "EPSG:3006"
PAGE = 500
MOST_PAGES = 100
_VERSION = "2.0.0"
# Where Sweden lies in SWEREF 99 TM.
_EAST, _NORTH = (200_000.0, 1_000_000.0), (6_000_000.0, 7_800_000.0)


class Layer(NamedTuple):
    """A division of SCB's: level and vintage as ours, the layer, and the fields with code and name."""

    level: str
    vintage: str
    name: str
    code: str
    title: str


LAYERS = {
    ("regso", "2020"): Layer("regso", "2020", "stat:RegSO_2020", "regsokod", "regsonamn"),
    ("regso", "2025"): Layer("regso", "2025", "stat:RegSO_2025", "regsokod", "regsonamn"),
    ("deso", "2018"): Layer("deso", "2018", "stat:DeSO_2018", "desokod", "desokod"),
    ("deso", "2025"): Layer("deso", "2025", "stat:DeSO_2025", "desokod", "desokod"),
}
"""By level and vintage."""


def capabilities_question(host: Host) -> Question:
    """What the server can."""
    return Question(f"{host.base}?{urlencode({'service': 'WFS', 'version': _VERSION, 'request': 'GetCapabilities'})}")


def features_question(host: Host, layer: Layer, municipality: str, start: int) -> Question:
    """One page of the outlines of a municipality, in the order of their codes."""
    if not re.fullmatch(r"\d{4}", municipality, re.ASCII):
        raise ValueError("the code of a municipality is four digits")
    asked = {
        "service": "WFS", "version": _VERSION, "request": "GetFeature", "typeNames": layer.name,
        "outputFormat": FORMAT, "srsName": CRS, "CQL_FILTER": f"kommunkod='{municipality}'",
        "sortBy": layer.code, "startIndex": str(start), "count": str(PAGE),
    }  # fmt: skip
    return Question(f"{host.base}?{urlencode(asked)}")


def check_capabilities(answer: Answer, layer: Layer, source: str) -> None:
    """FileError where the server no longer offers the layer, the version or the form that is asked for."""
    if is_page(answer.content, answer.kind):
        raise changed(source, _("a web page"))
    if b"<!DOCTYPE" in answer.content or b"<!ENTITY" in answer.content:
        raise changed(source, "DOCTYPE")
    try:
        root = ElementTree.fromstring(answer.content)
    except ElementTree.ParseError:
        raise changed(source, "XML") from None
    names = {_text(one, "Name") for one in root.iter() if _tag(one) == "FeatureType"}
    if layer.name not in names:
        others = sorted(name for name in names if name.lower().startswith(f"stat:{layer.level}"))
        raise FileError(
            _("SCB's map server has no layer {layer}.").format(layer=layer.name),
            _("Layers of the same kind now: {layers}.").format(layers=", ".join(others) or "–"),
        )
    if root.get("version") != _VERSION:
        raise changed(source, f"version {root.get('version')}")
    if FORMAT not in {"".join(one.itertext()).strip() for one in root.iter() if _tag(one) in ("Value", "Format")}:
        raise changed(source, FORMAT)


def fetch_features(fetcher: Fetcher, host: Host, layer: Layer, municipality: str) -> Iterator[tuple[list[Any], Answer]]:
    """Page after page of outlines, after asking what the server can. FileError for a page that cannot be right."""
    check_capabilities(fetcher.content(host, capabilities_question(host)), layer, host.source)
    start = 0
    for _page in range(MOST_PAGES):
        said, answer = fetcher.json(host, features_question(host, layer, municipality, start))
        features, total = read_features(said, layer, municipality, host.source)
        yield features, answer
        start += len(features)
        if start >= total:
            return
        if not features:
            raise changed(host.source, "numberMatched")
    raise changed(host.source, _("the pages have no end"))


def read_features(said: Any, layer: Layer, municipality: str, source: str) -> tuple[list[Any], int]:
    """The outlines of one page, east before north, and how many there are in all.

    FileError for other areas, coordinates or fields. GeoServer writes the axes either way by version and setting; in
    SWEREF 99 TM the two cannot be mistaken for each other.
    """
    fields = fields_of(said, ("type", "features"), source)
    total = next((fields[name] for name in ("numberMatched", "totalFeatures") if isinstance(fields.get(name), int)), -1)
    features = fields["features"]
    if fields["type"] != "FeatureCollection" or not isinstance(features, list) or total < 0:
        raise changed(source, "FeatureCollection, numberMatched")
    placed = []
    for feature in features:
        one = fields_of(feature, ("geometry", "properties"), source)
        about = fields_of(one["properties"], (layer.code, layer.title, "kommunkod"), source)
        if str(about["kommunkod"]) != municipality:
            raise changed(source, f"kommunkod {about['kommunkod']}")
        placed.append({**one, "geometry": _placed(one["geometry"], source)})
    return placed, total


def areas_geojson(features: Sequence[Any], layer: Layer) -> bytes:
    """The outlines as a file that `tryggve areas import` reads, level and vintage stated."""
    if not features:
        raise FileError(
            _("SCB's map server has no {level} for this municipality.").format(level=layer.level),
            _("Check the code of the municipality; tryggve areas fetch also takes its name."),
        )
    ours = [
        {
            "type": "Feature",
            "properties": {
                "kod": str(feature["properties"][layer.code]), "namn": str(feature["properties"][layer.title]),
                "niva": layer.level, "argang": layer.vintage,
            },
            "geometry": feature["geometry"],
        }
        for feature in sorted(features, key=lambda one: str(one["properties"][layer.code]))
    ]  # fmt: skip
    crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{CRS.replace(':', '::')}"}}
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": ours}, ensure_ascii=False).encode()


def _placed(geometry: Any, source: str) -> Any:
    """The geometry with east before north. FileError where its first corner lies elsewhere than in Sweden."""
    known = fields_of(geometry, ("type", "coordinates"), source)
    corner = known["coordinates"]
    while isinstance(corner, list) and corner and isinstance(corner[0], list):
        corner = corner[0]
    if not (isinstance(corner, list) and len(corner) >= 2 and all(isinstance(one, int | float) for one in corner)):
        raise changed(source, "coordinates")
    first, second = float(corner[0]), float(corner[1])
    if _within(first, _EAST) and _within(second, _NORTH):
        return known
    if _within(first, _NORTH) and _within(second, _EAST):
        try:
            return {**known, "coordinates": _turned(known["coordinates"])}
        except (TypeError, IndexError, KeyError):
            raise changed(source, "coordinates") from None
    raise changed(source, f"{CRS}: {first:.0f}, {second:.0f}")


def _within(number: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= number <= limits[1]


def _turned(coordinates: Any) -> Any:
    if isinstance(coordinates[0], int | float):
        return [coordinates[1], coordinates[0]]
    return [_turned(one) for one in coordinates]


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(element: ElementTree.Element, name: str) -> str:
    return next(("".join(child.itertext()).strip() for child in element if _tag(child) == name), "")
