"""An import on both database engines: what is new, another, the same; what is kept, given back and logged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError

from tests.engines.tables import incidents, table
from tests.stores import AT, BY, Postgres, Sqlite, opened
from tryggve.domain.count import CellStatus, Count
from tryggve.domain.coverage import Cadence, Reporter
from tryggve.domain.incident import Incident
from tryggve.domain.row_error import FileError
from tryggve.store.database.actions.arrival import Arrival, ArrivedFile, Outcome
from tryggve.store.database.actions.correct import Corrected, correct_incident
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
    IncidentText,
    IncidentVersion,
)
from tryggve.store.database.models import Incident as Row
from tryggve.store.database.verify import verify

ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
WITH_IDS = """
source_id | category | severity | time             | @district
a1        | klotter  | 1        | 2025-03-03 12:00 | A
a2        | buller   | 2        | 2025-03-04 12:00 | A
a3        | klotter  | 0        | 2025-04-05       | B
"""
WITHOUT = """
category | severity | time
klotter  | 1        | 2025-03-03
klotter  | 1        | 2025-03-03
buller   | 2        | 2025-03-04
"""


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    maker: Sqlite | Postgres = request.getfixturevalue(request.param)
    with opened(maker) as found:
        yield found
        checks, _fingerprint = verify(found)
        assert [check for check in checks if not check.holds] == []


def bring(
    database: Database, rows: str | list[Incident] = "", *, name: str = "a.csv", sha: str = "", more: Any = (),
    reporters: tuple[Reporter, ...] = (), as_new: bool = False,
) -> Outcome:  # fmt: skip
    """Import drawn rows as one file; its checksum is that of what it says unless stated."""
    drawn = incidents(rows) if isinstance(rows, str) and rows.strip() else list(rows or [])
    counts = tuple(more)
    read = len(drawn) + len({count.row_no for count in counts}) + len(reporters)
    file = ArrivedFile(
        name, sha or repr((drawn, counts, reporters)), 1, read=read, as_new=as_new,
        reporters=tuple(reporter.organisation for reporter in reporters),
    )  # fmt: skip
    arrival = Arrival(table(drawn), (file,), counts, reporters, lambda texts: ("name",) * len(texts.values))
    return import_arrival(database, arrival=arrival, by=BY, why="weekly", at=AT)


def became(outcome: Outcome) -> tuple[int, ...]:
    """new, updated, unchanged, held back; they sum to what was read."""
    numbers = tuple(outcome.total(name) for name in ("new", "updated", "unchanged", "held_back"))
    assert sum(numbers) == outcome.total("read")
    return numbers


def facts(database: Database) -> str:
    return DatabaseStore(database).fingerprint()


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


def with_text(text: str, severity: int = 1) -> list[Incident]:
    (row,) = incidents(f"source_id | severity | time\na1 | {severity} | 2025-03-03")
    return [replace(row, text=text)]


def text_of(database: Database) -> list[tuple[str, str]]:
    return list(IncidentText.objects.using(database.alias).values_list("text", "flags"))


def test_a_text_that_a_person_corrected_does_not_come_back(database: Database) -> None:
    bring(database, with_text("Ahmed slog"))
    assert text_of(database) == [("Ahmed slog", "name")]
    (incident,) = Row.objects.using(database.alias).values_list("pk", flat=True)
    batch, _flags = correct_incident(
        database, incident=incident, corrected=Corrected({"text": "[namn] slog"}), by="Sara", why="name", at=AT
    )
    assert became(bring(database, with_text("Ahmed slog"))) == (0, 0, 1, 0)
    assert text_of(database) == [("[namn] slog", "")]
    # The source changes another column and still sends the name.
    assert became(bring(database, with_text("Ahmed slog", severity=4))) == (0, 1, 0, 0)
    assert text_of(database) == [("[namn] slog", "")]
    assert Row.objects.using(database.alias).get().severity == 4
    # A new text is a new text.
    assert became(bring(database, with_text("Lugnt nu", severity=4))) == (0, 1, 0, 0)
    assert text_of(database) == [("Lugnt nu", "name")]
    assert ImportBatch.objects.using(database.alias).get(pk=batch).by == "Sara"


def test_a_correction_can_be_taken_back_and_a_text_erased_for_good(database: Database) -> None:
    bring(database, with_text("Ahmed slog"))
    (incident,) = Row.objects.using(database.alias).values_list("pk", flat=True)
    batch, _flags = correct_incident(
        database, incident=incident, corrected=Corrected({"text": ""}), by=BY, why="name", at=AT
    )
    undo_batch(database, batch=batch, by=BY, why="", at=AT)
    assert text_of(database) == [("Ahmed slog", "name")]
    correct_incident(
        database, incident=incident, corrected=Corrected({"text": ""}, erase=True), by=BY, why="name", at=AT
    )
    assert text_of(database) == [("", "")]
    kept = IncidentVersion.objects.using(database.alias).values_list("facts", "words")
    assert "Ahmed" not in repr(list(kept))
    assert "Ahmed" not in repr(list(AuditEvent.objects.using(database.alias).values_list("details", "why")))


def test_a_correction_of_a_category_moves_the_sums(database: Database) -> None:
    bring(database, WITH_IDS)
    row = Row.objects.using(database.alias).get(source_id="a2")
    correct_incident(
        database, incident=row.pk, corrected=Corrected({"category": "eld"}), by=BY, why="was a fire", at=AT
    )
    assert DatabaseStore(database).counts(("category",)) == {("eld",): 1, ("klotter",): 2}
    with pytest.raises(FileError):
        correct_incident(database, incident=999, corrected=Corrected({"category": "eld"}), by=BY, why="", at=AT)


def cell(value: int | None, *, preliminary: bool = False, row: int = 1) -> Count:
    status = CellStatus.VALUE if value is not None else CellStatus.SUPPRESSED
    return Count(1, row, "bra", "", "Stöld", "municipality", "", "", 1, 31, value, status, None, preliminary)


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


def one(database: Database) -> Row:
    return Row.objects.using(database.alias).get()


def test_a_corrected_category_stays_while_the_source_says_the_same(database: Database) -> None:
    drawn = "source_id | category | severity | time\na1 | buller | 1 | 2025-03-03"
    bring(database, drawn)
    correct_incident(
        database, incident=one(database).pk, corrected=Corrected({"category": "eld", "severity": 5}), by=BY, why="fire",
        at=AT,
    )  # fmt: skip
    assert became(bring(database, drawn.replace("2025-03-03", "2025-03-04"))) == (0, 1, 0, 0)
    assert (one(database).category, one(database).severity) == ("eld", 5)
    assert DatabaseStore(database).counts(("category",)) == {("eld",): 1}
    # The source changes its mind about the category: a person's word about the old one is void.
    assert became(bring(database, drawn.replace("buller", "klotter"))) == (0, 1, 0, 0)
    assert (one(database).category, one(database).severity) == ("klotter", 5)


def test_erased_words_do_not_come_back_by_undo_or_import(database: Database) -> None:
    first = bring(database, with_text("Ahmed slog"))
    incident = one(database).pk
    batch, _flags = correct_incident(
        database, incident=incident, corrected=Corrected({"text": ""}, erase=True), by=BY, why="name", at=AT
    )
    with pytest.raises(FileError, match=str(batch)):
        undo_batch(database, batch=batch, by=BY, why="", at=AT)
    assert became(bring(database, with_text("Ahmed slog", severity=3))) == (0, 1, 0, 0)
    assert text_of(database) == [("", "")]
    # The wrong file can still be taken back as a whole.
    undo_batch(database, batch=3, by=BY, why="", at=AT)
    undo_batch(database, batch=first.batch, by=BY, why="", at=AT)
    assert Row.objects.using(database.alias).count() == 0
    assert "Ahmed" not in repr(list(IncidentVersion.objects.using(database.alias).values_list("facts", "words")))


def test_a_wrong_file_can_be_taken_back_without_keeping_its_words(database: Database) -> None:
    first = bring(database, with_text("Ahmed slog"))
    undo_batch(database, batch=first.batch, by=BY, why="", at=AT)
    kept = IncidentVersion.objects.using(database.alias)
    assert "Ahmed" in repr(list(kept.values_list("words")))
    undo_batch(database, batch=first.batch, by=BY, why="names", at=AT, erase=True)
    assert "Ahmed" not in repr(list(kept.all().values_list("words")))
    second = bring(database, with_text("Ahmed slog"))
    undo_batch(database, batch=second.batch, by=BY, why="names", at=AT, erase=True)
    assert "Ahmed" not in repr(list(kept.all().values_list("words")))


def test_names_in_a_column_of_places_are_screened(database: Database) -> None:
    (row,) = incidents("source_id | time\na1 | 2025-03-03")
    bring(database, [replace(row, said_place="hos Anna")])
    assert text_of(database) == [("", "name")]
    incident = one(database).pk
    correct_incident(
        database, incident=incident, corrected=Corrected({"said_place": "hos [namn]"}), by=BY, why="name", at=AT
    )
    assert became(bring(database, [replace(row, said_place="hos Anna", severity=2)])) == (0, 1, 0, 0)
    (found,) = read_texts(database, ids=[incident], by=BY, why="", at=AT)
    assert found.words["said_place"] == "hos [namn]"


def test_two_files_of_one_command_that_hold_the_same_reports(database: Database) -> None:
    rows = incidents(WITHOUT)
    twice = [*rows, *(replace(row, incident_id=row.incident_id + 3, file_no=2) for row in rows)]
    files = (ArrivedFile("a.csv", "1", 1, read=3), ArrivedFile("b.csv", "2", 1, read=3))
    outcome = import_arrival(database, arrival=Arrival(table(twice), files), by=BY, why="", at=AT)
    assert became(outcome) == (3, 0, 3, 0)
    assert outcome.files[1].elsewhere == 3
    assert DatabaseStore(database).counts(()) == {(): 3}


def test_an_erased_name_stays_away_whatever_is_taken_back(database: Database) -> None:
    bring(database, with_text("Ahmed slog"))
    erased = Corrected({"text": "[namn] slog"}, erase=True)
    correct_incident(database, incident=one(database).pk, corrected=erased, by=BY, why="name", at=AT)
    other = bring(database, with_text("Lugnt"))
    undo_batch(database, batch=other.batch, by=BY, why="", at=AT)
    bring(database, with_text("Ahmed slog", severity=4))
    assert text_of(database)[0][0] == "[namn] slog"
    assert one(database).severity == 4


def test_an_erased_name_stays_away_when_the_file_goes_out_and_in(database: Database) -> None:
    first = bring(database, with_text("Ahmed slog"))
    erased = Corrected({"text": ""}, erase=True)
    correct_incident(database, incident=one(database).pk, corrected=erased, by=BY, why="name", at=AT)
    undo_batch(database, batch=first.batch, by=BY, why="", at=AT)
    assert became(bring(database, with_text("Ahmed slog"))) == (1, 0, 0, 0)
    assert text_of(database)[0][0] == ""


def test_erasing_reaches_what_was_said_before_the_file_went_out(database: Database) -> None:
    first = bring(database, with_text("Ahmed slog"))
    undo_batch(database, batch=first.batch, by=BY, why="", at=AT)
    bring(database, with_text("Ahmed slog"))
    erased = Corrected({"text": ""}, erase=True)
    correct_incident(database, incident=one(database).pk, corrected=erased, by=BY, why="name", at=AT)
    kept = IncidentVersion.objects.using(database.alias)
    assert "Ahmed" not in repr(list(kept.values_list("words")))
    undo_batch(database, batch=3, by=BY, why="names", at=AT, erase=True)
    assert "Ahmed" not in repr(list(kept.all().values_list("words", "facts")))


def test_a_correction_of_a_correction_is_not_taken_back_below_it(database: Database) -> None:
    bring(database, with_text("Ahmed slog"))
    incident = one(database).pk
    first, _flags = correct_incident(
        database, incident=incident, corrected=Corrected({"text": "A slog"}), by=BY, why="", at=AT
    )
    correct_incident(
        database, incident=incident, corrected=Corrected({"text": "En person slog"}, erase=True), by=BY, why="", at=AT
    )
    with pytest.raises(FileError):
        undo_batch(database, batch=first, by=BY, why="", at=AT)
    assert text_of(database)[0][0] == "En person slog"


def test_words_that_changed_while_they_were_corrected(database: Database) -> None:
    bring(database, with_text("Ahmed slog"))
    incident = one(database).pk
    bring(database, with_text("Ahmed slog igen"))
    stale = Corrected({"text": "[namn] slog"}, seen={"text": "Ahmed slog"})
    with pytest.raises(FileError):
        correct_incident(database, incident=incident, corrected=stale, by=BY, why="", at=AT)
    assert text_of(database)[0][0] == "Ahmed slog igen"


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
