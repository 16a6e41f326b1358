"""Every report is placed anew: what it says is as it was, but other areas are known.

No version is made and no content changes, for the reports say what they said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.area import MUNICIPALITY
from tryggve.domain.incident_table import NO_COORDINATE
from tryggve.domain.placing import FoundPlaces, Placer, SaidPlaces
from tryggve.store.database import months
from tryggve.store.database.bulk import insert, run_in, select_in
from tryggve.store.database.connect import Database
from tryggve.store.database.models import IncidentArea
from tryggve.store.database.said import read_files

_NOTHING: Callable[[int], object] = lambda _n: None  # noqa: E731


@dataclass
class Replaced:
    """How many reports were placed anew, how many were left where they were, and how many points lie far away."""

    placed: int = 0
    kept: int = 0
    points: int = 0
    far: int = 0


def place_incidents(database: Database, placer: Placer, *, progress: Callable[[int], object] = _NOTHING) -> Replaced:
    """Place all reports, file by file, inside the transaction of the caller, and make the sums per month anew.

    A file is what its reports in the store make of it: rows that were held back, or that another file has changed
    since, are not among them. A point far outside all areas, which an import would hold back, is kept without a place.
    """
    done = Replaced()
    for batch, ids, said in read_files(database):
        found = placer.incidents(said, batch)
        _write(database, ids, said, found)
        if found.kept.any():
            _keep(database, ids[found.kept].tolist(), partial(placer.kept_areas, batch=batch))
        done.placed += int(np.count_nonzero(~found.kept))
        done.kept += int(np.count_nonzero(found.kept))
        done.points += int(np.count_nonzero(said.x != NO_COORDINATE))
        done.far += int(np.count_nonzero(found.far))
        progress(done.placed + done.kept)
    months.refresh(database, None)
    return done


def rename_whole(database: Database, code: str) -> None:
    """Reports that could not be placed anew still lie in the municipality, whatever its code is now."""
    rows = IncidentArea.objects.using(database.alias).filter(level=MUNICIPALITY).exclude(area_code=code)
    rows.update(area_code=code)


def _write(database: Database, ids: NDArray[np.int64], said: SaidPlaces, found: FoundPlaces) -> None:
    anew = ~found.kept
    left_out = found.left_out.objects()
    moved = np.flatnonzero(
        anew
        & (
            (said.now_x != found.x)
            | (said.now_y != found.y)
            | (said.now_precision != found.location_precision)
            | (said.now_left_out.objects() != left_out)
        )
    )
    numbers = [_or_null(column[moved]) for column in (found.x, found.y)]
    rows = zip(*numbers, found.location_precision[moved].tolist(), left_out[moved], ids[moved].tolist(), strict=True)
    with database.connection.cursor() as cursor:
        sql = "UPDATE incident SET x = %s, y = %s, location_precision = %s, left_out = %s WHERE id = %s"
        cursor.executemany(sql, list(rows))
    run_in(database.connection, "DELETE FROM incident_area WHERE incident_id IN {}", ids[anew].tolist())
    insert(database.connection, IncidentArea, ("incident_id", "level", "area_code"), _areas(ids, found))


def _keep(database: Database, ids: list[int], areas_now: Callable[[Mapping[str, str]], dict[str, str]]) -> None:
    """Reports that are left where they are get the areas of today that theirs are, beside those that they have."""
    sql = "SELECT incident_id, level, area_code FROM incident_area WHERE incident_id IN {}"
    areas: dict[int, dict[str, str]] = {}
    for incident, level, code in select_in(database.connection, sql, ids):
        areas.setdefault(incident, {})[level] = code
    changed = {incident: now for incident, own in areas.items() if (now := areas_now(own)) != own}
    run_in(database.connection, "DELETE FROM incident_area WHERE incident_id IN {}", changed)
    rows = [(incident, *area) for incident, now in changed.items() for area in sorted(now.items())]
    insert(database.connection, IncidentArea, ("incident_id", "level", "area_code"), rows)


def _or_null(column: NDArray[np.int32]) -> list[Any]:
    found: list[Any] = np.ma.masked_equal(column, NO_COORDINATE).tolist()
    return found


def _areas(ids: NDArray[np.int64], found: FoundPlaces) -> Iterator[tuple[int, str, str]]:
    for level, coded in sorted(found.areas.items()):
        filled = np.array([bool(code) for code in (*coded.values, "")], bool)
        rows = np.flatnonzero(filled[coded.codes] & ~found.kept)
        yield from zip(ids[rows].tolist(), [level] * len(rows), coded.take(rows).objects().tolist(), strict=True)
