"""An installation is made in an empty place from a copy of one; whatever goes wrong leaves nothing of it."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connections

from tryggve import __version__
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database import audit
from tryggve.store.database.connect import Database, connect
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.place import address_of
from tryggve.store.database.snapshot import FORMAT, GZIP
from tryggve.store.database.snapshot_load import Contents, Loader, damaged
from tryggve.store.database.verify import refuse_faulty
from tryggve.store.sealed import Sink
from tryggve.web.accounts.models import Account, Municipality
from tryggve.web.core import municipal
from tryggve.web.core.actions.installation import prepare
from tryggve.web.setup.copy_shape import OF_INSTALLATION, WORD, InstallationDatabase, of_municipality
from tryggve.web.setup.ready import let_go, private_database

Feed = Callable[[Sink], object]
_LONGEST_HEAD = 1 << 16


@dataclass(frozen=True)
class Restored:
    """What was made: each municipality by its slug with what its copy held, and how many accounts there are."""

    municipalities: dict[str, Contents]
    accounts: int


def restore_copy(
    *, feed: Feed, by: str, why: str, at: dt.datetime, progress: Callable[[str], object] = str
) -> Restored:
    """Make the installation from what `feed` writes. FileError where the place is not empty or the copy not whole."""
    private_database()
    _refuse_taken(InstallationDatabase())
    with _nothing_left() as made, ExitStack() as stack:
        taker = _Taker(stack, made, progress)
        feed(taker)
        found = taker.finish()
        stack.close()
        prepare()
        listed = sorted(Municipality.objects.values_list("slug", flat=True))
        if listed != sorted(found):
            raise damaged()
        for slug, contents in found.items():
            progress(slug)
            with municipal.entered(slug) as database:
                _prove_and_note(database, contents, by=by, why=why, at=at)
        _settle(listed)
        return Restored(found, Account.objects.count())


def _prove_and_note(database: Database, contents: Contents, *, by: str, why: str, at: dt.datetime) -> None:
    with DatabaseStore(database).copied() as facts:
        refuse_faulty(database, facts)
        fingerprint = facts.fingerprint()
    with database.writing():
        audit.record(
            database, audit.Action.RESTORE, by=by, at=at, why=why, version=__version__, copy_version=contents.version,
            rows=sum(contents.rows.values()), digest=contents.digest, fingerprint=fingerprint,
        )  # fmt: skip


class _Taker:
    """Takes the pieces of the copy: its head, then each database in turn."""

    def __init__(self, stack: ExitStack, made: list[Database], progress: Callable[[str], object]) -> None:
        self._stack, self._made, self._progress = stack, made, progress
        self._head = zlib.decompressobj(GZIP)
        self._text = b""
        self._left: list[str] | None = None
        self._loader: Loader | None = None
        self._slug = ""
        self._found: dict[str, Contents] = {}

    def write(self, data: bytes) -> int:
        """The next piece."""
        rest = self._take_head(data) if self._left is None else data
        while rest:
            if self._loader is None:
                self._next()
            assert self._loader is not None
            rest = self._loader.take(rest)
            if self._loader.is_read:
                self._end()
        return len(data)

    def finish(self) -> dict[str, Contents]:
        """What the copy held of each municipality. FileError where it was not whole."""
        if self._loader is not None or self._left or "" not in self._found:
            raise damaged()
        return {slug: contents for slug, contents in self._found.items() if slug}

    def _take_head(self, data: bytes) -> bytes:
        try:
            self._text += self._head.decompress(data, _LONGEST_HEAD)
            if not self._head.eof:
                if len(self._text) >= _LONGEST_HEAD:
                    raise ValueError
                return b""
            head = json.loads(self._text)
            if head["tryggve"] != WORD:
                raise ValueError
            if head["format"] != FORMAT:
                raise _newer(head)
            self._left = [*map(_checked, head["municipalities"]), ""]
        except (ValueError, LookupError, TypeError, zlib.error):
            raise damaged() from None
        return self._head.unused_data

    def _next(self) -> None:
        if not self._left:
            raise damaged()
        self._slug = self._left.pop(0)
        self._progress(self._slug)
        if self._slug:
            place = municipal.place_of(self._slug)
            database = connect(place, create=True)
            self._stack.callback(database.close)
            _refuse_taken(database)
            self._made.append(database)
        else:
            database = InstallationDatabase()
        shape = of_municipality(self._slug) if self._slug else OF_INSTALLATION
        self._loader = self._stack.enter_context(Loader(database, shape=shape))

    def _end(self) -> None:
        assert self._loader is not None
        self._found[self._slug] = self._loader.finish()
        self._loader = None


def _checked(slug: Any) -> str:
    municipal.place_of(slug)
    return str(slug)


def _newer(head: dict[str, Any]) -> FileError:
    told = _("The copy was made by Tryggve {version}, which is newer than this one.")
    return FileError(
        told.format(version=head["version"]), _("Install that version or a later one; nothing was changed.")
    )


def _tables(database: Database) -> list[str]:
    with database.connection.cursor() as cursor:
        return database.connection.introspection.table_names(cursor)


def _refuse_taken(database: Database) -> None:
    if _tables(database):
        raise FileError(
            _("There already is an installation in {place}.").format(place=database.place.shown),
            _("It was left as it is. Choose an empty place."),
        )


@contextmanager
def _nothing_left() -> Iterator[list[Database]]:
    """On a server what was made is taken away where something goes wrong; a folder is its maker's to delete."""
    made: list[Database] = []
    try:
        yield made
    except BaseException:
        if settings.SURROUNDINGS.database_url:
            _take_away(made)
        raise
    finally:
        let_go()


def _take_away(made: list[Database]) -> None:
    quote = connections["default"].ops.quote_name
    connections["default"].close()
    with connections["default"].cursor() as cursor:
        for database in made:
            cursor.execute(f"DROP SCHEMA IF EXISTS {quote(address_of(database.place.url).schema)} CASCADE")
        for name in _tables(InstallationDatabase()):
            cursor.execute(f"DROP TABLE {quote(name)} CASCADE")


def _settle(slugs: list[str]) -> None:
    """All that was written lies in the files themselves, which can be moved."""
    if settings.SURROUNDINGS.database_url:
        return
    aliases = [InstallationDatabase().alias]
    for slug in slugs:
        with municipal.entered(slug) as database:
            aliases.append(database.alias)
    for alias in aliases:
        with connections[alias].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
