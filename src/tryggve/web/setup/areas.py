"""An areas file that somebody sent: read, told about, drawn."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely.geometry import shape

from tryggve.domain.area import MUNICIPALITY, Area, AreaRegister, level_words
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.area_properties import DEFAULT_LEVEL
from tryggve.ingest.areas_file import read_areas
from tryggve.ingest.division_areas import by_division

MOST_BYTES = 20_000_000
"""The largest areas file that is taken in a browser; the command line takes larger ones."""

_WIDE = 600.0
"""The outline is drawn so many units wide, and nothing smaller than one of them is drawn."""


@dataclass(frozen=True)
class Sent:
    """A file that could be used: what it holds, in words and drawn."""

    register: AreaRegister
    levels: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


def read_sent(content: bytes, name: str, *, crs: str, level: str = "", vintage: str = "") -> Sent:
    """Read what was sent. FileError in plain words for what is no areas file, whatever its name says."""
    if len(content) > MOST_BYTES:
        raise FileError(
            _("The file is larger than {limit} MB.").format(limit=MOST_BYTES // 1_000_000),
            _("Simplify the outlines, or bring it in with tryggve areas import."),
        )
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        raise FileError(_("The file is not GeoJSON."), _("Export the areas as GeoJSON and choose that file."))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "omraden.geojson"
        path.write_bytes(content)
        register = read_areas(path, crs=crs, level=level.strip().casefold() or None, vintage=vintage.strip() or None)
    if any(area.level == DEFAULT_LEVEL for area in register.areas):
        raise FileError(
            _("The file does not say what its areas are called."), _("Write the level below, such as stadsdel.")
        )
    by_division(register, name)
    return told(register)


def told(register: AreaRegister) -> Sent:
    """A register with its levels counted."""
    counted = Counter(area.level for area in register.areas if area.level != MUNICIPALITY)
    return Sent(register, tuple((level_words(level), n) for level, n in counted.items()), tuple(register.notes))


def digest(content: bytes) -> str:
    """What tells a file from all others."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Drawing:
    """Outlines as paths of an SVG image."""

    width: int
    height: int
    paths: tuple[tuple[str, str], ...]


def finest(register: AreaRegister) -> list[Area]:
    """The areas with outlines of the level that has most of them."""
    levels = Counter(area.level for area in register.areas if area.geometry and area.level != MUNICIPALITY)
    if not levels:
        return []
    return [area for area in register.at(levels.most_common(1)[0][0]) if area.geometry]


def drawing(register: AreaRegister) -> Drawing | None:
    """The areas of the finest level as an image; None where there are no outlines."""
    shapes = [(area.name or area.code, shape(area.geometry)) for area in finest(register)]
    if not shapes:
        return None
    left, low, right, top = shapely.total_bounds([outline for _name, outline in shapes])
    scale = _WIDE / max(right - left, 1.0)
    paths = tuple((name, _path(outline.simplify(1 / scale), left, top, scale)) for name, outline in shapes)
    return Drawing(int(_WIDE), max(1, round((top - low) * scale)), paths)


def _path(outline: shapely.Geometry, left: float, top: float, scale: float) -> str:
    """A geometry as the `d` of a path; y grows downwards in an image."""
    parts = []
    for polygon in getattr(outline, "geoms", [outline]):
        for ring in (polygon.exterior, *polygon.interiors):
            points = " ".join(f"{(x - left) * scale:.1f},{(top - y) * scale:.1f}" for x, y, *_z in ring.coords)
            parts.append(f"M{points}Z")
    return "".join(parts)
