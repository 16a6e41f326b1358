"""Numbers of tables get the areas that they mean now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tryggve.domain.placing import AreaName, Placer
from tryggve.domain.retention import is_kept_source
from tryggve.store.database.actions.count_rows import COLUMNS, VALUES, archive_counts, stored_counts
from tryggve.store.database.bulk import insert, run_in
from tryggve.store.database.connect import Database
from tryggve.store.database.incoming import digest
from tryggve.store.database.models import CountCell, CountVersion

Cell = dict[str, Any]
_AREA = ("area_level", "area_code", "area_name")
_Timed = tuple[AreaName, int]
"""An area as it stands and the batch that brought the number: its words are read as of then."""


def place_counts(database: Database, placer: Placer, *, batch_id: int) -> int:
    """Give every number the area it means now; how many were given another, earlier versions not counted."""
    moves = _moves(database, placer.count_area)
    if not moves:
        return 0
    cells = [
        cell
        for area, batch in moves
        for cell in _cells(database, batch_id=batch, **dict(zip(_AREA, area, strict=True)))
    ]
    moved = [_moved(cell, moves[_area_of(cell), cell["batch_id"]]) for cell in cells]
    run_in(database.connection, "DELETE FROM count_cell WHERE id IN {}", [cell["id"] for cell in cells])
    _move_versions(database, moves)
    by_key: dict[bytes, list[Cell]] = {}
    for cell in moved:
        by_key.setdefault(cell["key"], []).append(cell)
    there = stored_counts(database, list(by_key))
    run_in(database.connection, "DELETE FROM count_cell WHERE id IN {}", [cell["id"] for cell in there])
    for cell in there:
        by_key[cell["key"]].append(cell)
    standing = [_one_of(database, same, batch_id) for same in by_key.values()]
    insert(database.connection, CountCell, COLUMNS, [tuple(cell[name] for name in COLUMNS) for cell in standing])
    return len(moved)


def _moves(database: Database, place: Callable[[AreaName, int], AreaName]) -> dict[_Timed, AreaName]:
    """The areas of numbers, now or before, that mean something else than they say."""
    using = database.alias
    cells = CountCell.objects.using(using).order_by().values_list(*_AREA, "batch_id").distinct()
    areas: set[_Timed] = {((level, code, name), batch) for level, code, name, batch in cells}
    for cell, batch in CountVersion.objects.using(using).values_list("cell", "batch_id").iterator():
        areas.add((_area_of(cell), batch))
    placed = {(area, batch): place(area, batch) for area, batch in sorted(areas)}
    return {timed: now for timed, now in placed.items() if now != timed[0]}


def _cells(database: Database, **where: Any) -> Iterable[Cell]:
    rows = CountCell.objects.using(database.alias).filter(**where).order_by("batch_id", "id").values(*COLUMNS)
    return [{**row, "key": bytes(row["key"])} for row in rows]


def _area_of(cell: Mapping[str, Any]) -> AreaName:
    return cell["area_level"], cell["area_code"], cell["area_name"]


def _moved(cell: Cell, area: AreaName) -> Cell:
    now = {**cell, **dict(zip(_AREA, area, strict=True))}
    about = now["source"], now["label"], *_area_of(now), now["first_day"], now["last_day"]
    return {**now, "key": digest(*about)}


def _move_versions(database: Database, moves: Mapping[_Timed, AreaName]) -> None:
    """Earlier numbers are known by the same key as the one that stands, so that an import can be taken back."""
    for version in CountVersion.objects.using(database.alias).iterator():
        if (area := moves.get((_area_of(version.cell), version.batch_id))) is not None:
            moved = _moved(version.cell, area)
            version.key = moved.pop("key")
            version.cell = moved
            version.save(using=database.alias)


def _one_of(database: Database, same: list[Cell], batch_id: int) -> Cell:
    """The number that stands among several that turn out to speak of the same thing, as imports would have left it.

    The later import decides, a final number before a preliminary one; of one import the first. Another value that
    gives way is kept as a version. Sums of reports that were deleted are added: each of them is of other reports.
    """
    first, *others = sorted(same, key=lambda cell: (cell["batch_id"], cell["id"]))
    lowest = min(cell["id"] for cell in same)
    standing = {**first, "id": lowest}
    if is_kept_source(first["source"]):
        return {**standing, "value": sum(cell["value"] for cell in same)}
    for cell in others:
        if all(cell[name] == standing[name] for name in VALUES):
            continue
        wins = not cell["preliminary"] or standing["preliminary"]
        if cell["batch_id"] == standing["batch_id"]:
            wins = standing["preliminary"] and not cell["preliminary"]
        if wins:
            archive_counts(database, [standing], ended_by=cell["batch_id"], removed=False)
            standing = {**cell, "id": lowest}
        else:
            archive_counts(database, [cell], ended_by=batch_id, removed=True)
    return standing
