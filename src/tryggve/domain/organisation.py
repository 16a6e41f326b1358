"""Kinds of organisations that report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from tryggve.catalog import read_toml
from tryggve.domain.language import pick
from tryggve.domain.spelling import fold

MOSTLY_PRIVATE = frozenset({"guards", "shop", "association", "resident"})
"""Kinds that are as a rule no authority."""

MAY_BE_PRIVATE = MOSTLY_PRIVATE | {"housing_company"}
"""Kinds of which it must be said whether they are one: authorities see more, and write in their own words."""


@dataclass(frozen=True, slots=True)
class OrganisationKind:
    """One kind of organisation with its Swedish and English name.

    Reports of `sensitive` kinds are shown in shared pictures by area and day alone: a place or an hour may point at
    somebody.
    """

    code: str
    names: Mapping[str, str]
    also: tuple[str, ...] = ()
    sensitive: bool = False

    @property
    def name(self) -> str:
        """The name in the current language."""
        return pick(dict(self.names))


@cache
def organisation_kinds() -> Mapping[str, OrganisationKind]:
    """All kinds by code, in the order of the catalog."""
    found = {
        code: OrganisationKind(
            code,
            MappingProxyType({"sv": entry["sv"], "en": entry["en"]}),
            tuple(entry.get("also", ())),
            entry.get("sensitive", False),
        )
        for code, entry in read_toml("organisation_kinds.toml").items()
    }
    return MappingProxyType(found)


def is_sensitive(kind: str) -> bool:
    """Whether reports of a kind of organisation are shared by area and day alone: school and hour point at a pupil."""
    known = organisation_kinds().get(kind)
    return known is not None and known.sensitive


@cache
def _by_spelling() -> Mapping[str, str]:
    spellings: dict[str, str] = {}
    for kind in organisation_kinds().values():
        for text in (kind.code, *kind.names.values(), *kind.also):
            if spellings.setdefault(fold(text), kind.code) != kind.code:
                raise ValueError(f"organisation_kinds.toml: {text!r} stands for two kinds")
    return MappingProxyType(spellings)


def organisation_kind_of(text: str) -> str | None:
    """The code a text means: a code or a Swedish or English name, whatever its case, blanks or å/ä/ö; else None."""
    return _by_spelling().get(fold(text))
