"""A lock on a file: one process at a time, on every system. The system lets go of it however its holder ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


@contextmanager
def held(file: Path) -> Iterator[bool]:
    """Whether the lock is ours, for as long as the block lasts. Nobody waits for it."""
    lock = FileLock(file, mode=0o600, blocking=False)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
