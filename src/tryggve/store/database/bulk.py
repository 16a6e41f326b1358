"""Many rows at a time, or one row in haste: the way round the ORM, which makes an object of every row.

Tables and columns come from the models. On PostgreSQL rows go in by COPY, in binary: of a text COPY that is stopped the
server's log tells the line that it was at, with the words in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from django.db import DataError, models
from django.db.backends.base.base import BaseDatabaseWrapper

AT_A_TIME = 10_000
_IN_A_LIST = 500
T = TypeVar("T")


def columns_of(model: type[models.Model]) -> tuple[str, ...]:
    """The columns of a table in the order of the model."""
    return tuple(field.column for field in model._meta.concrete_fields)


def insert(
    connection: BaseDatabaseWrapper, model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Put rows into a model's table; values as the engine takes them (integers, texts, bytes, None)."""
    table, names = model._meta.db_table, ", ".join(connection.ops.quote_name(name) for name in columns)
    if connection.vendor == "postgresql":
        types = [_type(connection, model, name) for name in columns]
        with (
            connection.wrap_database_errors,
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)") as copy,
        ):
            copy.set_types(types)
            as_types = _in_binary(types)
            for row in rows:
                copy.write_row(as_types(row))
        return
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        # Django's own cursor takes any iterable, whatever its types say: a list of all rows would cost memory.
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # type: ignore[arg-type]


def insert_one(connection: BaseDatabaseWrapper, model: type[models.Model], **values: Any) -> int | None:
    """Put one row into a model's table, other columns with their defaults; its id where the table gives it.

    Values as the model takes them, a foreign key by its column. No signals, no object.
    """
    sql, fields, returns = _insert_sql(model, tuple(sorted(values)))
    row = [
        field.get_db_prep_save(values[name] if name in values else field.get_default(), connection)
        for name, field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, row)
        return int(cursor.fetchone()[0]) if returns else None


@lru_cache(maxsize=64)
def _insert_sql(
    model: type[models.Model], names: tuple[str, ...]
) -> tuple[str, list[tuple[str, models.Field[Any, Any]]], bool]:
    """The statement, its columns in order, and whether it returns the id. Both engines quote alike."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    if unknown := set(names) - set(fields):
        raise ValueError(f"{model._meta.db_table} has no {', '.join(sorted(unknown))}")
    key = model._meta.pk
    returns = isinstance(key, models.AutoField) and key.attname not in names
    used = [(name, field) for name, field in fields.items() if not (returns and field is key)]
    columns = ", ".join(f'"{field.column}"' for _name, field in used)
    sql = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({", ".join(["%s"] * len(used))})'
    return sql + (f' RETURNING "{key.column}"' if returns else ""), used, returns


_INTEGERS = {"smallint": 1 << 15, "integer": 1 << 31, "bigint": 1 << 63}


def _type(connection: BaseDatabaseWrapper, model: type[models.Model], column: str) -> str:
    """The type of a column in the database."""
    field = next(field for field in model._meta.concrete_fields if field.column == column)
    # The server's COPY knows types by name alone: "varchar", not "varchar(80)".
    return str(field.db_type(connection)).partition("(")[0]


def _in_binary(types: Sequence[str]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Makes a row fit to be sent as these types. DataError for an integer that is too large: it would be cut off."""
    from psycopg.types.json import Jsonb

    bounds = [(i, _INTEGERS[name]) for i, name in enumerate(types) if name in _INTEGERS]
    documents = [i for i, name in enumerate(types) if name == "jsonb"]

    def fit(row: Sequence[Any]) -> Sequence[Any]:
        for i, bound in bounds:
            if (value := row[i]) is not None and not -bound <= value < bound:
                raise DataError("integer out of range")
        if not documents:
            return row
        values = list(row)
        for i in documents:
            if values[i] is not None:
                values[i] = Jsonb(values[i], dumps=str)
        return values

    return fit


def select_in(
    connection: BaseDatabaseWrapper, sql: str, values: Iterable[Any], *further: Any
) -> Iterator[tuple[Any, ...]]:
    """Rows of a SELECT that ends in `IN {}` for any number of values; `further` are parameters before the list."""
    with connection.cursor() as cursor:
        for some in portions(values, _IN_A_LIST):
            cursor.execute(sql.format("(" + ", ".join(["%s"] * len(some)) + ")"), [*further, *some])
            yield from cursor.fetchall()


def run_in(connection: BaseDatabaseWrapper, sql: str, values: Iterable[Any]) -> int:
    """Run a statement that ends in `IN {}` for any number of values; the rows it touched."""
    touched = 0
    with connection.cursor() as cursor:
        for some in portions(values, _IN_A_LIST):
            cursor.execute(sql.format("(" + ", ".join(["%s"] * len(some)) + ")"), list(some))
            touched += cursor.rowcount
    return touched


def next_id(connection: BaseDatabaseWrapper, model: type[models.Model]) -> int:
    """The id after the last one, for what facts refer to: a sequence leaves a gap where a transaction ended badly, and
    the same imports would not give the same facts. Only for whoever alone may write.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(MAX(id), 0) + 1 FROM {model._meta.db_table}")
        return int(cursor.fetchone()[0])


def portions(values: Iterable[T], size: int = AT_A_TIME) -> Iterator[list[T]]:
    """The values, so many at a time."""
    left = iter(values)
    while some := list(islice(left, size)):
        yield some
