"""Reads Parquet files, column by column so that little memory is held."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from sys import getsizeof
from typing import TYPE_CHECKING, Any

import numpy as np

from tryggve.domain.incident_table import Coded
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.tables.bounds import check_rows
from tryggve.ingest.tables.column_coder import ColumnCoder
from tryggve.ingest.tables.column_names import unique_names
from tryggve.ingest.tables.source import Source
from tryggve.ingest.tables.table_checks import finish

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY_MB = 256
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": f"{MEMORY_MB}MB",
    "temp_directory": "",
    "threads": 2,
}
"""Nothing is ever fetched from the network or written to the disk, and no page fills the memory."""

FOOTER_LIMIT = 1 << 21
"""Bytes of what a file tells of itself: five hundred columns in twenty groups of rows are below it."""

TEXT_LIMIT = 1 << 30
"""Bytes of all texts of a file, repeated ones too."""

HELD_LIMIT = 1 << 28
"""Bytes that the distinct texts of a file take in memory."""

LONGEST = 1 << 22
"""Bytes of a text: one beyond all measure fits, so that its row can be given back."""

_PIECE = 10_000
_PIECE_BYTES = 1 << 22
_HELD_CHECK = 1 << 25
_SHORT = frozenset(
    "boolean tinyint smallint integer bigint hugeint utinyint usmallint uinteger ubigint uhugeint float double decimal "
    "date time timestamp timestamp_s timestamp_ms timestamp_us timestamp_ns uuid".split()
) | {"timestamp with time zone", "time with time zone"}
"""Types whose texts are short, whatever the file."""

FROM = "FROM read_parquet(?, hive_partitioning = false, union_by_name = false, filename = false)"
ROWS = """SELECT coalesce(sum(n), 0) FROM (
    SELECT DISTINCT row_group_id, row_group_num_rows AS n FROM parquet_metadata(?)
)"""

# `x` is the column: how a value becomes text where a plain cast is not what we want.
TEXT_BY_TYPE = {
    "timestamp with time zone": "replace(CAST({x} AS VARCHAR), ' ', 'T') || ':00'",
    "float": "CASE WHEN NOT isnan({x}) THEN regexp_replace(CAST({x} AS VARCHAR), '\\.0$', '') END",
    "list": "array_to_string(CAST({x} AS VARCHAR[]), '|')",
    "blob": "{x}",
}
TEXT_BY_TYPE |= {"double": TEXT_BY_TYPE["float"], "array": TEXT_BY_TYPE["list"]}
TEXT_BY_TYPE |= dict.fromkeys(
    ("timestamp", "timestamp_s", "timestamp_ms", "timestamp_us", "timestamp_ns"),
    "replace(CAST({x} AS VARCHAR), ' ', 'T')",
)


def read_parquet(source: Source) -> RawTable:
    """Every column as text: timestamps ISO (with offset where they have a zone), nested ones flattened with dots."""
    import duckdb

    _check_footer(source)
    try:
        with duckdb.connect(":memory:", config=CONFIG) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            path = _literal(source.path)
            rows = int(connection.execute(ROWS, [path]).fetchall()[0][0])
            columns, notes = _columns(connection, path, source.file.name, rows)
    except duckdb.OutOfMemoryException as error:
        raise _too_large(source.file.name, MEMORY_MB) from error
    except (duckdb.Error, MemoryError, UnicodeError) as error:
        raise _damaged(source) from error
    n = len(next(iter(columns.values()))) if columns else 0
    if any(len(column) != n for column in columns.values()) or not source.unchanged():
        raise _damaged(source)
    return finish(RawTable(source.file, columns, np.arange(1, n + 1, dtype=np.int32), notes=tuple(notes)))


def _check_footer(source: Source) -> None:
    with source.path.open("rb") as stream:
        stream.seek(max(0, source.file.size - 8))
        size = int.from_bytes(stream.read(8)[:4], "little")
    if FOOTER_LIMIT < size < source.file.size:
        raise FileError(
            _("The Parquet file {file} takes {n} MB to tell of its columns and groups of rows.").format(
                file=source.file.name, n=size >> 20
            ),
            _("Leave out columns, or write it with fewer and larger groups of rows."),
        )


def _damaged(source: Source) -> FileError:
    return FileError(
        _("The Parquet file {file} is damaged or cut off; nothing of it was read.").format(file=source.file.name),
        _("Download or export it anew and compare the size ({size} bytes).").format(size=source.file.size),
    )


def _too_large(name: str, limit: int) -> FileError:
    return FileError(
        _("{file} would be larger than {limit} MB when unpacked.").format(file=name, limit=limit),
        _("Leave out columns that are not needed, or divide the file by year."),
    )


def _literal(path: Path) -> str:
    """The path so that brackets, stars and question marks in it stand for themselves."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in path.resolve().as_posix())


