"""An import is taken back: what it brought goes out, what it changed becomes again what it was."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tryggve import __version__
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database import audit, months
from tryggve.store.database.actions import agreements, count_rows, incident_rows
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


@dataclass(frozen=True)
class Undone:
    """What taking back a batch did: rows that went out, and rows that are again what they were."""

    batch: int
    taken_out: int
    given_back: int


def undo_batch(database: Database, *, batch: int, by: str, why: str, at: dt.datetime) -> Undone:
    """Take an import back. FileError where there is no such import, or a later one has changed what it brought."""
    with database.writing():
        old = _undoable(database, batch)
        new = ImportBatch.objects.using(database.alias).create(
            kind=str(audit.Action.UNDO), by=by, why=why, at=at, version=__version__
        )
        out, back = _incidents(database, batch, new.pk)
        cells_out, cells_back = _counts(database, batch, new.pk)
        _agreements(database, batch, new.pk)
        old.undone_by = new
        old.save(using=database.alias)
        undone = Undone(batch, out + cells_out, back + cells_back)
        audit.record(
            database, audit.Action.UNDO, by=by, at=at, why=why, batch=new, undone=batch, taken_out=undone.taken_out,
            given_back=undone.given_back,
        )  # fmt: skip
    return undone


def _undoable(database: Database, batch: int) -> ImportBatch:
    using = database.alias
    found = ImportBatch.objects.using(using).filter(pk=batch, kind__in=("import", "correct")).first()
    if found is None:
        raise FileError(_("There is no import {n}.").format(n=batch), _("tryggve store status lists the imports."))
    if found.undone_by_id is not None:
        raise FileError(_("Import {n} has already been taken back.").format(n=batch), "")
    later: set[int] = set()
    for model in (IncidentVersion, CountVersion, AgreementVersion):
        later |= set(model.objects.using(using).filter(batch_id=batch).values_list("ended_by_id", flat=True))
    standing = ImportBatch.objects.using(using).filter(pk__in=later, undone_by=None).exclude(kind="undo")
    later = set(standing.values_list("pk", flat=True))
    if later:
        raise FileError(
            _("What import {n} brought was changed later, by {later}.").format(
                n=batch, later=", ".join(map(str, sorted(later)))
            ),
            _("Take those back first, the latest before the others."),
        )
    return found


def _incidents(database: Database, batch: int, ended_by: int) -> tuple[int, int]:
    """Incidents that the batch brought go out; those it changed get the version that it ended."""
    using = database.alias
    mine = list(Incident.objects.using(using).filter(batch_id=batch).values_list("id", "last_day"))
    before = {
        row.incident_id: row for row in IncidentVersion.objects.using(using).filter(ended_by_id=batch, removed=False)
    }
    days = {day for _id, day in mine} | {row.last_day for row in before.values()}
    ids = [i for i, _day in mine]
    new = [i for i in ids if i not in before]
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
