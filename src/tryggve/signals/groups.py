"""Groups of categories that signals are looked for in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from tryggve.catalog import read_toml
from tryggve.domain.category import CategoryClass, categories, is_set_apart
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


def rows_of(key: str, names: Sequence[str]) -> tuple[int, ...]:
    """The places, among some categories, of those in a group; of one category where the key is no group."""
    own = groups()[key].categories if key in groups() else {key}
    return tuple(i for i, category in enumerate(names) if category in own)


def group_name(key: str) -> str:
    """A group or a category in the current language; all categories where it is empty."""
    if key in groups():
        return pick(dict(groups()[key].names))
    return categories()[key].name if key in categories() else key or _("all categories")


def single_categories() -> tuple[str, ...]:
    """The categories that are counted and may make a signal, each a group of its own."""
    counted = (CategoryClass.EVENT, CategoryClass.CONDITION)
    return tuple(one.code for one in categories().values() if one.cls in counted and not is_set_apart(one.code))
