"""Opens a file and takes its fingerprint."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.raw_table import SourceFile
from tryggve.ingest.tables.file_kind import kind_of
from tryggve.ingest.visible_text import visible_name

SIZE_LIMIT = 72 << 20
"""Bytes of a file that is read whole into memory (all kinds but Parquet).

Reports in ten columns, three of which hold no text twice, take less than 500 MB of memory then, in any encoding. No
size of a file bounds what short texts take, of which each is another: every one takes 125 bytes in memory, and seven
million of seven digits, which fill such a file, 1 GB.
"""


@dataclass(frozen=True)
class Source:
    """An opened file; `data` is its content, empty for Parquet, which is read from `path` column by column."""

    path: Path
    file: SourceFile
    kind: str
    data: bytes

    def unchanged(self) -> bool:
        """Whether the file on disk still has the fingerprint that was taken when it was opened."""
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == self.file.sha256


def open_source(path: Path) -> Source:
    """Open `path`, find its kind by content first and by the end of its name second; FileError when it cannot be."""
    try:
        return _open(path)
    except FileNotFoundError as error:
        raise FileError(_("There is no file {path}.").format(path=path), _("Check the name and the folder.")) from error
    except PermissionError as error:
        raise FileError(
            _("The file {path} may not be read.").format(path=path),
            _("Ask for the right to read it, or close the program that holds it."),
        ) from error
    except (OSError, ValueError) as error:
        raise FileError(
            _("The file {path} cannot be opened: {reason}.").format(path=path, reason=_reason(error)),
            _("Check the name and the disk, or copy the file to your own folder."),
        ) from error


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _open(path: Path) -> Source:
    if path.is_dir():
        raise FileError(_("{path} is a folder.").format(path=path), _("Give the name of a file in it."))
    # Before it is opened: a pipe would wait for somebody to write to it.
    if path.exists() and not path.is_file():
        raise FileError(_("{path} is not a file.").format(path=path), _("Give the name of a file."))
    with path.open("rb") as stream:
        start = stream.read(512)
        stream.seek(0)
        kind = kind_of(path, start)
        if kind == "parquet":
            digest, size, data = hashlib.file_digest(stream, "sha256").hexdigest(), stream.tell(), b""
        else:
            check_size(path.name, os.fstat(stream.fileno()).st_size)
            data = stream.read()
            digest, size = hashlib.sha256(data).hexdigest(), len(data)
    return Source(path, SourceFile(visible_name(path), digest, size), kind, data)


def check_size(name: str, size: int, limit: int | None = None) -> None:
    """FileError where a file, or what was made of it, has more bytes than the limit, as a rule `SIZE_LIMIT`."""
    if size > (most := SIZE_LIMIT if limit is None else limit):
        raise FileError(
            _("{file} is larger than {limit} MB.").format(file=name, limit=most >> 20),
            _("Divide it by year, or save it as Parquet."),
        )
