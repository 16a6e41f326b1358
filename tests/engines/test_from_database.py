"""The lägesbild and the signals of a store, made without the command line."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.engines.tables import incidents, table
from tests.stores import AT, BY, Sqlite, fill, opened
from tryggve.domain.period import parse_period
from tryggve.domain.row_error import FileError
from tryggve.reports.from_database import situation_of
from tryggve.reports.request import Request
from tryggve.reports.signal_ground import matter_of_store
from tryggve.reports.signals_today import keep_list, may_be_kept, signals_today
from tryggve.reports.situation import ScopeError
from tryggve.reports.tree import Audience
from tryggve.store.database.connect import Database
from tryggve.store.database.engine import DatabaseStore

TODAY = dt.date(2026, 1, 1)
MONTH = parse_period("2025-10")


def filled(database: Database) -> None:
    days = [dt.date(2025, 1, 1) + dt.timedelta(days=i // 2) for i in range(700)]
    rows = "".join(f"klotter | {day} | {'AB'[i % 2]}\n" for i, day in enumerate(days))
    fill(database, table(incidents(f"category | time | @district\n{rows}")))


def test_a_lagesbild_is_made_from_a_store(sqlite: Sqlite) -> None:
    with opened(sqlite) as database:
        filled(database)
        made = situation_of(database, Request(MONTH, today=TODAY), "Exempelkommunen")
        public = situation_of(database, Request(MONTH, audience=Audience.PUBLIC, today=TODAY))
        with pytest.raises(ScopeError):
            situation_of(database, Request(MONTH, ("district", "X"), today=TODAY))
    assert made.title.endswith("Exempelkommunen")
    assert "62" in next(finding.text for finding in made.findings if finding.key == "level.total")
    assert "signals" in [section.key for section in made.sections]
    assert "signals" not in [section.key for section in public.sections]


def test_without_a_calibration_the_events_are_not_kept_in_memory(sqlite: Sqlite) -> None:
    with opened(sqlite) as database:
        assert matter_of_store(database, DatabaseStore(database), None, MONTH) is None
        filled(database)
        matter = matter_of_store(database, DatabaseStore(database), None, MONTH)
        found = signals_today(database, day=MONTH.last_day)
    assert matter is not None
    assert (len(matter.history.events), len(found.history.events)) == (0, 700)
    assert (matter.found.day, matter.found.limits) == (MONTH.last_day, found.found.limits)
    assert matter.history.codes == found.history.codes == ("A", "B")


def test_a_list_without_a_calibration_is_shown_and_not_kept(sqlite: Sqlite) -> None:
    with opened(sqlite) as database:
        with pytest.raises(FileError):
            signals_today(database)
        filled(database)
        today = signals_today(database)
        assert today.found.day == today.history.events.last_day
        assert today.found.why_uncalibrated == "none"
        assert not may_be_kept(today.found)
        with pytest.raises(ValueError, match="calibration"):
            keep_list(database, today, by=BY, why="", at=AT)
        with pytest.raises(FileError):
            signals_today(database, source="polisen")
