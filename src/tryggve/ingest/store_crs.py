"""The one working CRS of a store: where the data lie decides."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.areas_file import MOST_BYTES
from tryggve.ingest.bound_columns import bind
from tryggve.ingest.coordinates import DEGREES, read_coordinates
from tryggve.ingest.faults import Faults
from tryggve.ingest.fitting_crs import positions
from tryggve.ingest.plain_file import content_of
from tryggve.ingest.profile_record import Kind, Profile
from tryggve.ingest.project import LONLAT, SWEDEN, move, working_crs_for
from tryggve.ingest.raw_table import RawTable

_SAMPLE = 2000

Degrees = tuple[NDArray[np.float64], NDArray[np.float64]]


def store_crs(tables: Sequence[tuple[RawTable, Profile]], areas_path: Path | None) -> str:
    """EPSG:3006 where the data lie in Sweden or say nothing, else their UTM zone.

    Coordinates whose CRS is known decide, else the outlines of the areas file. FileError where degrees lie in Sweden
    only if latitude and longitude change places.
    """
    known = [degrees for table, profile in tables for degrees in _table_degrees(table, profile)]
    lon, lat = _joined(known)
    if not len(lon) and areas_path is not None:
        lon, lat = _areas_degrees(areas_path)
    crs = working_crs_for(lon, lat)
    if crs != SWEDEN and working_crs_for(lat, lon) == SWEDEN:
        raise FileError(
            _("Most points lie far outside Sweden, but within it if latitude and longitude change places."),
            _("Swap the columns of latitude and longitude in the file or in a profile."),
        )
    return crs


def _table_degrees(table: RawTable, profile: Profile) -> Iterable[Degrees]:
    if profile.kind is not Kind.INCIDENTS or not len(table):
        return
    rows = np.arange(0, len(table), max(1, len(table) // _SAMPLE))
    some = table.take(rows)
    pairs, _notes = read_coordinates(bind(some, profile), profile.crs or table.crs or "", "", Faults(some.row_numbers))
    for pair in pairs:
        if pair.crs:
            yield _degrees(pair.east[pair.present], pair.north[pair.present], pair.crs)


def _areas_degrees(path: Path) -> Degrees:
    """Corners of the first outlines of an areas file; none where it cannot be read, which its own reader then says."""
    try:
        content = json.loads(content_of(path, MOST_BYTES).decode("utf-8-sig"))
        member = content.get("crs") or {}
        name = str(member.get("properties", {}).get("name", ""))
        corners = np.array([corner for shape in _shapes(content) for corner in positions(shape)], np.float64)
        if not len(corners):
            return _joined([])
        plane = bool((np.abs(corners) > (180, 90)).any())
        return _degrees(corners[:, 0], corners[:, 1], name or (SWEDEN if plane else DEGREES))
    except (OSError, ValueError, TypeError, AttributeError, RecursionError, LookupError, ArithmeticError, FileError):
        return _joined([])


def _shapes(content: Any) -> Iterable[Any]:
    for feature in content["features"][:_SAMPLE]:
        geometry = feature.get("geometry") or {}
        if geometry.get("coordinates"):
            yield geometry["coordinates"]


def _degrees(east: NDArray[np.float64], north: NDArray[np.float64], crs: str) -> Degrees:
    lon, lat, ok = move(east, north, crs, LONLAT)
    return lon[ok], lat[ok]


def _joined(parts: Sequence[Degrees]) -> Degrees:
    none = np.zeros(0)
    return np.concatenate([none, *(lon for lon, _lat in parts)]), np.concatenate([none, *(lat for _lon, lat in parts)])
