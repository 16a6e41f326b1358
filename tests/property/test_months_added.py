"""Sums that are added to, some reports at a time, are those that are made anew from all reports."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.strategies import incident_lists
from tests.engines.tables import table
from tests.stores import Postgres, Sqlite, fill, opened
from tryggve.domain.incident import Incident
from tryggve.store.database import months
from tryggve.store.database.actions import incident_rows
from tryggve.store.database.connect import Database


def _sums(database: Database) -> list[tuple[object, ...]]:
    with database.connection.cursor() as cursor:
        cursor.execute("SELECT level, left_out, year, month, area_code, category, source, n FROM incident_month")
        return sorted(cursor.fetchall())


def _add(database: Database, rows: list[Incident], start: int) -> None:
    """Some reports more, as a write brings them."""
    added = table(rows)
    heads = [((start + i).to_bytes(16, "big"), b"\0" * 16, 1, 1, 1) for i in range(len(rows))]
    ids = list(range(start, start + len(rows)))
    with database.writing():
        incident_rows.put_in(database, incident_rows.Rows(ids, heads, added, {}))
        months.add(database, added)


@pytest.mark.parametrize(
    ("engine", "examples"), [("sqlite", 60), pytest.param("postgres", 8, marks=pytest.mark.postgres)]
)
def test_added_sums_are_those_made_anew(engine: str, examples: int, request: pytest.FixtureRequest) -> None:
    maker: Sqlite | Postgres = request.getfixturevalue(engine)

    @settings(max_examples=examples)
    @given(incident_lists(0, 4), st.lists(incident_lists(1, 3), min_size=1, max_size=4))
    def run(first: list[Incident], later: list[list[Incident]]) -> None:
        with opened(maker) as database:
            fill(database, table(first))
            start = 1 + len(first)
            for rows in later:
                _add(database, rows, start)
                start += len(rows)
            added = _sums(database)
            with database.writing():
                months.refresh(database, None)
            assert added == _sums(database)

    run()
