"""Many rows at a time, or one row in haste: the way round the ORM, which makes an object of every row.

Tables and columns come from the models. On PostgreSQL rows go in by COPY, in binary: of a text COPY that is stopped the
server's log tells the line that it was at, with the words in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from django.db import DataError, models
from django.db.backends.base.base import BaseDatabaseWrapper

from tryggve.store.database import direct

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
    if connection.vendor == "postgresql":
        table, names = model._meta.db_table, ", ".join(connection.ops.quote_name(name) for name in columns)
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
    direct.run_many(connection, insert_sql(model, tuple(columns)), rows)


@lru_cache(maxsize=64)
def insert_sql(model: type[models.Model], columns: tuple[str, ...]) -> str:
    """The statement that puts a row into a model's table. Both engines quote alike."""
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})'


def insert_one(connection: BaseDatabaseWrapper, model: type[models.Model], **values: Any) -> int | None:
    """Put one row into a model's table, other columns with their defaults; its id where the table gives it.

    Values as the model takes them, a foreign key by its column. No signals, no object.
    """
    known = (model, tuple(values), connection.vendor)
    way = _WAYS.get(known) or _WAYS.setdefault(known, _way_of(connection, model, tuple(values)))
    row = [
        value if fit is None or value is None else fit(connection, value)
        for value, fit in zip(values.values(), way.fits, strict=True)
    ]
    row += way.defaults
    if way.returns:
        return int(direct.rows(connection, way.sql, row)[0][0])
    direct.run(connection, way.sql, row)
    return None


@dataclass(frozen=True)
class _Way:
    """How a row with these values goes in: the statement, what makes each value fit to be stored (None: it is as it
    comes), what the other columns hold, and whether the id is returned.
    """

    sql: str
    fits: list[_Fit | None]
    defaults: list[Any]
    returns: bool


_Fit = Callable[[BaseDatabaseWrapper, Any], Any]
_WAYS: dict[tuple[type[models.Model], tuple[str, ...], str], _Way] = {}
_AS_IT_COMES = (models.TextField, models.CharField, models.IntegerField, models.BooleanField, models.BinaryField)


def _way_of(connection: BaseDatabaseWrapper, model: type[models.Model], names: tuple[str, ...]) -> _Way:
    """How it goes in. ValueError for a column that the model does not have, or whose default is made anew."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    key = model._meta.pk
    returns = isinstance(key, models.AutoField) and key.attname not in names
    rest = [field for name, field in fields.items() if name not in names and not (returns and field is key)]
    made = [field.attname for field in rest if callable(field.default) and field.default not in (dict, list)]
    if wrong := (set(names) - set(fields)) | set(made):
        raise ValueError(f"{model._meta.db_table}: not known, or to be given: {', '.join(sorted(wrong))}")
    sql = insert_sql(model, tuple(field.column for field in (*(fields[name] for name in names), *rest)))
    return _Way(
        sql + (f' RETURNING "{key.column}"' if returns else ""),
        [_fit(fields[name]) for name in names],
        [field.get_db_prep_save(field.get_default(), connection) for field in rest],
        returns,
    )


def _fit(field: models.Field[Any, Any]) -> _Fit | None:
    """What Django's field does to a value of its kind, without asking of which kind it is."""
    if isinstance(field, models.ForeignKey):
        return _fit(field.target_field)
    if isinstance(field, _AS_IT_COMES):
        return None
    if isinstance(field, models.DateTimeField):
        return _moment
    return lambda connection, value: field.get_db_prep_save(value, connection)


def _moment(connection: BaseDatabaseWrapper, value: dt.datetime) -> Any:
    """What Django makes of a moment for the engine; the common case, three in each report, without its questions."""
    if connection.vendor == "sqlite" and value.tzinfo is not None:
        return str(value.astimezone(dt.UTC).replace(tzinfo=None))
    return connection.ops.adapt_datetimefield_value(value)


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
    for some in portions(values, _IN_A_LIST):
        yield from direct.rows(connection, sql.format("(" + ", ".join(["%s"] * len(some)) + ")"), [*further, *some])


def run_in(connection: BaseDatabaseWrapper, sql: str, values: Iterable[Any]) -> int:
    """Run a statement that ends in `IN {}` for any number of values; the rows it touched."""
    touched = 0
    for some in portions(values, _IN_A_LIST):
        touched += direct.run(connection, sql.format("(" + ", ".join(["%s"] * len(some)) + ")"), some)
    return touched


def next_id(connection: BaseDatabaseWrapper, model: type[models.Model]) -> int:
    """The id after the last one, for what facts refer to: a sequence leaves a gap where a transaction ended badly, and
    the same imports would not give the same facts. Only for whoever alone may write.
    """
    return int(direct.rows(connection, f"SELECT COALESCE(MAX(id), 0) + 1 FROM {model._meta.db_table}")[0][0])


def portions(values: Iterable[T], size: int = AT_A_TIME) -> Iterator[list[T]]:
    """The values, so many at a time."""
    left = iter(values)
    while some := list(islice(left, size)):
        yield some
