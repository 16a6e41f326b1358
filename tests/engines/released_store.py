"""Writes the store that a release is remembered by: `python -m tests.engines.released_store tests/engines/stores`.

Run once at each release; the file is never written again, since the tables it holds are those of that version.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.engines.tables import incidents, table
from tests.stores import AT, BY
from tryggve import __version__
from tryggve.domain.count import CellStatus, Count
from tryggve.domain.coverage import Cadence, Reporter
from tryggve.store.database.actions.arrival import Arrival, ArrivedFile
from tryggve.store.database.actions.correct import Corrected, correct_incident
from tryggve.store.database.actions.imports import import_arrival
from tryggve.store.database.actions.life import make_store
from tryggve.store.database.connect import FILE, Database
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.place import Place

DRAWN = """
source_id | category | severity | time                               | x      | y       | place  | @district
a1        | klotter  | 1        | 2025-03-03 12:00                   | 674000 | 6580000 | point  | A
a2        | buller   | {}       | 2025-03-04                         | -      | -       | area   | B
-         | klotter  | 0        | 2025-02                            | -      | -       | area   | B
-         | klotter  | 0        | 2025-02                            | -      | -       | area   | B
a5        | eld      | 5        | 2025-03-05 22:00..2025-03-06 06:00 | 674100 | 6580100 | street | A
"""


def _bring(database: Database, severity: int) -> None:
    rows = [replace(row, text=f"text {row.incident_id} åäö") for row in incidents(DRAWN.format(severity))]
    cell = Count(1, 1, "bra", "", "Stöld", "municipality", "", "", 20_000, 20_030, severity, CellStatus.VALUE, 1234.5)
    reporter = Reporter("Skolan", "school", (("district", "A"),), 20_000, None, Cadence.WEEKLY)
    file = ArrivedFile("rapporter.csv", f"{severity:064}", 100, read=len(rows) + 2, reporters=("Skolan",))
    import_arrival(database, arrival=Arrival(table(rows), (file,), (cell,), (reporter,)), by=BY, why="veckan", at=AT)


def main(folder: Path) -> None:
    """Write the dump of this version, its fingerprint on the first line."""
    with tempfile.TemporaryDirectory() as name:
        made = make_store(
            place=Place(Path(name)), municipality="Exempelkommunen", crs="EPSG:3006", zone="Europe/Stockholm", by=BY,
            why="", at=AT,
        )  # fmt: skip
        with made as database:
            _bring(database, 2)
            _bring(database, 3)
            correct_incident(database, incident=1, corrected=Corrected({"text": "rättad"}), by=BY, why="namn", at=AT)
            fingerprint = DatabaseStore(database).fingerprint()
        with sqlite3.connect(Path(name) / FILE) as connection:
            dump = "\n".join(connection.iterdump())
    path = folder / f"{__version__}.sql"
    path.write_text(f"-- fingerprint: {fingerprint}\n{dump}\n", encoding="utf-8", newline="\n")
    print(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
