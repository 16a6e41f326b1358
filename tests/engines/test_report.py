"""A report comes in one by one: once, counted at once, in the log, and it can be taken back."""

from __future__ import annotations

import datetime as dt
import threading
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from tests.engines.bringing import WITH_IDS, bring, facts
from tests.engines.one_report import ORGANISATION, drawn_report, give, report_id
from tests.engines.tables import day
from tests.engines.weeding import NOW, decide, run
from tests.stores import AT, BY, Postgres, Sqlite, opened
from tryggve.domain.incident import LeftOut
from tryggve.domain.row_error import FileError
from tryggve.store.base import Selection
from tryggve.store.database.actions.report import Added, add_report, nothing_to_report
from tryggve.store.database.actions.undo import undo_batch
from tryggve.store.database.connect import Database
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.models import AuditEvent, ImportBatch, ImportFile, Incident, IncidentText
from tryggve.store.database.reading import files_of, reported
from tryggve.store.database.status import status
from tryggve.store.database.upgrade import open_store
from tryggve.store.database.verify import verify

PLACED = """
category | n | time             | @district | @ward | x   | y   | place
eld      | 2 | 2025-03-03 12:00 | A         | -     | 100 | 200 | point
"""


def test_a_report_is_counted_flagged_and_in_the_log(database: Database) -> None:
    bring(database, WITH_IDS)
    added = give(database, 1, PLACED, text="Ahmed slog", flags="name")
    assert (added.incident_id, added.again) == (4, False)
    store = DatabaseStore(database)
    assert store.counts(("category", "area:district")) == {
        ("buller", "A"): 1, ("eld", "A"): 2, ("klotter", "A"): 1, ("klotter", "B"): 1,
    }  # fmt: skip
    assert IncidentText.objects.using(database.alias).get(pk=4).flags == "name"
    event = AuditEvent.objects.using(database.alias).get(action="reported")
    assert (event.by, event.batch_id, event.details) == (ORGANISATION, added.batch_id, {"incident": 4})
    # A file of an import is one that somebody gave; the reports are counted.
    assert ([file.name for file in files_of(database)], reported(database)) == (["a.csv"], 1)
    assert [batch.kind for batch in status(database, AT.date()).latest] == ["import"]


def test_a_report_that_fails_takes_the_writing_around_it_along(database: Database) -> None:
    def write() -> None:
        with database.writing():
            give(database, 1)
            with suppress(FileError):
                give(database, 2, "organisation | time\n- | 2026-03-01")
            give(database, 3)

    with pytest.raises(FileError):
        write()
    assert Incident.objects.using(database.alias).count() == reported(database) == 0


def test_the_same_id_again_is_the_same_report(database: Database) -> None:
    first = give(database, 1, text="ett")
    before = facts(database), AuditEvent.objects.using(database.alias).count()
    assert give(database, 1, "time\n2024-01-01", text="två") == replace(first, again=True)
    assert (facts(database), AuditEvent.objects.using(database.alias).count()) == before
    assert give(database, 2) == Added(2, first.batch_id + 1)
    # What was taken back does not come in again by itself.
    undo_batch(database, batch=first.batch_id, by=BY, why="", at=AT)
    assert give(database, 1) == replace(first, again=True)
    assert list(Incident.objects.using(database.alias).values_list("pk", flat=True)) == [2]
    assert reported(database) == 1


def test_a_day_of_reports_is_one_file_until_areas_come(database: Database) -> None:
    for number in (1, 2):
        give(database, number)
    tomorrow = AT + dt.timedelta(days=1)
    add_report(database, report=drawn_report(3), by=ORGANISATION, at=tomorrow)
    with database.writing():
        batch = ImportBatch.objects.using(database.alias).create(kind="areas", by=BY, at=AT, version="test")
        AuditEvent.objects.using(database.alias).create(
            at=AT, by=BY, action="areas", batch=batch, details={"in_use": []}
        )
    add_report(database, report=drawn_report(4), by=ORGANISATION, at=tomorrow)
    assert list(Incident.objects.using(database.alias).order_by("pk").values_list("file_id", flat=True)) == [1, 1, 2, 3]
    assert ImportFile.objects.using(database.alias).get(pk=3).batch_id > batch.pk
    with pytest.raises(FileError):
        add_report(database, report=replace(drawn_report(5), areas_mark=0), by=ORGANISATION, at=AT)


