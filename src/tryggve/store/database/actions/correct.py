"""A person corrects a report; what it said before is kept, or erased for good where it should never have been there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tryggve import __version__
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database import audit, months
from tryggve.store.database.actions import corrections, incident_rows
from tryggve.store.database.actions.arrival import Screen, no_flags
from tryggve.store.database.bulk import run_in
from tryggve.store.database.connect import Database
from tryggve.store.database.models import AuditEvent, ImportBatch, Incident, IncidentText


@dataclass(frozen=True)
class Corrected:
    """What is to be otherwise: field (`corrected_fields.FACTS`, `corrected_fields.WORDS`) → value; a `SaidTime` for
    time, a `SaidPlace` for place.

    `screen` gives, per distinct text, the kinds of personal data seen in it. `erase`: the words as they were are
    removed from all earlier versions too. `seen` are the words that the new ones were made from, `version` the version
    of the report that a person looked at (None: whatever stands there now).
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    screen: Screen = no_flags
    seen: Mapping[str, str] = field(default_factory=dict)
    erase: bool = False
    version: int | None = None


def correct_incident(
    database: Database, *, incident: int, corrected: Corrected, by: str, why: str, at: dt.datetime
) -> tuple[int, str]:
    """Correct one report; the number of the batch, which can be taken back unless words were erased, and the kinds of
    personal data that are still seen in its words.

    FileError where there is no such report, or it is another than the one that was seen. An import does not undo the
    correction: see `corrections`.
    """
    using = database.alias
    with database.writing():
        row = Incident.objects.using(using).filter(pk=incident).first()
        if row is None:
            raise FileError(
                _("There is no report {id}.").format(id=incident), _("See the ids with tryggve store flagged.")
            )
        if corrected.version not in (None, row.version):
            raise changed_meanwhile(incident)
        batch = ImportBatch.objects.using(using).create(
            kind=str(audit.Action.CORRECT), by=by, why=why, at=at, version=__version__, rows_updated=1
        )
        incident_rows.archive(database, [incident], ended_by=batch.pk, removed=False)
        Incident.objects.using(using).filter(pk=incident).update(batch=batch, version=row.version + 1)
        _refuse_changed(database, incident, corrected.seen)
        flags = corrections.set_fields(
            database, incident, corrected.values, corrected.screen, batch.pk, erase=corrected.erase
        )
        if corrected.erase:
            erase_words(database, [bytes(row.key)])
        months.refresh(database, {row.last_day, Incident.objects.using(using).get(pk=incident).last_day})
        audit.record(
            database, audit.Action.CORRECT, by=by, at=at, why=why, batch=batch, incident=incident,
            changed=sorted(corrected.values), erased=corrected.erase,
        )  # fmt: skip
    return int(batch.pk), flags


def changed_meanwhile(incident: int) -> FileError:
    """What is said of a report that is not as it was when somebody looked at it."""
    return FileError(
        _("Report {id} has changed since you looked at it.").format(id=incident),
        _("Nothing was changed. Look at it again."),
    )


def _refuse_changed(database: Database, incident: int, seen: Mapping[str, str]) -> None:
    """What was made from words that have changed since must not take the place of the new ones."""
    now = IncidentText.objects.using(database.alias).filter(pk=incident).values(*seen).first() or {}
    if any(now.get(name, "") != words for name, words in seen.items()):
        raise FileError(
            _("The words of report {id} have changed while it was being corrected.").format(id=incident),
            _("Nothing was changed. Read it again and correct what it says now."),
        )


def erase_words(database: Database, keys: Sequence[bytes]) -> None:
    """Remove what reports have said in words from all their earlier versions, also those that were taken out."""
    run_in(database.connection, "UPDATE incident_version SET words = '' WHERE incident_version.key IN {}", keys)


def was_erased(database: Database, batch: int) -> bool:
    """Whether a correction erased words: then it cannot be taken back."""
    events = AuditEvent.objects.using(database.alias).filter(batch_id=batch, action=str(audit.Action.CORRECT))
    return any(event.details.get("erased") for event in events)
