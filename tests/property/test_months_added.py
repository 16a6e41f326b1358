"""Sums that are added to, a report at a time, are those that are made anew from all reports."""

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


def _add(database: Database, row: Incident, number: int) -> None:
    """A report more, as a write brings it."""
    head = (number.to_bytes(16, "big"), b"\0" * 16, 1, 1, 1)
    with database.writing():
        incident_rows.put_in(database, incident_rows.Rows([number], [head], table([row]), {}))
        months.add(database, row)


@pytest.mark.parametrize(
    ("engine", "examples"), [("sqlite", 60), pytest.param("postgres", 8, marks=pytest.mark.postgres)]
)
def test_added_sums_are_those_made_anew(engine: str, examples: int, request: pytest.FixtureRequest) -> None:
    maker: Sqlite | Postgres = request.getfixturevalue(engine)

    @settings(max_examples=examples)
    @given(incident_lists(0, 4), st.lists(incident_lists(1, 1), min_size=1, max_size=6))
    def run(first: list[Incident], later: list[list[Incident]]) -> None:
        with opened(maker) as database:
            fill(database, table(first))
            for number, (row,) in enumerate(later, start=1 + len(first)):
                _add(database, row, number)
            added = _sums(database)
            with database.writing():
                months.refresh(database, None)
            assert added == _sums(database)

    run()
