"""Opening a store: a folder with SQLite, or a PostgreSQL server. Each open store has a Django alias of its own."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database.place import Place
from tryggve.store.database.plain_errors import plain_errors

FILE = "tryggve.sqlite3"
"""The database in the folder of a store."""

LOCK_SECONDS = 30
"""So long a write waits for another to end."""

_PRAGMAS = (
    # WAL: readers and a writer do not wait for each other. FULL: what was acknowledged survives a power cut.
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
    # What is deleted is overwritten; what is sorted does not spill texts into temporary files.
    "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32768;"
)
_LOCK = 0x74727967  # "tryg": the advisory lock that writers on PostgreSQL take


class Database:
    """An open store. Use as a context, or call `close`. `alias` is what Django's `using` takes."""

    def __init__(self, place: Place, options: dict[str, Any]) -> None:
        self.place = place
        self.alias = f"store-{secrets.token_hex(6)}"
        defaults = connections.configure_settings({"default": {}, self.alias: options})
        connections.databases[self.alias] = defaults[self.alias]

    @property
    def connection(self) -> BaseDatabaseWrapper:
        """The connection of this thread."""
        return connections[self.alias]

    @property
    def vendor(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.connection.vendor

    def close(self) -> None:
        """Let go of the database."""
        connections[self.alias].close()
        del connections[self.alias]
        del connections.databases[self.alias]

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction that alone may write; FileError where another write does not end within the wait."""
        with plain_errors(self.place), transaction.atomic(using=self.alias):
            if self.vendor == "postgresql":
                with self.connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
                    cursor.execute(f"SELECT pg_advisory_xact_lock({_LOCK})")
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One moment of the store: what is written meanwhile is not seen."""
        with plain_errors(self.place), self.connection.cursor() as cursor:
            if self.connection.in_atomic_block:
                yield
                return
            read_only = self.vendor == "postgresql"
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if read_only else "BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def connect(place: Place, *, create: bool = False) -> Database:
    """Open a place, whatever tables it has. FileError where there is no store and none is to be made."""
    if place.folder is None:
        return Database(place, _postgres(place.url))
    file = place.folder / FILE
    if not create and not file.is_file():
        raise FileError(
            _("There is no store in {folder}.").format(folder=place.folder),
            _("Check the folder. To make a new store: {command}.").format(command=f"tryggve init {place.folder}"),
        )
    if create:
        place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Made here so that nobody but the owner can read it, whatever the user's umask is.
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    options = {"transaction_mode": "IMMEDIATE", "timeout": LOCK_SECONDS, "init_command": _PRAGMAS}
    return Database(place, {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": options})


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise FileError(
            _("TRYGGVE_DATABASE_URL is not the address of a PostgreSQL database."),
            _("Write it as postgresql://user:password@host:5432/database."),
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"application_name": "tryggve", **options},
    }
