"""The store over the database: the same SQL text as over files, run by SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.store import query, query_months
from tryggve.store.base import Selection
from tryggve.store.condition import day
from tryggve.store.database.connect import Database
from tryggve.store.facts import Columns
from tryggve.store.files import FileStore
from tryggve.store.query import COUNTED
from tryggve.store.schema import TABLES, TEXT, Table, select_sql
from tryggve.store.sql import SqlStore

_AT_A_TIME = 20_000


class DatabaseStore(SqlStore):
    """The facts of an open store; free text and names are not reached from here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a SELECT, NULL as None."""
        with self._database.connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    def integers(self, sql: str, columns: int) -> list[NDArray[np.int64]]:
        """The columns of a SELECT that gives `columns` columns of integers without NULL."""
        parts = [np.array(rows, np.int64).reshape(-1, columns) for rows in self._portions(sql)]
        found = np.concatenate(parts) if parts else np.zeros((0, columns), np.int64)
        return [np.ascontiguousarray(column) for column in found.T]

    def facts(self, table: Table, names: tuple[str, ...]) -> Columns:
        """Some columns of one table, rows in the order of its key."""
        parts = list(self._columns(table, names))
        return {name: _joined(table, name, [part[name] for part in parts]) for name in names}

    def _columns(self, table: Table, names: tuple[str, ...]) -> Iterator[Columns]:
        """The same, so many rows at a time."""
        same: dict[str, str] = {}
        for rows in self._portions(select_sql(table, names)):
            cells = zip(names, zip(*rows, strict=True), strict=True)
            yield {name: _column(table, name, column, same) for name, column in cells}

    def counts(self, by: Sequence[str], where: Selection = COUNTED) -> dict[tuple[int | str, ...], int]:
        """See `Store.counts`; whole months are read from their sums."""
        sql = query_months.month_sql(where, by, self._levels) or query.count_sql(where, by)
        found: dict[tuple[int | str, ...], int] = {}
        for row in self.fetch(sql):
            group = row[:-1]
            found[group] = found.get(group, 0) + int(row[-1])
        return found

    def levels(self) -> list[str]:
        """See `Store.levels`; the sums per month name them all. Asked once: a store is looked at for a moment."""
        return list(self._levels)

    @cached_property
    def _levels(self) -> list[str]:
        return sorted(level for (level,) in self.fetch("SELECT DISTINCT level FROM incident_month WHERE level <> ''"))

    def report_days_sql(self, days: tuple[int, int] | None) -> str:
        """A span of days is asked of the tables below the view: SQLite makes the whole view before it looks at days.

        A day may come twice, from what is kept and what is gone: it is quicker not to have the engine compare them.
        """
        if days is None:
            return super().report_days_sql(days)
        first, last = map(day, days)
        return (
            "SELECT DISTINCT organisation, last_day AS day\nFROM incident\nWHERE organisation <> '' "
            f"AND left_out <> 'forecast' AND last_day >= {first} AND last_day <= {last}\nUNION ALL\n"
            f"SELECT organisation, day\nFROM kept_report_day\nWHERE day >= {first} AND day <= {last}"
        )

    def copied(self) -> FileStore:
        """The facts of this moment in the analysts' engine, for whoever asks many questions of all of them."""
        with self._database.reading():
            rows = int(self.fetch("SELECT COUNT(*) FROM incident_fact")[0][0])
            parts = ((table, part) for table in TABLES for part in self._columns(table, tuple(table.columns)))
            return FileStore.from_columns(parts, rows)

    def fingerprint(self) -> str:
        """See `Store.fingerprint`."""
        with self.copied() as files:
            return files.fingerprint()

    def _portions(self, sql: str) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a SELECT, so many at a time, so that a large table is never held as Python objects."""
        connection = self._database.connection
        with connection.chunked_cursor() as cursor:
            cursor.execute(sql)
            while rows := cursor.fetchmany(_AT_A_TIME):
                yield rows


def _column(table: Table, name: str, cells: tuple[Any, ...], same: dict[str, str]) -> NDArray[Any]:
    """Cells of one column: texts with each distinct one once in memory, numbers as numbers, NULL masked."""
    if table.columns[name] == TEXT:
        found = np.empty(len(cells), object)
        found[:] = [same.setdefault(cell, cell) for cell in cells]
        return found
    kind = _KINDS[table.columns[name]]
    if name not in table.nullable:
        return np.array(cells, kind)
    missing = np.array([cell is None for cell in cells], bool)
    return np.ma.MaskedArray(np.array([0 if cell is None else cell for cell in cells], kind), missing)


_KINDS = {"INTEGER": np.int32, "SMALLINT": np.int16, "BIGINT": np.int64, "DOUBLE PRECISION": np.float64}


def _joined(table: Table, name: str, parts: list[NDArray[Any]]) -> NDArray[Any]:
    if not parts:
        return np.zeros(0, object if table.columns[name] == TEXT else _KINDS[table.columns[name]])
    joined: NDArray[Any] = (np.ma.concatenate if name in table.nullable else np.concatenate)(parts)
    return joined
