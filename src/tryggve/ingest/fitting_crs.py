"""Which coordinate system would put misplaced points where the store is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.area import AreaRegister
from tryggve.domain.language import _
from tryggve.ingest.context import Context
from tryggve.ingest.locate import FAR_M
from tryggve.ingest.project import to_working_crs

# SWEREF 99 TM, degrees, RT90 2.5 gon V, UTM 33 N, web maps: what Swedish files hold when nobody says what they hold.
_CANDIDATES = ("EPSG:3006", "EPSG:4326", "EPSG:3021", "EPSG:32633", "EPSG:3857")
_SAMPLE = 1000
_ENOUGH = 0.9
_MOST = 3


def crs_that_fit(east: NDArray[np.float64], north: NDArray[np.float64], crs: str, context: Context) -> tuple[str, ...]:
    """Names of the CRS, "with swapped axes" where so, in which at least 90 % of the points lie in the store's extent.

    Systems that are alike (UTM 33 N and SWEREF 99 TM differ by less than a metre) are named once.
    """
    step = max(1, len(east) // _SAMPLE)
    east, north = east[::step], north[::step]
    box = _box(context.areas)
    found: list[str] = []
    spots: list[tuple[int, int]] = []
    for candidate in dict.fromkeys((crs, *_CANDIDATES, context.crs)):
        for swapped in (False, True):
            first, second = (north, east) if swapped else (east, north)
            moved = to_working_crs(first, second, candidate, context.crs)
            ok = moved.ok & (True if box is None else _inside(moved.x, moved.y, box))
            if ok.mean() < _ENOUGH:
                continue
            spot = int(np.median(moved.x[ok])), int(np.median(moved.y[ok]))
            if all(abs(spot[0] - x) > 10 or abs(spot[1] - y) > 10 for x, y in spots):
                spots.append(spot)
                found.append(_("{crs} with swapped axes").format(crs=candidate) if swapped else candidate)
    return tuple(found[:_MOST])


def _inside(x: NDArray[np.int32], y: NDArray[np.int32], box: tuple[float, ...]) -> NDArray[np.bool_]:
    return (box[0] - FAR_M <= x) & (x <= box[2] + FAR_M) & (box[1] - FAR_M <= y) & (y <= box[3] + FAR_M)


def _box(areas: AreaRegister | None) -> tuple[float, ...] | None:
    corners = [
        corner
        for area in (areas.areas if areas else ())
        if area.geometry is not None
        for corner in positions(area.geometry["coordinates"])
    ]
    if not corners:
        return None
    array = np.array(corners)
    return (*array.min(axis=0).tolist(), *array.max(axis=0).tolist())


def positions(coordinates: Any) -> Iterator[tuple[float, float]]:
    """The positions in the nested coordinates of a GeoJSON geometry."""
    if coordinates and isinstance(coordinates[0], int | float):
        yield float(coordinates[0]), float(coordinates[1])
        return
    for part in coordinates:
        yield from positions(part)
