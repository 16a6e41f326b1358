"""Where a table came from: one row per table file, kept beside the tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True)
class Provenance:
    """One row: which table, whose, from where, when, and how to know the bytes again.

    `source_table` names the table as the long table does; `file` the raw file beside it. `address` is the whole address
    that was asked, with the question where it was posted; for a file put in place by hand it is `file:` and its name.
    `fetched` is UTC to the second. `vintage` is what the source says of its own edition: when it was updated, or the
    edition of a division. `sha256` and `size` are of the bytes as they came.
    """

    source_table: str
    file: str
    source: str
    address: str
    fetched: str
    sha256: str
    size: int
    licence: str
    vintage: str = ""


COLUMNS = tuple(field.name for field in fields(Provenance))


def provenance_text(rows: Iterable[Provenance]) -> str:
    """The rows as CSV, in the order of table and file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in sorted(rows, key=lambda row: (row.source_table, row.file)):
        writer.writerow(asdict(row))
    return text.getvalue()


def read_provenance(text: str) -> list[Provenance]:
    """The rows of `provenance_text`."""
    found = []
    for row in csv.DictReader(io.StringIO(text)):
        size = int(row.pop("size"))
        found.append(Provenance(**row, size=size))
    return found
