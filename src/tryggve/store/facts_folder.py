"""Tables of facts in a folder: read from Parquet or CSV with every cell checked, written as Parquet."""

from __future__ import annotations

import os
import shutil
from dataclasses import fields
from pathlib import Path

import duckdb
import numpy as np

from tryggve.domain.language import _
from tryggve.domain.private_file import private
from tryggve.domain.row_error import FileError
from tryggve.store.condition import text
from tryggve.store.facts import Columns
from tryggve.store.schema import (
    BIGINT,
    INCIDENT_AREA,
    INCIDENT_FACT,
    INTEGER,
    REAL,
    SMALLINT,
    TABLES,
    TEXT,
    DateParts,
    Table,
    create_sql,
    date_parts,
    select_sql,
)

_GLOB = "*?["
_WHOLE = {f"{sign}{kind}" for sign in ("", "U") for kind in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")}
_PARQUET_TYPES = {
    TEXT: {"VARCHAR"},
    REAL: {"DOUBLE", "FLOAT", *_WHOLE},
    **dict.fromkeys((INTEGER, SMALLINT, BIGINT), _WHOLE),
}
_CSV = (
    """header = true, skip = 0, delim = ',', quote = '"', escape = '"', comment = '', all_varchar = true, """
    "null_padding = false, ignore_errors = false"
)
_ROW_GROUP = 20_480  # small, so that little is held in memory while a file is written


def create(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Make an empty table."""
    connection.execute(create_sql(table))


def load(connection: duckdb.DuckDBPyConnection, table: Table, columns: Columns) -> None:
    """Fill a table with rows from columns. ValueError where a row breaks a rule of the schema."""
    names = ", ".join(table.columns)
    connection.register("incoming", dict(columns))
    try:
        connection.execute(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM incoming ORDER BY {_order(table)}")
    except (duckdb.ConstraintException, duckdb.ConversionException) as error:
        raise ValueError(f"{table.name}: {_first_line(error)}") from error
    finally:
        connection.unregister("incoming")


def _order(table: Table) -> str:
    """The key as places in the list of columns: rows lie in its order from the start (see `FileStore.facts`)."""
    return ", ".join(str(list(table.columns).index(name) + 1) for name in table.key)


def find(folder: Path) -> dict[str, Path]:
    """The file of each table, Parquet before CSV; FileError where one is missing."""
    found = {}
    for table in TABLES:
        choices = [folder / f"{table.name}.{ending}" for ending in ("parquet", "csv")]
        path = next((choice for choice in choices if choice.is_file()), None)
        if path is None:
            raise FileError(
                _("{folder} holds no {file}.").format(folder=folder.name, file=f"{table.name}.parquet"),
                _("A folder of facts needs all of: {tables}.").format(tables=", ".join(t.name for t in TABLES)),
            )
        found[table.name] = path
    return found


def read(connection: duckdb.DuckDBPyConnection, files: dict[str, Path]) -> None:
    """Create all tables from their files. FileError for a file that is damaged or holds what cannot be."""
    for table in TABLES:
        path = files[table.name]
        names = ", ".join(table.columns)
        try:
            cells = ", ".join(_checked_cells(connection, table, path))
            connection.execute(create_sql(table))
            order = ", ".join(str(list(table.columns).index(name) + 1) for name in table.key)
            connection.execute(f"INSERT INTO {table.name} ({names}) SELECT {cells} FROM {_scan(path)} ORDER BY {order}")
            _check_rows(connection, table)
        except (duckdb.Error, ValueError) as error:
            raise FileError(
                _("{file} cannot be read as facts: {why}").format(file=path.name, why=_first_line(error)),
                _("Nothing was read. Write the folder again from the original reports."),
            ) from error


def rows_in(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """The number of rows in a file of facts; 0 where it cannot be read (`read` then says why)."""
    try:
        found = connection.execute(f"SELECT COUNT(*) FROM {_scan(path)}").fetchone()
    except duckdb.Error:
        return 0
    return int(found[0]) if found else 0


def _scan(path: Path) -> str:
    # Brackets keep the signs of a file name from being read as a pattern.
    plain = text("".join(f"[{sign}]" if sign in _GLOB else sign for sign in str(path)))
    return f"read_csv({plain}, {_CSV})" if path.suffix == ".csv" else f"read_parquet({plain})"


def _checked_cells(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> list[str]:
    """One expression per column that gives its exact value or fails."""
    if path.suffix == ".csv":
        return [_csv_cell(table, name) for name in table.columns]
    types = {row[0]: row[1] for row in connection.execute(f"DESCRIBE SELECT * FROM {_scan(path)}").fetchall()}
    for name, kind in table.columns.items():
        if name in types and types[name] not in _PARQUET_TYPES[kind]:
            raise ValueError(f"{name}: {types[name]}, not {kind}")
    return list(table.columns)


def _csv_cell(table: Table, name: str) -> str:
    kind = table.columns[name]
    if kind == TEXT:
        return f"COALESCE({name}, '')"
    if kind == REAL:
        return f"CAST({name} AS DOUBLE)"
    # A plain cast would round 1.5 to 2.
    whole = f"{name} IS NULL OR regexp_full_match({name}, '-?[0-9]+')"
    return f"CASE WHEN {whole} THEN CAST({name} AS {kind}) ELSE error({text(name + ': not a whole number')}) END"


def _check_rows(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """What the rules of the schema do not say: keys are unique, texts have no NUL, date parts belong to their day."""
    key = ", ".join(table.key)
    twice = connection.execute(f"SELECT {key} FROM {table.name} GROUP BY {key} HAVING COUNT(*) > 1 LIMIT 1").fetchone()
    if twice is not None:
        raise ValueError(f"({key}) = {twice} occurs twice")
    for name, kind in table.columns.items():
        if kind == TEXT and _any(connection, f"{table.name} WHERE contains({name}, chr(0))"):
            raise ValueError(f"{name}: a text holds the character NUL")
    if table is INCIDENT_AREA and _any(connection, "incident_area ANTI JOIN incident_fact USING (incident_id)"):
        raise ValueError("an area belongs to no incident")
    if table is INCIDENT_FACT:
        _check_date_parts(connection)


def _any(connection: duckdb.DuckDBPyConnection, rows: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {rows} LIMIT 1").fetchone() is not None


def _check_date_parts(connection: duckdb.DuckDBPyConnection) -> None:
    names = [field.name for field in fields(DateParts)]
    stored = connection.execute(
        f"SELECT last_day, first_day, time_precision, {', '.join(names)} FROM incident_fact"
    ).fetchnumpy()
    right = date_parts(stored["last_day"], stored["first_day"], stored["time_precision"])
    for name in names:
        if not np.array_equal(stored[name], getattr(right, name)):
            raise ValueError(f"{name} is not that of last_day")


def write(connection: duckdb.DuckDBPyConnection, folder: Path, scratch: Path) -> None:
    """Write every table as Parquet: first to `scratch`, the one place the engine may write to, then into `folder`.

    If a file cannot be copied, the folder stays as it was. The same facts give the same bytes, as long as the version
    of DuckDB, which it writes into the files, is the same.
    """
    folder.mkdir(parents=True, exist_ok=True)
    os.chmod(folder, 0o700)  # coordinates and small numbers: for the owner alone, whatever the umask says
    scratch.mkdir(mode=0o700)
    try:
        for table in TABLES:
            made = scratch / f"{table.name}.parquet"
            options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP}"
            connection.execute(f"COPY ({select_sql(table)}) TO {text(str(made))} ({options})")
        _replace_all(scratch, folder)
    finally:
        shutil.rmtree(scratch)


def _replace_all(scratch: Path, folder: Path) -> None:
    """Copy first, which can fail on a full disk; rename when all copies are there."""
    names = [f"{table.name}.parquet" for table in TABLES]
    parts = [folder / f".{name}.part" for name in names]
    try:
        for name, part in zip(names, parts, strict=True):
            open(part, "wb", opener=private).close()  # so that it is the owner's alone before anything is in it
            shutil.copyfile(scratch / name, part)
        for name, part in zip(names, parts, strict=True):
            os.replace(part, folder / name)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
