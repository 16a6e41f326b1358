"""A selection as SQL text: literals written safely, conditions that an analyst can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum
from operator import index
from typing import SupportsIndex

from tryggve.domain.calendar_days import day_date
from tryggve.domain.incident import MAPPABLE, LocationPrecision, TimePrecision
from tryggve.store.base import Selection

_DATES = range(-719162, 2932897)  # day numbers that a calendar date has: years 1 to 9999


def text(value: str) -> str:
    """A text literal: quotes doubled, which is all that the SQL standard asks. ValueError for a text with NUL."""
    if not isinstance(value, str):
        raise TypeError(f"expected text, got {value!r}")
    if "\0" in value:
        raise ValueError("a text with the character NUL cannot be written as SQL")
    return "'" + str.__str__(value).replace("'", "''") + "'"


def number(value: SupportsIndex) -> str:
    """An integer literal; a negative one in brackets, since `--` would begin a comment. TypeError for a float."""
    exact = int(index(value))
    return f"({exact})" if exact < 0 else str(exact)


def day(value: int) -> str:
    """A day number followed by its date as a comment."""
    return f"{number(value)} /* {day_date(value)} */" if value in _DATES else number(value)


def one_of(column: str, literals: Iterable[str]) -> str:
    """`column` is one of the literals; no literal at all is met by nothing."""
    written = list(dict.fromkeys(literals))
    if not written:
        return "1 = 0"
    return f"{column} = {written[0]}" if len(written) == 1 else f"{column} IN ({', '.join(written)})"


def conditions(where: Selection) -> list[str]:
    """One condition on `incident_fact` per limit of the selection, to be joined by AND."""
    return list(_conditions(where))


def where_sql(where: Selection, *further: str) -> str:
    """The WHERE clause with its line break in front, or nothing where there is no limit."""
    found = [*conditions(where), *further]
    return "\nWHERE " + "\n    AND ".join(found) if found else ""


def mappable() -> list[str]:
    """The conditions under which an incident is a point: it has coordinates, and they are not a centroid."""
    return [_precision("location_precision", MAPPABLE, LocationPrecision), "x IS NOT NULL", "y IS NOT NULL"]


def _conditions(where: Selection) -> Iterator[str]:
    if where.first_day is not None:
        yield f"last_day >= {day(where.first_day)}"
    if where.last_day is not None:
        yield f"last_day <= {day(where.last_day)}"
    for column, texts in (
        ("category", where.categories),
        ("source", where.sources),
        ("organisation_kind", where.organisation_kinds),
        ("organisation", where.organisations),
        ("left_out", where.left_out),
    ):
        if texts is not None:
            yield one_of(column, map(text, texts))
    if where.location_precisions is not None:
        yield _precision("location_precision", where.location_precisions, LocationPrecision)
    if where.time_precisions is not None:
        yield _precision("time_precision", where.time_precisions, TimePrecision)
    if where.min_severity is not None:
        # 0 is unknown, which no least severity can be held against.
        yield f"severity >= {number(max(where.min_severity, 1))}"
    if where.known_severity is not None:
        yield "severity > 0" if where.known_severity else "severity = 0"
    if where.area is not None:
        yield _in_area(*where.area)
    if where.box is not None:
        x0, y0, x1, y1 = map(number, where.box)
        yield f"x >= {x0} AND x < {x1} AND y >= {y0} AND y < {y1}"


def _in_area(level: str, code: str) -> str:
    at_level = f"SELECT incident_id FROM incident_area WHERE level = {text(level)}"
    if code == "":
        return f"incident_fact.incident_id NOT IN ({at_level})"
    return f"incident_fact.incident_id IN ({at_level} AND area_code = {text(code)})"


def _precision(column: str, values: Iterable[int], kind: type[IntEnum]) -> str:
    """The condition with the names of the precisions as a comment."""
    known = {int(member): member.name.lower() for member in kind}
    distinct = list(dict.fromkeys(values))
    names = ", ".join(known.get(int(value), "?") for value in distinct)
    return one_of(column, map(number, distinct)) + (f" /* {names} */" if distinct else "")
