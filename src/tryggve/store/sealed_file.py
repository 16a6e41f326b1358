"""A sealed copy as a file: it bears its name only when it is whole, and two who write to one name do not mix."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pyrage.x25519 import Recipient

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.sealed import seal

PRIVATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
"""How a file is opened that must not be there and that nobody else may read."""


def write_sealed(
    *, file: Path, pieces: Iterator[bytes], recipients: Sequence[Recipient], note: Callable[[], object],
    failed: Callable[[], object],
) -> None:  # fmt: skip
    """Seal the pieces into a file. `note` tells of it before it has its name: what leaves the house is never without a
    trace. `failed` is called where something goes wrong from then on, and before.
    """
    if file.is_dir():
        raise FileError(_("{file} is a folder.").format(file=file), _("Give the name of a file for the copy."))
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, PRIVATE, 0o600), "wb") as out:
        mine = os.fstat(out.fileno())
        try:
            seal(pieces, out, recipients)
            out.flush()
            os.fsync(out.fileno())
            note()
            out.close()
            _give_name(part, file, mine)
        except BaseException:
            out.close()
            if _is_still(part, mine):
                part.unlink()
            failed()
            raise


def _give_name(part: Path, file: Path, mine: os.stat_result) -> None:
    if not _is_still(part, mine):
        raise FileError(
            _("Another copy is being written to {file}.").format(file=file),
            _("Wait until it is done, or choose another name."),
        )
    os.replace(part, file)


def _is_still(part: Path, mine: os.stat_result) -> bool:
    """Whether the file of that name is the one that was opened: two who write to one name must not mix."""
    return part.exists() and os.path.samestat(part.stat(), mine)
