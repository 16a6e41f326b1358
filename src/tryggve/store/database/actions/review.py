"""A person looks at reports: one is held back or let in, several that tell of one event are merged or parted.

What a report was before is kept as a version, as when it is corrected, and an import does not undo it; each of these
can be taken back by the number of its batch (`undo.undo_batch`). `why` goes into the log, which keeps it: whoever lets
people write it refuses personal data in it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence

from tryggve import __version__
from tryggve.domain.incident import LeftOut
from tryggve.domain.language import _
from tryggve.domain.left_out import reason_of
from tryggve.domain.row_error import FileError
from tryggve.store.database import audit, months
from tryggve.store.database.actions import incident_rows, merges
from tryggve.store.database.actions.correct import changed_meanwhile
from tryggve.store.database.connect import Database
from tryggve.store.database.merged import into_of, merged_into
from tryggve.store.database.models import ImportBatch, Incident, IncidentVersion

_SET_BY_A_PERSON = frozenset({LeftOut.HELD_BACK, LeftOut.MERGED})
_NOT_TO_REVIEW = _SET_BY_A_PERSON | {LeftOut.NOTHING_TO_REPORT}


def hold_back(
    database: Database, *, incident: int, why: str, by: str, at: dt.datetime, version: int | None = None
) -> int:
    """Let a report wait for a person: it is not counted meanwhile. The number of the batch.

    `version` is the version that a person looked at. FileError where there is no such report, it is another by now, or
    it is one that nothing can be held back of.
    """
    with database.writing():
        row = _rows(database, [incident])[incident]
        _refuse_other(row, version)
        if row.left_out in _NOT_TO_REVIEW:
            raise FileError(
                _("Report {id} cannot be held back: it is held back or merged already, or tells of no event.").format(
                    id=incident
                ),
                _("Nothing was changed."),
            )
        return _reviewed(database, audit.Action.HOLD_BACK, [row], {incident: LeftOut.HELD_BACK}, by=by, why=why, at=at)


def let_in(database: Database, *, incident: int, why: str, by: str, at: dt.datetime, version: int | None = None) -> int:
    """Let a report that was held back be what it was before. The number of the batch; see `hold_back`."""
    with database.writing():
        row = _rows(database, [incident])[incident]
        _refuse_other(row, version)
        if row.left_out != LeftOut.HELD_BACK:
            raise FileError(_("Report {id} is not held back.").format(id=incident), _("Nothing was changed."))
        reason = reason_before(database, row)
        return _reviewed(database, audit.Action.LET_IN, [row], {incident: reason}, by=by, why=why, at=at)


def merge(
    database: Database, *, into: int, others: Sequence[int], why: str, by: str, at: dt.datetime,
    versions: Mapping[int, int] | None = None,
) -> int:  # fmt: skip
    """Let one report count for others that tell of the same event. The number of the batch.

    `versions` are those that a person looked at, by report. FileError where a report is not there or another by now, is
    held back, merged already or counts for others itself. `merged.sources_of_merged` lists whose reports they are.
    """
    with database.writing():
        rows = _rows(database, [into, *others])
        for row in rows.values():
            _refuse_other(row, (versions or {}).get(row.pk))
        _refuse_unfit(database, rows, into)
        reasons = {row.pk: LeftOut(row.left_out) if row.pk == into else LeftOut.MERGED for row in rows.values()}
        # The one that counts gets a version too: it cannot go out while it counts for others.
        batch = _reviewed(
            database, audit.Action.MERGE, list(rows.values()), reasons, by=by, why=why, at=at, into=into
        )  # fmt: skip
        merges.put_in(database, dict.fromkeys(sorted(set(rows) - {into}), into))
    return batch


def unmerge(
    database: Database, *, incident: int, why: str, by: str, at: dt.datetime, version: int | None = None
) -> int:
    """Let a report that was merged into another count by itself again. The number of the batch; see `hold_back`."""
    with database.writing():
        row = _rows(database, [incident])[incident]
        _refuse_other(row, version)
        into = into_of(database, [incident]).get(incident)
        if into is None:
            gone = _("Report {id} is not merged, or what it was merged into is not in the store.").format(id=incident)
            raise FileError(gone, _("Nothing was changed."))
        reason = reason_before(database, row)
        batch = _reviewed(database, audit.Action.UNMERGE, [row], {incident: reason}, by=by, why=why, at=at, into=into)
        merges.part(database, [incident])
    return batch


def reason_before(database: Database, row: Incident) -> LeftOut:
    """Why a report was left out before a person held it back or merged it.

    What its category says, where that is another since, or where no version tells.
    """
    versions = IncidentVersion.objects.using(database.alias).filter(incident_id=row.pk, removed=False)
    for facts in map(json.loads, versions.order_by("-version").values_list("facts", flat=True)):
        if facts["left_out"] not in _SET_BY_A_PERSON:
            return LeftOut(facts["left_out"]) if facts["category"] == row.category else reason_of(row.category)
    return reason_of(row.category)


def _reviewed(
    database: Database, action: audit.Action, rows: Sequence[Incident], reasons: Mapping[int, LeftOut], *, by: str,
    why: str, at: dt.datetime, **details: object,
) -> int:  # fmt: skip
    """Give reports another reason, keep what they were, count anew, write it in the log."""
    using, ids = database.alias, [row.pk for row in rows]
    batch = ImportBatch.objects.using(using).create(
        kind=str(action), by=by, why=why, at=at, version=__version__, rows_updated=len(ids)
    )
    incident_rows.archive(database, ids, ended_by=batch.pk, removed=False)
    for row in rows:
        Incident.objects.using(using).filter(pk=row.pk).update(
            batch=batch, version=row.version + 1, left_out=str(reasons[row.pk])
        )
    months.refresh(database, {row.last_day for row in rows})
    audit.record(database, action, by=by, at=at, why=why, batch=batch, incidents=ids, **details)
    return int(batch.pk)


def _rows(database: Database, ids: Iterable[int]) -> dict[int, Incident]:
    """The reports. FileError for one that is not there."""
    wanted = list(dict.fromkeys(ids))
    rows = Incident.objects.using(database.alias).in_bulk(wanted)
    for missing in [i for i in wanted if i not in rows]:
        raise FileError(_("There is no report {id}.").format(id=missing), _("Nothing was changed."))
    return {i: rows[i] for i in wanted}


def _refuse_other(row: Incident, version: int | None) -> None:
    if version not in (None, row.version):
        raise changed_meanwhile(row.pk)


def _refuse_unfit(database: Database, rows: Mapping[int, Incident], into: int) -> None:
    if len(rows) < 2:
        raise FileError(_("Only one report was chosen."), _("Choose at least two that tell of the same event."))
    for row in rows.values():
        if row.left_out in _NOT_TO_REVIEW:
            raise FileError(
                _("Report {id} cannot be merged: it is held back, merged already, or tells of no event.").format(
                    id=row.pk
                ),
                _("Nothing was changed. Let it in or part it first."),
            )
    if rows[into].left_out and not all(row.left_out for row in rows.values()):
        raise FileError(
            _("Report {id} does not count, so it cannot count for those that do.").format(id=into),
            _("Nothing was changed. Choose another report to count for them."),
        )
    for other in merged_into(database, [i for i in rows if i != into]):
        raise FileError(
            _("Report {id} counts for others already.").format(id=other),
            _("Nothing was changed. Let it be the one that counts, or part them first."),
        )
