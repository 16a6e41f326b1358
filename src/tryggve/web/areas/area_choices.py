"""The areas that a round can be of: those in use, each with the vintage that its code belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from tryggve.domain.area import MUNICIPALITY, level_of, level_words
from tryggve.store.database.models import Area, AreaDivision
from tryggve.web.core.municipal import here


@dataclass(frozen=True)
class OneArea:
    """An area by division and code."""

    division: str
    code: str
    name: str

    @property
    def key(self) -> str:
        """As a form sends it."""
        return f"{self.division}|{self.code}"


def areas_here() -> dict[str, OneArea]:
    """Key → area, division by division and by name; the municipality itself is none."""
    alias, found = here().alias, {}
    for division in AreaDivision.objects.using(alias).filter(in_use=True).order_by("order", "key"):
        if level_of(division.key) == MUNICIPALITY:
            continue
        for code, name in (
            Area.objects.using(alias).filter(division=division).order_by("name").values_list("code", "name")
        ):
            one = OneArea(division.key, code[:40], name[:120])
            found[one.key] = one
    return found


def grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    """The same for a list of choices, under the name of each division."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in areas_here().values():
        found.setdefault(level_words(one.division), []).append((one.key, one.name))
    return list(found.items())