def _columns(connection: DuckDBPyConnection, path: str, name: str, rows: int) -> tuple[dict[str, Coded], list[str]]:
    described = connection.execute(f"SELECT * {FROM} LIMIT 0", [path]).description or []
    found = [leaf for column, kind, *_rest in described for leaf in _leaves(column, _quoted(column), kind)]
    names, notes = unique_names([column for column, _x, _kind in found], name)
    check_rows(rows, len(names), name)
    texts_of = _Texts(connection, path, name)
    columns: dict[str, Coded] = {}
    for own, (_column, x, kind) in zip(names, found, strict=True):
        column = texts_of.column(x, kind)
        if column is None:
            notes.append(_("The column {name} holds no text and was left out.").format(name=own))
        else:
            columns[own] = column
    return columns, ["Parquet.", *notes]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _leaves(name: str, x: str, kind: Any) -> Iterator[tuple[str, str, str]]:
    """The column as (name, SQL expression, type), or those inside it where it is nested."""
    if kind.id != "struct":
        yield name, x, kind.id
        return
    for child, inner in kind.children:
        yield from _leaves(f"{name}.{child}", f"struct_extract({x}, {_string(child)})", inner)


def _string(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


class _Texts:
    """Reads columns as texts, piece by piece, and keeps count of how much they are."""

    def __init__(self, connection: DuckDBPyConnection, path: str, name: str) -> None:
        self._connection, self._path, self._name = connection, path, name
        self._texts = self._held = 0

    def column(self, x: str, kind: str) -> Coded | None:
        """The texts of a column; None where it holds bytes that are no text."""
        text = TEXT_BY_TYPE.get(kind, "CAST({x} AS VARCHAR)").format(x=x)
        blank = "''::BLOB" if kind == "blob" else "''"
        query = f"SELECT coalesce({text}, {blank}) AS texts {FROM}"
        size = _PIECE if kind in _SHORT else self._piece(query, kind)
        coder, unchecked = ColumnCoder(), 0
        self._connection.execute(query, [self._path])
        while rows := self._connection.fetchmany(size):
            texts = [text for (text,) in rows]
            if kind == "blob":
                try:
                    texts = [bytes(value).decode() for value in texts]
                except UnicodeDecodeError:
                    return None
            coder.add(texts)
            unchecked += sum(map(getsizeof, texts))
            if unchecked > _HELD_CHECK:
                unchecked = 0
                self._check(self._held + coder.held(), HELD_LIMIT)
        self._check(self._held + coder.held(), HELD_LIMIT)
        column = coder.coded()
        self._held += sum(map(getsizeof, column.values))
        return column

    def _piece(self, query: str, kind: str) -> int:
        """How many rows of a column may be taken at once; FileError where its texts are too many."""
        length = "octet_length" if kind == "blob" else "strlen"
        measured = f"SELECT max({length}(texts)), sum({length}(texts)) FROM ({query})"
        longest, together = self._connection.execute(measured, [self._path]).fetchall()[0]
        self._texts += int(together or 0)
        self._check(self._texts, TEXT_LIMIT)
        if (longest or 0) > LONGEST:
            raise FileError(
                _("{file} holds a text of {n} MB; at most {limit} MB can be read.").format(
                    file=self._name, n=longest >> 20, limit=LONGEST >> 20
                ),
                _("Shorten it, or leave out its column."),
            )
        return max(1, min(_PIECE, _PIECE_BYTES // max(1, longest or 0)))

    def _check(self, size: int, limit: int) -> None:
        if size > limit:
            raise _too_large(self._name, limit >> 20)
