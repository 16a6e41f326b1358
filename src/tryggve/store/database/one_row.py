"""The row of a report that comes by itself, as plain values: what `incoming` and `incident_rows` make of a table.

A table of one costs arrays more than it holds; the values are the same, and a test lays them beside each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

import numpy as np

from tryggve.domain.incident import Incident, LeftOut
from tryggve.domain.incident_table import NO_COORDINATE
from tryggve.store.database.incoming import CONTENT, digest
from tryggve.store.schema import DateParts, date_parts

Row = Mapping[str, Any]
_COLUMNS = tuple(field.name for field in fields(Incident) if field.name != "areas")
_values = attrgetter(*_COLUMNS)
_MAY_LACK = ("x", "y", "said_x", "said_y")
_SAID = ("said_area", "said_place", "said_title")
_PLAIN = frozenset({int, str, bool})


def row_of(incident: Incident) -> dict[str, Any]:
    """Column → value as a table holds it, without the areas."""
    values = zip(_COLUMNS, _values(incident), strict=True)
    return {name: value if type(value) in _PLAIN else _cell(value) for name, value in values}


def _cell(value: Any) -> int | str:
    if value is None:
        return NO_COORDINATE
    if isinstance(value, str):
        return str(value)
    return int(value)


def digests_of(row: Row) -> tuple[bytes, bytes]:
    """The key and the content of a report that has an id."""
    left_out = "" if row["left_out"] == LeftOut.ELSEWHERE else row["left_out"]
    key = digest("id", row["source"], row["organisation"], row["source_id"])
    return key, digest("content", *(row[name] for name in CONTENT), left_out)


def stored(row: Row, columns: tuple[str, ...]) -> tuple[Any, ...]:
    """The values of columns of facts, as the table of incidents holds them."""
    given = {**row, **_date_parts(row["last_day"], row["first_day"], row["time_precision"]), "mixed": int(row["mixed"])}
    given |= {name: None for name in _MAY_LACK if row[name] == NO_COORDINATE}
    return tuple(given[name] for name in columns)


def words_of(row: Row, flags: Mapping[str, str], place_flags: Mapping[str, str]) -> tuple[str, ...] | None:
    """Text, kinds of personal data seen, and what is said of the place; None where there are no words."""
    said = [row[name] for name in _SAID]
    if not (row["text"] or any(said)):
        return None
    seen = (flags.get(row["text"], ""), *(place_flags.get(place, "") for place in said[1:]))
    return row["text"], " ".join(sorted({kind for kinds in seen for kind in kinds.split()})), *said


@lru_cache(maxsize=256)
def _date_parts(last_day: int, first_day: int, precision: int) -> dict[str, int]:
    parts = date_parts(np.array([last_day]), np.array([first_day]), np.array([precision]))
    return {field.name: int(getattr(parts, field.name)[0]) for field in fields(DateParts)}
