"""The tables of a store at any of its steps: what a copy of it holds, in a form that both engines share.

Values travel as JSON: bytes as hex, times in UTC, what is JSON in the table as its text with sorted keys.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tryggve.store.database.connect import Database

APP = "store"

_INTEGERS = (
    "AutoField", "BigAutoField", "IntegerField", "SmallIntegerField", "BigIntegerField", "PositiveIntegerField",
    "PositiveSmallIntegerField",
)  # fmt: skip
_KINDS = dict.fromkeys(_INTEGERS, "integer") | {
    "TextField": "text", "CharField": "text", "SlugField": "text", "BinaryField": "bytes", "JSONField": "json",
    "BooleanField": "boolean", "FloatField": "real", "DateTimeField": "time", "DateField": "date", "TimeField": "clock",
    "UUIDField": "uuid",
}  # fmt: skip
_BITS = {"SmallIntegerField": 16, "BigAutoField": 64, "BigIntegerField": 64}


@dataclass(frozen=True)
class TableLayout:
    """A table: the model it was made from, its columns by name with the kind of each, and its key."""

    model: type[models.Model]
    columns: dict[str, str]
    key: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name in the database."""
        return str(self.model._meta.db_table)

    def select_sql(self, connection: BaseDatabaseWrapper) -> str:
        """All rows in the order of the key, which is the same on both engines."""
        quote = connection.ops.quote_name
        collate = ' COLLATE "C"' if connection.vendor == "postgresql" else ""
        order = ", ".join(quote(name) + (collate if self.columns[name] == "text" else "") for name in self.key)
        return f"SELECT {', '.join(map(quote, self.columns))} FROM {quote(self.name)} ORDER BY {order}"


class Shape(Protocol):
    """What a copy of a database holds: which tables, as they were when certain steps had been taken."""

    @property
    def word(self) -> str:
        """Names it in the copy."""

    @property
    def exact(self) -> bool:
        """Whether JSON travels as it was written, not only what it means, and bytes may be of any length."""

    @property
    def longest(self) -> int:
        """How many bytes a row may take."""

    def steps_of(self, database: Database) -> tuple[str, ...]:
        """The steps that the tables have taken."""

    def is_known(self, steps: Sequence[str]) -> bool:
        """Whether this version can make tables as they were after them."""

    def fits(self, steps: Sequence[str]) -> bool:
        """Whether they are such as tables can have taken."""

    def layout(self, steps: Sequence[str]) -> tuple[TableLayout, ...]:
        """The tables after them, by name."""

    def build(self, database: Database, steps: Sequence[str]) -> None:
        """Make the tables in an empty place."""


class StoreShape:
    """A store alone. Its steps follow one another in a single line."""

    word, exact, longest = "store", False, 1 << 25

    def steps_of(self, database: Database) -> tuple[str, ...]:
        """See `Shape`."""
        return steps_of(database)

    def is_known(self, steps: Sequence[str]) -> bool:
        """See `Shape`."""
        return steps[-1] in known_steps()

    def fits(self, steps: Sequence[str]) -> bool:
        """See `Shape`."""
        return list(steps) == list(known_steps()[: len(steps)])

    def layout(self, steps: Sequence[str]) -> tuple[TableLayout, ...]:
        """See `Shape`."""
        return layout_at(steps[-1])

    def build(self, database: Database, steps: Sequence[str]) -> None:
        """See `Shape`."""
        build(database, [(APP, steps[-1])])


STORE = StoreShape()


def steps_of(database: Database) -> tuple[str, ...]:
    """The steps that the tables of a store have taken, in order."""
    applied = MigrationRecorder(database.connection).applied_migrations()
    return tuple(sorted(name for app, name in applied if app == APP))


def known_steps() -> tuple[str, ...]:
    """The steps that this version knows, in order; they follow one another in a single line."""
    graph = MigrationLoader(None, ignore_no_migrations=True).graph
    return tuple(sorted(name for app, name in graph.nodes if app == APP))


@cache
def layout_at(step: str) -> tuple[TableLayout, ...]:
    """The tables as they were after a step, by name."""
    state = MigrationLoader(None, ignore_no_migrations=True).project_state((APP, step))
    found = [table_of(model) for model in state.apps.get_models() if model._meta.app_label == APP]
    return tuple(sorted(found, key=lambda table: table.name))


def build(database: Database, ends: list[tuple[str, str]]) -> None:
    """Make the tables in an empty place as they were after the last step of each app."""
    MigrationExecutor(database.connection).migrate(ends)
    if database.vendor == "postgresql":
        # A step that adds a reference has it checked at once for the rest of the transaction. Rows come by table, and
        # what they refer to may come later.
        with database.connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def table_of(model: type[models.Model]) -> TableLayout:
    """The layout of a model's table."""
    columns = {field.column: _kind(field) for field in model._meta.concrete_fields}
    keys = tuple(field.column for field in model._meta.pk_fields)
    return TableLayout(model, dict(sorted(columns.items())), keys)


