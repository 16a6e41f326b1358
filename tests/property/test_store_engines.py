"""Random stores: DuckDB and SQLite answer every random question exactly as the plain loops do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.strategies import DAYS, GROUPINGS, REPORTERS, SELECTIONS, counts, incident_lists
from tests.engines.tables import table
from tests.stores import Postgres, Sqlite, fill, opened
from tryggve.domain.count import Count
from tryggve.domain.coverage import Reporter
from tryggve.domain.incident import Incident
from tryggve.store.base import Selection, Store
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.files import FileStore
from tryggve.store.memory import MemoryStore

QUESTIONS = st.lists(st.tuples(SELECTIONS, GROUPINGS), min_size=6, max_size=6)

WORLDS = given(
    incident_lists(),
    st.lists(counts(), max_size=3),
    st.lists(REPORTERS, max_size=3),
    QUESTIONS,
    st.tuples(DAYS, DAYS),
)


@settings(max_examples=40)
@WORLDS
def test_duckdb_agrees(
    rows: list[Incident],
    cells: list[Count],
    reporters: list[Reporter],
    questions: list[tuple[Selection, list[str]]],
    days: tuple[int, int],
) -> None:
    with FileStore.from_table(table(rows), cells, reporters) as duckdb:
        _compare(MemoryStore(rows, cells, reporters), duckdb, questions, days)


@pytest.mark.parametrize(
    ("engine", "examples"), [("sqlite", 40), pytest.param("postgres", 8, marks=pytest.mark.postgres)]
)
def test_databases_agree(engine: str, examples: int, request: pytest.FixtureRequest) -> None:
    maker: Sqlite | Postgres = request.getfixturevalue(engine)

    @settings(max_examples=examples)
    @WORLDS
    def compare(
        rows: list[Incident],
        cells: list[Count],
        reporters: list[Reporter],
        questions: list[tuple[Selection, list[str]]],
        days: tuple[int, int],
    ) -> None:
        with opened(maker) as database:
            fill(database, table(rows), cells, reporters)
            _compare(MemoryStore(rows, cells, reporters), DatabaseStore(database), questions, days)

    compare()


def _compare(oracle: Store, store: Store, questions: list[tuple[Selection, list[str]]], days: tuple[int, int]) -> None:
    for where, by in questions:
        assert store.counts(by, where) == oracle.counts(by, where)
        assert store.rows(where) == oracle.rows(where)
        assert store.extent(where) == oracle.extent(where)
        for ours, theirs in ((store.points(where), oracle.points(where)), (store.times(where), oracle.times(where))):
            for name in vars(theirs):
                np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name), strict=True)
        for limit in (None, 2):
            spots, wanted = store.spots(where, limit), oracle.spots(where, limit)
            assert spots.categories == wanted.categories
            np.testing.assert_array_equal(spots.incident_id, wanted.incident_id, strict=True)
            np.testing.assert_array_equal(spots.location_precision, wanted.location_precision, strict=True)
    assert store.levels() == oracle.levels()
    assert store.report_days() == oracle.report_days()
    assert store.report_days(*days) == oracle.report_days(*days)
    assert store.table_counts() == oracle.table_counts()
    assert store.coverage(*days) == oracle.coverage(*days)
    assert store.fingerprint() == oracle.fingerprint()


@settings(max_examples=20)
@given(incident_lists(), SELECTIONS, DAYS)
def test_counts_of_two_halves_of_time_add_up(rows: list[Incident], where: Selection, day: int) -> None:
    whole = where.but(first_day=None, last_day=None)
    with FileStore.from_table(table(rows)) as store:
        halves = [
            store.counts(("category",), whole.but(**half)) for half in ({"last_day": day}, {"first_day": day + 1})
        ]
        added: dict[tuple[int | str, ...], int] = {}
        for half in halves:
            for key, n in half.items():
                added[key] = added.get(key, 0) + n
        assert added == store.counts(("category",), whole)


@settings(max_examples=40)
@given(incident_lists(), SELECTIONS, GROUPINGS)
def test_a_further_limit_never_adds(rows: list[Incident], where: Selection, by: list[str]) -> None:
    store = MemoryStore(rows)
    wider = store.counts(by, Selection(left_out=None))
    for key, n in store.counts(by, where).items():
        assert n <= wider[key]
