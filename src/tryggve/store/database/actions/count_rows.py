"""Cells of tables of counts: put in, changed with the old value kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tryggve.domain.count import Count
from tryggve.store.database import meta
from tryggve.store.database.actions.arrival import Tally
from tryggve.store.database.bulk import insert, run_in, select_in
from tryggve.store.database.connect import Database
from tryggve.store.database.incoming import count_key
from tryggve.store.database.models import CountCell, CountVersion

VALUES = (
    "source", "category", "label", "area_level", "area_code", "area_name", "first_day", "last_day", "value", "status",
    "population", "preliminary",
)  # fmt: skip
COLUMNS = ("id", "key", "batch_id", "file_id", "row_no", *VALUES)


def write_counts(
    database: Database, counts: Sequence[Count], *, batch_id: int, file_ids: Sequence[int], tallies: list[Tally]
) -> None:
    """Bring cells in. A preliminary number never takes the place of a final one."""
    keys = [count_key(count) for count in counts]
    there = {row["key"]: row for row in stored_counts(database, keys)}
    last = meta.read_int(database, meta.Fact.LAST_COUNT) or 0
    new, changed = [], []
    rows: dict[bool, set[tuple[int, int]]] = {True: set(), False: set()}
    for key, count in zip(keys, counts, strict=True):
        tally, before, now = tallies[count.file_no - 1], there.get(key), values_of(count)
        head = key, batch_id, file_ids[count.file_no - 1], count.row_no
        if before is None:
            last += 1
            rows[True].add((count.file_no, count.row_no))
            new.append((last, *head, *now))
        elif tuple(before[name] for name in VALUES) == now:
            continue
        elif count.preliminary and not before["preliminary"]:
            tally.older += 1
        else:
            rows[False].add((count.file_no, count.row_no))
            changed.append((before["id"], *head, *now))
    for file_no, _row in rows[False]:
        tallies[file_no - 1].updated += 1
    for file_no, _row in rows[True] - rows[False]:
        tallies[file_no - 1].new += 1
    archive_counts(database, [there[row[1]] for row in changed], ended_by=batch_id, removed=False)
    run_in(database.connection, "DELETE FROM count_cell WHERE id IN {}", [row[0] for row in changed])
    insert(database.connection, CountCell, COLUMNS, [*new, *changed])
    meta.write(database, meta.Fact.LAST_COUNT, last)


def values_of(count: Count) -> tuple[Any, ...]:
    """A count as the values of `VALUES`."""
    population = None if count.population is None else float(count.population)
    plain = {"status": str(count.status), "population": population, "preliminary": int(count.preliminary)}
    return tuple(plain[name] if name in plain else getattr(count, name) for name in VALUES)


def stored_counts(database: Database, keys: Sequence[bytes]) -> list[dict[str, Any]]:
    """Cells as they stand, by key."""
    sql = f"SELECT {', '.join(COLUMNS)} FROM count_cell WHERE count_cell.key IN {{}}"
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in select_in(database.connection, sql, keys)]
    return [row | {"key": bytes(row["key"])} for row in rows]


def archive_counts(database: Database, rows: Sequence[Mapping[str, Any]], *, ended_by: int, removed: bool) -> None:
    """Keep cells as they stand as versions that a batch has ended."""
    CountVersion.objects.using(database.alias).bulk_create(
        CountVersion(
            key=row["key"], batch_id=row["batch_id"], ended_by_id=ended_by, removed=removed,
            cell={name: row[name] for name in COLUMNS if name != "key"},
        )
        for row in rows
    )  # fmt: skip
