"""What is held, why, how long and who sees it: every table once, as the catalog tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tryggve.catalog import read_toml
from tryggve.domain.language import N_, _, pick

ABOUT: Mapping[str, str] = {
    "events": N_("About those whom events concern"),
    "reporters": N_("About those who report, and all who have an account"),
    "workers": N_("About those who work in Tryggve"),
    "nobody": N_("About nobody"),
}
"""Whose data may be in a table → heading (msgid), in the order in which they are told."""


@dataclass(frozen=True)
class Held:
    """Some tables, and what is said of them in each language: what, why, how long, who sees it."""

    tables: tuple[str, ...]
    about: str
    said: Mapping[str, Sequence[str]]

    @property
    def words(self) -> list[str]:
        """In the current language."""
        return [pick({language: told[i] for language, told in self.said.items()}) for i in range(4)]


@cache
def held() -> tuple[Held, ...]:
    """All rows."""
    rows = read_toml("personal_data/tables.toml")["row"]
    return tuple(Held(tuple(row["tables"]), row["about"], {"sv": row["sv"], "en": row["en"]}) for row in rows)


def by_subject() -> list[tuple[str, list[Held]]]:
    """Heading and rows, for a page."""
    return [(_(words), [one for one in held() if one.about == about]) for about, words in ABOUT.items()]
