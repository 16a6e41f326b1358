"""Copies of a store: a sealed one is written, a store is made from one, a store is moved to another engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyrage.x25519 import Recipient

from tryggve import __version__
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database import audit, meta
from tryggve.store.database.connect import Database, connect
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.models import StoreMeta
from tryggve.store.database.place import Place
from tryggve.store.database.reading import texts_of
from tryggve.store.database.snapshot import Taken, stream
from tryggve.store.database.snapshot_load import Contents, Loader
from tryggve.store.database.upgrade import is_empty, upgrade
from tryggve.store.database.verify import refuse_faulty
from tryggve.store.database.workshop import new_folder, taken
from tryggve.store.sealed_file import write_sealed

_PATIENCE = 20
Progress = Callable[[str, int], object]


def _quiet(table: str, rows: int) -> None:
    pass


@dataclass(frozen=True)
class Made:
    """A store that was made from a copy: what the copy held, the steps it was carried forward by, its fingerprint.

    `texts`: reports with words in the store, as its status counts them.
    """

    contents: Contents
    steps: tuple[str, ...]
    fingerprint: str
    texts: int


def write_backup(
    database: Database, *, file: Path, recipients: Sequence[Recipient], by: str, why: str, at: dt.datetime
) -> Taken:
    """Write a sealed copy of the store as it is now, while others may write; it bears its name only when it is whole.

    The log tells of the copy before the copy has its name: what leaves the house is never without a trace.
    """
    copied = Taken()
    events: list[int] = []

    def note() -> None:
        events.append(note_copy(database, copied, file.name, len(recipients), by=by, why=why, at=at))

    def failed() -> None:
        for event in events:
            note_failure(database, file.name, event, by=by, at=at)

    write_sealed(file=file, pieces=stream(database, copied), recipients=recipients, note=note, failed=failed)
    return copied


def note_failure(database: Database, name: str, event: int, *, by: str, at: dt.datetime) -> None:
    """The copy that the log told of did not become whole."""
    with suppress(FileError), database.writing():
        audit.record(database, audit.Action.BACKUP_FAILED, by=by, at=at, file=name, event=event)


def note_copy(
    database: Database, copied: Taken, name: str, recipients: int, *, by: str, why: str, at: dt.datetime
) -> int:
    """The number of the event. A long import may be writing: the log waits for it longer than other writes do."""
    for left in reversed(range(_PATIENCE)):
        try:
            with database.writing():
                return audit.record(
                    database, audit.Action.BACKUP, by=by, at=at, why=why, file=name, recipients=recipients,
                    rows=sum(copied.rows.values()), digest=copied.digest,
                )  # fmt: skip
        except FileError:
            if not left:
                raise
    raise AssertionError


def restore_store(
    *, place: Place, feed: Callable[[Loader], object], by: str, why: str, at: dt.datetime, progress: Progress = _quiet
) -> Made:
    """A store made in an empty place from a stream that `feed` writes. FileError: then the place is as it was."""
    with _new_place(place) as database:
        made = _made(database, feed, progress)
        with database.writing():
            audit.record(
                database, audit.Action.RESTORE, by=by, at=at, why=why, version=__version__,
                copy_version=made.contents.version, rows=sum(made.contents.rows.values()), digest=made.contents.digest,
                fingerprint=made.fingerprint, steps=list(made.steps),
            )  # fmt: skip
    return made


def move_store(
    *, source: Database, place: Place, by: str, why: str, at: dt.datetime, progress: Progress = _quiet
) -> Made:
    """The store in an empty place of another engine. Nothing can be written to the old one meanwhile; it stays as it
    is but for a mark that says where it went. FileError where anything differs: then neither has changed.
    """
    with source.writing():
        before = DatabaseStore(source).fingerprint()
        with _new_place(place) as target:

            def feed(loader: Loader) -> None:
                for piece in stream(source):
                    loader.write(piece)

            made = _made(target, feed, progress)
            if made.fingerprint != before:
                raise FileError(
                    _("The facts in {place} differ from those in the store.").format(place=place.shown),
                    _("Nothing was moved."),
                )
            about: dict[str, Any] = {
                "rows": sum(made.contents.rows.values()), "digest": made.contents.digest, "fingerprint": before,
                "version": __version__,
            }  # fmt: skip
            audit.record(target, audit.Action.MOVE, by=by, at=at, why=why, moved_from=source.vendor, **about)
            audit.record(source, audit.Action.MOVE, by=by, at=at, why=why, moved_to=place.shown, **about)
            # A store that was moved before bears the mark already: the new one must not.
            StoreMeta.objects.using(target.alias).filter(name=str(meta.Fact.MOVED_TO)).delete()
            meta.write(source, meta.Fact.MOVED_TO, place.shown)
    return made


def _made(database: Database, feed: Callable[[Loader], object], progress: Progress) -> Made:
    """Fill, prove that what lies in the tables is what was sent, carry forward to this version."""
    with Loader(database, progress) as loader:
        feed(loader)
        contents = loader.finish()
    steps = tuple(upgrade(database))
    with DatabaseStore(database).copied() as facts:
        refuse_faulty(database, facts)
        return Made(contents, steps, facts.fingerprint(), texts_of(database))


@contextmanager
def _new_place(place: Place) -> Iterator[Database]:
    """An empty database, which becomes the store of the place when all has gone well."""
    if place.folder is not None:
        with new_folder(place, place.folder) as database:
            yield database
        return
    with connect(place, create=True) as database, database.writing():
        # Asked by whoever alone may write: another may just have made one.
        if not is_empty(database):
            raise taken(place)
        yield database
