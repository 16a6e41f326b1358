"""One worker at a time in a municipality. The system lets go of the lock however a worker ends."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from tryggve.domain.private_file import private
from tryggve.web.core.municipal import place_of

if sys.platform != "win32":
    import fcntl


@contextmanager
def alone_in(slug: str) -> Iterator[bool]:
    """Whether this worker is alone in the municipality, for as long as the block lasts."""
    folder = place_of(slug).folder
    with _by_file(folder) if folder is not None else _by_server(slug) as alone:
        yield alone


@contextmanager
def _by_file(folder: Path) -> Iterator[bool]:
    if sys.platform == "win32":  # no such locks: serve starts one worker and no other is started there
        yield True
        return
    with open(folder / "worker.lock", "a", encoding="ascii", opener=private) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def _by_server(slug: str) -> Iterator[bool]:
    number = int.from_bytes(hashlib.sha256(f"tryggve worker {slug}".encode()).digest()[:8], signed=True)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        row = cursor.fetchone()
        alone = bool(row and row[0])
        try:
            yield alone
        finally:
            if alone:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
