"""Kinds of sources: named only where so many organisations of a kind report that none of them is pointed out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tryggve.domain.access import FEWEST_OF_A_KIND


@dataclass(frozen=True)
class KindOfSource:
    """A kind of organisation that reported in the period, and how many of it did; code "" for all too few to name."""

    code: str
    organisations: int


def kinds_that_may_be_named(organisations: Iterable[tuple[str, str, str]]) -> frozenset[str]:
    """The kinds of which at least three organisations reported; organisations are (source, name, kind)."""
    found = _per_kind(organisations)
    return frozenset(kind for kind, names in found.items() if kind and len(names) >= FEWEST_OF_A_KIND)


def kinds_of_sources(organisations: Iterable[tuple[str, str, str]], source: str) -> tuple[KindOfSource, ...]:
    """The kinds behind a source, most organisations first; those too few to name come together, last."""
    own = [row for row in organisations if row[0] == source]
    named, found = kinds_that_may_be_named(own), _per_kind(own)
    rows = [KindOfSource(kind, len(names)) for kind, names in found.items() if kind in named]
    rest = sum(len(names) for kind, names in found.items() if kind not in named)
    rows.sort(key=lambda row: (-row.organisations, row.code))
    return (*rows, KindOfSource("", rest)) if rest else tuple(rows)


def _per_kind(organisations: Iterable[tuple[str, str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for _source, name, kind in organisations:
        if name:
            found.setdefault(kind, set()).add(name)
    return found
