"""Random reports and decisions: whatever goes, the sums per month, source and category stay what they were, and the
counts that are kept have no hole.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.strategies import DAYS, incident_lists
from tests.engines.tables import table
from tests.stores import BY, Postgres, Sqlite, fill, opened
from tryggve.domain.calendar_days import day_date, day_number
from tryggve.domain.incident import Incident
from tryggve.domain.retention import is_kept_source, kept_source
from tryggve.store.base import Selection
from tryggve.store.database import meta
from tryggve.store.database.actions.retention import record_decision, run_retention
from tryggve.store.database.connect import Database
from tryggve.store.database.engine import DatabaseStore

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
Sums = Counter[tuple[str, str, str, str, int]]


def sums(database: Database) -> Sums:
    """Level, area, source (as of kept counts), category and month."""
    store, found = DatabaseStore(database), Sums()
    for level in ("", *store.levels()):
        by = ("source", "category", "year", "month", *([f"area:{level}"] if level else []))
        for (source, category, year, month, *area), n in store.counts(by).items():
            if area != [""]:
                code = str(area[0]) if area else ""
                found[level, code, kept_source(str(source)), str(category), int(year) * 12 + int(month)] += n
    for cell in store.table_counts():
        assert is_kept_source(cell.source)
        first, after = day_date(cell.first_day), day_date(cell.last_day + 1)
        assert (first.day, after.day) == (1, 1)
        key = cell.area_level, cell.area_code, cell.source, cell.category, first.year * 12 + first.month
        found[key] += cell.value or 0
    return Sums({key: n for key, n in found.items() if n})


def spans(database: Database) -> dict[str, set[tuple[int, int]]]:
    """First and last day of the kept series of each source; AssertionError where one has a hole or a day twice."""
    cells: dict[tuple[str, str, str, str], list[tuple[int, int]]] = {}
    for cell in DatabaseStore(database).table_counts():
        key = cell.source, cell.category, cell.area_level, cell.area_code
        cells.setdefault(key, []).append((cell.first_day, cell.last_day))
    found: dict[str, set[tuple[int, int]]] = {}
    for (source, *_rest), days in cells.items():
        days.sort()
        assert all(last + 1 == first for (_first, last), (first, _last) in pairwise(days))
        found.setdefault(source, set()).add((days[0][0], days[-1][1]))
    return found


@pytest.mark.parametrize(
    ("engine", "examples"), [("sqlite", 40), pytest.param("postgres", 5, marks=pytest.mark.postgres)]
)
def test_sums_are_unchanged(engine: str, examples: int, request: pytest.FixtureRequest) -> None:
    maker: Sqlite | Postgres = request.getfixturevalue(engine)

    @settings(max_examples=examples)
    @given(incident_lists(1, 10), st.lists(st.tuples(DAYS, st.integers(0, 2)), min_size=1, max_size=3))
    def weed(rows: list[Incident], runs: list[tuple[int, int]]) -> None:
        with opened(maker) as database:
            fill(database, table(rows))
            before = sums(database)
            for day, further in runs:
                record_decision(
                    database, reference="1", decided_by="KS", decided_on=dt.date(2025, 1, 1), text_months=1,
                    facts_months=1 + further, note="", by=BY, at=NOW,
                )  # fmt: skip
                today = day_date(day + 45)
                found = run_retention(database, today=today, by=BY, why="", at=NOW)
                assert run_retention(database, today=today, by=BY, why="", at=NOW).total.nothing
                assert sums(database) == before
                kept = spans(database)
                assert all(len(same) == 1 for same in kept.values())
                assert found.facts_from is not None
                left = DatabaseStore(database).extent(Selection(left_out=None)).first_day
                assert left is None or left >= day_number(found.facts_from)
                assert found.facts_from.day == 1
                # A source that goes on after the cut has cells up to it.
                for source in map(str, (key[0] for key in DatabaseStore(database).counts(("source",)))):
                    gone = meta.read_int(database, meta.Fact.FACTS_GONE)
                    assert not {last + 1 for _first, last in kept.get(kept_source(source), ())} - {gone}

    weed()
