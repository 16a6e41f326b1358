"""Any row of imports and undoings ends where a plain dict of what was last said ends; nothing is lost or doubled."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.tables import incidents, table
from tests.stores import AT, BY, Postgres, Sqlite, opened
from tryggve.domain.incident import Incident
from tryggve.domain.row_error import FileError
from tryggve.store.base import Selection
from tryggve.store.database.actions.arrival import Arrival, ArrivedFile
from tryggve.store.database.actions.imports import import_arrival
from tryggve.store.database.actions.undo import undo_batch
from tryggve.store.database.connect import Database
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.verify import verify

(PLAIN,) = incidents("time\n2025-03-03")
Said = tuple[str, str, int, str]  # id, category, severity, text
ROWS = st.tuples(
    st.sampled_from(["", "", "1", "2", "3"]), st.sampled_from(["a", "b"]), st.integers(0, 2), st.sampled_from(["", "x"])
)
FILES = st.lists(ROWS, max_size=6).map(lambda rows: _one_of_each_id(rows))
STEPS = st.lists(st.tuples(st.just("import"), FILES) | st.tuples(st.just("undo"), st.integers(1, 6)), max_size=7)


def _one_of_each_id(rows: list[Said]) -> list[Said]:
    """Reading a file keeps the first row of each id."""
    seen: set[str] = set()
    return [row for row in rows if not row[0] or not (row[0] in seen or seen.add(row[0]))]  # type: ignore[func-returns-value]


class Plain:
    """The slow twin: what every report said, version by version, and which batch said it."""

    def __init__(self) -> None:
        self.said: dict[object, list[tuple[int, Said]]] = {}
        self.undone: set[int] = set()

    def bring(self, batch: int, rows: list[Said]) -> tuple[int, int, int]:
        new = updated = unchanged = 0
        alike: Counter[Said] = Counter()
        for row in rows:
            alike[row] += 1
            key: object = row[0] or (row, alike[row])
            versions = self.said.setdefault(key, [])
            if not versions:
                versions.append((batch, row))
                new += 1
            elif row in [said for _batch, said in versions]:
                unchanged += 1
            else:
                versions.append((batch, row))
                updated += 1
        return new, updated, unchanged

    def undo(self, batch: int) -> bool:
        """Whether it may be taken back: nothing that it said has been said otherwise since."""
        mine = [versions for versions in self.said.values() if any(b == batch for b, _said in versions)]
        if batch in self.undone or any(versions[-1][0] != batch for versions in mine):
            return False
        for versions in mine:
            versions.pop()
        self.undone.add(batch)
        return True

    def now(self) -> Counter[Said]:
        return Counter(versions[-1][1] for versions in self.said.values() if versions)


def _incident(number: int, row: Said) -> Incident:
    source_id, category, severity, text = row
    return replace(
        PLAIN, incident_id=number, row_no=number, source_id=source_id, category=category, severity=severity, text=text
    )


def _bring(database: Database, rows: list[Said]) -> tuple[int, tuple[int, int, int]]:
    made = table([_incident(number, row) for number, row in enumerate(rows, 1)])
    files = (ArrivedFile("a.csv", repr(rows), 1, read=len(rows)),)
    outcome = import_arrival(database, arrival=Arrival(made, files), by=BY, why="", at=AT)
    return outcome.batch, (outcome.total("new"), outcome.total("updated"), outcome.total("unchanged"))


def _now(database: Database) -> Counter[Said]:
    with database.connection.cursor() as cursor:
        cursor.execute(
            "SELECT source_id, category, severity, COALESCE(text, '') FROM incident "
            "LEFT JOIN incident_text ON incident_id = id"
        )
        return Counter(cursor.fetchall())


@pytest.mark.parametrize(
    ("engine", "examples"), [("sqlite", 40), pytest.param("postgres", 8, marks=pytest.mark.postgres)]
)
def test_a_history_ends_where_the_plain_one_does(engine: str, examples: int, request: pytest.FixtureRequest) -> None:
    maker: Sqlite | Postgres = request.getfixturevalue(engine)

    @settings(max_examples=examples)
    @given(STEPS)
    def run(steps: list[tuple[str, list[Said] | int]]) -> None:
        plain, numbers = Plain(), []
        with opened(maker) as database:
            for kind, what in steps:
                if kind == "import":
                    assert isinstance(what, list)
                    batch, became = _bring(database, what)
                    assert became == plain.bring(batch, what)
                    numbers.append(batch)
                elif isinstance(what, int) and what <= len(numbers):
                    batch = numbers[what - 1]
                    if plain.undo(batch):
                        undo_batch(database, batch=batch, by=BY, why="", at=AT)
                    else:
                        with pytest.raises(FileError):
                            undo_batch(database, batch=batch, by=BY, why="", at=AT)
                assert _now(database) == plain.now()
            checks, fingerprint = verify(database)
            assert [check for check in checks if not check.holds] == []
            store = DatabaseStore(database)
            assert fingerprint == store.fingerprint()
            assert store.counts((), Selection()) == {(): sum(plain.now().values())}

    run()
