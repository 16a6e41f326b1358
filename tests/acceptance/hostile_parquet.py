"""Parquet files that lie, written byte by byte: no library would write them."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

BYTES, INT32 = 6, 1
PLAIN, DICTIONARY = 0, 8
NONE, SNAPPY, GZIP, ZSTD = 0, 1, 2, 6
_I32, _I64, _BINARY, _LIST, _STRUCT = 5, 6, 8, 9, 12
_BLOCK = 1 << 17


def varint(number: int) -> bytes:
    """Seven bits a byte, the lowest first."""
    parts = bytearray()
    while number > 127:
        parts.append(number & 127 | 128)
        number >>= 7
    return bytes([*parts, number])


class I32(int):
    """A number that Thrift writes as i32; plain ones are i64."""


def _value(value: Any) -> tuple[int, bytes]:
    """Thrift's code of the type, and the value in its compact form."""
    if isinstance(value, int):
        return (_I32 if isinstance(value, I32) else _I64), varint(value << 1 if value >= 0 else ~(value << 1))
    if isinstance(value, str):
        return _BINARY, varint(len(value.encode())) + value.encode()
    if isinstance(value, dict):
        return _STRUCT, struct_of(value)
    kinds, parts = zip(*map(_value, value), strict=True)
    size = bytes([len(value) << 4 | kinds[0]]) if len(value) < 15 else bytes([0xF0 | kinds[0]]) + varint(len(value))
    return _LIST, size + b"".join(parts)


def struct_of(fields: dict[int, Any]) -> bytes:
    """A Thrift struct from its fields by number."""
    parts, last = [], 0
    for number, value in sorted(fields.items()):
        kind, content = _value(value)
        parts.append(bytes([number - last << 4 | kind]) + content)
        last = number
    return b"".join(parts) + b"\0"


@dataclass(frozen=True)
class Page:
    """A page of a column: what its header says, and what it holds. None where the header tells the truth."""

    content: bytes
    values: int
    encoding: int = DICTIONARY
    unpacked: int | None = None

    def header(self) -> dict[int, Any]:
        kind = 2 if self.encoding == PLAIN and self.values == 1 else 0
        about = {1: I32(self.values), 2: I32(self.encoding)} | ({} if kind else {3: I32(3), 4: I32(3)})
        size = len(self.content) if self.unpacked is None else self.unpacked
        return {1: I32(kind), 2: I32(size), 3: I32(len(self.content)), (7 if kind else 5): about}


@dataclass(frozen=True)
class Column:
    """A column whose every row is the text `text`: a dictionary of one value and one run of its number."""

    name: str
    text: bytes
    code: int = 0
    codec: int = NONE
    packed: bytes | None = None
    unpacked: int | None = None
    kind: int = BYTES
    page_values: int | None = None

    def pages(self, rows: int) -> tuple[Page, Page]:
        """The page of the dictionary and that of the values."""
        plain = struct.pack("<I", len(self.text)) + self.text if self.kind == BYTES else self.text
        run = b"\1" + varint(rows << 1) + bytes([self.code])
        if self.codec == GZIP:
            run = gzip.compress(run)
        elif self.codec == ZSTD:
            run = zstd([run])
        elif self.codec == SNAPPY:
            run = snappy_literal(run)
        size = len(plain) if self.unpacked is None else self.unpacked
        values = rows if self.page_values is None else self.page_values
        unpacked = len(varint(rows << 1)) + 2
        return (
            Page(plain if self.packed is None else self.packed, 1, PLAIN, size),
            Page(run, values, DICTIONARY, unpacked),
        )


def _chunk(column: Column, rows: int, at: int) -> tuple[bytes, dict[int, Any]]:
    """The bytes of a column from the place `at` on, and what the footer tells of it."""
    first, second = (struct_of(page.header()) + page.content for page in column.pages(rows))
    size = len(first) + len(second)
    about = {
        1: I32(column.kind), 2: [I32(PLAIN), I32(DICTIONARY)], 3: [column.name], 4: I32(column.codec), 5: rows,
        6: size, 7: size, 9: at + len(first), 11: at,
    }  # fmt: skip
    return first + second, {2: at, 3: about}


def parquet(columns: Sequence[Column], rows: int, *, groups: int = 1, said: int | None = None) -> bytes:
    """A file of `groups` groups of `rows` rows; `said` is the number of rows it claims to have."""
    data, listed = bytearray(b"PAR1"), []
    for _group in range(groups):
        chunks = []
        for column in columns:
            content, about = _chunk(column, rows, len(data))
            data += content
            chunks.append(about)
        listed.append({1: chunks, 2: len(data), 3: rows})
    schema: list[dict[int, Any]] = [{4: "schema", 5: I32(len(columns))}]
    for column in columns:
        schema.append({1: I32(column.kind), 3: I32(0), 4: column.name} | ({6: I32(0)} if column.kind == BYTES else {}))
    footer = struct_of({1: I32(1), 2: schema, 3: groups * rows if said is None else said, 4: listed})
    return bytes(data) + footer + struct.pack("<I", len(footer)) + b"PAR1"


def zstd(runs: Sequence[bytes | tuple[int, int]]) -> bytes:
    """A zstd frame of raw pieces and of runs (byte, how often): 128 kB of a run take four bytes."""
    blocks: list[tuple[int, int, bytes]] = []
    for run in runs:
        if isinstance(run, bytes):
            blocks.append((0, len(run), run))
        else:
            byte, length = run
            sizes = chain([_BLOCK] * (length // _BLOCK), [length % _BLOCK] if length % _BLOCK else [])
            blocks += [(1, size, bytes([byte])) for size in sizes]
    size = sum(length for _kind, length, _content in blocks)
    last = len(blocks) - 1
    packed = b"".join(
        ((i == last) | kind << 1 | length << 3).to_bytes(3, "little") + content
        for i, (kind, length, content) in enumerate(blocks)
    )
    return b"\x28\xb5\x2f\xfd" + b"\xe0" + struct.pack("<Q", size) + packed


def snappy_literal(content: bytes) -> bytes:
    """Short content in snappy's form, not packed at all."""
    return varint(len(content)) + bytes([len(content) - 1 << 2]) + content


def snappy_run(start: bytes, byte: int, length: int) -> bytes:
    """`start` and then `length` times the byte (a multiple of 64): 64 bytes take three."""
    first = start + bytes([byte])
    copies = (b"\xfe\x01\x00") * (length // 64)
    return varint(len(first) + length // 64 * 64) + bytes([len(first) - 1 << 2]) + first + copies


DAY, CATEGORY = Column("fran", b"2025-03-02"), Column("kategori", b"klotter")
TABLE = (DAY, CATEGORY)


def bomb(codec: int, size: int) -> bytes:
    """Three rows whose one text is `size` characters long when unpacked."""
    size = size // 64 * 64 + 1
    length = struct.pack("<I", size)
    packed = {
        GZIP: lambda: gzip.compress(length + b"x" * size, 9),
        ZSTD: lambda: zstd([length, (120, size)]),
        SNAPPY: lambda: snappy_run(length, 120, size - 1),
    }[codec]()
    column = Column("beskrivning", b"", codec=codec, packed=packed, unpacked=size + 4)
    return parquet((*TABLE, column), 3)


def lying(**lies: Any) -> bytes:
    """Three rows, with a lie in the last column."""
    return parquet((DAY, replace(CATEGORY, **lies)), 3)


def large_footer(size: int) -> bytes:
    """A file that is all but nothing besides what it tells of itself."""
    return b"PAR1" + bytes(size) + struct.pack("<I", size) + b"PAR1"
