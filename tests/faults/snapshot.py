"""All rows of a store, read past the product, and whether they agree with one another."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

WALL_TIMES = {("import_batch", "at"), ("audit_event", "at"), ("django_migrations", "applied")}
"""The only columns that two undisturbed imports of the same files fill differently."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Snapshot:
    """Table → rows; the schema is a table of its own."""

    tables: dict[str, list[Row]]

    def rows(self, table: str) -> list[Row]:
        return self.tables[table]

    def differences(self, other: Snapshot) -> list[str]:
        """Tables that are not alike, with how many rows only one of both has."""
        found = []
        for name in sorted(self.tables.keys() | other.tables.keys()):
            mine, theirs = (Counter(map(repr, side.tables.get(name, [{"no": "such table"}]))) for side in (self, other))
            if mine != theirs:
                found.append(f"{name}: {(mine - theirs).total()} rows too many, {(theirs - mine).total()} missing")
        return found


def of_sqlite(file: Path) -> Snapshot:
    """The rows of a SQLite file; AssertionError when it is damaged or a row refers to one that is not there."""
    with closing(sqlite3.connect(file)) as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchall()
        lost = connection.execute("PRAGMA foreign_key_check").fetchall()
        assert (whole, lost) == ([("ok",)], []), f"damaged: {whole}, {lost}"
        connection.row_factory = sqlite3.Row
        schema = [dict(row) for row in connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2")]
        tables = {"schema": schema}
        for name in (row["name"] for row in schema if row["type"] == "table"):
            tables[name] = _in_order(name, [dict(row) for row in connection.execute(f'SELECT * FROM "{name}"')])
        return Snapshot(tables)


_POSTGRES_SCHEMA = """\
SELECT 'view' AS type, viewname AS name FROM pg_views WHERE schemaname = 'public'
UNION ALL SELECT 'table', tablename FROM pg_tables WHERE schemaname = 'public'
UNION ALL SELECT 'trigger', tgname FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'rule', conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2"""
_POSTGRES_REFERENCES = """\
SELECT conrelid::regclass::text AS "table", attname AS "column", confrelid::regclass::text AS "to"
FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1] WHERE contype = 'f'"""


def of_postgres(url: str) -> Snapshot:
    """The rows of a PostgreSQL database. A sequence leaves gaps where a transaction ended badly: ids become ranks."""
    with psycopg.connect(url, row_factory=psycopg.rows.dict_row) as connection:
        schema = connection.execute(_POSTGRES_SCHEMA).fetchall()
        names = [row["name"] for row in schema if row["type"] == "table"]
        found = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
        references = connection.execute(_POSTGRES_REFERENCES).fetchall()
    ranks = {name: {i: n for n, i in enumerate(sorted(row["id"] for row in rows), 1)}
             for name, rows in found.items() if rows and "id" in rows[0]}  # fmt: skip
    targets = {(row["table"], row["column"]): row["to"] for row in references} | {(name, "id"): name for name in ranks}
    for name, rows in found.items():
        for row in rows:
            for column in row.keys() & {column for table, column in targets if table == name}:
                row[column] = ranks.get(targets[name, column], {}).get(row[column], row[column])
    return Snapshot({"schema": schema, **{name: _in_order(name, rows) for name, rows in found.items()}})


def _in_order(table: str, rows: list[Row]) -> list[Row]:
    timeless = [{n: "set" if (table, n) in WALL_TIMES and v else v for n, v in row.items()} for row in rows]
    return sorted(timeless, key=repr)


def assert_sound(store: Snapshot) -> None:
    """AssertionError when a store contradicts itself."""
    found = list(faults(store))
    assert not found, "; ".join(found)


def faults(store: Snapshot) -> Iterator[str]:
    """What in a store contradicts itself."""
    if sums(store) != {tuple(r[c] for c in _SUM): r["n"] for r in store.rows("incident_month")}:
        yield "the sums per month are not those of the incidents"
    batches = {row["id"]: row for row in store.rows("import_batch")}
    events = [row for row in store.rows("audit_event") if row["batch_id"] is not None]
    if Counter(row["batch_id"] for row in events) != Counter(list(batches)):
        yield "not every batch has one event in the log"
    for row in events:
        if any(row[name] != batches[row["batch_id"]][name] for name in ("by", "why")):
            yield f"the event of batch {row['batch_id']} tells of another one"
    meta = {row["name"]: row["value"] for row in store.rows("store_meta")}
    for table, name in (("incident", "last_incident_id"), ("count_cell", "last_count_id")):
        if int(meta.get(name, 0)) != max((row["id"] for row in store.rows(table)), default=0):
            yield f"{name} is not the last id of {table}"
    earlier = Counter(row["incident_id"] for row in store.rows("incident_version"))
    if any(row["version"] != 1 + earlier[row["id"]] for row in store.rows("incident")):
        yield "an incident lacks an earlier version"
    files = Counter(dict.fromkeys(batches, 0))
    for row in store.rows("import_file"):
        files[row["batch_id"]] += row["rows_read"]
    if any(batches[key]["rows_read"] != read for key, read in files.items()):
        yield "the rows of a batch are not those of its files"


_SUM = ("level", "left_out", "year", "month", "area_code", "category", "source")


def sums(store: Snapshot) -> dict[tuple[Any, ...], int]:
    """The sums per month by a plain loop over the incidents and their areas."""
    areas = {(row["incident_id"], row["level"]): row["area_code"] for row in store.rows("incident_area")}
    found: Counter[tuple[Any, ...]] = Counter()
    for level in {"", *(level for _incident, level in areas)}:
        for row in store.rows("incident"):
            area = areas.get((row["id"], level), "")
            found[level, row["left_out"], row["year"], row["month"], area, row["category"], row["source"]] += row["n"]
    return dict(found)
