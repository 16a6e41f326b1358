"""The fingerprint is the same on all engines, spelled out by hand here, and another for other facts."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import replace
from typing import Any

from tests.engines.conftest import Build
from tests.engines.tables import incidents
from tests.engines.test_tables_and_reporters import CELLS, REPORTS, reporter
from tryggve.store.base import Selection, Store
from tryggve.store.memory import MemoryStore
from tryggve.store.schema import TABLES, TEXT

REPORTERS = [reporter("Skolan", areas=(("district", "B"), ("district", "A"))), reporter("Ö", last="2025-03-20")]


def _drawn() -> str:
    """The reports, the first with areas at two levels."""
    head, rule, first, *rest = REPORTS.strip().splitlines()
    return "\n".join([f"{head} | @regso | @district", rule, f"{first} | 1 | Å", *(f"{line} | - | -" for line in rest)])


def _by_hand(store: Store) -> str:
    """The same number from the answers of a store, byte by byte, as the docstring of `fingerprint` says."""
    rows: dict[str, list[tuple[Any, ...]]] = {
        "incident_fact": [tuple(row.values()) for row in store.rows(Selection(left_out=None))],
        "incident_area": [(1, "district", "Å"), (1, "regso", "1")],
        "count_fact": [
            (
                *(i, c.file_no, c.row_no, c.source, c.category, c.label, c.area_level, c.area_code, c.area_name),
                *(c.first_day, c.last_day, c.value, str(c.status), c.population, int(c.preliminary)),
            )
            for i, c in enumerate(store.table_counts(), start=1)
        ],
        "report_day": [(name, day) for name, days in sorted(store.report_days().items()) for day in days],
        "reporter": [
            (1, "Skolan", "school", "district", "A", REPORTERS[0].first_day, None, "weekly"),
            (1, "Skolan", "school", "district", "B", REPORTERS[0].first_day, None, "weekly"),
            (2, "Ö", "school", "", "", REPORTERS[1].first_day, REPORTERS[1].last_day, "weekly"),
        ],
    }
    digest = hashlib.sha256(b"tryggve facts 1\n")
    for table in TABLES:
        names = list(table.columns)
        for name in sorted(names, key=lambda name: (table.columns[name] == TEXT, names.index(name))):
            kind = table.columns[name]
            cells = [row[names.index(name)] for row in rows[table.name]]
            digest.update(f"{table.name}.{name} {kind} {len(cells)}\n".encode())
            if kind == TEXT:
                digest.update(b"".join(f"{cell}\0".encode() for cell in cells))
                continue
            code = "<d" if kind == "DOUBLE PRECISION" else "<q"
            digest.update(b"".join(struct.pack(code, cell or 0) for cell in cells))
            digest.update(bytes(cell is None for cell in cells))
    return digest.hexdigest()


def test_spelled_out_by_hand(build: Build) -> None:
    store = build(_drawn(), CELLS, REPORTERS)
    assert store.levels() == ["district", "regso"]
    assert store.fingerprint() == _by_hand(store)


def test_all_engines_give_the_same(build: Build) -> None:
    assert build(_drawn(), CELLS, REPORTERS).fingerprint() == _by_hand(
        MemoryStore(incidents(_drawn()), CELLS, REPORTERS)
    )


def test_other_facts_other_fingerprint(build: Build) -> None:
    rows = incidents(REPORTS)
    whole = build(rows, CELLS, [reporter("Skolan")]).fingerprint()
    others = [
        MemoryStore(rows[:-1], CELLS, [reporter("Skolan")]),
        MemoryStore(rows, CELLS[:-1], [reporter("Skolan")]),
        MemoryStore(rows, CELLS, []),
        MemoryStore(rows, CELLS, [reporter("Skolan", last="2030-01-01")]),
        MemoryStore(rows, [replace(CELLS[0], population=None), *CELLS[1:]], [reporter("Skolan")]),
    ]
    assert whole == MemoryStore(rows, CELLS, [reporter("Skolan")]).fingerprint()
    assert len({whole, *(other.fingerprint() for other in others)}) == 6


def test_a_text_cannot_move_to_the_next_cell() -> None:
    first, second = (MemoryStore(incidents(f"category | label\n{drawn}")) for drawn in ("ab | c", "a | bc"))
    assert first.fingerprint() != second.fingerprint()


def test_free_text_is_no_fact() -> None:
    rows = incidents(REPORTS)
    assert MemoryStore(rows).fingerprint() == MemoryStore([replace(row, text="Anna") for row in rows]).fingerprint()
