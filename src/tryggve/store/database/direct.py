"""Statements by the driver's own cursor, inside a transaction: while a report is brought in, Django's wrappers round
each statement took longer than the database did.

Statements are written as Django's are, with %s, and what goes wrong comes out as Django's errors. Whoever watches the
connection (`execute_wrappers`) sees them. Outside a transaction, where a connection may have to be opened or proven
first, they go by Django's cursor.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

_MARK = re.compile("(?<!%)%s")
Values = Sequence[Any]
Found = list[tuple[Any, ...]]


def rows(connection: BaseDatabaseWrapper, sql: str, values: Values = ()) -> Found:
    """What a statement with values finds."""
    try:
        found: Found = _run(connection, sql, values).fetchall()
    except Exception:
        with connection.wrap_database_errors:  # entered only where there is something to wrap: it costs a statement
            raise
    return found


def row(connection: BaseDatabaseWrapper, sql: str, values: Values = ()) -> tuple[Any, ...] | None:
    """The first row that a statement finds; None where there is none."""
    found = rows(connection, sql, values)
    return found[0] if found else None


def run(connection: BaseDatabaseWrapper, sql: str, values: Values = ()) -> int:
    """Run a statement; how many rows it touched."""
    try:
        return int(_run(connection, sql, values).rowcount)
    except Exception:
        with connection.wrap_database_errors:
            raise


def run_many(connection: BaseDatabaseWrapper, sql: str, values: Iterable[Values]) -> None:
    """Run a statement once for each of the values."""
    try:
        _run(connection, sql, values, many=True)
    except Exception:
        with connection.wrap_database_errors:
            raise


def _run(connection: BaseDatabaseWrapper, sql: str, values: Any, *, many: bool = False) -> Any:
    driver = connection.connection
    if driver is None or not connection.in_atomic_block or connection.needs_rollback or connection.force_debug_cursor:
        # Django's own takes any iterable of many values, whatever its types say: a list of all would cost memory.
        cursor = connection.cursor()
        (cursor.executemany if many else cursor.execute)(sql, values)
        return cursor
    cursor = driver.cursor()
    text = _marked(sql) if connection.vendor == "sqlite" else sql
    execute = cursor.executemany if many else cursor.execute
    if connection.execute_wrappers:
        _watched(connection, execute, text)(sql, values, many, {"connection": connection, "cursor": cursor})
    else:
        execute(text, values)
    return cursor


def _watched(connection: BaseDatabaseWrapper, execute: Callable[..., Any], text: str) -> Callable[..., Any]:
    """Runs the text within what watches the connection, which may give it other values."""

    def watched(_sql: str, values: Any, _many: bool, _context: object) -> Any:
        return execute(text, values)

    for wrapper in reversed(connection.execute_wrappers):
        watched = partial(wrapper, watched)
    return watched


@lru_cache(maxsize=256)
def _marked(sql: str) -> str:
    """The statement with the marks of SQLite."""
    return _MARK.sub("?", sql).replace("%%", "%")
