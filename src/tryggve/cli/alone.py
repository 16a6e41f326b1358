"""One at a time in a folder of work that is kept, so that two runs never empty it for one another."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tryggve.domain.language import _
from tryggve.domain.private_file import private
from tryggve.domain.row_error import FileError

if sys.platform != "win32":
    import fcntl

LOCK = "lock"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else works in the folder meanwhile. FileError where somebody does; nothing was touched then.

    The system lets go of the lock when a run ends, however it ends.
    """
    if sys.platform == "win32":  # no such locks: two runs are on their own
        yield
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / LOCK
    with open(path, "a", encoding="utf-8", opener=private) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _busy(folder) from None
        except OSError:  # a disk without locks: two runs are on their own there too
            pass
        # Whoever held it may have finished in between and taken the folder away with it.
        if not path.exists() or not os.path.samestat(os.stat(path), os.fstat(file.fileno())):
            raise _busy(folder)
        yield


def _busy(folder: Path) -> FileError:
    return FileError(
        _("Another backtest is at work in {folder}.").format(folder=folder),
        _("Wait until it is done, then run the same again."),
    )
