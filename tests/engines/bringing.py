"""Files of drawn reports brought into a store, and what a test asks of it afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.engines.tables import incidents, table
from tests.stores import AT, BY
from tryggve.domain.count import CellStatus, Count
from tryggve.domain.coverage import Reporter
from tryggve.domain.incident import Incident
from tryggve.store.database.actions.arrival import Arrival, ArrivedFile, Outcome
from tryggve.store.database.actions.imports import import_arrival
from tryggve.store.database.connect import Database
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.models import Incident as Row
from tryggve.store.database.models import (
    IncidentText,
)

WITH_IDS = """
source_id | category | severity | time             | @district
a1        | klotter  | 1        | 2025-03-03 12:00 | A
a2        | buller   | 2        | 2025-03-04 12:00 | A
a3        | klotter  | 0        | 2025-04-05       | B
"""


def bring(
    database: Database, rows: str | list[Incident] = "", *, name: str = "a.csv", sha: str = "", more: Any = (),
    reporters: tuple[Reporter, ...] = (), as_new: bool = False,
) -> Outcome:  # fmt: skip
    """Import drawn rows as one file; its checksum is that of what it says unless stated."""
    drawn = incidents(rows) if isinstance(rows, str) and rows.strip() else list(rows or [])
    counts = tuple(more)
    read = len(drawn) + len({count.row_no for count in counts}) + len(reporters)
    file = ArrivedFile(
        name, sha or repr((drawn, counts, reporters)), 1, read=read, as_new=as_new,
        reporters=tuple(reporter.organisation for reporter in reporters),
    )  # fmt: skip
    arrival = Arrival(table(drawn), (file,), counts, reporters, lambda texts: ("name",) * len(texts.values))
    return import_arrival(database, arrival=arrival, by=BY, why="weekly", at=AT)


def became(outcome: Outcome) -> tuple[int, ...]:
    """new, updated, unchanged, held back; they sum to what was read."""
    numbers = tuple(outcome.total(name) for name in ("new", "updated", "unchanged", "held_back"))
    assert sum(numbers) == outcome.total("read")
    return numbers


def facts(database: Database) -> str:
    return DatabaseStore(database).fingerprint()


def with_text(text: str, severity: int = 1) -> list[Incident]:
    (row,) = incidents(f"source_id | severity | time\na1 | {severity} | 2025-03-03")
    return [replace(row, text=text)]


def text_of(database: Database) -> list[tuple[str, str]]:
    return list(IncidentText.objects.using(database.alias).values_list("text", "flags"))


def one(database: Database) -> Row:
    return Row.objects.using(database.alias).get()


def cell(value: int | None, *, preliminary: bool = False, row: int = 1) -> Count:
    status = CellStatus.VALUE if value is not None else CellStatus.SUPPRESSED
    return Count(1, row, "bra", "", "Stöld", "municipality", "", "", 1, 31, value, status, None, preliminary)
