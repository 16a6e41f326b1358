"""One report comes into the store, as somebody gives it: at once counted, and exactly once.

Batches and files. Each report is a batch of its own, so that one report can be taken back (`undo.undo_batch`), stands
in the log, and is never mixed up with others. A file is no more than what its reports are placed anew by when areas
change; one per report would be 300 000 files of one row, each looked up by itself, and a list of files that nobody
reads. So the reports of one day share a file, which the first of them opens: a new one is opened where areas have come
since, for a file is read in the areas that were in use when it came. It has no name that anybody gave it and is not
among the files of a lägesbild (`reading.files_of`), which says how many reports were given instead.

`by` goes into a log that is never deleted, beside the number of the report: give the name of the organisation, never
that of the person who reported. Who that was is no business of the store.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper

from tryggve import __version__
from tryggve.domain.incident import LeftOut
from tryggve.domain.language import _
from tryggve.domain.new_report import NewReport, report_row
from tryggve.domain.row_error import FileError
from tryggve.domain.said_time import on_day
from tryggve.store.database import audit, direct, meta, months
from tryggve.store.database.actions import corrections
from tryggve.store.database.actions.imports import AREAS_MARK, refuse_kept_source
from tryggve.store.database.actions.incident_rows import COLUMNS, FACTS, SAID, WORDS
from tryggve.store.database.bulk import insert_one, insert_sql, next_id
from tryggve.store.database.connect import Database
from tryggve.store.database.models import ImportBatch, ImportFile, Incident, IncidentArea, IncidentText
from tryggve.store.database.one_row import Row, digests_of, row_of, stored, words_of

_Fact = meta.Fact
_STORED, _WORDS, _AREA = (*FACTS, *SAID), ("incident_id", *WORDS), ("incident_id", "level", "area_code")


@dataclass(frozen=True)
class Added:
    """The report in the store, and the batch that brought it. `again`: it was there already, nothing was written."""

    incident_id: int
    batch_id: int
    again: bool = False


def add_report(database: Database, *, report: NewReport, by: str, at: dt.datetime, why: str = "") -> Added:
    """Bring one report in. FileError when it cannot be done: then nothing has changed.

    A report with the id of one that has come in before, from the same source and organisation, is that one: also where
    it has been changed, or taken back, since. Places were found by areas: where others have come in between, FileError
    (ask `areas_mark` inside the same `writing`, and it cannot happen). It takes a `writing` around it down with it.
    """
    connection = database.connection
    with database.writing(joining=True):
        row = row_of(report.incident)
        key, content = digests_of(row)
        known = _known(connection, key, _file_of(at))
        if known.again:
            return _before(connection, key)
        _refuse(report, known)
        if row["last_day"] < known.text_gone:
            row |= dict.fromkeys(WORDS, "")
        batch = insert_one(
            connection, ImportBatch, kind=str(audit.Action.REPORTED), by=by, why=why, at=at, version=__version__,
            rows_read=1, rows_in=1,
        )  # fmt: skip
        assert batch is not None
        incident = known.last + 1
        file = known.file or _open_file(database, batch, _file_of(at), known.mark)
        head = (incident, key, content, 1, batch, file)
        _put_in(connection, report, row, head)
        if known.erased:
            corrections.keep_erased(database, [key])
        months.add(database, report.incident)
        meta.write(database, _Fact.LAST_INCIDENT, incident)
        audit.record(database, audit.Action.REPORTED, by=by, at=at, why=why, batch=batch, incident=incident)
    return Added(incident, batch)


def _put_in(connection: BaseDatabaseWrapper, report: NewReport, row: Row, head: tuple[Any, ...]) -> None:
    """What `incident_rows.put_in` does with a table."""
    incident = head[0]
    direct.run(connection, insert_sql(Incident, COLUMNS), (*head, *stored(row, _STORED)))
    if areas := [(incident, level, code) for level, code in report.incident.areas if code]:
        direct.run_many(connection, insert_sql(IncidentArea, _AREA), areas)
    if words := words_of(row, report.flags, report.place_flags):
        direct.run(connection, insert_sql(IncidentText, _WORDS), (incident, *words))


def nothing_to_report(
    database: Database, *, organisation: str, organisation_kind: str, source: str, day: dt.date, uuid: str, by: str,
    at: dt.datetime,
) -> Added:  # fmt: skip
    """An organisation says that it has nothing to report for the time up to a day: its silence is calm, not unknown."""
    row = report_row(
        report_id=uuid, source=source, organisation=organisation, organisation_kind=organisation_kind,
        time=on_day(day, meta.zone(database)), left_out=LeftOut.NOTHING_TO_REPORT,
    )  # fmt: skip
    return add_report(database, report=NewReport(row), by=by, at=at)


_BEFORE = """\
SELECT incident_id, batch_id FROM (
    SELECT incident_id, batch_id, version FROM incident_version WHERE key = %s
    UNION ALL
    SELECT id, batch_id, version FROM incident WHERE key = %s
) AS found ORDER BY version LIMIT 1"""


def _before(connection: BaseDatabaseWrapper, key: bytes) -> Added:
    """The report that came in with the key, by its first version, though it may have gone out since."""
    incident, batch = direct.rows(connection, _BEFORE, [key, key])[0]
    return Added(int(incident), int(batch), again=True)


class _Known(NamedTuple):
    """What the store stands at: whether the report has come in before, the file of its day, the number of the last
    report, the days before which facts and words are gone, the last time that areas came in, and whether words of this
    report were erased when it was here before.
    """

    again: bool
    file: int | None
    last: int
    facts_gone: float
    text_gone: float
    mark: int
    erased: bool


# One statement: each costs more by itself than all that is asked here.
_STANDS_AT = f"""\
SELECT
    EXISTS (SELECT 1 FROM incident WHERE key = %s) OR EXISTS (SELECT 1 FROM incident_version WHERE key = %s),
    (SELECT id FROM import_file WHERE sha256 = %s || COALESCE(({AREAS_MARK}), 0)),
    (SELECT value FROM store_meta WHERE name = '{_Fact.LAST_INCIDENT}'),
    (SELECT value FROM store_meta WHERE name = '{_Fact.FACTS_GONE}'),
    (SELECT value FROM store_meta WHERE name = '{_Fact.TEXT_GONE}'),
    ({AREAS_MARK}),
    EXISTS (SELECT 1 FROM correction WHERE correction.key = %s AND erased)"""


def _known(connection: BaseDatabaseWrapper, key: bytes, name: str) -> _Known:
    values = [key, key, f"{name} ", key]
    again, file, last, facts, text, mark, erased = direct.rows(connection, _STANDS_AT, values)[0]
    never = -math.inf
    return _Known(
        bool(again), file, int(last or 0), int(facts) if facts else never, int(text) if text else never, mark or 0,
        bool(erased),
    )  # fmt: skip


def _refuse(report: NewReport, known: _Known) -> None:
    one = report.incident
    refuse_kept_source([one.source])
    if report.areas_mark is not None and report.areas_mark != known.mark:
        raise FileError(
            _("Areas came into the store while the report was being read."), _("Nothing was changed. Send it again.")
        )
    if one.last_day < known.facts_gone:
        raise FileError(
            _("The report is of a time whose reports have been deleted by decision."),
            _("Nothing was changed. What the store had of that time stands as counts."),
        )
    if not one.organisation:
        raise FileError(_("A report needs an organisation."), _("Nothing was changed."))


def _file_of(at: dt.datetime) -> str:
    return f"reported-{at.astimezone(dt.UTC):%Y-%m-%d}"


def _open_file(database: Database, batch: int, name: str, mark: int) -> int:
    """The file that the reports of a day share, under the areas that are in use."""
    number = next_id(database.connection, ImportFile)
    ImportFile.objects.using(database.alias).create(
        pk=number, batch_id=batch, name=name, sha256=f"{name} {mark}", size=0
    )
    return number
