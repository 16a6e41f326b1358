"""Which reports tell of one event, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tryggve.store.database.bulk import select_in
from tryggve.store.database.connect import Database


def into_of(database: Database, ids: Iterable[int]) -> dict[int, int]:
    """Merged report → the one that counts for it, of those of the reports that are merged."""
    sql = "SELECT incident_id, into_id FROM incident_merge WHERE incident_id IN {}"
    return {int(incident): int(into) for incident, into in select_in(database.connection, sql, ids)}


def merged_into(database: Database, ids: Iterable[int]) -> dict[int, list[int]]:
    """Report that counts → those that were merged into it, of those of the reports that have any."""
    sql = "SELECT into_id, incident_id FROM incident_merge WHERE into_id IN {} ORDER BY into_id, incident_id"
    found: dict[int, list[int]] = {}
    for into, incident in select_in(database.connection, sql, ids):
        found.setdefault(int(into), []).append(int(incident))
    return found


@dataclass(frozen=True)
class MergedSource:
    """A report, and whose it is; `incident` of the one that counts stands first."""

    incident: int
    source: str
    organisation: str
    organisation_kind: str


def sources_of_merged(database: Database, ids: Iterable[int]) -> dict[int, list[MergedSource]]:
    """Report that counts → itself and those that were merged into it, of those of the reports that have any."""
    found = merged_into(database, ids)
    wanted = {i for into, others in found.items() for i in (into, *others)}
    sql = "SELECT id, source, organisation, organisation_kind FROM incident WHERE id IN {}"
    rows = {row[0]: MergedSource(*row) for row in select_in(database.connection, sql, sorted(wanted))}
    return {into: [rows[i] for i in (into, *others)] for into, others in found.items()}
