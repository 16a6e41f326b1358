"""The analysts' engine: DuckDB in memory over facts from columns or from a folder of Parquet or CSV; no server."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from tryggve.domain.count import Count
from tryggve.domain.coverage import Reporter
from tryggve.domain.incident_table import IncidentTable
from tryggve.store import facts_folder
from tryggve.store.condition import text
from tryggve.store.facts import (
    Columns,
    area_columns,
    count_columns,
    incident_columns,
    refuse_unstorable,
    report_day_columns,
    reporter_columns,
)
from tryggve.store.schema import COUNT_FACT, INCIDENT_AREA, INCIDENT_FACT, REPORT_DAY, REPORTER, TABLES, TEXT, Table
from tryggve.store.sql import SqlStore

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    # What a question took is given back when it is answered: beside the facts, others need the memory.
    "allocator_flush_threshold": "4MB",
    "allocator_bulk_deallocation_flush_threshold": "4MB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "preserve_insertion_order": True,
    # No spilling: facts do not leave memory unless they are written on purpose.
    "temp_directory": "",
}
_FEW = 2_000
_LEAST_MB = 300
_BYTES_PER_ROW = 800


class FileStore(SqlStore):
    """Facts in DuckDB tables, shut off from files and network once they are in. Use as a context, or call `close`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._scratch = Path(tempfile.gettempdir()).resolve() / f"tryggve-{secrets.token_hex(16)}"
        connection.execute(f"SET allowed_directories = [{text(str(self._scratch))}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")

    @classmethod
    def from_table(
        cls, table: IncidentTable, counts: Iterable[Count] = (), reporters: Iterable[Reporter] = ()
    ) -> FileStore:
        """A store of what came in. ValueError for a row that breaks a rule of the schema or a text with NUL."""

        def made() -> Iterator[tuple[Table, Columns]]:
            yield INCIDENT_FACT, incident_columns(table)
            yield INCIDENT_AREA, area_columns(table)
            yield COUNT_FACT, count_columns(counts)
            yield REPORT_DAY, report_day_columns(table)
            yield REPORTER, reporter_columns(reporters)

        return cls.from_columns(made(), len(table))

    @classmethod
    def from_columns(cls, tables: Iterable[tuple[Table, Columns]], rows: int) -> FileStore:
        """A store of tables of facts, one at a time in memory; `rows` is about how many incidents there are.

        A table may come in several parts, each of them and all together in the order of its key.
        """
        connection = _connect()
        try:
            _allow(connection, rows)
            for table in TABLES:
                facts_folder.create(connection, table)
            for target, columns in tables:
                refuse_unstorable(target, columns)
                facts_folder.load(connection, target, columns)
            # Packed, the tables take a fraction of the room, and what they took is used again.
            connection.execute("CHECKPOINT")
            return cls(connection)
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Give back the memory; the store answers no more."""
        self._connection.close()

    def __enter__(self) -> FileStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a SELECT, NULL as None."""
        with self._connection.cursor() as cursor:
            return cursor.execute(sql).fetchall()

    def integers(self, sql: str, columns: int) -> list[NDArray[np.int64]]:
        """The columns of a SELECT that gives `columns` columns of integers without NULL."""
        with self._connection.cursor() as cursor:
            found = cursor.execute(sql).fetchnumpy()
        return [np.asarray(column, np.int64) for column in found.values()]

    def facts(self, table: Table, names: tuple[str, ...]) -> Columns:
        """Some columns of one table, rows in the order of its key.

        Rows were put in by their key and the engine keeps the order they came in: sorting again would cost memory.
        """
        sql = f"SELECT {', '.join(names)} FROM {table.name}"
        with self._connection.cursor() as cursor:
            if len(names) == 1 and table.columns[names[0]] == TEXT:
                return {names[0]: _texts(cursor, names[0], table.name)}
            return dict(cursor.execute(sql).fetchnumpy())

    def write_facts(self, folder: Path) -> None:
        """Write the facts as Parquet files that `open_facts` reads; free text is not in them."""
        facts_folder.write(self._connection, folder, self._scratch)


def _texts(cursor: duckdb.DuckDBPyConnection, column: str, table: str) -> NDArray[np.object_]:
    """A column of texts; where many say the same few things, each distinct text is once in memory.

    Such a column is made an enumeration by the engine and looked up by number: three times as fast as fetching texts.
    """
    sql = f"SELECT {column} AS text FROM {table}"
    asked = f"SELECT approx_count_distinct({column}) > {_FEW} FROM {table}"
    if cursor.execute(asked).fetchall()[0][0]:
        fetched = cursor.execute(sql).fetchnumpy()["text"]
        cells = np.array(np.ma.getdata(fetched), object)
        cells[np.ma.getmaskarray(fetched)] = None
        return cells
    kind = f"texts_{secrets.token_hex(8)}"
    distinct = f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"
    cursor.execute(f"CREATE TEMPORARY TYPE {kind} AS ENUM ({distinct})")
    try:
        texts = [cell for (cell,) in cursor.execute(f"SELECT unnest(enum_range(NULL::{kind}))").fetchall()]
        number = cursor.execute(f"SELECT enum_code({column}::{kind}) AS number FROM {table}").fetchnumpy()["number"]
    finally:
        cursor.execute(f"DROP TYPE {kind}")
    # The last place is for NULL.
    return np.array([*texts, None], object)[np.ma.filled(np.ma.asarray(number, np.int64), -1)]


def open_facts(folder: Path) -> FileStore:
    """The store of a folder of facts, one Parquet or CSV file per table of the schema.

    FileError where a file is missing or damaged, or its facts contradict each other; nothing is half read.
    """
    files = facts_folder.find(folder)
    connection = _connect()
    try:
        _allow(connection, sum(facts_folder.rows_in(connection, path) for path in files.values()))
        facts_folder.read(connection, files)
        return FileStore(connection)
    except BaseException:
        connection.close()
        raise


def _connect() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:", config=_CONFIG)


def _allow(connection: duckdb.DuckDBPyConnection, rows: int) -> None:
    """Memory in proportion to the rows: several times what they take, so that only a runaway query meets the limit."""
    connection.execute(f"SET memory_limit = '{max(_LEAST_MB, rows * _BYTES_PER_ROW // 1_000_000)}MB'")
