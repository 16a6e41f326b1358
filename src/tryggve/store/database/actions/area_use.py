"""Another division of a level is put in use again: a new vintage that was a mistake is taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from tryggve import __version__
from tryggve.domain.area import MUNICIPALITY, level_of
from tryggve.store.database import audit, meta
from tryggve.store.database.actions.area_outcome import AreasOutcome, Tools
from tryggve.store.database.actions.areas import record
from tryggve.store.database.actions.areas_placed import as_it_is, place_all
from tryggve.store.database.actions.division_rows import settle_whole
from tryggve.store.database.connect import Database
from tryggve.store.database.divisions import divisions_of
from tryggve.store.database.models import AreaDivision, ImportBatch


def use_division(
    database: Database, *, key: str, tools: Tools, by: str, why: str, at: dt.datetime,
    progress: Callable[[int], object] = str,
) -> AreasOutcome:  # fmt: skip
    """Put a division that the store has in use instead of the other of its level, and place everything anew.

    One that is in use already changes nothing and leaves no batch.
    """
    with database.writing():
        known = divisions_of(database)
        if known[key].in_use:
            return AreasOutcome(None)
        before = as_it_is(database)
        superseded = [d.key for d in known.values() if d.level == level_of(key) and d.in_use and d.key != MUNICIPALITY]
        batch = ImportBatch.objects.using(database.alias).create(
            kind=str(audit.Action.AREAS), by=by, why=why, at=at, version=__version__
        )
        divisions = AreaDivision.objects.using(database.alias)
        divisions.filter(key__in=superseded).update(in_use=False)
        divisions.filter(key=key).update(in_use=True)
        settle_whole(database, tools.whole, meta.read(database, meta.Fact.MUNICIPALITY), batch)
        outcome = place_all(database, tools, before, batch, progress)
        outcome = replace(outcome, superseded=tuple(superseded))
        record(database, outcome, batch, {"used": key})
    return outcome
