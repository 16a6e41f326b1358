"""A person corrects a report; what it said before is kept, or erased for good where it should never have been there."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from tryggve import __version__
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database import audit, months
from tryggve.store.database.actions import incident_rows
from tryggve.store.database.connect import Database
from tryggve.store.database.incoming import digest
from tryggve.store.database.models import ImportBatch, Incident, IncidentText, IncidentVersion


@dataclass(frozen=True)
class Correction:
    """What is to be otherwise; None leaves it as it is. `flags` are the kinds of personal data seen in the new text.

    `erase`: the text as it was is removed from all earlier versions too.
    """

    text: str | None = None
    flags: str = ""
    category: str | None = None
    severity: int | None = None
    erase: bool = False


def correct_incident(
    database: Database, *, incident: int, correction: Correction, by: str, why: str, at: dt.datetime
) -> int:
    """Correct one report; the number of the batch, which can be taken back unless texts were erased.

    FileError where there is no such report. An import of the file it came from does not undo the correction.
    """
    using = database.alias
    with database.writing():
        row = Incident.objects.using(using).filter(pk=incident).first()
        if row is None:
            raise FileError(
                _("There is no report {id}.").format(id=incident), _("See the ids with tryggve store flagged.")
            )
        batch = ImportBatch.objects.using(using).create(
            kind=str(audit.Action.CORRECT), by=by, why=why, at=at, version=__version__, rows_updated=1
        )
        incident_rows.archive(database, [incident], ended_by=batch.pk, removed=False)
        row.batch, row.version = batch, row.version + 1
        row.category = row.category if correction.category is None else correction.category
        row.severity = row.severity if correction.severity is None else correction.severity
        row.save(using=using)
        if correction.text is not None:
            _set_text(database, incident, correction)
        if correction.erase:
            _erase(database, incident)
        months.refresh(database, [row.last_day])
        changed = [name for name in ("text", "category", "severity") if getattr(correction, name) is not None]
        audit.record(
            database, audit.Action.CORRECT, by=by, at=at, why=why, batch=batch, incident=incident, changed=changed,
            erased=correction.erase,
        )  # fmt: skip
    return int(batch.pk)


def _set_text(database: Database, incident: int, correction: Correction) -> None:
    words, _made = IncidentText.objects.using(database.alias).get_or_create(incident_id=incident, defaults={"text": ""})
    # Of several corrections the first knows what the file says.
    words.replaced = words.replaced or digest(words.text)
    words.text, words.flags = correction.text or "", correction.flags
    words.save(using=database.alias)


def _erase(database: Database, incident: int) -> None:
    for version in IncidentVersion.objects.using(database.alias).filter(incident_id=incident).exclude(words=""):
        words = json.loads(version.words) | {"text": "", "flags": ""}
        version.words = json.dumps(words, ensure_ascii=False, sort_keys=True)
        version.save(using=database.alias)
