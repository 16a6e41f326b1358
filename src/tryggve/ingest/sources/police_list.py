"""The police's list of vulnerable areas: a GeoJSON file, found by a link on the page that tells of the list."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urljoin

import shapely
from shapely.geometry import shape

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.fetching.bodies import changed, fields_of, is_page
from tryggve.ingest.fetching.fetcher import Fetcher
from tryggve.ingest.fetching.hosts import Host
from tryggve.ingest.fetching.kept_answers import Answer, Question

PAGE = "/om-polisen/polisens-arbete/utsatta-omraden/"
MOST_BYTES = 50_000_000
_LINK = re.compile(rb"""href\s*=\s*["']([^"']*uso_?(\d{4})[^"']*?geojson[^"']*)["']""", re.IGNORECASE)
_FIELDS = ("NAMN", "KATEGORI", "REGION", "LOKALPOLISOMRADE", "ORT")
_SWEDEN = shapely.box(200_000, 6_000_000, 1_000_000, 7_800_000)
_CRS = re.compile(r"(?:EPSG)?:{1,2}3006$", re.IGNORECASE)


class ListedArea(NamedTuple):
    """An area of the list: name, the police's class in small letters, town, outline in EPSG:3006."""

    name: str
    kind: str
    town: str
    outline: Any


def fetch_list(fetcher: Fetcher, host: Host) -> tuple[str, bytes, Answer]:
    """Year, GeoJSON and answer of the latest list. FileError where the page no longer links to one."""
    page = fetcher.content(host, Question(host.base + PAGE))
    year, address = find_link(page.content, host.base + PAGE, host.source)
    answer = fetcher.content(host, Question(address))
    if is_page(answer.content, answer.kind):
        raise changed(host.source, _("a web page"))
    return year, unpacked(answer.content, host.source), answer


def find_link(page: bytes, address: str, source: str) -> tuple[str, str]:
    """Year and address of the latest list that a page links to."""
    found = sorted((year.decode(), link.decode("utf-8", "replace")) for link, year in _LINK.findall(page))
    if not found:
        raise FileError(
            _("The page {address} no longer links to the list of vulnerable areas as GeoJSON.").format(address=address),
            _("Save the file from {source} yourself, and put it in a folder for --offline-from.").format(source=source),
        )
    year, link = found[-1]
    return year, urljoin(address, link.replace("&amp;", "&"))


def unpacked(content: bytes, source: str) -> bytes:
    """The GeoJSON of a file that may be packed. FileError for more than one, or one that swells beyond reason."""
    if not content.startswith(b"PK\x03\x04"):
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [one for one in archive.infolist() if one.filename.lower().endswith((".geojson", ".json"))]
            if len(names) != 1 or names[0].file_size > MOST_BYTES:
                raise changed(source, "zip")
            with archive.open(names[0]) as stream:
                found = stream.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        raise changed(source, "zip") from None
    if len(found) > MOST_BYTES:
        raise changed(source, "zip")
    return found


def read_list(content: bytes, source: str) -> list[ListedArea]:
    """The areas of a list. FileError for another coordinate system, other fields or outlines that are none."""
    try:
        said = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError):
        raise changed(source, "GeoJSON") from None
    fields = fields_of(said, ("type", "features"), source)
    stated = _stated_crs(said.get("crs"), source)
    whole = fields["type"] == "FeatureCollection" and isinstance(fields["features"], list) and fields["features"]
    if not whole or (stated and not _CRS.search(stated)):
        raise changed(source, f"FeatureCollection, {stated or 'crs'}")
    areas = []
    for feature in fields["features"]:
        about = fields_of(fields_of(feature, ("properties", "geometry"), source)["properties"], _FIELDS, source)
        try:
            outline = shapely.make_valid(shape(feature["geometry"]))
        except (ValueError, TypeError, AttributeError, KeyError, IndexError, shapely.errors.ShapelyError):
            raise changed(source, "geometry") from None
        if not _SWEDEN.covers(outline):
            raise changed(source, "crs, geometry")
        areas.append(
            ListedArea(
                str(about["NAMN"]).strip(), str(about["KATEGORI"]).strip().casefold(), str(about["ORT"]), outline
            )
        )
    return areas


def _stated_crs(crs: Any, source: str) -> str:
    """The name of the coordinate system that a file states; "" where it states none."""
    if crs is None:
        return ""
    return str(fields_of(fields_of(crs, ("properties",), source)["properties"], ("name",), source)["name"])


def inside(areas: Sequence[ListedArea], outlines: Sequence[Any]) -> list[ListedArea]:
    """The areas that lie in a municipality: an inner point of each lies in one of its parts (EPSG:3006)."""
    whole = shapely.union_all([shapely.make_valid(one) for one in outlines])
    return [area for area in areas if whole.covers(area.outline.representative_point())]
