"""A small list of reports with faults on purpose, for the tutorial: one fault a row, all other rows are right."""

from __future__ import annotations

from tryggve.example.reports import COLUMNS, Reports, Row

GOOD_ROWS = 30
GOOD_FROM = "2025-10-01"

FAULTS: tuple[tuple[str, Row], ...] = (
    ("a month that does not exist", {"fran": "2025-13-05", "till": ""}),
    ("a date in words", {"fran": "i fredags", "till": ""}),
    ("no date", {"fran": "", "till": ""}),
    ("a date in the future", {"fran": "2099-05-14 21:00", "till": ""}),
    ("an hour that summer time skips", {"fran": "2025-03-30 02:30", "till": ""}),
    ("ends before it begins", {"fran": "2025-10-02 18:00", "till": "2025-10-01 07:00"}),
    ("an unknown category", {"kategori": "snöskottning"}),
    ("a negative number", {"antal": "-2"}),
    ("a severity that does not exist", {"allvarlighet": "9"}),
    ("only one coordinate", {"y": ""}),
    ("an unknown area", {"omrade": "S999", "platsprecision": "område", "x": "", "y": "", "plats": ""}),
    ("an unknown precision", {"platsprecision": "ungefär"}),
)
"""What is wrong, and the cells that make it so."""

SWAPPED = "swapped coordinates"


def faulty_rows(reports: Reports) -> tuple[Row, ...]:
    """Thirty good rows from the reports with the faulty ones spread among them, each from a good row with a point."""
    usable = [
        row
        for row in reports.rows
        if row["platsprecision"] == "punkt" and row["fran"] >= GOOD_FROM and row["beskrivning"] and not row["till"]
    ]
    changes = [cells for _what, cells in FAULTS]
    wanted = GOOD_ROWS + len(changes) + 1
    if len(usable) < wanted:
        raise ValueError(f"too few reports to make the faulty list from: {len(usable)} of {wanted}")
    rows = [dict(row) for row in usable[:GOOD_ROWS]]
    for number, (cells, row) in enumerate(zip(changes, usable[GOOD_ROWS:], strict=False)):
        rows.insert(3 * number + 2, dict(row) | cells)
    swapped = usable[wanted - 1]
    rows.append(dict(swapped) | {"x": swapped["y"], "y": swapped["x"]})
    for number, row in enumerate(rows, start=1):
        row["rapport_id"] = f"F{number:03d}"
    return tuple({column: row[column] for column in COLUMNS} for row in rows)