def test_what_cannot_come_in_is_refused_and_nothing_is_written(database: Database) -> None:
    give(database, 1, "time\n2023-06-01")
    decide(database)
    run(database)
    before = facts(database)
    with pytest.raises(FileError):
        give(database, 2, "time\n2023-06-01")
    with pytest.raises(FileError):
        give(database, 3, "organisation | time\n- | 2026-03-01")
    assert facts(database) == before
    # A time whose words have been deleted gets no new ones.
    give(database, 4, "time\n2025-01-01", text="ord")
    assert IncidentText.objects.using(database.alias).count() == 0
    for wrong in ("", "a1", report_id(10).upper()):
        with pytest.raises(ValueError, match="UUID"):
            replace(drawn_report(1), incident=replace(drawn_report(1).incident, source_id=wrong))


def test_retention_takes_reports_and_keeps_that_somebody_reported(database: Database) -> None:
    give(database, 1, "organisation | time\nSkolan | 2023-06-01", text="ord")
    decide(database)
    assert run(database).reports == 1
    assert DatabaseStore(database).fetch("SELECT organisation, day FROM report_day") == [("Skolan", day("2023-06-01"))]
    assert AuditEvent.objects.using(database.alias).filter(action="retention", at=NOW).count() == 1


def test_nothing_to_report_is_a_sign_of_life_and_no_event(database: Database) -> None:
    added = nothing_to_report(
        database, organisation="Skolan", organisation_kind="school", source="est", day=dt.date(2025, 3, 30),
        uuid=report_id(7), by="Skolan", at=AT,
    )  # fmt: skip
    store = DatabaseStore(database)
    assert store.counts(("left_out",), Selection(left_out=None)) == {("nothing_to_report",): 1}
    assert store.counts(()) == {(): 0}
    assert store.fetch("SELECT organisation, day FROM report_day") == [("Skolan", day("2025-03-30"))]
    row = Incident.objects.using(database.alias).get(pk=added.incident_id)
    # The clocks went forward that day: it has 23 hours.
    assert (row.end_s - row.start_s, row.left_out) == (23 * 3600, LeftOut.NOTHING_TO_REPORT)


def _two_of_which_one_is_refused(database: Database) -> None:
    give(database, 1)
    give(database, 2, "organisation | time\n- | 2025-03-03")


def test_it_joins_a_transaction_that_is_open(database: Database) -> None:
    with pytest.raises(FileError), database.writing():
        _two_of_which_one_is_refused(database)
    assert Incident.objects.using(database.alias).count() == 0
    with database.writing():
        give(database, 1)
        give(database, 2)
    assert Incident.objects.using(database.alias).count() == 2


def test_no_table_is_read_through(sqlite: Sqlite) -> None:
    """However many reports there are, one more takes as long."""
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, None if many else params))
        return execute(sql, params, many, context)

    with opened(sqlite) as database:
        bring(database, WITH_IDS)
        give(database, 1, PLACED)
        with database.connection.execute_wrapper(note):
            give(database, 2, PLACED, text="ord")
        plans = [
            (sql, row[-1])
            for sql, params in asked if sql.split()[0] in ("SELECT", "UPDATE", "WITH")
            for row in database.connection.cursor().execute(f"EXPLAIN QUERY PLAN {sql}", params).fetchall()
        ]  # fmt: skip
    assert len(asked) < 25
    assert any("SEARCH" in plan for _sql, plan in plans)
    # Of these tables no more is read than an index leads to; what the statement itself lists is no table.
    read = [
        (sql, plan) for sql, plan in plans if plan.startswith("SCAN") and plan.split()[1] not in ("found", "CONSTANT")
    ]
    assert read == []


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_two_at_once_bring_each_report_once(engine: str, request: pytest.FixtureRequest) -> None:
    maker: Sqlite | Postgres = request.getfixturevalue(engine)
    place, found, ready = maker.place(), list[Added](), threading.Barrier(2)

    def send() -> None:
        with open_store(place) as own:
            ready.wait()
            found.extend(give(own, number) for number in range(1, 16))

    threads = [threading.Thread(target=send) for _writer in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_store(place) as database:
        assert len(found) == 30
        assert len({(one.incident_id, one.batch_id) for one in found}) == 15
        assert sum(one.again for one in found) == 15
        assert reported(database) == Incident.objects.using(database.alias).count() == 15
        assert [check for check in verify(database)[0] if not check.holds] == []
    maker.drop(place)
