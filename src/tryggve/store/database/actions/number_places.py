"""Numbers of tables and promises to report get the areas that they mean now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tryggve.domain.placing import AreaName, Placer
from tryggve.domain.retention import is_kept_source
from tryggve.store.database.actions.count_rows import COLUMNS, VALUES, archive_counts, stored_counts
from tryggve.store.database.bulk import insert, run_in
from tryggve.store.database.connect import Database
from tryggve.store.database.incoming import digest
from tryggve.store.database.models import Agreement, AgreementArea, AgreementVersion, CountCell, CountVersion

Cell = dict[str, Any]
_AREA = ("area_level", "area_code", "area_name")


def place_counts(database: Database, placer: Placer, *, batch_id: int) -> int:
    """Give every number the area it means now; how many were given another, earlier versions not counted."""
    moves = _moves(database, placer.count_area)
    if not moves:
        return 0
    cells = [cell for area in moves for cell in _cells(database, **dict(zip(_AREA, area, strict=True)))]
    moved = [_moved(cell, moves) for cell in cells]
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


def _moves(database: Database, place: Callable[[AreaName], AreaName]) -> dict[AreaName, AreaName]:
    """The areas of numbers, now or before, that mean something else than they say."""
    using = database.alias
    areas: set[AreaName] = set(CountCell.objects.using(using).order_by().values_list(*_AREA).distinct())
    for cell in CountVersion.objects.using(using).values_list("cell", flat=True).iterator():
        areas.add(_area_of(cell))
    placed = {area: place(area) for area in sorted(areas)}
    return {area: now for area, now in placed.items() if now != area}


def _cells(database: Database, **where: Any) -> Iterable[Cell]:
    rows = CountCell.objects.using(database.alias).filter(**where).order_by("batch_id", "id").values(*COLUMNS)
    return [{**row, "key": bytes(row["key"])} for row in rows]


def _area_of(cell: Mapping[str, Any]) -> AreaName:
    return cell["area_level"], cell["area_code"], cell["area_name"]


def _moved(cell: Cell, moves: Mapping[AreaName, AreaName]) -> Cell:
    now = {**cell, **dict(zip(_AREA, moves[_area_of(cell)], strict=True))}
    about = now["source"], now["label"], *_area_of(now), now["first_day"], now["last_day"]
    return {**now, "key": digest(*about)}


def _move_versions(database: Database, moves: Mapping[AreaName, AreaName]) -> None:
    """Earlier numbers are known by the same key as the one that stands, so that an import can be taken back."""
    for version in CountVersion.objects.using(database.alias).iterator():
        if _area_of(version.cell) in moves:
            moved = _moved(version.cell, moves)
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


def place_agreements(database: Database, placer: Placer) -> int:
    """Give every promise to report the areas it means now; how many were given others."""
    using, changed = database.alias, 0
    for agreement in Agreement.objects.using(using).all():
        areas = _areas_now(agreement.areas, placer)
        if areas == agreement.areas:
            continue
        changed += 1
        agreement.areas = areas
        agreement.save(using=using)
        AgreementArea.objects.using(using).filter(agreement=agreement).delete()
        AgreementArea.objects.using(using).bulk_create(
            AgreementArea(agreement_id=agreement.pk, level=level, area_code=code) for level, code in areas
        )
    for version in AgreementVersion.objects.using(using).all():
        version.agreements = [{**own, "areas": _areas_now(own["areas"], placer)} for own in version.agreements]
        version.save(using=using)
    return changed


def _areas_now(areas: list[list[str]], placer: Placer) -> list[list[str]]:
    return [list(area) for area in sorted({placer.agreement_area((level, code)) for level, code in areas})]
