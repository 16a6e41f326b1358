"""Which report was merged into which: the rows, kept in step with why the reports are left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tryggve.store.database.bulk import run_in, select_in
from tryggve.store.database.connect import Database
from tryggve.store.database.models import IncidentMerge


def put_in(database: Database, into: Mapping[int, int]) -> None:
    """Remember that reports were merged: merged report → the one that counts, unless that has been deleted since."""
    there = {int(i) for (i,) in select_in(database.connection, "SELECT id FROM incident WHERE id IN {}", into.values())}
    rows = [IncidentMerge(incident_id=incident, into_id=other) for incident, other in into.items() if other in there]
    IncidentMerge.objects.using(database.alias).bulk_create(rows)


def part(database: Database, ids: Iterable[int]) -> None:
    """Reports are merged no more."""
    run_in(database.connection, "DELETE FROM incident_merge WHERE incident_id IN {}", ids)


def forget(database: Database, ids: Iterable[int]) -> None:
    """Reports go out of the store, merged ones or those that counted for others."""
    ids = list(ids)
    part(database, ids)
    run_in(database.connection, "DELETE FROM incident_merge WHERE into_id IN {}", ids)


def forget_before(database: Database, day: int) -> None:
    """Reports of days before are about to be deleted by decision."""
    old = "SELECT id FROM incident WHERE last_day < %s"
    with database.connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM incident_merge WHERE incident_id IN ({old}) OR into_id IN ({old})", [day, day])
