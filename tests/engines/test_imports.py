"""An import on both database engines: what is new, another, the same; what is kept, given back and logged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError

from tests.engines.bringing import WITH_IDS, became, bring, cell, facts, text_of, with_text
from tests.engines.tables import incidents, table
from tests.stores import AT, BY
from tryggve.domain.coverage import Cadence, Reporter
from tryggve.domain.row_error import FileError
from tryggve.store.database.actions.arrival import Arrival, ArrivedFile
from tryggve.store.database.actions.imports import import_arrival
from tryggve.store.database.actions.reading import Words, read_texts
from tryggve.store.database.actions.undo import undo_batch
from tryggve.store.database.connect import Database
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.models import (
    AgreementVersion,
    AuditEvent,
    CountVersion,
    ImportBatch,
    IncidentVersion,
)
from tryggve.store.database.models import Incident as Row

WITHOUT = """
category | severity | time
klotter  | 1        | 2025-03-03
klotter  | 1        | 2025-03-03
buller   | 2        | 2025-03-04
"""


def test_the_same_file_twice_changes_nothing(database: Database) -> None:
    assert became(bring(database, WITH_IDS)) == (3, 0, 0, 0)
    before = facts(database)
    again = bring(database, WITH_IDS)
    assert became(again) == (0, 0, 3, 0)
    assert again.files[0].earlier == "2026-01-02"
    assert facts(database) == before
    assert IncidentVersion.objects.using(database.alias).count() == 0


def test_a_corrected_file_updates_by_id_and_keeps_the_old_version(database: Database) -> None:
    bring(database, WITH_IDS)
    outcome = bring(database, WITH_IDS.replace("buller   | 2", "klotter  | 3"))
    assert became(outcome) == (0, 1, 2, 0)
    row = Row.objects.using(database.alias).get(source_id="a2")
    assert (row.category, row.severity, row.version, row.batch_id) == ("klotter", 3, 2, outcome.batch)
    old = IncidentVersion.objects.using(database.alias).get(incident_id=row.pk)
    assert '"category": "buller"' in old.facts
    assert '"severity": 2' in old.facts
    assert (old.version, old.ended_by_id, old.ended_by.by, old.ended_by.at) == (1, outcome.batch, BY, AT)
    counted = DatabaseStore(database).counts(("category",))
    assert counted == {("klotter",): 3}


def test_ids_count_within_source_and_organisation(database: Database) -> None:
    drawn = "source | source_id | organisation\nest | 1 | A\nest | 1 | B\nother | 1 | A"
    assert became(bring(database, drawn)) == (3, 0, 0, 0)


def test_alike_reports_without_id_are_separate_and_known_again(database: Database) -> None:
    assert became(bring(database, WITHOUT)) == (3, 0, 0, 0)
    longer = WITHOUT + "klotter  | 1        | 2025-03-03\nbuller   | 1        | 2025-03-09\n"
    outcome = bring(database, longer, name="b.csv")
    assert became(outcome) == (2, 0, 3, 0)  # the third alike one, and the last
    assert outcome.files[0].elsewhere == 3
    assert DatabaseStore(database).counts(()) == {(): 5}


def test_alike_reports_of_another_file_can_be_stated_to_be_new(database: Database) -> None:
    bring(database, WITHOUT)
    assert became(bring(database, WITHOUT, name="b.csv", sha="other", as_new=True)) == (3, 0, 0, 0)
    # The same file again is the same file, whatever is stated now.
    assert became(bring(database, WITHOUT, name="b.csv", sha="other", as_new=True)) == (0, 0, 3, 0)
    assert became(bring(database, WITHOUT, name="b.csv", sha="other")) == (0, 0, 3, 0)
    assert became(bring(database, WITHOUT, as_new=True)) == (0, 0, 3, 0)
    assert DatabaseStore(database).counts(()) == {(): 6}


def test_a_file_of_the_same_name_with_other_rows_without_id_is_pointed_at(database: Database) -> None:
    first = bring(database, WITHOUT)
    tally = bring(database, WITHOUT.replace("buller   | 2", "buller   | 4")).files[0]
    assert (tally.namesake, tally.new_without_id) == (first.batch, 1)


def test_an_older_file_does_not_bring_back_what_was_corrected(database: Database) -> None:
    bring(database, WITH_IDS)
    bring(database, WITH_IDS.replace("buller   | 2", "klotter  | 3"))
    before = facts(database)
    outcome = bring(database, WITH_IDS)
    assert became(outcome) == (0, 0, 3, 0)
    assert outcome.files[0].older == 1
    assert facts(database) == before


def test_undo_gives_back_what_was(database: Database) -> None:
    bring(database, WITH_IDS)
    before = facts(database), DatabaseStore(database).rows()
    later = bring(database, WITH_IDS.replace("buller   | 2", "klotter  | 3") + "a4 | eld | 5 | 2025-05-01 | C\n")
    assert became(later) == (1, 1, 2, 0)
    after = facts(database)
    undone = undo_batch(database, batch=later.batch, by=BY, why="wrong file", at=AT)
    assert (undone.taken_out, undone.given_back) == (1, 1)
    assert (facts(database), DatabaseStore(database).rows()) == before
    # What was taken back counts as never said: the same file goes in again.
    assert became(bring(database, WITH_IDS.replace("buller   | 2", "klotter  | 3"))) == (0, 1, 2, 0)
    assert facts(database) != after  # without a4


def test_undo_of_what_was_changed_later_is_refused(database: Database) -> None:
    first = bring(database, WITH_IDS)
    second = bring(database, WITH_IDS.replace("buller   | 2", "klotter  | 3"))
    with pytest.raises(FileError, match=str(second.batch)):
        undo_batch(database, batch=first.batch, by=BY, why="", at=AT)
    undo_batch(database, batch=second.batch, by=BY, why="", at=AT)
    with pytest.raises(FileError):
        undo_batch(database, batch=second.batch, by=BY, why="", at=AT)
    undo_batch(database, batch=first.batch, by=BY, why="", at=AT)
    assert DatabaseStore(database).counts(()) == {(): 0}
    with pytest.raises(FileError):
        undo_batch(database, batch=999, by=BY, why="", at=AT)


def test_numbers_in_tables(database: Database) -> None:
    assert became(bring(database, more=[cell(5, preliminary=True)])) == (1, 0, 0, 0)
    assert became(bring(database, more=[cell(6)])) == (0, 1, 0, 0)
    late = bring(database, more=[cell(4, preliminary=True)])
    assert became(late) == (0, 0, 1, 0)
    assert late.files[0].older == 1
    assert [found.value for found in DatabaseStore(database).table_counts()] == [6]
    (old,) = CountVersion.objects.using(database.alias).all()
    assert old.cell["value"] == 5
    hidden = bring(database, more=[cell(None)])
    assert became(hidden) == (0, 1, 0, 0)
    undo_batch(database, batch=hidden.batch, by=BY, why="", at=AT)
    assert [found.value for found in DatabaseStore(database).table_counts()] == [6]


def reporter(name: str, cadence: Cadence, *areas: tuple[str, str]) -> Reporter:
    return Reporter(name, "school", areas, 20_000, None, cadence)


def test_promises_to_report(database: Database) -> None:
    two = (reporter("A", Cadence.WEEKLY, ("district", "x")), reporter("B", Cadence.MONTHLY))
    assert bring(database, reporters=two).agreements == 2
    assert bring(database, reporters=two).agreements == 0
    changed = bring(database, reporters=(reporter("A", Cadence.MONTHLY),))
    assert (changed.agreements, became(changed)) == (1, (1, 0, 0, 0))
    assert AgreementVersion.objects.using(database.alias).get().agreements[0]["cadence"] == "weekly"
    assert len(DatabaseStore(database).coverage(20_000, 20_100)) == 2
    undo_batch(database, batch=changed.batch, by=BY, why="", at=AT)
    assert {row.organisation for row in DatabaseStore(database).coverage(20_000, 20_100)} == {"A", "B"}


def test_the_log_tells_of_everything_and_cannot_be_changed(database: Database) -> None:
    outcome = bring(database, with_text("Ahmed slog"))
    (incident,) = Row.objects.using(database.alias).values_list("pk", flat=True)
    assert read_texts(database, ids=[incident, 77], by="Rut", why="asked", at=AT) == [
        Words(incident, {"text": "Ahmed slog", "said_place": "", "said_title": ""}, "name")
    ]
    events = list(
        AuditEvent.objects.using(database.alias).order_by("id").values_list("action", "by", "why", "batch_id")
    )
    assert events == [("import", BY, "weekly", outcome.batch), ("read_text", "Rut", "asked", None)]
    table = "audit_event"
    statements = [f"UPDATE {table} SET why = ''", f"DELETE FROM {table}", f"DELETE FROM {table} WHERE id = 1"]
    if database.vendor == "sqlite":
        columns = "id, at, by, action, why, details"
        statements.append(f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}")
    else:
        statements.append(f"TRUNCATE {table}")
    for statement in statements:
        with pytest.raises(DatabaseError, match="append-only"), database.connection.cursor() as cursor:
            cursor.execute(statement)
    assert AuditEvent.objects.using(database.alias).count() == 2


def test_a_failure_half_way_leaves_the_store_as_it_was(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(database, WITH_IDS)
    before = facts(database), AuditEvent.objects.using(database.alias).count()

    def fail(*_arguments: object, **_more: object) -> None:
        raise OSError("power cut")

    monkeypatch.setattr("tryggve.store.database.actions.imports.write_counts", fail)
    with pytest.raises(OSError, match="power cut"):
        bring(database, WITH_IDS.replace("buller   | 2", "klotter  | 3"))
    assert (facts(database), AuditEvent.objects.using(database.alias).count()) == before
    monkeypatch.undo()
    assert became(bring(database, WITH_IDS.replace("buller   | 2", "klotter  | 3"))) == (0, 1, 2, 0)


def test_two_files_of_one_command_that_hold_the_same_reports(database: Database) -> None:
    rows = incidents(WITHOUT)
    twice = [*rows, *(replace(row, incident_id=row.incident_id + 3, file_no=2) for row in rows)]
    files = (ArrivedFile("a.csv", "1", 1, read=3), ArrivedFile("b.csv", "2", 1, read=3))
    outcome = import_arrival(database, arrival=Arrival(table(twice), files), by=BY, why="", at=AT)
    assert became(outcome) == (3, 0, 3, 0)
    assert outcome.files[1].elsewhere == 3
    assert DatabaseStore(database).counts(()) == {(): 3}


def test_what_was_taken_back_does_not_stand_in_the_way(database: Database) -> None:
    for text in ("T1", "T2", "T3"):
        bring(database, with_text(text))
    undo_batch(database, batch=3, by=BY, why="", at=AT)
    undo_batch(database, batch=2, by=BY, why="", at=AT)
    assert became(bring(database, with_text("T2"))) == (0, 1, 0, 0)
    assert text_of(database)[0][0] == "T2"


def test_what_was_placed_by_other_areas_does_not_go_in(database: Database) -> None:
    arrival = Arrival(table(incidents(WITH_IDS)), (ArrivedFile("a.csv", "1", 1, read=3),), areas_mark=0)
    ImportBatch.objects.using(database.alias).create(kind="areas", by=BY, at=AT, version="test")
    with pytest.raises(FileError, match="Områden"):
        import_arrival(database, arrival=arrival, by=BY, why="", at=AT)
    assert Row.objects.using(database.alias).count() == 0
    ImportBatch.objects.using(database.alias).all().delete()


def test_the_name_of_kept_counts_is_taken(database: Database) -> None:
    with pytest.raises(FileError, match="gallrade"):
        bring(database, more=[replace(cell(7), source="EST (gallrade)")])
