"""What a lägesbild tells of the files that a store was filled from, and of personal data in the words of reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tryggve.domain.language import _
from tryggve.domain.period import Period
from tryggve.ingest.privacy import kind_name
from tryggve.ingest.privacy_patterns import PersonalData
from tryggve.reports.request import FileNote
from tryggve.store.database.connect import Database
from tryggve.store.database.reading import files_of, flags_of, reported

MOST_FILES = 30
"""So many files are named in a lägesbild; earlier ones are summed up."""


def files_told(database: Database) -> tuple[tuple[FileNote, ...], tuple[str, ...]]:
    """The files that have come in and not been taken back, the latest by name, and what was seen while reading them."""
    rows = files_of(database)
    earlier, latest = rows[: max(len(rows) - MOST_FILES, 0)], rows[-MOST_FILES:]
    files = [
        FileNote(row.name, row.rows_read, row.rows_read - row.rows_held_back, row.rows_held_back) for row in latest
    ]
    if earlier:
        read, held = sum(row.rows_read for row in earlier), sum(row.rows_held_back for row in earlier)
        files.insert(0, FileNote(_("{n} earlier files").format(n=len(earlier)), read, read - held, held))
    if given := reported(database):
        files.append(FileNote(_("Reports that were given one by one"), given, given, 0))
    return tuple(files), tuple(_notes([(row.name, note) for row in latest for note in row.notes]))


def _notes(seen: Sequence[tuple[str, str]]) -> Iterator[str]:
    """What was seen in files: said once with their number where several say the same."""
    times = Counter(note for _name, note in seen)
    for note, name in {note: name for name, note in reversed(seen)}.items():
        yield f"{name}: {note}" if times[note] == 1 else _("{note} ({n} files)").format(note=note, n=times[note])


def privacy_told(database: Database, period: Period) -> dict[str, int]:
    """Kinds of personal data that a machine finds, and the reports of the period whose words hold them."""
    found: Counter[str] = Counter()
    for flags, n in flags_of(database, period.first_day, period.last_day):
        found.update(dict.fromkeys(set(flags.split()) & set(PersonalData), n))
    return {kind_name(kind): found[kind] for kind in PersonalData if found[kind]}
