"""A person holds reports back, merges and parts them: what they were comes back, and no import undoes it."""

from __future__ import annotations

import pytest

from tests.engines.bringing import WITH_IDS, became, bring, facts
from tests.engines.one_report import drawn_report, give, reasons
from tests.engines.weeding import decide, run
from tests.stores import AT, BY
from tryggve.domain.row_error import FileError
from tryggve.store.base import Selection
from tryggve.store.database.actions.correct import Corrected, correct_incident
from tryggve.store.database.actions.review import hold_back, let_in, merge, unmerge
from tryggve.store.database.actions.undo import undo_batch
from tryggve.store.database.connect import Database
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.merged import into_of, sources_of_merged
from tryggve.store.database.models import AuditEvent, ImportBatch, IncidentMerge, IncidentText

ABOUT = {"why": "samma", "by": BY, "at": AT}
HELD, MERGED = "held_back", "merged"


def undo(database: Database, batch: int) -> None:
    undo_batch(database, batch=batch, by=BY, why="", at=AT)


def test_a_report_held_back_waits_and_comes_in_as_it_was(database: Database) -> None:
    give(database, 1, "category | time | left_out\nrykten | 2025-03-03 | rumour")
    give(database, 2)
    before = facts(database)
    for incident, was in ((1, "rumour"), (2, "")):
        hold_back(database, incident=incident, version=1, **ABOUT)
        assert reasons(database)[incident] == HELD
        let_in(database, incident=incident, version=2, **ABOUT)
        assert reasons(database)[incident] == was
    assert facts(database) == before
    batch = hold_back(database, incident=2, **ABOUT)
    assert DatabaseStore(database).counts(()) == {(): 0}
    assert len(DatabaseStore(database).fetch("SELECT day FROM report_day")) == 1
    assert AuditEvent.objects.using(database.alias).get(batch=batch).details == {"incidents": [2]}
    undo(database, batch)
    assert facts(database) == before
    # Nothing that has no words gets any.
    assert IncidentText.objects.using(database.alias).count() == 0


def test_what_its_category_says_holds_when_it_is_let_in(database: Database) -> None:
    give(database, 1, "category | time | left_out\nrykten | 2025-03-03 | rumour")
    hold_back(database, incident=1, **ABOUT)
    correct_incident(database, incident=1, corrected=Corrected({"category": "klotter"}), by=BY, why="", at=AT)
    assert reasons(database) == {1: HELD}
    let_in(database, incident=1, **ABOUT)
    assert reasons(database) == {1: ""}
    correct_incident(database, incident=1, corrected=Corrected({"category": "rykten"}), by=BY, why="", at=AT)
    assert reasons(database) == {1: "rumour"}


def test_an_import_lets_nothing_in(database: Database) -> None:
    bring(database, WITH_IDS)
    batch = hold_back(database, incident=1, **ABOUT)
    merge(database, into=2, others=[3], **ABOUT)
    assert became(bring(database, WITH_IDS.replace("klotter", "rykten"), name="b.csv")) == (0, 2, 1, 0)
    assert reasons(database) == {1: HELD, 2: "", 3: MERGED}
    let_in(database, incident=1, **ABOUT)
    assert became(bring(database, WITH_IDS.replace("klotter", "eld"), name="c.csv")) == (0, 2, 1, 0)
    assert reasons(database) == {1: "", 2: "", 3: MERGED}
    with pytest.raises(FileError):
        undo(database, batch)


def test_merged_reports_count_once_and_their_sources_are_listed(database: Database) -> None:
    for number, name in enumerate(("Skolan", "Polisen", "Skolan"), 1):
        give(database, number, f"organisation | kind | time\n{name} | school | 2025-0{number}-03")
    before = facts(database)
    batch = merge(database, into=2, others=[1, 3], versions={1: 1, 2: 1, 3: 1}, **ABOUT)
    assert DatabaseStore(database).counts(("left_out",), Selection(left_out=None)) == {("",): 1, (MERGED,): 2}
    found = sources_of_merged(database, [1, 2, 3])
    assert [(one.incident, one.organisation) for one in found[2]] == [(2, "Polisen"), (1, "Skolan"), (3, "Skolan")]
    assert list(found) == [2]
    assert len(DatabaseStore(database).fetch("SELECT day FROM report_day")) == 3
    assert AuditEvent.objects.using(database.alias).get(batch=batch).details == {"incidents": [2, 1, 3], "into": 2}
    unmerge(database, incident=1, **ABOUT)
    assert into_of(database, [1, 2, 3]) == {3: 2}
    unmerge(database, incident=3, **ABOUT)
    assert facts(database) == before
    with pytest.raises(FileError):
        unmerge(database, incident=3, **ABOUT)


def test_merging_and_parting_can_be_taken_back(database: Database) -> None:
    own = [give(database, number).batch_id for number in (1, 2)]
    apart = facts(database)
    merging = merge(database, into=1, others=[2], **ABOUT)
    together = facts(database)
    parting = unmerge(database, incident=2, **ABOUT)
    # Neither goes out while one counts for the other.
    for batch in (*own, merging):
        with pytest.raises(FileError):
            undo(database, batch)
    undo(database, parting)
    assert (facts(database), into_of(database, [2])) == (together, {2: 1})
    undo(database, merging)
    assert (facts(database), into_of(database, [2])) == (apart, {})
    undo(database, own[0])
    assert reasons(database) == {2: ""}


def test_what_cannot_be_merged_or_held_back_is_refused(database: Database) -> None:
    for number in (1, 2, 3):
        give(database, number)
    give(database, 4, "time | left_out\n2025-03-03 | nothing_to_report")
    give(database, 5, "category | time | left_out\nrykten | 2025-03-03 | rumour")
    merge(database, into=1, others=[2], **ABOUT)
    hold_back(database, incident=3, **ABOUT)
    before, batches = facts(database), ImportBatch.objects.using(database.alias).count()
    for into, others in ((1, []), (1, [1]), (1, [2]), (2, [1]), (1, [3]), (1, [4]), (5, [1]), (1, [99])):
        with pytest.raises(FileError):
            merge(database, into=into, others=others, **ABOUT)
    for incident in (2, 3, 4, 99):
        with pytest.raises(FileError):
            hold_back(database, incident=incident, **ABOUT)
    give(database, 6)
    with pytest.raises(FileError, match="1"):
        merge(database, into=6, others=[1], **ABOUT)
    undo_batch(database, batch=batches + 1, by=BY, why="", at=AT)
    with pytest.raises(FileError):
        let_in(database, incident=1, **ABOUT)
    with pytest.raises(FileError):
        hold_back(database, incident=5, version=2, **ABOUT)
    with pytest.raises(ValueError, match="merged"):
        drawn_report(7, "time | left_out\n2025-03-03 | merged")
    assert facts(database) == before
    merge(database, into=1, others=[5], **ABOUT)
    assert into_of(database, [2, 5]) == {2: 1, 5: 1}


def test_retention_takes_what_was_merged(database: Database) -> None:
    give(database, 1, "time\n2023-06-01")
    give(database, 2, "time\n2026-03-01")
    give(database, 3, "time\n2023-06-02")
    merge(database, into=1, others=[2, 3], **ABOUT)
    decide(database)
    run(database)
    assert reasons(database) == {2: MERGED}
    assert IncidentMerge.objects.using(database.alias).count() == 0
    # What it was merged into was counted before it was deleted: it must not be counted again.
    with pytest.raises(FileError):
        unmerge(database, incident=2, **ABOUT)
