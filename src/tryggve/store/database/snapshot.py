"""A whole store as a stream of bytes that either engine can be filled from: all tables, at one moment.

The stream is gzip over lines of JSON: one with the format, version and steps of the store; per table one with its name,
columns and number of rows, then one per row in the order of its key; at the end one with two digests, of the tables
and of everything before it. The digest of the tables is the same on both engines.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from tryggve import __version__
from tryggve.store.database.connect import Database
from tryggve.store.database.layout import TableLayout, encoders, layout_at, steps_of

FORMAT = 1
GZIP = 16 + zlib.MAX_WBITS
_AT_A_TIME = 2_000
_LEVEL = 6


@dataclass
class Taken:
    """What went into a stream, known when it has ended: rows per table, and the digest of them all."""

    rows: dict[str, int] = field(default_factory=dict)
    digest: str = ""


def stream(database: Database, taken: Taken | None = None) -> Iterator[bytes]:
    """The store as it is now, compressed, while others write to it. No more than a few rows are held at a time."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, GZIP)
    for lines in _lines(database, taken or Taken()):
        if packed := packer.compress(lines):
            yield packed
    yield packer.flush()


def digest(database: Database) -> str:
    """SHA-256 (hex) over every row of every table, free text, versions and log included."""
    with database.reading():
        return digest_here(database, layout_at(steps_of(database)[-1]))


def digest_here(database: Database, layout: tuple[TableLayout, ...]) -> str:
    """The same inside `reading` or `writing`, of tables as some step has them."""
    found = hashlib.sha256()
    for lines in _rows(database, layout, Taken()):
        found.update(lines)
    return found.hexdigest()


def line(value: object) -> bytes:
    """A value as a line: ASCII, so that no text can end it."""
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"


def _lines(database: Database, taken: Taken) -> Iterator[bytes]:
    everything, tables = hashlib.sha256(), hashlib.sha256()
    with database.reading():
        steps = steps_of(database)
        head = line({"tryggve": "store", "format": FORMAT, "version": __version__, "steps": steps})
        everything.update(head)
        yield head
        for lines in _rows(database, layout_at(steps[-1]), taken):
            everything.update(lines)
            tables.update(lines)
            yield lines
    taken.digest = tables.hexdigest()
    yield line({"tables": taken.digest, "sha256": everything.hexdigest()})


def _rows(database: Database, layout: tuple[TableLayout, ...], taken: Taken) -> Iterator[bytes]:
    """The lines of all tables, many at a time."""
    for table in layout:
        yield from _table(database, table, taken)


def _table(database: Database, table: TableLayout, taken: Taken) -> Iterator[bytes]:
    connection = database.connection
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table.name)}")
        (number,) = cursor.fetchone()
    taken.rows[table.name] = number
    yield line({"table": table.name, "columns": list(table.columns), "rows": number})
    special = encoders(table)
    with connection.chunked_cursor() as cursor:
        cursor.execute(table.select_sql(connection))
        while some := cursor.fetchmany(_AT_A_TIME):
            made = []
            for row in some:
                values = list(row)
                for place, encode in special:
                    values[place] = encode(values[place])
                made.append(line(values))
            yield b"".join(made)
