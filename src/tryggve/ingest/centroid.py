"""Finds coordinates that are the middle of a named place instead of the spot where something happened."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident_table import Coded

MIN_ROWS = 20
"""So many rows of one place name must share a coordinate before it is looked on as the middle of that place."""

MIN_SHARE = 0.9
"""And so large a part of the rows with that place name; also the part of a file that makes it a file of centroids."""


def centroid_rows(
    x: NDArray[np.int32],
    y: NDArray[np.int32],
    has_xy: NDArray[np.bool_],
    place: Coded,
    stated: NDArray[np.bool_] | None = None,
    is_area_name: Callable[[str], bool] = lambda _name: False,
) -> NDArray[np.bool_]:
    """Which of n rows stand at a centroid: metres x, y; `place` names the place; `stated` rows say that it is a point.

    A coordinate is suspected when at least 20 rows with one place name, and at least 90 % of them, share it. That is
    also true of a square whose every report stands at the same spot, so more must speak for it: either the name is
    that of an area or of the municipality (`is_area_name`), or the suspected rows are at least 90 % of all rows with
    coordinates in the file, that is, the file knows no finer place at all. In the second case every place name with
    one coordinate goes with them, also one with few rows, but not rows whose precision is stated.
    """
    found = np.zeros(len(x), bool)
    named = np.array([bool(text) for text in place.values], bool)
    rows = np.flatnonzero(has_xy & named[place.codes])
    if not len(rows):
        return found
    spot = (x[rows].astype(np.int64) << 32) | (y[rows].astype(np.int64) & 0xFFFFFFFF)
    names = place.codes[rows].astype(np.int64)
    order = np.lexsort((spot, names))
    new_pair = np.ones(len(rows), bool)
    new_pair[1:] = (np.diff(names[order]) != 0) | (np.diff(spot[order]) != 0)
    pair = np.empty(len(rows), np.int64)
    pair[order] = np.cumsum(new_pair) - 1
    pair_size = np.bincount(pair)[pair]
    one_spot = pair_size >= MIN_SHARE * np.bincount(names)[names]
    suspected = one_spot & (pair_size >= MIN_ROWS)
    of_area = [code for code in np.unique(names[suspected]).tolist() if is_area_name(place.values[code])]
    found[rows[suspected & np.isin(names, of_area)]] = True
    if suspected.sum() >= MIN_SHARE * np.count_nonzero(has_xy):
        unstated = np.ones(len(rows), bool) if stated is None else ~stated[rows]
        found[rows[one_spot & unstated]] = True
    return found
