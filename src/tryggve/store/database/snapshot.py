"""A whole database as a stream of bytes that either engine can be filled from: all tables, at one moment.

The stream is gzip over lines of JSON: one with the format, version and steps of the tables; per table one with its
name, columns and number of rows, then one per row in the order of its key; at the end one with two digests, of the
tables and of everything before it. The digest of the tables is the same on both engines.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tryggve import __version__
from tryggve.store.database.connect import Database
from tryggve.store.database.layout import STORE, Shape, TableLayout, encoders, json_columns, same_json

FORMAT = 1
GZIP = 16 + zlib.MAX_WBITS
_AT_A_TIME = 2_000
_LARGE_AT_A_TIME = 8
_LEVEL = 6


@dataclass
class Taken:
    """What went into a stream, known when it has ended: rows per table, and the digest of them all."""

    rows: dict[str, int] = field(default_factory=dict)
    digest: str = ""


def stream(database: Database, taken: Taken | None = None) -> Iterator[bytes]:
    """The store as it is now, compressed, while others write to it. No more than a few rows are held at a time."""
    with database.reading():
        yield from stream_here(database, taken or Taken(), STORE)


def stream_here(database: Database, taken: Taken, shape: Shape) -> Iterator[bytes]:
    """The same inside `reading`, of whatever tables are meant."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, GZIP)
    for lines in _lines(database, taken, shape):
        if packed := packer.compress(lines):
            yield packed
    yield packer.flush()


def digest(database: Database) -> str:
    """SHA-256 (hex) over every row of every table, free text, versions and log included."""
    with database.reading():
        return digest_here(database, STORE.layout(STORE.steps_of(database)))


def digest_here(database: Database, layout: tuple[TableLayout, ...], *, exact: bool = False) -> str:
    """The same inside `reading` or `writing`, of tables as some step has them."""
    found = hashlib.sha256()
    for _sent, known in _rows(database, layout, Taken(), exact=exact):
        found.update(known)
    return found.hexdigest()


def line(value: object) -> bytes:
    """A value as a line: ASCII, so that no text can end it."""
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"


def _lines(database: Database, taken: Taken, shape: Shape) -> Iterator[bytes]:
    everything, tables = hashlib.sha256(), hashlib.sha256()
    steps = shape.steps_of(database)
    head = line({"tryggve": shape.word, "format": FORMAT, "version": __version__, "steps": steps})
    everything.update(head)
    yield head
    for sent, known in _rows(database, shape.layout(steps), taken, exact=shape.exact):
        everything.update(sent)
        tables.update(known)
        yield sent
    taken.digest = tables.hexdigest()
    yield line({"tables": taken.digest, "sha256": everything.hexdigest()})


def _rows(
    database: Database, layout: tuple[TableLayout, ...], taken: Taken, *, exact: bool
) -> Iterator[tuple[bytes, bytes]]:
    """The lines of all tables, many at a time: as they travel, and as the digest knows them."""
    for table in layout:
        yield from _table(database, table, taken, exact=exact)


def _table(database: Database, table: TableLayout, taken: Taken, *, exact: bool) -> Iterator[tuple[bytes, bytes]]:
    connection = database.connection
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table.name)}")
        (number,) = cursor.fetchone()
    taken.rows[table.name] = number
    head = line({"table": table.name, "columns": list(table.columns), "rows": number})
    yield head, head
    documents = json_columns(table) if exact else []
    special = [(place, encode) for place, encode in encoders(table) if place not in documents]
    # A document or a file may be of many megabytes.
    some_at_a_time = _LARGE_AT_A_TIME if exact and {"json", "bytes"} & set(table.columns.values()) else _AT_A_TIME
    with connection.chunked_cursor() as cursor:
        cursor.execute(table.select_sql(connection))
        while some := cursor.fetchmany(some_at_a_time):
            rows = [_encoded(row, special) for row in some]
            sent = b"".join(map(line, rows))
            yield sent, b"".join(line(_plain(row, documents)) for row in rows) if documents else sent


def _encoded(row: Sequence[Any], special: list[tuple[int, Any]]) -> list[Any]:
    values = list(row)
    for place, encode in special:
        values[place] = encode(values[place])
    return values


def _plain(row: list[Any], documents: list[int]) -> list[Any]:
    values = list(row)
    for place in documents:
        values[place] = same_json(values[place])
    return values
