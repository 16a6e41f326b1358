"""An import: one transaction in which every row is new, another than before, the same, or held back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from tryggve import __version__
from tryggve.domain.incident_table import Coded, IncidentTable
from tryggve.domain.language import _
from tryggve.domain.retention import is_kept_source
from tryggve.domain.row_error import FileError
from tryggve.store.database import audit, direct, meta, months
from tryggve.store.database.actions import incident_rows
from tryggve.store.database.actions.agreements import write_agreements
from tryggve.store.database.actions.arrival import Arrival, ArrivedFile, Outcome, Tally
from tryggve.store.database.actions.corrections import but_address
from tryggve.store.database.actions.count_rows import write_counts
from tryggve.store.database.bulk import AT_A_TIME, next_id, select_in
from tryggve.store.database.connect import Database
from tryggve.store.database.incoming import Digests, digests
from tryggve.store.database.models import ImportBatch, ImportFile


def import_arrival(
    database: Database, *, arrival: Arrival, by: str, why: str, at: dt.datetime, progress: Callable[[str], object] = str
) -> Outcome:
    """Bring what was read into the store. FileError when it cannot be done: then nothing has changed.

    Reports are known by their id, or by all they say where they have none; see `incoming`. A report that says
    something else than before is changed and its old version kept; one that says what it said before a correction is
    left as it is. Numbers in tables and promises to report are treated alike.
    """
    with database.writing():
        _refuse_stale(database, arrival)
        # Asked when nobody else can write: the same file may be on its way in twice at once.
        known = _known_files(database, arrival.files)
        # The same file is always read the same way, whatever is asked for the second time.
        as_new = {f.sha256: known[f.sha256].as_new if f.sha256 in known else f.as_new for f in arrival.files}
        apart = {i: file.sha256 for i, file in enumerate(arrival.files, 1) if as_new[file.sha256]}
        keys, contents = digests(arrival.table, apart)
        batch = ImportBatch.objects.using(database.alias).create(
            kind=str(audit.Action.IMPORT), by=by, why=why, at=at, version=__version__
        )
        tallies = [_tally(file, known, _namesakes(database, file)) for file in arrival.files]
        file_ids = [_file(database, batch, file, as_new[file.sha256]) for file in arrival.files]
        writer = _Writer(database, batch.pk, file_ids, tallies, arrival)
        for start in range(0, len(keys), AT_A_TIME):
            writer.write(np.arange(start, min(start + AT_A_TIME, len(keys))), keys, contents)
            progress(f"{min(start + AT_A_TIME, len(keys)):,}".replace(",", "\N{NO-BREAK SPACE}"))
        writer.close()
        write_counts(database, arrival.counts, batch_id=batch.pk, file_ids=file_ids, tallies=tallies)
        agreements = write_agreements(database, arrival.reporters, batch_id=batch.pk)
        for tally, file in zip(tallies, arrival.files, strict=True):
            tally.new += sum(name in agreements for name in file.reporters)
            tally.unchanged = tally.read - tally.new - tally.updated - tally.held_back
        outcome = Outcome(batch.pk, tuple(tallies), len(agreements))
        _finish(database, batch, outcome, by, why, at)
    return outcome


AREAS_MARK = f"SELECT id FROM import_batch WHERE kind = '{audit.Action.AREAS}' ORDER BY id DESC LIMIT 1"


def areas_mark(database: Database) -> int:
    """The last time areas came in: what was placed by earlier ones must not go in after it."""
    row = direct.row(database.connection, AREAS_MARK)
    return int(row[0]) if row else 0


def _refuse_stale(database: Database, arrival: Arrival) -> None:
    if arrival.areas_mark is not None and arrival.areas_mark != areas_mark(database):
        raise FileError(
            _("Areas came into the store while the files were being read."), _("Nothing was imported. Run it again.")
        )
    refuse_kept_source({*arrival.table.source.values, *(count.source for count in arrival.counts)})


def refuse_kept_source(sources: Iterable[str]) -> None:
    """FileError for a source whose name is that of the counts that stand for deleted reports."""
    kept = sorted(filter(is_kept_source, sources))
    if kept:
        raise FileError(
            _("{source} is the name of counts that are kept of deleted reports.").format(source=kept[0]),
            _("Nothing was imported. Give the source another name."),
        )


class _Known(NamedTuple):
    """When a file came in before, and whether its reports without an id were set apart."""

    day: str
    as_new: bool


def _known_files(database: Database, files: Sequence[ArrivedFile]) -> dict[str, _Known]:
    """Checksum → what is known of the same file."""
    sql = (
        "SELECT sha256, import_batch.at, profile FROM import_file "
        "JOIN import_batch ON import_batch.id = import_file.batch_id "
        "WHERE undone_by_id IS NULL AND sha256 IN {}"
    )
    found: dict[str, _Known] = {}
    for sha256, at, profile in select_in(database.connection, sql, [file.sha256 for file in files]):
        before = found.get(sha256)
        found[sha256] = _Known(str(at)[:10], profile.startswith(_AS_NEW) or (before is not None and before.as_new))
    return found


def _namesakes(database: Database, file: ArrivedFile) -> int:
    """The last batch in which a file of the same name and another content came in; 0 where there is none."""
    others = ImportFile.objects.using(database.alias).filter(name=file.name, batch__undone_by=None)
    brought = others.filter(Q(batch__rows_in__gt=0) | Q(batch__rows_updated__gt=0))
    last = brought.exclude(sha256=file.sha256).order_by("-id").values_list("batch_id", flat=True).first()
    return int(last or 0)


def _tally(file: ArrivedFile, known: Mapping[str, _Known], namesake: int) -> Tally:
    before = known.get(file.sha256)
    return Tally(
        file.name, file.read, held_back=file.held_back, earlier=before.day if before else "", namesake=namesake,
        not_new=before is not None and file.as_new and not before.as_new,
    )  # fmt: skip


_AS_NEW = "as-new "


def _file(database: Database, batch: ImportBatch, file: ArrivedFile, as_new: bool) -> int:
    made = ImportFile.objects.using(database.alias).create(
        pk=next_id(database.connection, ImportFile), batch=batch, name=file.name, sha256=file.sha256, size=file.size,
        profile=(_AS_NEW if as_new else "") + file.profile, rows_read=file.read, rows_held_back=file.held_back,
        notes=list(file.notes), privacy=file.privacy, is_register=file.is_register,
    )  # fmt: skip
    return int(made.pk)


class _Writer:
    """Writes incidents a portion at a time and keeps count."""

    def __init__(
        self, database: Database, batch_id: int, file_ids: Sequence[int], tallies: list[Tally], arrival: Arrival
    ) -> None:
        self._database, self._batch, self._tallies = database, batch_id, tallies
        self._file_ids, self._shas = file_ids, [file.sha256 for file in arrival.files]
        self._table = arrival.table
        self._flags = arrival.flags
        self._last_id = meta.read_int(database, meta.Fact.LAST_INCIDENT) or 0
        self._facts_gone = meta.read_int(database, meta.Fact.FACTS_GONE)
        self._text_gone = meta.read_int(database, meta.Fact.TEXT_GONE)
        self._days: set[int] = set()

    def write(self, rows: NDArray[np.int64], keys: Digests, contents: Digests) -> None:
        """Write some rows of the table."""
        rows = self._hold_back(rows)
        there = self._there(keys[rows])
        new, changed, fresh = [], [], set[bytes]()
        for row in rows.tolist():
            key = keys[row].tobytes()
            before = there.get(key)
            if key in fresh:  # another file of the same import says it too
                self._tally(row).elsewhere += 1
            elif before is None:
                fresh.add(key)
                new.append(row)
            elif before[1] == contents[row].tobytes():
                self._tally(row).elsewhere += (
                    not self._table.source_id[row] and before[4] != self._shas[int(self._table.file_no[row]) - 1]
                )
            else:
                changed.append(row)
        changed = self._without_older(changed, keys, contents, there)
        ids = range(self._last_id + 1, self._last_id + 1 + len(new))
        self._last_id += len(new)
        heads = [(keys[row].tobytes(), contents[row].tobytes(), 1, self._batch, self._file(row)) for row in new]
        arrivals = self._rows(list(ids), heads, new)
        incident_rows.put_in(self._database, arrivals)
        befores = [there[keys[row].tobytes()] for row in changed]
        heads = [
            (keys[row].tobytes(), contents[row].tobytes(), before[2] + 1, self._batch, self._file(row))
            for row, before in zip(changed, befores, strict=True)
        ]
        changes = self._rows([before[0] for before in befores], heads, changed)
        self._days |= {before[3] for before in befores} | set(self._table.last_day[[*new, *changed]].tolist())
        if changed:
            incident_rows.change(self._database, changes, batch_id=self._batch)
        for written in (arrivals, changes):
            self._count_flagged(written)
        for row in new:
            self._tally(row).new += 1
            self._tally(row).new_without_id += not self._table.source_id[row]
        for row in changed:
            self._tally(row).updated += 1

    def close(self) -> None:
        """Make the sums of the months anew and remember the last id."""
        meta.write(self._database, meta.Fact.LAST_INCIDENT, self._last_id)
        months.refresh(self._database, self._days)

    def _tally(self, row: int) -> Tally:
        return self._tallies[int(self._table.file_no[row]) - 1]

    def _file(self, row: int) -> int:
        return self._file_ids[int(self._table.file_no[row]) - 1]

    def _hold_back(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Reports older than what retention has deleted would be counted twice: they do not come in again."""
        if self._facts_gone is None:
            return rows
        gone = self._table.last_day[rows] < self._facts_gone
        for row in rows[gone].tolist():
            self._tally(row).held_back += 1
            self._tally(row).gone += 1
        return rows[~gone]

    def _there(self, keys: Digests) -> Mapping[bytes, tuple[int, bytes, int, int, str]]:
        """Key → id, content, version, last day and checksum of the file, of the reports that are in the store."""
        sql = (
            "SELECT incident.key, incident.id, content, version, last_day, sha256 FROM incident "
            "JOIN import_file ON import_file.id = incident.file_id WHERE incident.key IN {}"
        )
        found = select_in(self._database.connection, sql, (key.tobytes() for key in keys))
        return {bytes(key): (i, bytes(content), *rest) for key, i, content, *rest in found}

    def _without_older(
        self, rows: list[int], keys: Digests, contents: Digests, there: Mapping[bytes, tuple[int, bytes, int, int, str]]
    ) -> list[int]:
        """Rows that say what the report said before a later version are no news."""
        ids = {row: there[keys[row].tobytes()][0] for row in rows}
        # What was said in an import that was taken back counts as never said.
        sql = (
            "SELECT incident_id, content FROM incident_version "
            "JOIN import_batch AS ending ON ending.id = ended_by_id "
            "JOIN import_batch AS own ON own.id = incident_version.batch_id "
            "WHERE NOT removed AND ending.kind <> 'undo' AND ending.undone_by_id IS NULL AND own.undone_by_id IS NULL "
            "AND incident_id IN {}"
        )
        said = {(i, bytes(c)) for i, c in select_in(self._database.connection, sql, ids.values())}
        older = [row for row in rows if (ids[row], contents[row].tobytes()) in said]
        for row in older:
            self._tally(row).older += 1
        return [row for row in rows if row not in set(older)]

    def _rows(
        self, ids: list[int], heads: list[tuple[bytes, bytes, int, int, int]], rows: list[int]
    ) -> incident_rows.Rows:
        table = self._without_old_text(self._table.take(np.array(rows, np.int64)))
        # Only what goes in is screened: most rows of a file that comes every week are there already.
        places = {k: but_address(v) for c in (table.said_place, table.said_title) for k, v in self._seen(c).items()}
        return incident_rows.Rows(ids, heads, table, self._seen(table.text), places)

    def _seen(self, column: Coded) -> dict[str, str]:
        """The kinds of personal data in each distinct text of some rows."""
        texts = Coded.of([column.values[code] for code in np.unique(column.codes).tolist()])
        return dict(zip(texts.values, self._flags(texts), strict=True))

    def _count_flagged(self, rows: incident_rows.Rows) -> None:
        files = dict(zip(rows.ids, rows.table.file_no.tolist(), strict=True))
        for i, _text, flags, *_said in rows.words():
            self._tallies[files[i] - 1].flagged += bool(flags)

    def _without_old_text(self, table: IncidentTable) -> IncidentTable:
        """Texts older than what retention has deleted do not come back."""
        if self._text_gone is None:
            return table
        return incident_rows.without_words(table, table.last_day < self._text_gone)


def _finish(database: Database, batch: ImportBatch, outcome: Outcome, by: str, why: str, at: dt.datetime) -> None:
    numbers = {
        f"rows_{column}": outcome.total(name)
        for column, name in (
            ("read", "read"), ("in", "new"), ("updated", "updated"), ("unchanged", "unchanged"),
            ("held_back", "held_back"),
        )
    }  # fmt: skip
    ImportBatch.objects.using(database.alias).filter(pk=batch.pk).update(**numbers)
    files = [tally.name for tally in outcome.files]
    audit.record(
        database, audit.Action.IMPORT, by=by, at=at, why=why, batch=batch, files=files, **numbers,
        agreements=outcome.agreements,
    )  # fmt: skip
