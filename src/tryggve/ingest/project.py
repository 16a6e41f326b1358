"""Coordinates: from any EPSG code to the integer metres of the store's working CRS."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyproj
from numpy.typing import ArrayLike, NDArray
from pyproj.exceptions import CRSError

from tryggve.domain.incident_table import NO_COORDINATE
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError

SWEDEN = "EPSG:3006"
LONLAT = "OGC:CRS84"
# National grids are used well outside the strip they were made for (RT90 2.5 gon V in the whole country), and a
# municipality may straddle two UTM zones. Swapped columns and wrong units miss by thousands of kilometres.
MARGIN_LON, MARGIN_LAT = 6.0, 2.0


class Projected(NamedTuple):
    """Integer metres, `NO_COORDINATE` where `ok` is False."""

    x: NDArray[np.int32]
    y: NDArray[np.int32]
    ok: NDArray[np.bool_]


@lru_cache(maxsize=64)
def parse_crs(text: str) -> pyproj.CRS:
    """The CRS that an EPSG code ("EPSG:3006", "3006") or an OGC URN names; FileError for an unknown one."""
    try:
        return pyproj.CRS.from_user_input(text.strip())
    except CRSError as error:
        raise FileError(
            _("The coordinate system {crs} is unknown.").format(crs=text.strip() or '""'),
            _("Give an EPSG code such as EPSG:3006 (SWEREF 99 TM) or EPSG:4326 (degrees)."),
        ) from error


def known_crs(text: str) -> str:
    """The canonical name of a CRS, such as "EPSG:3006"; FileError for an unknown one."""
    crs = parse_crs(text)
    authority = crs.to_authority()
    return ":".join(authority) if authority else crs.to_string()


def check_working_crs(text: str) -> str:
    """The canonical name of a CRS that a store may work in: plane and in metres. FileError otherwise."""
    crs = parse_crs(text)
    if not crs.is_projected or any(axis.unit_conversion_factor != 1.0 for axis in crs.axis_info[:2]):
        raise FileError(
            _("{crs} is not a plane coordinate system in metres.").format(crs=text),
            _("Choose one such as EPSG:3006 (SWEREF 99 TM) or a UTM zone."),
        )
    return known_crs(text)


@lru_cache(maxsize=64)
def transformer(source_crs: str, target_crs: str) -> pyproj.Transformer:
    """The cached road between two CRS, always in the order east (longitude), north (latitude)."""
    return pyproj.Transformer.from_crs(parse_crs(source_crs), parse_crs(target_crs), always_xy=True)


@lru_cache(maxsize=64)
def _usable_box(crs: str) -> tuple[float, float, float, float] | None:
    """The box, in the CRS's own units, within which its coordinates make sense; None where nobody has stated one."""
    area = parse_crs(crs).area_of_use
    if area is None:
        return None
    if parse_crs(crs).is_geographic:
        return area.west, area.south, area.east, area.north
    box = transformer(LONLAT, crs).transform_bounds(
        max(area.west - MARGIN_LON, -180.0),
        max(area.south - MARGIN_LAT, -89.0),
        min(area.east + MARGIN_LON, 180.0),
        min(area.north + MARGIN_LAT, 89.0),
    )
    return box if all(np.isfinite(box)) else None


def _inside(crs: str, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    box = _usable_box(crs)
    if box is None:
        return np.isfinite(x) & np.isfinite(y)
    # A comparison with NaN is False, so what is not finite falls out here too.
    return (box[0] <= x) & (x <= box[2]) & (box[1] <= y) & (y <= box[3])


def to_working_crs(x: ArrayLike, y: ArrayLike, source_crs: str, target_crs: str) -> Projected:
    """Project n coordinates (x east or longitude, y north or latitude) to integer metres of the working CRS.

    `ok` is False where a coordinate is missing or not finite, or lies outside the area for which the source or the
    target CRS is made (with a margin of 6° and 2°): swapped columns, degrees read as metres, another country.
    FileError for an unknown code or a target that is not plane and in metres.
    """
    east, north, ok = move(x, y, source_crs, check_working_crs(target_crs))
    whole = [np.where(ok, np.rint(part), NO_COORDINATE).astype(np.int32) for part in (east, north)]
    return Projected(whole[0], whole[1], ok)


def move(
    x: ArrayLike, y: ArrayLike, source_crs: str, target_crs: str
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """The same as `to_working_crs`, but to unrounded coordinates of any CRS; undefined where `ok` is False."""
    source, target = known_crs(source_crs), known_crs(target_crs)
    east = np.asarray(x, np.float64)
    north = np.asarray(y, np.float64)
    ok = _inside(source, east, north)
    if source != target and ok.any():
        moved = transformer(source, target).transform(np.where(ok, east, np.nan), np.where(ok, north, np.nan))
        east, north = (np.asarray(part, np.float64) for part in moved)
        ok &= _inside(target, east, north)
    return east, north, ok


def working_crs_for(lon: ArrayLike, lat: ArrayLike) -> str:
    """The CRS a store of these points should work in: EPSG:3006 in Sweden's bounding area, else their UTM zone.

    lon, lat: degrees, arrays of any length; the median of those that are finite decides. Without any: EPSG:3006.
    The exceptions of the UTM grid round Norway and Svalbard are not made: the neighbouring zone serves as well.
    """
    lons = np.asarray(lon, np.float64).ravel()
    lats = np.asarray(lat, np.float64).ravel()
    usable = (np.abs(lons) <= 180) & (np.abs(lats) <= 90)
    if not usable.any():
        return SWEDEN
    east, north = float(np.median(lons[usable])), float(np.median(lats[usable]))
    sweden = parse_crs(SWEDEN).area_of_use
    if sweden is not None and sweden.west <= east <= sweden.east and sweden.south <= north <= sweden.north:
        return SWEDEN
    zone = min(int((east + 180) // 6) + 1, 60)
    return f"EPSG:{(32700 if north < 0 else 32600) + zone}"
