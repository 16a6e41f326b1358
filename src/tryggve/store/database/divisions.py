"""Divisions of the municipality in the store, and how what comes in differs from them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from django.db.models import Count
from numpy.typing import NDArray

from tryggve.domain.area import MUNICIPALITY, Area, level_of, level_words
from tryggve.domain.incident import MAPPABLE
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database.connect import Database
from tryggve.store.database.models import Area as AreaRow
from tryggve.store.database.models import AreaDivision

WHOLE = "all"
"""The code of the municipality where no file had an outline of its own for it: the sum of all areas in use."""


@dataclass(frozen=True)
class Division:
    """One division as it stands or is to stand; `key` is how facts name it."""

    key: str
    vintage: str
    in_use: bool
    order: int
    areas: tuple[Area, ...]

    @property
    def level(self) -> str:
        """The level that it divides."""
        return level_of(self.key)


@dataclass(frozen=True)
class Change:
    """What an import does to a division: the number of areas that are new, changed, gone and as they were."""

    key: str
    new: int
    changed: int
    gone: int
    unchanged: int

    @property
    def is_any(self) -> bool:
        """Whether anything is otherwise."""
        return bool(self.new or self.changed or self.gone)


def is_sum(areas: Sequence[Area]) -> bool:
    """Whether the municipality is but the sum of other areas."""
    return [area.code for area in areas] == [WHOLE]


def divisions_of(database: Database) -> dict[str, Division]:
    """All divisions of a store by their key, in order."""
    rows = AreaDivision.objects.using(database.alias).order_by("order", "key")
    return {
        row.key: Division(row.key, row.vintage, row.in_use, row.order, tuple(areas_of(database, row))) for row in rows
    }


def areas_of(database: Database, division: AreaDivision) -> list[Area]:
    """The areas of one division in their order; their level is the key of the division."""
    rows = AreaRow.objects.using(database.alias).filter(division_id=division.key).order_by("order")
    return [
        Area(
            row.code, row.name, division.key, division.vintage, row.parent, row.population, row.geometry,
            tuple(row.aliases),
        )
        for row in rows
    ]  # fmt: skip


def change_of(before: Division | None, areas: Sequence[Area]) -> Change:
    """How areas that come in differ from those that a division has; in another order all of them are changed."""
    then = {area.code: _content(area) for area in before.areas} if before else {}
    now = {area.code: _content(area) for area in areas}
    both = now.keys() & then.keys()
    changed = sum(now[code] != then[code] for code in both)
    if now == then and list(now) != list(then):
        changed = len(both)
    new, gone = len(now.keys() - then.keys()), len(then.keys() - now.keys())
    return Change(areas[0].level, new, changed, gone, len(both) - changed)


def _content(area: Area) -> tuple[Any, ...]:
    return area.name, area.parent, area.population, area.aliases, plain(area.geometry)


def plain(value: Any) -> Any:
    """A GeoJSON value as it comes back from the store: lists, no tuples."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def same_outlines(first: Sequence[Area], second: Sequence[Area]) -> bool:
    """Whether two divisions have the same codes for the same outlines."""
    shapes = [{area.code: plain(area.geometry) for area in areas} for areas in (first, second)]
    return shapes[0] == shapes[1]


def settled(key: str, areas: tuple[Area, ...], known: Mapping[str, Division], *, mend: bool) -> str:
    """The key that areas of a level get; FileError where their vintage must be told first.

    Areas without a vintage belong to the division whose outlines they have. `mend`: they are to replace the division
    that has no vintage either.
    """
    level = level_of(key)
    others = [division for division in known.values() if division.level == level]
    if key != level or level == MUNICIPALITY or not others or mend:
        return key
    alike = [division for division in others if same_outlines(division.areas, areas)]
    if alike:
        return next((division.key for division in alike if division.in_use), alike[0].key)
    names = ", ".join(level_words(division.key) for division in others)
    how = _(
        "Give the vintage of the file with --vintage. One that the store has is replaced; another stands beside it."
    )
    if any(division.key == level for division in others):
        how += " " + _('To replace the division without a vintage, give --vintage "".')
    raise FileError(
        _("The store has other outlines for the level {level}: {names}.").format(level=level, names=names), how
    )


def supersedes(vintage: str, other: str) -> bool:
    """Whether a vintage that comes in takes the place of one in use: it does unless its numbers say it is older."""
    return _age(vintage) >= _age(other) or not (_age(vintage) and _age(other))


def _age(vintage: str) -> tuple[int, ...]:
    return tuple(int(digits) for digits in re.findall(r"\d+", vintage))


@dataclass(frozen=True)
class ListedDivision:
    """A division as it is listed: how facts name it, its areas, and the import that brought it."""

    key: str
    level: str
    vintage: str
    areas: int
    in_use: bool
    batch: int
    day: str
    by: str

    def as_dict(self) -> dict[str, Any]:
        """The fields by name."""
        return asdict(self)


def listed_divisions(database: Database) -> list[ListedDivision]:
    """All divisions, those in use first."""
    rows = AreaDivision.objects.using(database.alias).select_related("batch").annotate(n=Count("areas"))
    return [
        ListedDivision(
            row.key, row.level, row.vintage, row.n, row.in_use, row.batch_id, f"{row.batch.at:%Y-%m-%d}", row.batch.by
        )
        for row in rows.order_by("-in_use", "order", "key")
    ]


def points_of(database: Database) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The spots of the reports that count and whose spot is known, n x and n y."""
    precisions = ", ".join(str(int(precision)) for precision in MAPPABLE)
    with database.connection.cursor() as cursor:
        cursor.execute(
            f"SELECT x, y FROM incident WHERE left_out = '' AND x IS NOT NULL AND location_precision IN ({precisions})"
        )
        found = np.array(cursor.fetchall(), np.int32).reshape(-1, 2)
    return found[:, 0].copy(), found[:, 1].copy()
