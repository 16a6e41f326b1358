"""What a sent file says, read as `tryggve import` reads it; nothing is written."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tryggve.domain.language import _, pick
from tryggve.domain.row_error import RowError
from tryggve.ingest.profile_record import COUNT_FIELDS, INCIDENT_FIELDS, Kind, Profile
from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.read_in import Ingested, read_in
from tryggve.ingest.rejected import write_rejected
from tryggve.reports.arrivals import ground_of, notes_of
from tryggve.web.core.municipal import here
from tryggve.web.incidents.models import Upload

SHOWN_FAULTS = 20


@dataclass(frozen=True)
class Fault:
    """A row that does not go in: what is wrong, and what to do."""

    row: int
    column: str
    value: str
    what: str
    how: str


@dataclass(frozen=True)
class Preview:
    """What was understood of a file. `columns`: what is read, and from which headings."""

    profile: str
    columns: Sequence[tuple[str, str]]
    read: int
    to_mend: int
    incidents: int
    numbers: int
    promises: int
    notes: Sequence[str]
    faults: Sequence[Fault]

    @property
    def valid(self) -> int:
        """Rows that go in."""
        return self.read - self.to_mend


def shown_of(upload: Upload) -> Preview | None:
    """What was understood of a file, as it was written down; None where it has not been read."""
    if not upload.shown:
        return None
    faults = [Fault(**one) for one in upload.shown["faults"]]
    return Preview(**upload.shown | {"faults": faults})


def preview(upload: Upload, today: dt.date) -> Preview:
    """Read a file to show what it would bring. FileError where it cannot be read as a whole."""
    with ingested(upload, today) as found:
        (table, errors), own = found.tables_errors[0], found.profiles[0]
        columns = _columns(own, table) if own else []
        return Preview(
            pick({"sv": own.name, **own.title}) if own else _("list of reporters"), columns,
            read=len(table) + len({error.row for error in table.errors}), to_mend=len({error.row for error in errors}),
            incidents=len(found.incidents), numbers=len(found.counts), promises=len(found.reporters),
            notes=notes_of(found, found.files[0].name), faults=[_fault(error) for error in errors[:SHOWN_FAULTS]],
        )  # fmt: skip


def _fault(error: RowError) -> Fault:
    return Fault(error.row, error.column, str(error.value), error.what, error.how)


def _columns(own: Profile, table: RawTable) -> list[tuple[str, str]]:
    """What is read, in words, and the headings of the file that it is read from."""
    words = COUNT_FIELDS if own.kind is Kind.COUNTS else INCIDENT_FIELDS
    there = {name: [one for one in headings if one in table.columns] for name, headings in own.columns.items()}
    return [(_(words[name]), ", ".join(found)) for name, found in there.items() if found and name in words]


@contextmanager
def ingested(upload: Upload, today: dt.date) -> Iterator[Ingested]:
    """The file as `import` reads it, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="tryggve-upload-") as folder:
        path = Path(folder) / upload.name
        path.write_bytes(bytes(upload.content))
        yield read_in(
            [path], areas_path=None, reporters_path=None, profile=None, crs=None, zone=None, today=today,
            progress=lambda _step: None, ground=ground_of(here()),
        )  # fmt: skip


def rejected_rows(found: Ingested) -> bytes:
    """The rows that did not go in, with the reasons beside them, as a CSV that no spreadsheet takes for formulas."""
    table, errors = found.tables_errors[0]
    if not errors:
        return b""
    with tempfile.TemporaryDirectory(prefix="tryggve-upload-") as folder:
        path = Path(folder) / "rejected.csv"
        write_rejected(path, table, errors)
        return path.read_bytes()
