"""The folder in which a store is restored before it is moved out, whole, to its place."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database.connect import FILE, WORKSHOP, Database, connect, left_behind
from tryggve.store.database.place import Place

_LOCK = ".tryggve-restore.lock"


@contextmanager
def new_folder(place: Place, folder: Path) -> Iterator[Database]:
    """An empty database, which becomes the store of the folder when all has gone well. FileError where there is one."""
    is_new = not folder.exists()
    _refuse_taken(place, folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(folder):
        # Whoever had the lock before may have made the store.
        _refuse_taken(place, folder)
        for left in left_behind(folder):
            shutil.rmtree(left, ignore_errors=True)
        workshop = Path(tempfile.mkdtemp(prefix=WORKSHOP, dir=folder))
        try:
            with connect(Place(workshop), create=True) as database:
                yield database
                with database.connection.cursor() as cursor:
                    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            _refuse_taken(place, folder)
            os.replace(workshop / FILE, folder / FILE)
            shutil.rmtree(workshop)
        except BaseException:
            shutil.rmtree(workshop, ignore_errors=True)
            if is_new:
                shutil.rmtree(folder, ignore_errors=True)
            raise


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else restores into the folder meanwhile. The lock is SQLite's on an empty file: it ends with the process,
    however that ends, on every system.
    """
    with closing(sqlite3.connect(folder / _LOCK, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise FileError(
                _("Another restore into {folder} is under way.").format(folder=folder),
                _("Wait until it is done, or choose another folder."),
            ) from None
        try:
            yield
        finally:
            # Windows deletes no file that is open; there the empty file stays.
            with suppress(OSError):
                (folder / _LOCK).unlink(missing_ok=True)


def taken(place: Place) -> FileError:
    """What is said where there already is a store."""
    return FileError(
        _("There already is a store in {place}.").format(place=place.shown),
        _("It was left as it is. Choose an empty place."),
    )


def _refuse_taken(place: Place, folder: Path) -> None:
    if any((folder / f"{FILE}{end}").exists() for end in ("", "-wal", "-journal")):
        raise taken(place)
