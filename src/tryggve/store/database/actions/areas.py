"""Areas come into the store, and everything is placed anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tryggve import __version__
from tryggve.domain.area import MUNICIPALITY, Area
from tryggve.store.database import audit, meta
from tryggve.store.database.actions.area_outcome import AreasFile, AreasOutcome, Tools
from tryggve.store.database.actions.areas_placed import as_it_is, place_all
from tryggve.store.database.actions.division_rows import put_divisions_in, settle_whole, store_overlaps
from tryggve.store.database.connect import Database
from tryggve.store.database.divisions import Change, Division, change_of, divisions_of, is_sum, settled
from tryggve.store.database.models import ImportBatch


def import_areas(
    database: Database, *, file: AreasFile, tools: Tools, by: str, why: str, at: dt.datetime,
    progress: Callable[[int], object] = str,
) -> AreasOutcome:  # fmt: skip
    """Bring areas in; their level is the key of their division. FileError when it cannot be done: nothing has changed.

    An import that brings nothing new changes nothing and leaves no batch. Otherwise all is placed anew: points in the
    areas now in use; codes and names as the division of their time has them, carried from there to the one in use
    where surface says which area that is.
    """
    with database.writing():
        known, before = divisions_of(database), as_it_is(database)
        coming = _coming(file, known)
        changes = tuple(change_of(known.get(key), areas) for key, areas in coming.items())
        kept_whole = MUNICIPALITY in known and MUNICIPALITY not in coming and not is_sum(known[MUNICIPALITY].areas)
        if not any(change.is_any for change in changes):
            return AreasOutcome(None, changes, beside=_beside(database, coming), kept_whole=kept_whole)
        batch = ImportBatch.objects.using(database.alias).create(
            kind=str(audit.Action.AREAS), by=by, why=why, at=at, version=__version__, **_sums(changes)
        )
        changed = {change.key: coming[change.key] for change in changes if change.is_any}
        superseded = put_divisions_in(database, changed, known, batch)
        if not meta.read(database, meta.Fact.MUNICIPALITY):
            meta.write(database, meta.Fact.MUNICIPALITY, file.register.municipality)
        settle_whole(database, tools.whole, file.register.municipality, batch)
        store_overlaps(database, set(changed) - {MUNICIPALITY}, tools.overlap)
        outcome = replace(
            place_all(database, tools, before, batch, progress),
            changes=changes, superseded=tuple(superseded), kept_whole=kept_whole, beside=_beside(database, changed),
        )  # fmt: skip
        told: dict[str, Any] = {"file": file.name, "sha256": file.sha256}
        told["divisions"] = {c.key: {"new": c.new, "changed": c.changed, "gone": c.gone} for c in changes}
        record(database, outcome, batch, told)
    return outcome


def record(database: Database, outcome: AreasOutcome, batch: ImportBatch, told: Mapping[str, Any]) -> None:
    """Write in the log what was done; `in_use` is what later readers of codes and names go by."""
    used = [key for key, division in divisions_of(database).items() if division.in_use]
    audit.record(
        database, audit.Action.AREAS, by=batch.by, at=batch.at, why=batch.why, batch=batch, **told,
        superseded=list(outcome.superseded), in_use=used, placed=outcome.incidents.placed,
        kept=outcome.incidents.kept, counts=outcome.counts, agreements=outcome.agreements,
    )  # fmt: skip


def _beside(database: Database, keys: Mapping[str, Sequence[Area]]) -> tuple[str, ...]:
    return tuple(key for key, division in divisions_of(database).items() if key in keys and not division.in_use)


def _coming(file: AreasFile, known: Mapping[str, Division]) -> dict[str, tuple[Area, ...]]:
    """The areas of the file by the key of their division; a municipality that is but the sum of them left out."""
    found: dict[str, list[Area]] = {}
    for area in file.register.areas:
        found.setdefault(area.level, []).append(area)
    if is_sum(found.get(MUNICIPALITY, ())):
        del found[MUNICIPALITY]
    coming = {}
    for key, areas in found.items():
        own = settled(key, tuple(areas), known, mend=file.mend)
        vintage = known[own].vintage if own != key else areas[0].vintage
        coming[own] = tuple(replace(area, level=own, vintage=vintage) for area in areas)
    return coming


def _sums(changes: Sequence[Change]) -> dict[str, int]:
    new, changed = sum(change.new for change in changes), sum(change.changed for change in changes)
    same = sum(change.unchanged for change in changes)
    return {"rows_read": new + changed + same, "rows_in": new, "rows_updated": changed, "rows_unchanged": same}
