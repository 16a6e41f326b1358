"""How far the cells of a sheet in an old workbook (.xls) reach, seen before it is opened."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError

XLS_CELL_LIMIT = 4_000_000
"""Cells of a sheet up to its last row and column: all rows of an old sheet and sixty columns."""

_END, _MINI, _HEAD = 0xFFFFFFFA, 4096, 512
_BEGIN = 0x0809
# Records that begin with row and column: formula, cells with numbers, texts, errors and nothing in them.
_CELLS = frozenset((0x06, 0xBD, 0xBE, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E, 0x406, 0x206))


def check_old_extent(data: bytes, name: str) -> None:
    """Refuse a workbook of the old kind with a sheet beyond `XLS_CELL_LIMIT`.

    What cannot be followed here is left to the library, which then says that it is damaged.
    """
    try:
        width, height = old_extent(data)
    except (struct.error, IndexError, ValueError):
        return
    if width * height > XLS_CELL_LIMIT:
        raise FileError(
            _("A sheet of {file} reaches over {rows} rows and {columns} columns.").format(
                file=name, rows=height, columns=width
            ),
            _("Delete the rows and columns that lie outside the table, or save it as CSV UTF-8."),
        )


def old_extent(data: bytes) -> tuple[int, int]:
    """Columns and rows of the sheet that reaches over most cells."""
    largest = width = height = 0
    found = (0, 0)
    for kind, content in _records(_stream(data)):
        if kind == _BEGIN:
            width = height = 0
        elif kind in _CELLS and len(content) >= 4:
            row, first = struct.unpack_from("<HH", content)
            # Records of several cells end with the last column.
            last = struct.unpack_from("<H", content, len(content) - 2)[0] if kind in (0xBD, 0xBE) else first
            width, height = max(width, first + 1, last + 1), max(height, row + 1)
            if width * height > largest:
                largest, found = width * height, (width, height)
    return found


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _stream(data: bytes) -> bytes:
    """The stream of the workbook within its container."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError("sector size")
    sectors = [data[at : at + size] for at in range(max(_HEAD, size), len(data), size)]
    table = _numbers(b"".join(sectors[i] for i in _table_sectors(data, sectors)))
    folders = b"".join(_chain(struct.unpack_from("<I", data, 48)[0], table, sectors))
    entries = [folders[at : at + 128] for at in range(0, len(folders), 128)]
    entry = next((e for e in entries if _title(e) in ("Workbook", "Book")), b"")
    start, length = struct.unpack_from("<II", entry, 116)
    if length >= _MINI:
        return b"".join(_chain(start, table, sectors))[:length]
    inner = b"".join(_chain(struct.unpack_from("<I", entries[0], 116)[0], table, sectors))
    small = [inner[at : at + 64] for at in range(0, len(inner), 64)]
    small_table = _numbers(b"".join(_chain(struct.unpack_from("<I", data, 60)[0], table, sectors)))
    return b"".join(_chain(start, small_table, small))[:length]


def _table_sectors(data: bytes, sectors: list[bytes]) -> list[int]:
    """The sectors that hold the table of which sector follows on which."""
    listed = list(_numbers(data[76:_HEAD]))
    following = struct.unpack_from("<I", data, 68)[0]
    for _sector in sectors:
        if following >= _END:
            break
        *more, following = _numbers(sectors[following])
        listed += more
    return [number for number in listed if number < _END]


def _chain(start: int, table: tuple[int, ...], sectors: list[bytes]) -> Iterator[bytes]:
    for _sector in sectors:
        if start >= _END:
            return
        yield sectors[start]
        start = table[start]


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _title(entry: bytes) -> str:
    size = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(0, size - 2)].decode("utf-16-le", "replace")
