"""Several stores in one PostgreSQL database, each in a schema of its own; a server keeps its stores open."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from tests.engines.bringing import WITH_IDS, bring, facts
from tests.engines.one_report import give
from tests.stores import AT, BY, Postgres, Sqlite
from tryggve.domain.row_error import FileError
from tryggve.store.database import guards
from tryggve.store.database.actions.copies import move_store, restore_store
from tryggve.store.database.actions.life import make_store
from tryggve.store.database.connect import LOCK_SECONDS, Database
from tryggve.store.database.place import Place, address_of
from tryggve.store.database.snapshot import stream
from tryggve.store.database.status import status
from tryggve.store.database.sweep import sweep
from tryggve.store.database.upgrade import open_store
from tryggve.store.database.verify import verify


def made(place: Place) -> Database:
    return make_store(
        place=place, municipality="Exempelkommunen", crs="EPSG:3006", zone="Europe/Stockholm", by=BY, why="", at=AT
    )


@pytest.fixture
def places(postgres: Postgres) -> Iterator[list[Place]]:
    whole = postgres.place(empty=True)
    sign = "&" if "?" in whole.url else "?"
    yield [Place(url=f"{whole.url}{sign}schema=kommun_{name}") for name in ("a", "b", "c")]
    postgres.drop(whole)


def whole(database: Database) -> bool:
    return all(check.holds for check in verify(database)[0])


@pytest.mark.postgres
def test_a_store_in_a_schema_sees_nothing_of_the_others(places: list[Place]) -> None:
    with pytest.raises(FileError):
        open_store(places[0])
    with made(places[0]) as a, made(places[1]) as b:
        assert a.place.shown.endswith("?schema=kommun_a")
        bring(a, WITH_IDS)
        give(b, 1)
        assert (status(a, AT.date()).reports, status(b, AT.date()).reports) == (3, 1)
        assert (whole(a), whole(b)) == (True, True)
        with b.connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER audit_event_no_change ON audit_event")
        assert (guards.missing(a.connection), guards.missing(b.connection)) == ([], ["audit_event_no_change"])
        assert sweep(a)
        copy = list(stream(a))
        restore_store(place=places[2], feed=lambda loader: [loader.write(p) for p in copy], by=BY, why="", at=AT)
        with open_store(places[2]) as c:
            assert (facts(c), whole(c)) == (facts(a), True)
        with pytest.raises(FileError, match="finns redan"):
            move_store(source=a, place=places[1], by=BY, why="", at=AT)
        assert status(b, AT.date()).reports == 1


@pytest.mark.postgres
def test_writers_of_two_schemas_do_not_wait_for_each_other(places: list[Place]) -> None:
    with made(places[0]) as a, made(places[1]) as b:
        done = threading.Event()

        def write() -> None:
            give(b, 1)
            b.connection.close()
            done.set()

        with a.writing():
            thread = threading.Thread(target=write)
            thread.start()
            assert done.wait(LOCK_SECONDS / 2)
        thread.join()
        assert status(b, AT.date()).reports == 1


@pytest.mark.parametrize("name", ["", "A", "1a", "pg_a", 'a"b', "a-b", "a,public", "a b", "a" * 64, "å"])
def test_a_schema_with_another_name_is_refused(name: str) -> None:
    with pytest.raises(FileError, match="TRYGGVE_DATABASE_URL"):
        address_of(f"postgresql://h/db?schema={name}")
    assert address_of("postgresql://h/db?schema=kommun_1&sslmode=require").schema == "kommun_1"


def test_a_store_is_kept_open_under_a_name(sqlite: Sqlite) -> None:
    place = sqlite.place()
    with open_store(place, alias="kommun-a", max_age=60) as database:
        assert database.alias == "kommun-a"
        assert connections["kommun-a"].settings_dict["CONN_MAX_AGE"] == 60
        give(database, 1)
        with pytest.raises(ValueError, match="kommun-a"):
            open_store(place, alias="kommun-a")
        assert status(database, AT.date()).reports == 1
    with open_store(place, alias="kommun-a") as database:
        assert status(database, AT.date()).reports == 1
    with pytest.raises(FileError):
        open_store(Place(Path("absent")), alias="kommun-a")
    assert "kommun-a" not in connections.databases
