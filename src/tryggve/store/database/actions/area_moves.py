"""Which reports have lost or been given an area at a level, when other areas are in use than before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.area import level_of
from tryggve.store.database.connect import Database

Held = Mapping[str, NDArray[np.int64]]
"""Division in use → ids of the reports that count and have an area in it, in order."""


@dataclass(frozen=True)
class Moved:
    """Reports that count which have `lost` or `gained` an area at a level; `was` and `now` are its divisions in use.

    `unplaced` of the lost say only a code or a name: it is not known which of the new areas they are of.
    """

    was: str
    now: str
    lost: int
    gained: int
    unplaced: int


def held(database: Database, divisions: list[str]) -> Held:
    """The reports in each of the divisions."""
    return {division: _ids(database, _HELD, division) for division in divisions}


def moved(database: Database, before: Held, divisions: list[str]) -> tuple[Moved, ...]:
    """What has become of them, level by level, now that `divisions` are in use."""
    found, pointless = [], _ids(database, "SELECT id FROM incident WHERE x IS NULL ORDER BY id")
    for now in divisions:
        was = next((key for key in before if level_of(key) == level_of(now)), None)
        if was is None:
            continue
        ids = _ids(database, _HELD, now)
        lost = np.setdiff1d(before[was], ids, assume_unique=True)
        gained = np.setdiff1d(ids, before[was], assume_unique=True)
        unplaced = np.intersect1d(lost, pointless, assume_unique=True)
        found.append(Moved(was, now, len(lost), len(gained), len(unplaced) if was != now else 0))
    return tuple(found)


_HELD = (
    "SELECT incident_id FROM incident_area JOIN incident ON incident.id = incident_id "
    "WHERE level = %s AND left_out = '' ORDER BY incident_id"
)


def _ids(database: Database, sql: str, *parameters: str) -> NDArray[np.int64]:
    with database.connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        return np.fromiter((row[0] for row in cursor), np.int64)
