"""Opening a store: a folder with SQLite, or a PostgreSQL server. Each open store has a Django alias of its own."""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database.place import Place, address_of
from tryggve.store.database.plain_errors import in_plain_words, plain_errors

FILE = "tryggve.sqlite3"
"""The database in the folder of a store."""

WORKSHOP = ".tryggve-restore-"
"""How the folder begins, inside the place of a store, in which it is restored before it is moved out."""

LOCK_SECONDS = 30
"""So long a write waits for another to end."""

_PRAGMAS = (
    # WAL: readers and a writer do not wait for each other. FULL: what was acknowledged survives a power cut.
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
    # What is deleted is overwritten; what is sorted does not spill texts into temporary files.
    "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32768;"
)
_DISCREET: dict[str, Any] = {"server_side_binding": True, "options": "-c log_parameter_max_length_on_error=0"}
"""Values travel apart from statements: in the server's log a statement that failed holds none of them."""
_LOCK = 0x74727967  # "tryg": the advisory lock that writers on PostgreSQL take


class Database:
    """An open store. Use as a context, or call `close`. `alias` is what Django's `using` takes.

    What the database itself says within the context comes out as a FileError in plain words, a server that went away
    in the middle of a question too.
    """

    def __init__(self, place: Place, options: dict[str, Any], alias: str | None = None) -> None:
        self.place = place
        self.alias = alias or f"store-{secrets.token_hex(6)}"
        if self.alias in connections.databases:
            raise ValueError(f"the alias {self.alias!r} is taken")
        defaults = connections.configure_settings({"default": {}, self.alias: options})
        connections.databases[self.alias] = defaults[self.alias]
        self._own = threading.local()

    @property
    def _lock(self) -> str:
        """Takes the lock of writers; stores in schemas of one database do not wait for each other."""
        own = ", hashtext(current_schema())" if address_of(self.place.url).schema else ""
        return f"SELECT pg_advisory_xact_lock({_LOCK}{own})"

    @property
    def connection(self) -> BaseDatabaseWrapper:
        """The connection of this thread."""
        # Asked for a dozen times by each report: Django's own look-up takes longer than a small statement.
        found: BaseDatabaseWrapper | None = getattr(self._own, "connection", None)
        if found is None:
            found = self._own.connection = connections[self.alias]
        return found

    @property
    def vendor(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.connection.vendor

    def close(self) -> None:
        """Let go of the database."""
        connections[self.alias].close()
        del connections[self.alias]
        self._own = threading.local()
        del connections.databases[self.alias]

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.close()
        finally:
            if isinstance(error, DatabaseError):
                with plain_errors(self.place):
                    raise error

    def writing(self, *, joining: bool = False) -> AbstractContextManager[None]:
        """One transaction that alone may write; FileError where another write does not end within the wait.

        Inside another it can be undone by itself, unless it is `joining`: then what goes wrong takes the other with it.
        """
        connection = self.connection
        if joining and connection.in_atomic_block:
            return _Joined(connection, self.place)
        return self._alone(connection, savepoint=not joining)

    @contextmanager
    def _alone(self, connection: BaseDatabaseWrapper, *, savepoint: bool) -> Iterator[None]:
        try:
            with transaction.atomic(using=self.alias, savepoint=savepoint):
                if connection.vendor == "postgresql":
                    with connection.cursor() as cursor:
                        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
                        cursor.execute(self._lock)
                yield
        except DatabaseError as error:
            raise in_plain_words(error, self.place) from error

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


class _Joined:
    """What `atomic` without a savepoint does, without its price: each report pays it."""

    def __init__(self, connection: BaseDatabaseWrapper, place: Place) -> None:
        self._connection, self._place = connection, place

    def __enter__(self) -> None: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._connection.needs_rollback = True
        if isinstance(error, DatabaseError):
            raise in_plain_words(error, self._place) from error


def connect(place: Place, *, create: bool = False, alias: str | None = None, max_age: int | None = 0) -> Database:
    """Open a place, whatever tables it has. FileError where there is no store and none is to be made.

    A server that runs for long keeps an open store under a fixed `alias` (ValueError where it is taken); `max_age` is
    how many seconds a connection is kept between requests (Django's CONN_MAX_AGE; None: as long as it lives).
    """
    aged = {"CONN_MAX_AGE": max_age, "CONN_HEALTH_CHECKS": max_age != 0}
    if place.folder is None:
        database = Database(place, options_of(place) | aged, alias)
        if create:
            _make_schema(database)
        return database
    file = place.folder / FILE
    if not create and not file.is_file():
        raise _no_store(place.folder)
    if create:
        place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Made here so that nobody but the owner can read it, whatever the user's umask is.
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    return Database(place, options_of(place) | aged, alias)


def options_of(place: Place) -> dict[str, Any]:
    """A place as Django's settings of a database."""
    if place.folder is None:
        return _postgres(place.url)
    options = {"transaction_mode": "IMMEDIATE", "timeout": LOCK_SECONDS, "init_command": _PRAGMAS}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(place.folder / FILE), "OPTIONS": options}


def _make_schema(database: Database) -> None:
    schema = address_of(database.place.url).schema
    if not schema:
        return
    try:
        with plain_errors(database.place), database.connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {database.connection.ops.quote_name(schema)}")
    except BaseException:
        database.close()
        raise


def left_behind(folder: Path | None) -> list[Path]:
    """What restores that are under way or were stopped have in a folder: half a store, unsealed."""
    return [] if folder is None else sorted(path for path in folder.glob(f"{WORKSHOP}*") if path.is_dir())


def _no_store(folder: Path) -> FileError:
    how = _("Check the folder. To make a new store: {command}.").format(command=f"tryggve init {folder}")
    if left := left_behind(folder):
        how = _(
            "A restore is under way or was stopped; it left an unsealed copy in {left}. Restore again, or delete it."
        )
        how = how.format(left=left[0].name)
    return FileError(_("There is no store in {folder}.").format(folder=folder), how)


def _postgres(url: str) -> dict[str, Any]:
    address = address_of(url)
    discreet = dict(_DISCREET)
    if address.schema:
        discreet["options"] = f"{_DISCREET['options']} -c search_path={address.schema}"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": address.port,
        "OPTIONS": {"application_name": "tryggve", **discreet, **address.options},
    }
