"""An import is taken back: what it brought goes out, what it changed becomes again what it was."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from tryggve import __version__
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database import audit, meta, months
from tryggve.store.database.actions import agreements, corrections, count_rows, incident_rows, merges
from tryggve.store.database.actions.correct import erase_words, was_erased
from tryggve.store.database.bulk import insert, portions, run_in
from tryggve.store.database.connect import Database
from tryggve.store.database.models import (
    Agreement,
    AgreementVersion,
    CountCell,
    CountVersion,
    ImportBatch,
    Incident,
    IncidentArea,
    IncidentText,
    IncidentVersion,
)

BRINGS = ("import", "reported")
"""Kinds of batches that bring reports."""

UNDOABLE = (*BRINGS, "correct", "hold_back", "let_in", "merge", "unmerge")
"""Kinds of batches that can be taken back."""


@dataclass(frozen=True)
class Undone:
    """What taking back a batch did: rows that went out, and rows that are again what they were.

    `shared`: a later import counted reports as already there, some of which may have gone out now. `kept_as_counts`:
    reports that it brought or changed were deleted by decision since; the counts that are kept of them stay.
    """

    batch: int
    taken_out: int
    given_back: int
    shared: bool = False
    kept_as_counts: bool = False


def undo_batch(database: Database, *, batch: int, by: str, why: str, at: dt.datetime, erase: bool = False) -> Undone:
    """Take an import back. FileError where there is no such import, or a later one has changed what it brought.

    With `erase` the words of the reports that go out are not kept as versions either; an import that has already been
    taken back can be erased so afterwards.
    """
    with database.writing():
        if erase and _erased_afterwards(database, batch, by=by, why=why, at=at):
            return Undone(batch, 0, 0)
        old = _undoable(database, batch)
        new = ImportBatch.objects.using(database.alias).create(
            kind=str(audit.Action.UNDO), by=by, why=why, at=at, version=__version__
        )
        expected = _incident_rows(database, old)
        out, back = _incidents(database, batch, new.pk)
        cells_out, cells_back = _counts(database, batch, new.pk)
        _agreements(database, batch, new.pk)
        corrections.forget(database, batch)
        old.undone_by = new
        old.save(using=database.alias)
        if erase:
            _erase(database, batch)
        later = ImportBatch.objects.using(database.alias).filter(pk__gt=batch, kind="import", undone_by=None)
        undone = Undone(
            batch, out + cells_out, back + cells_back, out + back > 0 and later.filter(rows_unchanged__gt=0).exists(),
            out + back < expected and meta.read_int(database, meta.Fact.FACTS_GONE) is not None,
        )  # fmt: skip
        audit.record(
            database, audit.Action.UNDO, by=by, at=at, why=why, batch=new, undone=batch, taken_out=undone.taken_out,
            given_back=undone.given_back, erased=erase,
        )  # fmt: skip
    return undone


def _undoable(database: Database, batch: int) -> ImportBatch:
    using = database.alias
    found = ImportBatch.objects.using(using).filter(pk=batch).first()
    if found is None:
        raise FileError(_("There is no import {n}.").format(n=batch), _("tryggve store status lists the imports."))
    if found.kind == audit.Action.AREAS:
        raise FileError(
            _("Number {n} brought areas or put others in use, and cannot be taken back so.").format(n=batch),
            _("tryggve areas use puts an earlier division in use again; tryggve areas list shows them."),
        )
    if found.kind not in UNDOABLE:
        raise FileError(
            _("Number {n} is neither an import nor a correction, and cannot be taken back.").format(n=batch),
            _("tryggve store status lists the imports."),
        )
    if was_erased(database, batch):
        raise FileError(
            _("Correction {n} erased words for good, and cannot be taken back.").format(n=batch),
            _("Make another correction instead."),
        )
    if found.undone_by_id is not None:
        raise FileError(_("Import {n} has already been taken back.").format(n=batch), "")
    later = _later(database, batch)
    if found.kind in BRINGS:  # what erased words in a report that goes out need not be taken back, nor can it
        later = {n for n in later if not was_erased(database, n)}
    if later:
        raise FileError(
            _("What import {n} brought was changed later, by {later}.").format(
                n=batch, later=", ".join(map(str, sorted(later, reverse=True)))
            ),
            _("Take those back first, in this order."),
        )
    return found


def _later(database: Database, batch: int) -> set[int]:
    """The batches that stand and have changed what this one brought, and those that have changed that in turn."""
    using, found, asked = database.alias, set[int](), {batch}
    while asked:
        enders: set[int] = set()
        for model in (IncidentVersion, CountVersion, AgreementVersion):
            enders |= set(model.objects.using(using).filter(batch_id__in=asked).values_list("ended_by_id", flat=True))
        standing = ImportBatch.objects.using(using).filter(pk__in=enders - found, undone_by=None).exclude(kind="undo")
        asked = set(standing.values_list("pk", flat=True))
        found |= asked
    return found


def _erased_afterwards(database: Database, batch: int, *, by: str, why: str, at: dt.datetime) -> bool:
    """Whether the batch had been taken back before: then its words are erased now, and that is all."""
    if not ImportBatch.objects.using(database.alias).filter(pk=batch).exclude(undone_by=None).exists():
        return False
    _erase(database, batch)
    audit.record(database, audit.Action.UNDO, by=by, at=at, why=why, undone=batch, erased=True)
    return True


def _erase(database: Database, batch: int) -> None:
    """The words of all versions of the reports that a batch brought or changed and that have gone out since."""
    rows = IncidentVersion.objects.using(database.alias).filter(
        Q(batch_id=batch) | Q(ended_by_id=batch) | Q(ended_by__importbatch=batch, removed=True)
    )
    erase_words(database, [bytes(key) for key in set(rows.values_list("key", flat=True))])


def _incident_rows(database: Database, batch: ImportBatch) -> int:
    """How many reports an import brought or changed: its rows without those of tables of counts and of reporters."""
    cells = CountCell.objects.using(database.alias).filter(batch=batch).values("file_id", "row_no").distinct()
    promises = Agreement.objects.using(database.alias).filter(batch=batch)
    return batch.rows_in + batch.rows_updated - cells.count() - promises.count()


def _incidents(database: Database, batch: int, ended_by: int) -> tuple[int, int]:
    """Incidents that the batch brought go out; those it changed get the version that it ended."""
    using = database.alias
    # A correction that erased words cannot be taken back on its own, but does not keep a report that goes out.
    corrected = IncidentVersion.objects.using(using).filter(batch_id=batch, ended_by__in=_later(database, batch))
    own = Q(batch_id=batch) | Q(id__in=corrected.values("incident_id"))
    mine = list(Incident.objects.using(using).filter(own).values_list("id", "last_day"))
    before = {
        row.incident_id: row for row in IncidentVersion.objects.using(using).filter(ended_by_id=batch, removed=False)
    }
    days = {day for _id, day in mine} | {row.last_day for row in before.values()}
    ids = [i for i, _day in mine]
    # A report whose first version retention has removed stays as it stands: it would be counted nowhere else.
    changed = Incident.objects.using(using).filter(own, version__gt=1).values_list("id", flat=True)
    firsts = IncidentVersion.objects.using(using).filter(batch_id=batch, version=1)
    kept = set(changed) - set(firsts.values_list("incident_id", flat=True))
    new = [i for i in ids if i not in before and i not in kept]
    incident_rows.take_out(database, new, batch_id=ended_by)
    incident_rows.archive(database, before, ended_by=ended_by, removed=False)
    for some in portions(before.values()):
        _give_back(database, some)
    months.refresh(database, days)
    return len(new), len(before)


def _give_back(database: Database, versions: Sequence[IncidentVersion]) -> None:
    ids = [version.incident_id for version in versions]
    connection = database.connection
    for table in ("incident_area", "incident_text"):
        run_in(connection, f"DELETE FROM {table} WHERE incident_id IN {{}}", ids)
    facts = {version.incident_id: json.loads(version.facts) for version in versions}
    names = (*incident_rows.FACTS, *incident_rows.SAID)
    sets = ", ".join(f"{name} = %s" for name in ("content", "batch_id", "file_id", *names))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE incident SET {sets}, version = version + 1 WHERE id = %s",
            [
                (
                    bytes(version.content), version.batch_id, facts[version.incident_id]["file_id"],
                    *(facts[version.incident_id][name] for name in names), version.incident_id,
                )
                for version in versions
            ],
        )  # fmt: skip
    areas = [(i, level, code) for i, own in facts.items() for level, code in own["areas"].items()]
    insert(connection, IncidentArea, ("incident_id", "level", "area_code"), areas)
    merges.part(database, ids)
    merges.put_in(database, {i: own["into"] for i, own in facts.items() if "into" in own})
    words = [(version.incident_id, json.loads(version.words)) for version in versions if version.words]
    rows = [(i, *(own[name] for name in incident_rows.WORDS)) for i, own in words]
    insert(connection, IncidentText, ("incident_id", *incident_rows.WORDS), rows)


def _counts(database: Database, batch: int, ended_by: int) -> tuple[int, int]:
    using = database.alias
    mine: list[dict[str, Any]] = [
        row | {"key": bytes(row["key"])}
        for row in CountCell.objects.using(using).filter(batch_id=batch).values(*count_rows.COLUMNS)
    ]
    before: Mapping[bytes, CountVersion] = {
        bytes(row.key): row for row in CountVersion.objects.using(using).filter(ended_by_id=batch, removed=False)
    }
    new = [row for row in mine if row["key"] not in before]
    count_rows.archive_counts(database, new, ended_by=ended_by, removed=True)
    changed = [row for row in mine if row["key"] in before]
    count_rows.archive_counts(database, changed, ended_by=ended_by, removed=False)
    run_in(database.connection, "DELETE FROM count_cell WHERE id IN {}", [row["id"] for row in mine])
    given = [{**row.cell, "key": key} for key, row in before.items()]
    insert(
        database.connection, CountCell, count_rows.COLUMNS, [tuple(row[c] for c in count_rows.COLUMNS) for row in given]
    )
    return len(new), len(given)


def _agreements(database: Database, batch: int, ended_by: int) -> None:
    using = database.alias
    mine = Agreement.objects.using(using).filter(batch_id=batch)
    for name in sorted(set(mine.values_list("organisation", flat=True))):
        agreements.end_agreements(database, name, ended_by=ended_by)
    for version in AgreementVersion.objects.using(using).filter(ended_by_id=batch):
        agreements.put_in(database, version.agreements, version.batch_id)
