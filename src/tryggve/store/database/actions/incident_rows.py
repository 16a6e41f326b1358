"""Rows of incidents: put in, changed with the old version kept, taken out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident_table import NO_COORDINATE, Coded, IncidentTable
from tryggve.store.database.actions import corrections, merges
from tryggve.store.database.bulk import insert, run_in, select_in
from tryggve.store.database.connect import Database
from tryggve.store.database.incoming import cells
from tryggve.store.database.merged import into_of
from tryggve.store.database.models import Incident, IncidentArea, IncidentText, IncidentVersion
from tryggve.store.facts import area_columns, incident_columns
from tryggve.store.schema import INCIDENT_FACT

FACTS = tuple(name for name in INCIDENT_FACT.columns if name not in ("incident_id", "file_no"))
SAID = ("said_x", "said_y", "said_precision")
HEAD = ("id", "key", "content", "version", "batch_id", "file_id")
COLUMNS = (*HEAD, *FACTS, *SAID)
WORDS = ("text", "flags", "said_area", "said_place", "said_title")


@dataclass(frozen=True)
class Rows:
    """Incidents ready to be written: ids, `HEAD` without the id, the table, flags per distinct text and per place."""

    ids: Sequence[int]
    heads: Sequence[tuple[Any, ...]]
    table: IncidentTable
    flags: Mapping[str, str]
    place_flags: Mapping[str, str] = field(default_factory=dict)

    def facts(self) -> Iterator[tuple[Any, ...]]:
        """Values of `COLUMNS`, row by row."""
        columns = incident_columns(self.table)
        said = [
            np.ma.masked_equal(self.table.said_x, NO_COORDINATE).tolist(),
            np.ma.masked_equal(self.table.said_y, NO_COORDINATE).tolist(),
            self.table.said_precision.tolist(),
        ]
        rest = zip(*(columns[name].tolist() for name in FACTS), *said, strict=True)
        return ((i, *head, *row) for i, head, row in zip(self.ids, self.heads, rest, strict=True))

    def areas(self) -> Iterator[tuple[int, str, str]]:
        """Incident, level and code, one per level where the incident has an area."""
        columns = area_columns(self.table)
        rows = zip(*(columns[name].tolist() for name in ("incident_id", "level", "area_code")), strict=True)
        return ((self.ids[number - 1], level, code) for number, level, code in rows)

    def words(self) -> Iterator[tuple[Any, ...]]:
        """Incident and `WORDS`, where there are any."""
        table = self.table
        texts = zip(*(cells(c) for c in (table.text, table.said_area, table.said_place, table.said_title)), strict=True)
        for i, (text, *said) in zip(self.ids, texts, strict=True):
            if text or any(said):
                seen = (self.flags.get(text, ""), *(self.place_flags.get(place, "") for place in said[1:]))
                yield (i, text, " ".join(sorted({kind for kinds in seen for kind in kinds.split()})), *said)


def put_in(database: Database, rows: Rows) -> None:
    """Insert new incidents."""
    connection = database.connection
    insert(connection, Incident, COLUMNS, rows.facts())
    insert(connection, IncidentArea, ("incident_id", "level", "area_code"), rows.areas())
    insert(connection, IncidentText, ("incident_id", *WORDS), rows.words())
    corrections.keep_erased(database, (head[0] for head in rows.heads))


def change(database: Database, rows: Rows, *, batch_id: int) -> None:
    """Give incidents that are there a new content; what they said before is kept as a version."""
    archive(database, rows.ids, ended_by=batch_id, removed=False)
    connection = database.connection
    corrected = corrections.standing(database, rows.ids)
    _clear(database, rows.ids)
    sets = ", ".join(f"{name} = %s" for name in COLUMNS[1:])
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE incident SET {sets} WHERE id = %s", [(*row[1:], row[0]) for row in rows.facts()])
    insert(connection, IncidentArea, ("incident_id", "level", "area_code"), rows.areas())
    insert(connection, IncidentText, ("incident_id", *WORDS), rows.words())
    corrections.keep(database, corrected)


def without_words(table: IncidentTable, rows: NDArray[np.bool_]) -> IncidentTable:
    """The table with the words of some rows emptied."""
    columns = {name: getattr(table, name) for name in ("text", "said_area", "said_place", "said_title")}
    emptied: dict[str, Any] = {
        name: Coded(np.where(rows, len(column.values), column.codes).astype(np.int32), (*column.values, ""))
        for name, column in columns.items()
    }
    return replace(table, **emptied)


def take_out(database: Database, ids: Sequence[int], *, batch_id: int) -> None:
    """Take incidents out of the store; what they said is kept as a version."""
    archive(database, ids, ended_by=batch_id, removed=True)
    delete(database, ids)


def delete(database: Database, ids: Sequence[int]) -> None:
    """Take incidents out of the store without a trace of what they said."""
    _clear(database, ids)
    merges.forget(database, ids)
    run_in(database.connection, "DELETE FROM incident WHERE id IN {}", ids)


def _clear(database: Database, ids: Sequence[int]) -> None:
    for table in ("incident_area", "incident_text"):
        run_in(database.connection, f"DELETE FROM {table} WHERE incident_id IN {{}}", ids)


def archive(database: Database, ids: Iterable[int], *, ended_by: int, removed: bool) -> None:
    """Keep incidents as they stand as versions that a batch has ended; of a merged one also what counted for it."""
    ids = list(ids)
    into = {i: {"into": other} for i, other in into_of(database, ids).items()}
    columns = (
        "incident_id",
        "version",
        "key",
        "content",
        "batch_id",
        "ended_by_id",
        "removed",
        "last_day",
        "facts",
        "words",
    )
    insert(
        database.connection,
        IncidentVersion,
        columns,
        [
            (
                row["id"], row["version"], bytes(row["key"]), bytes(row["content"]), row["batch_id"], ended_by,
                removed, row["last_day"],
                _json({n: row[n] for n in (*FACTS, *SAID, "file_id", "areas")} | into.get(row["id"], {})),
                _json(words) if words else "",
            )
            for row, words in stored(database, ids)
        ],
    )  # fmt: skip


def stored(database: Database, ids: Iterable[int]) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """Incidents as they stand: columns of `COLUMNS` with "areas" (level → code), and their words, by id."""
    connection, ids = database.connection, list(ids)
    areas: dict[int, dict[str, str]] = {}
    found = select_in(
        connection, "SELECT incident_id, level, area_code FROM incident_area WHERE incident_id IN {}", ids
    )
    for i, level, code in found:
        areas.setdefault(i, {})[level] = code
    listed = ", ".join(WORDS)
    told = select_in(connection, f"SELECT incident_id, {listed} FROM incident_text WHERE incident_id IN {{}}", ids)
    words = {i: dict(zip(WORDS, texts, strict=True)) for i, *texts in told}
    listed = ", ".join(COLUMNS)
    for row in select_in(connection, f"SELECT {listed} FROM incident WHERE id IN {{}} ORDER BY id", ids):
        incident = dict(zip(COLUMNS, row, strict=True))
        yield incident | {"areas": areas.get(incident["id"], {})}, words.get(incident["id"], {})


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
