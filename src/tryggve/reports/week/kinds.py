"""Kinds of sources: named only where so many organisations of a kind report that none of them is pointed out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tryggve.domain.category import is_set_apart
from tryggve.reports.named_kinds import named_kinds
from tryggve.reports.week.periods import monday
from tryggve.store.base import Selection, Store

Cell = tuple[str, int]
"""An area ("": none) and the Monday of a week."""


@dataclass(frozen=True)
class KindOfSource:
    """A kind of organisation that reported in the period, and how many of it did; code "" for all too few to name."""

    code: str
    organisations: int


def kinds_of_sources(organisations: Iterable[tuple[str, str, str]], source: str) -> tuple[KindOfSource, ...]:
    """The kinds behind a source, most organisations first; those too few to name come together, last, and are never
    so few that they are known as what is left. Organisations are (source, name, kind).
    """
    sizes = _sizes((name, kind) for of, name, kind in organisations if of == source)
    named, other = named_kinds(sizes)
    rows = sorted((KindOfSource(kind, sizes[kind]) for kind in named), key=lambda row: (-row.organisations, row.code))
    rest = sum(sizes[kind] for kind in other)
    return (*rows, KindOfSource("", rest)) if rest else tuple(rows)


def kinds_told(store: Store, where: Selection, level: str) -> Mapping[Cell, frozenset[str]]:
    """The kinds that reports of an area and week may be said to come from.

    Three organisations of the kind must have reported from the same area of the finest division in the same week: where
    a school reports from an area that has one, "a school" is its name. Weeks are whole whatever the period, and so are
    the limits of the reader, since two answers with other limits would tell what one of them keeps.
    """
    first, last = where.first_day, where.last_day
    if first is None or last is None:
        raise ValueError("kinds are told of a period")
    weeks = Selection(first_day=monday(first), last_day=monday(last) + 6, sources=where.sources)
    codes = (str(code) for (code,) in store.counts(("category",), weeks))
    whole = weeks.but(categories=tuple(sorted(code for code in codes if not is_set_apart(code))))
    area = f"area:{level}" if level else "left_out"
    cells: dict[Cell, list[tuple[str, str]]] = defaultdict(list)
    rows = store.counts((area, "last_day", "organisation", "organisation_kind"), whole)
    for code, day, name, kind in rows:
        cells[str(code), monday(int(day))].append((str(name), str(kind)))
    return {cell: frozenset(kind for kind in named_kinds(_sizes(found))[0] if kind) for cell, found in cells.items()}


def _sizes(organisations: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Organisations per kind; one without a name is none, so that its kind stays among those too few."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, kind in organisations:
        found[kind] |= {name} - {""}
    return {kind: len(names) for kind, names in found.items()}