def _kind(field: Any) -> str:
    return _KINDS[_valued(field).get_internal_type()]


def _valued(field: Any) -> Any:
    """The field whose values a column holds: that which a reference refers to."""
    while field.is_relation:
        field = field.target_field
    return field


def _bounds(table: TableLayout) -> list[tuple[int, int]]:
    """The columns of integers and how large these may be: SQLite would take any."""
    fields = {field.column: _valued(field) for field in table.model._meta.concrete_fields}
    return [
        (i, 1 << _BITS.get(fields[name].get_internal_type(), 32) - 1)
        for i, (name, kind) in enumerate(table.columns.items())
        if kind == "integer"
    ]


def _lengths(table: TableLayout) -> list[tuple[int, int]]:
    """The columns of bytes that are of one length."""
    fields = {field.column: _valued(field) for field in table.model._meta.concrete_fields}
    lengths = ((i, fields[name].max_length) for i, name in enumerate(table.columns))
    return [(i, int(length)) for i, length in lengths if length]


def encoders(table: TableLayout) -> list[tuple[int, Callable[[Any], Any]]]:
    """For the columns whose values do not travel as they are: their place, and how to make them travel."""
    return [(i, _ENCODE[kind]) for i, kind in enumerate(table.columns.values()) if kind in _ENCODE]


def json_columns(table: TableLayout) -> list[int]:
    """The places of the columns of JSON."""
    return [i for i, kind in enumerate(table.columns.values()) if kind == "json"]


def same_json(text: str | None) -> str | None:
    """What is the same JSON on both engines, however either writes it."""
    return None if text is None else _json(text)


def decoder(
    table: TableLayout, connection: BaseDatabaseWrapper, *, exact: bool = False
) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """Turns a row that has travelled into one that the engine takes. ValueError for what cannot be in the table."""
    ops, has_uuid = connection.ops, connection.features.has_native_uuid_field
    reads: dict[str, Callable[[Any], Any]] = {
        "time": lambda value: ops.adapt_datetimefield_value(dt.datetime.fromisoformat(value)),
        "date": lambda value: ops.adapt_datefield_value(dt.date.fromisoformat(value)),
        "clock": lambda value: ops.adapt_timefield_value(dt.time.fromisoformat(value)),
        "uuid": lambda value: uuid.UUID(value) if has_uuid else uuid.UUID(value).hex,
        "bytes": bytes.fromhex,
        "json": lambda value: (json.loads(value), value)[1],
        "real": float,
    }
    plain = {"integer": int, "text": str, "boolean": bool}
    kinds, bounds, lengths = list(table.columns.values()), _bounds(table), [] if exact else _lengths(table)
    steps = [(reads.get(kind), plain.get(kind, (int, float) if kind == "real" else str)) for kind in kinds]

    def decode(row: Sequence[Any]) -> tuple[Any, ...]:
        values: list[Any] = []
        for value, (read, kind) in zip(row, steps, strict=True):
            if value is None:
                values.append(None)
                continue
            if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
                raise ValueError
            values.append(read(value) if read else value)
        large = any(values[i] is not None and not -bound <= values[i] < bound for i, bound in bounds)
        if large or any(values[i] is not None and len(values[i]) != length for i, length in lengths):
            raise ValueError
        return tuple(values)

    return decode


def _time(value: dt.datetime) -> str:
    aware = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
    return aware.astimezone(dt.UTC).isoformat()


_EXACT = 1 << 53
"""Beyond it a whole number may be written with all its digits or as 1e30, and is the same."""


def _number(text: str) -> int | float:
    """PostgreSQL keeps the value of a number in JSON and not how it was written: 1.0, 1e0 and 1 are one."""
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < _EXACT else value


def _json(text: str) -> str:
    return json.dumps(json.loads(text, parse_float=_number, parse_int=_number), ensure_ascii=False, sort_keys=True)


_ENCODE: dict[str, Callable[[Any], Any]] = {
    "bytes": lambda value: None if value is None else bytes(value).hex(),
    "boolean": lambda value: None if value is None else bool(value),
    "real": lambda value: None if value is None else float(value) + 0.0,
    "time": lambda value: None if value is None else _time(value),
    "date": lambda value: None if value is None else value.isoformat(),
    "clock": lambda value: None if value is None else value.isoformat(),
    "uuid": lambda value: None if value is None else uuid.UUID(str(value)).hex,
    "json": same_json,
}
