"""The least that an insert can cost: the same rows into plain tables of SQLite, in one transaction, without an index.

    python -m benchmarks.bare_insert REPORTS AREAS FOLDER

Prints the seconds of the insert alone: reading the file, digests, views, indexes, versions and the log are not in it.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
import time
from pathlib import Path

from tryggve.ingest.read_in import read_in
from tryggve.store.facts import area_columns, incident_columns
from tryggve.store.schema import INCIDENT_AREA, INCIDENT_FACT, create_sql


def main(reports: Path, areas: Path, folder: Path) -> float:
    """Seconds of the bare insert of the incidents, their areas and their texts."""
    found = read_in(
        [reports], areas_path=areas, reporters_path=None, profile=None, crs=None, zone=None, today=dt.date(2026, 1, 1),
        progress=lambda _text: None,
    )  # fmt: skip
    table = found.incidents
    columns, places = incident_columns(table), area_columns(table)
    with sqlite3.connect(folder / "bare.sqlite3", isolation_level=None) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        for made in (INCIDENT_FACT, INCIDENT_AREA):
            connection.execute(create_sql(made))
        connection.execute("CREATE TABLE incident_text (incident_id INTEGER, text TEXT)")
        begin = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        for made, cells in ((INCIDENT_FACT, columns), (INCIDENT_AREA, places)):
            marks = ", ".join("?" * len(made.columns))
            rows = zip(*(cells[name].tolist() for name in made.columns), strict=True)
            connection.executemany(f"INSERT INTO {made.name} VALUES ({marks})", rows)
        texts = ((i, text) for i, text in enumerate(table.text.objects().tolist(), 1) if text)
        connection.executemany("INSERT INTO incident_text VALUES (?, ?)", texts)
        connection.execute("COMMIT")
        return time.perf_counter() - begin


if __name__ == "__main__":
    print(main(*map(Path, sys.argv[1:])))
