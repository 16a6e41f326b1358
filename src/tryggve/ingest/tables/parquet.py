"""Reads Parquet files, column by column so that little memory is held."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tryggve.domain.incident_table import Coded
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.tables.column_coder import coded
from tryggve.ingest.tables.column_names import unique_names
from tryggve.ingest.tables.source import Source
from tryggve.ingest.tables.table_checks import finish

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
"""Nothing is ever fetched from the network."""

FROM = "FROM read_parquet(?, hive_partitioning = false, union_by_name = false, filename = false)"

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

    try:
        with duckdb.connect(":memory:", config=CONFIG) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            columns, notes = _columns(connection, _literal(source.path), source.file.name)
    except (duckdb.Error, MemoryError, UnicodeError) as error:
        raise _damaged(source) from error
    n = len(next(iter(columns.values()))) if columns else 0
    if any(len(column) != n for column in columns.values()) or not source.unchanged():
        raise _damaged(source)
    return finish(RawTable(source.file, columns, np.arange(1, n + 1, dtype=np.int32), notes=tuple(notes)))


def _damaged(source: Source) -> FileError:
    return FileError(
        _("The Parquet file {file} is damaged or cut off; nothing of it was read.").format(file=source.file.name),
        _("Download or export it anew and compare the size ({size} bytes).").format(size=source.file.size),
    )


def _literal(path: Path) -> str:
    """The path so that brackets, stars and question marks in it stand for themselves."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in path.resolve().as_posix())


def _columns(connection: DuckDBPyConnection, path: str, name: str) -> tuple[dict[str, Coded], list[str]]:
    described = connection.execute(f"SELECT * {FROM} LIMIT 0", [path]).description or []
    found = [leaf for column, kind, *_rest in described for leaf in _leaves(column, _quoted(column), kind)]
    names, notes = unique_names([column for column, _x, _kind in found], name)
    columns: dict[str, Coded] = {}
    for own, (_column, x, kind) in zip(names, found, strict=True):
        texts = _texts(connection, path, x, kind)
        if texts is None:
            notes.append(_("The column {name} holds no text and was left out.").format(name=own))
        else:
            columns[own] = coded(texts)
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


def _texts(connection: DuckDBPyConnection, path: str, x: str, kind: str) -> Any:
    """The texts of a column as an array of objects; None where it holds bytes that are no text."""
    text = TEXT_BY_TYPE.get(kind, "CAST({x} AS VARCHAR)").format(x=x)
    blank = "''::BLOB" if kind == "blob" else "''"
    texts = connection.execute(f"SELECT coalesce({text}, {blank}) AS texts {FROM}", [path]).fetchnumpy()["texts"]
    if kind != "blob":
        return texts
    try:
        return [bytes(value).decode() for value in texts]
    except UnicodeDecodeError:
        return None
