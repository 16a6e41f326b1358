"""All that a store holds is placed by the areas in use, after others were before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tryggve.domain.area import MUNICIPALITY
from tryggve.domain.area_eras import KnownAreas
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database import audit
from tryggve.store.database.actions.area_moves import Held, held, moved
from tryggve.store.database.actions.area_outcome import AreasOutcome, Tools
from tryggve.store.database.actions.number_places import place_counts
from tryggve.store.database.actions.placing import Replaced, place_incidents, rename_whole
from tryggve.store.database.actions.promise_places import place_agreements
from tryggve.store.database.connect import Database
from tryggve.store.database.divisions import divisions_of
from tryggve.store.database.known_areas import known_areas
from tryggve.store.database.models import AgreementArea, ImportBatch


@dataclass(frozen=True)
class AsItWas:
    """What was known and where the reports lay before anything changed."""

    known: KnownAreas
    held: Held


def as_it_is(database: Database) -> AsItWas:
    """To be asked before anything is changed."""
    known = known_areas(database)
    return AsItWas(known, held(database, list(known.in_use)))


def place_all(
    database: Database, tools: Tools, before: AsItWas, batch: ImportBatch, progress: Callable[[int], object]
) -> AreasOutcome:
    """Place reports, numbers of tables and promises to report. FileError where the areas cannot be theirs."""
    known = known_areas(database, batch=batch.pk)
    placer = tools.placer(known, before.known)
    incidents = place_incidents(database, placer, progress=progress)
    if incidents.far * 2 > incidents.points:
        raise FileError(
            _("Most points of the reports in the store lie more than 100 km outside these areas."),
            _("Nothing was changed. Check that the areas are of this municipality, and their coordinate system."),
        )
    rename_whole(database, known.divisions[MUNICIPALITY][0].code)
    counts = place_counts(database, placer, batch_id=batch.pk)
    agreements = place_agreements(database, placer)
    return AreasOutcome(
        batch.pk, incidents=incidents, moved=moved(database, before.held, list(known.in_use)), counts=counts,
        agreements=agreements, nowhere={level: _nowhere(database, level) for level in known.used().values()},
        old_promises=_old_promises(database),
    )  # fmt: skip


def place_again(database: Database, *, tools: Tools, undone: int) -> Replaced | None:
    """Place all reports by the areas in use, after a batch that came before other areas was taken back.

    What an undone batch gives back lies where it lay when the batch came. To be called in the transaction of the undo;
    None where no areas have come in since, so that nothing needed to be done.
    """
    later = ImportBatch.objects.using(database.alias).filter(kind=str(audit.Action.AREAS), pk__gt=undone).exists()
    known = known_areas(database)
    if not later or not known.in_use:
        return None
    placer = tools.placer(known, known)
    place_agreements(database, placer)
    return place_incidents(database, placer)


def _nowhere(database: Database, level: str) -> int:
    """Reports that count and have no area at a level."""
    sql = (
        "SELECT COUNT(*) FROM incident WHERE left_out = '' AND NOT EXISTS "
        "(SELECT 1 FROM incident_area WHERE incident_id = incident.id AND level = %s)"
    )
    with database.connection.cursor() as cursor:
        cursor.execute(sql, [level])
        return int(cursor.fetchone()[0])


def _old_promises(database: Database) -> int:
    idle = [key for key, division in divisions_of(database).items() if not division.in_use]
    rows = AgreementArea.objects.using(database.alias).filter(level__in=idle)
    return rows.values("agreement_id").distinct().count()
