"""An empty place is filled from a stream of `snapshot`, and what came in is proved to be what went out."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.core.management.color import no_style

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database.bulk import AT_A_TIME, insert
from tryggve.store.database.connect import Database
from tryggve.store.database.layout import STORE, Shape, TableLayout, decoder
from tryggve.store.database.plain_errors import plain_errors
from tryggve.store.database.snapshot import FORMAT, GZIP, digest_here

_MOST_AT_A_TIME = 1 << 20
_LONG_LINE = 1 << 20
_MOST_BARE = 10_000
"""Characters of a long row outside its texts: a row of a million numbers would take thirty times its length."""

_TEXTS = re.compile(rb'"(?:[^"\\]|\\.)*+"')
_HELD = 1 << 22
"""Bytes of rows that are held before they go in."""

_LARGE = 1 << 28
_PACKED_AT_MOST = 200
"""So many times its size may a large copy unpack to: a store unpacks to some ten times."""


@dataclass(frozen=True)
class Contents:
    """What a copy of a store held: the version that made it, rows per table, the digest of them all."""

    version: str
    steps: tuple[str, ...]
    rows: dict[str, int]
    digest: str


class Loader:
    """Takes a stream in pieces with `write`, then `finish` proves that nothing is missing or other than it was.

    Use as a context: the rows go in by one transaction, which an error takes back. The tables are made as the steps
    of the copy have them; who calls carries them forward afterwards.
    """

    def __init__(
        self, database: Database, progress: Callable[[str, int], object] = lambda table, n: None, shape: Shape = STORE
    ) -> None:
        self._database, self._progress, self._shape = database, progress, shape
        self._stack = ExitStack()
        self._unpacker = zlib.decompressobj(GZIP)
        self._rest = bytearray()
        self._packed, self._unpacked = 0, 0
        self._everything, self._tables = hashlib.sha256(), hashlib.sha256()
        self._layout: tuple[TableLayout, ...] = ()
        self._head: dict[str, Any] = {}
        self._trailer: dict[str, str] | None = None
        self._filler: _Filler | None = None
        self._counts: dict[str, int] = {}

    def __enter__(self) -> Loader:
        self._stack.__enter__()
        return self

    def __exit__(self, *about: Any) -> None:
        self._stack.__exit__(*about)

    def write(self, data: bytes) -> int:
        """The next piece of the stream."""
        if self.take(data):
            raise damaged()
        return len(data)

    def take(self, data: bytes) -> bytes:
        """The same where more may follow: what does not belong to this stream."""
        left = bytes(data)
        self._packed += len(left)
        while left and not self._unpacker.eof:
            lines = self._unpack(left)
            left = self._unpacker.unconsumed_tail or self._unpacker.unused_data
            self._take(lines)
        return left

    @property
    def is_read(self) -> bool:
        """Whether the stream has ended."""
        return self._unpacker.eof

    def flush(self) -> None:
        """Nothing waits: for those who write to it as to a file."""

    def finish(self) -> Contents:
        """Check the end and the digest of what now lies in the tables. FileError where the stream was not whole."""
        while not self._unpacker.eof:
            lines = self._unpack(b"")
            if not lines:
                raise damaged()
            self._take(lines)
        if self._trailer is None or self._rest:
            raise damaged()
        connection = self._database.connection
        connection.check_constraints()
        digest = digest_here(self._database, self._layout, exact=self._shape.exact)
        if digest != self._trailer["tables"]:
            raise FileError(_("What was written is not what was read."), _("Nothing was kept. Check the disk."))
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), [table.model for table in self._layout]):
                cursor.execute(sql)
        self._stack.close()
        steps = tuple(self._head["steps"])
        return Contents(str(self._head["version"]), steps, self._counts, digest)

    def _unpack(self, data: bytes) -> bytes:
        try:
            lines = self._unpacker.decompress(data, _MOST_AT_A_TIME)
        except zlib.error:
            raise damaged() from None
        self._unpacked += len(lines)
        if self._unpacked > max(_LARGE, _PACKED_AT_MOST * self._packed):
            raise damaged()
        return lines

    def _take(self, lines: bytes) -> None:
        self._rest += lines
        if len(self._rest) > self._shape.longest + _MOST_AT_A_TIME:
            raise damaged()
        if b"\n" not in lines:
            return
        *whole, rest = bytes(self._rest).split(b"\n")
        self._rest = bytearray(rest)
        for text in whole:
            try:
                self._line(text + b"\n")
            except (ValueError, LookupError, TypeError, OverflowError, RecursionError):
                raise damaged() from None

    def _line(self, text: bytes) -> None:
        if len(text) > _LONG_LINE and len(_TEXTS.sub(b"", text)) > _MOST_BARE:
            raise ValueError
        value = json.loads(text)
        if self._trailer is not None:
            raise ValueError
        if not self._head:
            self._begin(value)
            self._everything.update(text)
            return
        if isinstance(value, list) and self._filler is not None:
            self._filler.add(value, len(text))
        elif "table" in value:
            self._next_table(value)
        else:
            self._end(value)
            return
        self._everything.update(text)
        self._tables.update(text)

    def _begin(self, head: dict[str, Any]) -> None:
        if head["tryggve"] != self._shape.word:
            raise ValueError
        steps = list(head["steps"])
        if head["format"] != FORMAT or not self._shape.is_known(steps):
            raise FileError(
                _("The copy was made by Tryggve {version}, which is newer than this one.").format(
                    version=head["version"]
                ),
                _("Install that version or a later one; nothing was changed."),
            )
        if not self._shape.fits(steps):
            raise ValueError
        self._head = head
        with plain_errors(self._database.place):
            self._shape.build(self._database, steps)
        self._layout = self._shape.layout(steps)
        self._stack.enter_context(self._database.writing())

    def _next_table(self, head: dict[str, Any]) -> None:
        self._close_table()
        table = self._layout[len(self._counts)]
        if head["table"] != table.name or head["columns"] != list(table.columns):
            raise ValueError
        self._counts[table.name] = head["rows"]
        self._filler = _Filler(self._database, table, head["rows"], self._progress, exact=self._shape.exact)

    def _close_table(self) -> None:
        if self._filler is not None:
            self._filler.close()
            self._filler = None

    def _end(self, trailer: dict[str, str]) -> None:
        self._close_table()
        # Where JSON travels as it was written, what lies in the tables is compared with the digest at the end alone.
        tables = trailer["tables"] if self._shape.exact else self._tables.hexdigest()
        said = tables, self._everything.hexdigest()
        if len(self._counts) != len(self._layout) or said != (trailer["tables"], trailer["sha256"]):
            raise ValueError
        self._trailer = trailer


class _Filler:
    """Puts the rows of one table in, many at a time."""

    def __init__(
        self, database: Database, table: TableLayout, expected: int, progress: Callable[[str, int], object],
        *, exact: bool,
    ) -> None:  # fmt: skip
        self._database, self._table, self._left, self._progress = database, table, expected, progress
        self._decode = decoder(table, database.connection, exact=exact)
        self._rows: list[tuple[Any, ...]] = []
        self._held = 0

    def add(self, row: Sequence[Any], size: int) -> None:
        self._rows.append(self._decode(row))
        self._held += size
        if len(self._rows) >= AT_A_TIME or self._held >= _HELD:
            self._put_in()

    def close(self) -> None:
        self._put_in()
        if self._left:
            raise ValueError

    def _put_in(self) -> None:
        insert(self._database.connection, self._table.model, list(self._table.columns), self._rows)
        self._left -= len(self._rows)
        self._progress(self._table.name, len(self._rows))
        self._rows, self._held = [], 0


def damaged() -> FileError:
    """What is said of a copy that is not whole."""
    return FileError(
        _("The copy is damaged, or is not a copy of a store."), _("Nothing was restored. Take another copy.")
    )
