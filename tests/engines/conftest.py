"""The engines that every case of the suite runs on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any

import pytest

from tests.engines.tables import incidents, table
from tests.stores import Postgres, Sqlite, fill, opened
from tryggve.domain.count import Count
from tryggve.domain.coverage import Reporter
from tryggve.domain.incident import Incident
from tryggve.store.base import Store
from tryggve.store.database.connect import Database
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.upgrade import open_store
from tryggve.store.database.verify import verify
from tryggve.store.files import FileStore, open_facts
from tryggve.store.memory import MemoryStore

ENGINES = ("memory", "duckdb", "parquet", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres))
Build = Callable[..., Store]


@pytest.fixture(scope="session")
def make(
    tmp_path_factory: pytest.TempPathFactory, sqlite: Sqlite, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Store]]:
    """Makes a store, each only once: a store is read only, so cases can share it."""
    made: dict[Any, Store] = {}
    with ExitStack() as stack:

        def store(engine: str, rows: tuple[Incident, ...], *registers: Any) -> Store:
            key = (engine, rows, *registers)
            if key not in made:
                made[key] = fresh(engine, rows, *registers)
            return made[key]

        def fresh(engine: str, rows: tuple[Incident, ...], *registers: Any) -> Store:
            if engine == "memory":
                return MemoryStore(rows, *registers)
            if engine in ("sqlite", "postgres"):
                maker = sqlite if engine == "sqlite" else request.getfixturevalue("postgres")
                database = stack.enter_context(open_store(maker.place()))
                fill(database, table(rows), *registers)
                return DatabaseStore(database)
            found = stack.enter_context(FileStore.from_table(table(rows), *registers))
            if engine == "duckdb":
                return found
            folder = tmp_path_factory.mktemp("facts")
            found.write_facts(folder)
            return stack.enter_context(open_facts(folder))

        yield store


@pytest.fixture(params=ENGINES)
def build(request: pytest.FixtureRequest, make: Callable[..., Store]) -> Build:
    """A store of the engine at hand from a drawn table or incidents, counts and reporters."""

    def store(
        what: str | Sequence[Incident] = (), counts: Sequence[Count] = (), reporters: Sequence[Reporter] = ()
    ) -> Store:
        rows = tuple(incidents(what) if isinstance(what, str) else what)
        return make(request.param, rows, tuple(counts), tuple(reporters))

    return store


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty store of either engine, which is whole when the test is done."""
    maker: Sqlite | Postgres = request.getfixturevalue(request.param)
    with opened(maker) as found:
        yield found
        checks, _fingerprint = verify(found)
        assert [check for check in checks if not check.holds] == []
