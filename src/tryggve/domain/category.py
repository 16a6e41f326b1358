"""Categories of incidents: the EST codes and the codes that only registers use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from tryggve.catalog import read_toml
from tryggve.domain.language import pick
from tryggve.domain.spelling import fold


class CategoryClass(StrEnum):
    """What a category speaks of; only events and conditions are counted."""

    EVENT = "event"
    CONDITION = "condition"
    SIGNAL = "signal"
    FORECAST = "forecast"
    OUTSIDE = "outside"


OTHER = "ovrigt"
OUTSIDE_EST = "utanfor_est"


@dataclass(frozen=True, slots=True)
class Category:
    """One code with its Swedish and English name. `restricted` categories are for few readers.

    `intimate` ones strike a person in her closest circle: a single one, told by day and place, points at a household.
    """

    code: str
    names: Mapping[str, str]
    cls: CategoryClass
    restricted: bool = False
    intimate: bool = False
    also: tuple[str, ...] = ()
    source: str = ""

    @property
    def name(self) -> str:
        """The name in the current language."""
        return pick(dict(self.names))


@cache
def categories() -> Mapping[str, Category]:
    """All categories by code, in the order of the catalog."""
    found = {
        code: Category(
            code=code,
            names=MappingProxyType({"sv": entry["sv"], "en": entry["en"]}),
            cls=CategoryClass(entry["class"]),
            restricted=entry.get("restricted", False),
            intimate=entry.get("intimate", False),
            also=tuple(entry.get("also", ())),
            source=entry["source"],
        )
        for code, entry in read_toml("categories.toml").items()
    }
    return MappingProxyType(found)


@cache
def _by_spelling() -> Mapping[str, str]:
    spellings: dict[str, str] = {}
    for category in categories().values():
        for text in (category.code, *category.names.values(), *category.also):
            if spellings.setdefault(fold(text), category.code) != category.code:
                raise ValueError(f"categories.toml: {text!r} stands for two codes")
    return MappingProxyType(spellings)


def category_of(text: str) -> str | None:
    """The code a text means: a code or a Swedish or English name, whatever its case, blanks or å/ä/ö; else None."""
    return _by_spelling().get(fold(text))


def is_set_apart(text: str) -> bool:
    """Whether a text means a category that makes no signal and no row by itself: restricted or intimate."""
    code = category_of(text)
    return code is not None and (categories()[code].restricted or categories()[code].intimate)
