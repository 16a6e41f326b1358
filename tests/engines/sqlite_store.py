"""SQLite under the same SQL text: proof that it is portable, and a third engine for the suite."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.count import Count
from tryggve.domain.coverage import Reporter
from tryggve.domain.incident_table import IncidentTable
from tryggve.store.facts import (
    Columns,
    area_columns,
    count_columns,
    from_rows,
    incident_columns,
    report_day_columns,
    reporter_columns,
)
from tryggve.store.schema import (
    COUNT_FACT,
    INCIDENT_AREA,
    INCIDENT_FACT,
    REPORT_DAY,
    REPORTER,
    Table,
    create_sql,
    select_sql,
)
from tryggve.store.sql import SqlStore


class SqliteStore(SqlStore):
    def __init__(self, table: IncidentTable, counts: Sequence[Count] = (), reporters: Sequence[Reporter] = ()) -> None:
        self._connection = sqlite3.connect(":memory:")
        for target, columns in (
            (INCIDENT_FACT, incident_columns(table)),
            (INCIDENT_AREA, area_columns(table)),
            (COUNT_FACT, count_columns(counts)),
            (REPORT_DAY, report_day_columns(table)),
            (REPORTER, reporter_columns(reporters)),
        ):
            self._connection.execute(create_sql(target))
            rows = zip(*(columns[name].tolist() for name in target.columns), strict=True)
            marks = ", ".join("?" * len(target.columns))
            self._connection.executemany(f"INSERT INTO {target.name} VALUES ({marks})", rows)

    def close(self) -> None:
        self._connection.close()

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql).fetchall()

    def integers(self, sql: str, columns: int) -> list[NDArray[np.int64]]:
        return list(np.array(self.fetch(sql), np.int64).reshape(-1, columns).T)

    def facts(self, table: Table, names: tuple[str, ...]) -> Columns:
        chosen = Table(table.name, {name: table.columns[name] for name in names}, table.key)
        return from_rows(chosen, self.fetch(select_sql(table, names)))
