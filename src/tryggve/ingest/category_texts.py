"""The source's category texts as our codes."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tryggve.catalog import read_toml
from tryggve.domain.category import categories, category_of
from tryggve.domain.spelling import fold
from tryggve.ingest.profile_record import Profile

LOOKED_UP = 300
"""Distinct texts whose nearest categories are looked for: each takes half a millisecond."""


@dataclass(frozen=True, slots=True)
class CategoryText:
    """What a source's text stands for; `mixed` when the source's category mixes what has codes of its own here."""

    code: str
    mixed: bool


def category_texts(profile: Profile, texts: Sequence[str]) -> tuple[CategoryText | None, ...]:
    """The code of each text by the profile's own table, its catalog mapping, or our codes and names; else None."""
    listed = _listed(profile)
    found = []
    for text in texts:
        known = listed.get(fold(text))
        code = category_of(text) if text and known is None else None
        found.append(CategoryText(code, False) if code else known)
    return tuple(found)


def _listed(profile: Profile) -> Mapping[str, CategoryText]:
    tables: list[tuple[Mapping[str, Sequence[str]], Sequence[str]]] = [(profile.categories, profile.mixed)]
    if profile.mapping:
        mapping = read_toml(f"mappings/{profile.mapping}.toml")
        tables.append((mapping["codes"], [*mapping["mixed"], *profile.mixed]))
    listed: dict[str, CategoryText] = {}
    for codes, mixed in tables:
        mixed_texts = {fold(text) for text in mixed}
        for code, texts in codes.items():
            for text in texts:
                listed.setdefault(fold(text), CategoryText(code, fold(text) in mixed_texts))
    return listed


def nearest_categories(texts: Sequence[str], profile: Profile, most: int = 3) -> tuple[tuple[str, ...], ...]:
    """For each text that is no category the names of those whose spelling lies nearest.

    None for the texts beyond `LOOKED_UP`: so many are not slips of the pen.
    """
    spellings = {fold(name): category.name for category in categories().values() for name in _spellings(category.code)}
    own = (name for names in profile.categories.values() for name in names)
    spellings |= {fold(name): name for name in own}
    near = (difflib.get_close_matches(fold(text), spellings, n=most * 2, cutoff=0.7) for text in texts[:LOOKED_UP])
    found = [tuple(dict.fromkeys(spellings[name] for name in names))[:most] for names in near]
    return (*found, *[()] * (len(texts) - len(found)))


def _spellings(code: str) -> tuple[str, ...]:
    category = categories()[code]
    return (code, *category.names.values(), *category.also)
