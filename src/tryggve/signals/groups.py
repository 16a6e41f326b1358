"""Groups of categories that signals are looked for in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from tryggve.catalog import read_toml
from tryggve.domain.language import _, pick

UNREST = "unrest"
"""The group of what tends to come together when unrest gathers at a place."""


@dataclass(frozen=True)
class Group:
    """Categories that are looked at together."""

    key: str
    names: Mapping[str, str]
    categories: frozenset[str]


@cache
def groups() -> Mapping[str, Group]:
    """The groups of the catalog by key."""
    found = {
        key: Group(key, MappingProxyType({"sv": entry["sv"], "en": entry["en"]}), frozenset(entry["categories"]))
        for key, entry in read_toml("signal_groups.toml").items()
    }
    return MappingProxyType(found)


def rows_of(key: str, categories: Sequence[str]) -> tuple[int, ...]:
    """The places, among some categories, of those in a group."""
    own = groups()[key].categories
    return tuple(i for i, category in enumerate(categories) if category in own)


def group_name(key: str) -> str:
    """A group in the current language; all categories where it is empty."""
    return pick(dict(groups()[key].names)) if key in groups() else key or _("all categories")
