"""The municipality that a request, a task or a command is in. Its tables are out of reach anywhere else."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command

from tryggve.store.database import upgrade
from tryggve.store.database.connect import Database, connect
from tryggve.store.database.place import Place

SLUG = re.compile(r"[a-z][a-z0-9-]{1,38}[a-z0-9]")
"""What a municipality may be called in addresses, folders and schemas."""

MUNICIPAL = ("store", "core", "incidents", "situation", "group", "areas")
"""The apps whose tables each municipality has of its own."""

_ALIAS = "kommun-"
_here: ContextVar[Database] = ContextVar("tryggve_municipality")
_known: dict[str, Database] = {}
_lock = threading.Lock()


class NotEnteredError(RuntimeError):
    """Municipal tables were asked for outside a municipality."""


def here() -> Database:
    """The database of the municipality we are in. NotEnteredError outside one."""
    try:
        return _here.get()
    except LookupError:
        raise NotEnteredError("municipal tables are reached inside entered(slug) alone") from None


@contextmanager
def entered(slug: str) -> Iterator[Database]:
    """Be in a municipality within the block; never in two at once."""
    if _here.get(None) is not None:
        raise NotEnteredError(f"already in a municipality; leave it before entering {slug}")
    token = _here.set(_database(slug))
    try:
        yield here()
    finally:
        _here.reset(token)


def place_of(slug: str) -> Place:
    """Where the database of a municipality lies."""
    if not SLUG.fullmatch(slug):
        raise ValueError(f"not the address of a municipality: {slug!r}")
    address = settings.SURROUNDINGS.database_url
    if not address:
        return Place(settings.DATA / "kommuner" / slug)
    sign = "&" if "?" in address else "?"
    return Place(url=address + sign + urlencode({"schema": f"kommun_{slug.replace('-', '_')}"}))


def slug_of(database: Database) -> str:
    """The municipality that a database is of."""
    return database.alias.removeprefix(_ALIAS)


def _database(slug: str) -> Database:
    """One alias per municipality for the life of the process; each thread has its own connection to it."""
    with _lock:
        if slug not in _known:
            _known[slug] = connect(place_of(slug), alias=_ALIAS + slug, max_age=600)
        return _known[slug]


def forget_all() -> None:
    """Close what this thread has open and know of no municipality: for tests and before a process forks."""
    with _lock:
        for database in _known.values():
            database.close()
        _known.clear()


def make_tables(database: Database) -> None:
    """Carry all tables of a municipality forward to this version."""
    upgrade.upgrade(database)
    for app in MUNICIPAL:
        if app != "store":
            call_command("migrate", app, database=database.alias, verbosity=0, interactive=False)
