"""A person corrects a report: it stays corrected, can be taken back, and what was erased stays away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engines.bringing import WITH_IDS, became, bring, one, text_of, with_text
from tests.engines.tables import incidents
from tests.stores import AT, BY
from tryggve.domain.row_error import FileError
from tryggve.store.database.actions.correct import Corrected, correct_incident
from tryggve.store.database.actions.reading import read_texts
from tryggve.store.database.actions.undo import undo_batch
from tryggve.store.database.connect import Database
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.models import (
    AuditEvent,
    ImportBatch,
    IncidentVersion,
)
from tryggve.store.database.models import Incident as Row


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
