"""JSON-stat 2.0: a table as one long list of numbers, with what its dimensions mean beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

from tryggve.ingest.fetching.bodies import changed, fields_of, number_of


@dataclass(frozen=True)
class Dimension:
    """One dimension of a table: codes in order with their labels, and whether it may be left out of a question."""

    code: str
    labels: Mapping[str, str]
    may_be_left_out: bool
    role: str

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in the order of the table."""
        return tuple(self.labels)


@dataclass(frozen=True)
class TableShape:
    """A table without its numbers: what it is called, when it was last changed, its dimensions in order."""

    label: str
    updated: str
    dimensions: tuple[Dimension, ...]

    @property
    def time(self) -> Dimension | None:
        """The dimension of time, by its role."""
        return next((one for one in self.dimensions if one.role == "time"), None)

    def __getitem__(self, code: str) -> Dimension:
        return next(one for one in self.dimensions if one.code == code)

    def __contains__(self, code: str) -> bool:
        return any(one.code == code for one in self.dimensions)


class Cell(NamedTuple):
    """One number of a table: the code in each dimension, the value, and the sign that stands in its place or beside."""

    codes: Mapping[str, str]
    value: float | None
    sign: str


def read_shape(said: Any, source: str) -> TableShape:
    """The dimensions of a data set or of its description. FileError where it is no JSON-stat 2.0 data set."""
    fields = fields_of(said, ("version", "class", "id", "size", "dimension"), source)
    if not str(fields["version"]).startswith("2.") or fields["class"] != "dataset":
        raise changed(source, "version, class")
    try:
        roles = {code: role for role, codes in (fields.get("role") or {}).items() for code in codes}
        dimensions = tuple(_dimension(code, fields["dimension"][code], roles, source) for code in fields["id"])
    except (KeyError, TypeError, AttributeError, ValueError):
        raise changed(source, "dimension") from None
    if [len(one.codes) for one in dimensions] != fields["size"]:
        raise changed(source, "size")
    return TableShape(str(fields.get("label", "")), str(fields.get("updated", "")), dimensions)


def cells(said: Any, source: str) -> Iterator[Cell]:
    """The cells of a data set, in its own order. FileError where numbers and dimensions do not fit each other."""
    shape = read_shape(said, source)
    size = 1
    for one in shape.dimensions:
        size *= len(one.codes)
    values = _spread(fields_of(said, ("value",), source)["value"], size, source)
    signs = _spread(said.get("status") or {}, size, source)
    names = [one.code for one in shape.dimensions]
    combinations = product(*(one.codes for one in shape.dimensions))
    for combination, value, sign in zip(combinations, values, signs, strict=True):
        yield Cell(dict(zip(names, combination, strict=True)), number_of(value, source), str(sign or ""))


def _dimension(code: str, about: Any, roles: Mapping[str, str], source: str) -> Dimension:
    category = about["category"]
    labels, index = category.get("label") or {}, category.get("index")
    if isinstance(index, dict):
        codes = sorted(index, key=index.__getitem__)
    else:
        codes = list(index if isinstance(index, list) else labels)
    if not codes or not all(isinstance(one, str) for one in (code, *codes)):
        raise changed(source, str(code))
    extension = about.get("extension") or {}
    return Dimension(
        code, {one: str(labels.get(one, one)) for one in codes}, bool(extension.get("elimination")), roles.get(code, "")
    )


def _spread(given: Any, size: int, source: str) -> list[Any]:
    """One item for each cell, whether they came as a list, by place, or as one for all."""
    if isinstance(given, str):
        return [given] * size
    if isinstance(given, dict):
        if any(not place.isdigit() or int(place) >= size for place in given):
            raise changed(source, "value, status")
        return [given.get(str(place)) for place in range(size)]
    if not isinstance(given, list) or len(given) != size:
        raise changed(source, "value, size")
    return given
