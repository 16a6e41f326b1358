"""Areas come into the store, and everything is placed as if it had come in after them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tryggve import __version__
from tryggve.domain.area import MUNICIPALITY, Area, AreaRegister
from tryggve.domain.area_overlap import Overlap
from tryggve.domain.language import _
from tryggve.domain.placing import Placer
from tryggve.domain.row_error import FileError
from tryggve.store.database import audit, meta
from tryggve.store.database.actions.division_rows import put_divisions_in, settle_whole, store_overlaps
from tryggve.store.database.actions.number_places import place_agreements, place_counts
from tryggve.store.database.actions.placing import Replaced, place_incidents, rename_whole
from tryggve.store.database.areas import register_of
from tryggve.store.database.connect import Database
from tryggve.store.database.divisions import Change, Division, change_of, divisions_of, is_sum, settled
from tryggve.store.database.models import AgreementArea, ImportBatch


@dataclass(frozen=True)
class Tools:
    """What the store cannot do by itself, for it knows no shapes.

    `whole`: areas and a name → the municipality that they make up. `overlap`: how the areas of two divisions share
    surface. `placer`: the areas in use now, those in use before, all that were known before → who places by them.
    """

    whole: Callable[[Sequence[Area], str], Area]
    overlap: Callable[[Sequence[Area], Sequence[Area]], Sequence[Overlap]]
    placer: Callable[[AreaRegister, AreaRegister | None, AreaRegister | None], Placer]


@dataclass(frozen=True)
class AreasFile:
    """The file that areas come from; `mend`: those without a vintage replace the division that has none either."""

    name: str
    sha256: str
    register: AreaRegister
    mend: bool = False


@dataclass(frozen=True)
class AreasOutcome:
    """What an import of areas did; `batch` is None where it changed nothing.

    `superseded`: divisions that are no longer in use. `beside`: divisions that came in but are older than the one in
    use. `old_promises`: promises to report for areas of divisions that are not in use. `nowhere`: per level in use the
    reports that count and have no area there. `kept_whole`: the store has an outline of the municipality, so the sum
    of the areas was not used.
    """

    batch: int | None
    changes: tuple[Change, ...]
    superseded: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    kept_whole: bool = False
    incidents: Replaced = field(default_factory=Replaced)
    counts: int = 0
    agreements: int = 0
    nowhere: Mapping[str, int] = field(default_factory=dict)
    old_promises: int = 0


def import_areas(
    database: Database, *, file: AreasFile, tools: Tools, by: str, why: str, at: dt.datetime,
    progress: Callable[[int], object] = str,
) -> AreasOutcome:  # fmt: skip
    """Bring areas in; their level is the key of their division. FileError when it cannot be done: nothing has changed.

    An import that brings nothing new changes nothing and leaves no batch. Otherwise all reports, numbers of tables
    and promises to report are placed as if they came in now.
    """
    with database.writing():
        known = divisions_of(database)
        before, all_before = register_of(database), register_of(database, all_divisions=True)
        coming = _coming(file, known)
        changes = [change_of(known.get(key), areas) for key, areas in coming.items()]
        kept_whole = MUNICIPALITY in known and MUNICIPALITY not in coming and not is_sum(known[MUNICIPALITY].areas)
        if not any(change.is_any for change in changes):
            return AreasOutcome(None, tuple(changes), kept_whole=kept_whole)
        batch = ImportBatch.objects.using(database.alias).create(
            kind=str(audit.Action.AREAS), by=by, why=why, at=at, version=__version__, **_sums(changes)
        )
        changed = {change.key: coming[change.key] for change in changes if change.is_any}
        superseded = put_divisions_in(database, changed, known, batch)
        if not meta.read(database, meta.Fact.MUNICIPALITY):
            meta.write(database, meta.Fact.MUNICIPALITY, file.register.municipality)
        settle_whole(database, tools.whole, file.register.municipality, batch)
        store_overlaps(database, set(changed) - {MUNICIPALITY}, tools.overlap)
        outcome = _place_all(database, tools, before, all_before, batch, progress)
        outcome = replace(
            outcome,
            changes=tuple(changes),
            superseded=tuple(superseded),
            kept_whole=kept_whole,
            beside=tuple(
                key for key, division in divisions_of(database).items() if key in changed and not division.in_use
            ),
        )
        _record(database, file, outcome, batch, by, why, at)
    return outcome


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


def _place_all(
    database: Database, tools: Tools, before: AreaRegister | None, all_before: AreaRegister | None, batch: ImportBatch,
    progress: Callable[[int], object],
) -> AreasOutcome:  # fmt: skip
    now = register_of(database)
    assert now is not None  # areas have just been written
    placer = tools.placer(now, before, all_before)
    incidents = place_incidents(database, placer, progress=progress)
    if incidents.far * 2 > incidents.points:
        raise FileError(
            _("Most points of the reports in the store lie more than 100 km outside these areas."),
            _("Nothing was changed. Check that the areas are of this municipality, and their coordinate system."),
        )
    rename_whole(database, now.at(MUNICIPALITY)[0].code)
    counts = place_counts(database, placer, batch_id=batch.pk)
    agreements = place_agreements(database, placer)
    return AreasOutcome(
        batch.pk, (), incidents=incidents, counts=counts, agreements=agreements,
        nowhere={level: _nowhere(database, level) for level in now.levels()},
        old_promises=_old_promises(database),
    )  # fmt: skip


def place_again(database: Database, *, tools: Tools, undone: int) -> Replaced | None:
    """Place all reports by the areas in use, after a batch that came before other areas was taken back.

    What an undone batch gives back lies where it lay when the batch came. To be called in the transaction of the undo;
    None where no areas have come in since, so that nothing needed to be done.
    """
    later = ImportBatch.objects.using(database.alias).filter(kind=str(audit.Action.AREAS), pk__gt=undone).exists()
    now = register_of(database)
    if not later or now is None:
        return None
    return place_incidents(database, tools.placer(now, now, register_of(database, all_divisions=True)))


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


def _record(
    database: Database, file: AreasFile, outcome: AreasOutcome, batch: ImportBatch, by: str, why: str, at: dt.datetime
) -> None:
    audit.record(
        database, audit.Action.AREAS, by=by, at=at, why=why, batch=batch, file=file.name, sha256=file.sha256,
        divisions={c.key: {"new": c.new, "changed": c.changed, "gone": c.gone} for c in outcome.changes},
        superseded=list(outcome.superseded), placed=outcome.incidents.placed, kept=outcome.incidents.kept,
        counts=outcome.counts, agreements=outcome.agreements,
    )  # fmt: skip
