"""Whole small files: areas and profiles."""

from __future__ import annotations

from pathlib import Path

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError

VALUES_LIMIT = 2_000_000
"""Values of a JSON document: each takes a hundred bytes or more, however few characters it is written with."""


def check_values(content: bytes, name: str) -> None:
    """FileError where JSON holds more values than `VALUES_LIMIT`; commas in texts are counted with them."""
    if sum(map(content.count, (b",", b"[", b"{"))) > VALUES_LIMIT:
        raise FileError(
            _("{file} holds more than {limit} values.").format(file=name, limit=VALUES_LIMIT),
            _("Leave out what is not needed and simplify outlines, or save tables as CSV or Parquet."),
        )


def content_of(path: Path, limit: int) -> bytes:
    """The bytes of a file; OSError where it cannot be opened, as a folder.

    FileError for what is no file and might never end (a pipe waits for a writer, /dev/zero gives for ever), for more
    than `limit` bytes, and for more than `VALUES_LIMIT` values.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise FileError(_("{path} is not a file.").format(path=path), _("Give the name of a file."))
    with path.open("rb") as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise FileError(
            _("{file} is larger than {limit} MB.").format(file=path.name, limit=limit // 1_000_000),
            _("Check that it is the right file; leave out what is not needed."),
        )
    check_values(content, path.name)
    return content
