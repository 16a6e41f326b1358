"""Files for their owner alone, that never take the place of a file that somebody else wrote."""

from __future__ import annotations

import filecmp
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


def private(path: str, flags: int) -> int:
    """An opener for `open`: 0600 whatever the umask says, an older file of the name closed to others too, and no link
    followed.
    """
    opened = os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)
    if hasattr(os, "fchmod"):
        os.fchmod(opened, 0o600)
    return opened


@contextmanager
def part_in(folder: Path) -> Iterator[Path]:
    """A new empty file in the folder, to write to and `settle`; without a name of its own it is gone afterwards."""
    opened, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
    os.close(opened)
    part = Path(name)
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def settle(part: Path, names: Iterable[Path]) -> Path:
    """Give a finished file the first name that nothing bears. Where a file with the same bytes bears one, that is it.

    Nothing is ever written over, and a link is never followed.
    """
    for path in names:
        if _takes(part, path) or _is_the_same(part, path):
            return path
    raise FileExistsError(part)


def _takes(part: Path, path: Path) -> bool:
    try:
        os.link(part, path)
    except FileExistsError:
        return False
    except OSError:  # a disk without hard links
        return _takes_without_link(part, path)
    return True


def _takes_without_link(part: Path, path: Path) -> bool:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return False
    try:
        os.replace(part, path)
    except BaseException:
        path.unlink()
        raise
    return True


def _is_the_same(part: Path, path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and filecmp.cmp(part, path, shallow=False)
