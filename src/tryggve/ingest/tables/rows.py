"""From rows of cells, as text tables and spreadsheets give them, to a table of columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, islice

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.raw_table import RawTable, SourceFile
from tryggve.ingest.tables.column_names import too_many_columns, unique_names
from tryggve.ingest.tables.heading import find_heading
from tryggve.ingest.tables.refused_row import Refused, Row
from tryggve.ingest.tables.row_collector import RowCollector
from tryggve.ingest.tables.row_notes import title_notes
from tryggve.ingest.tables.table_checks import finish

SAMPLE_ROWS = 200
"""The rows among which the heading is looked for."""


def table_of_rows(file: SourceFile, rows: Iterable[Row], notes: Iterable[str]) -> RawTable:
    """The table among the rows of a file (the first is row 1): titles, heading, rows, notes under the table."""
    rows = iter(rows)
    sample = list(islice(rows, SAMPLE_ROWS))
    heading = find_heading([row if isinstance(row, list) else () for row in sample])
    wide = next((row.width for row in sample if isinstance(row, Refused) and row.width), 0)
    if wide and (heading is None or any(isinstance(row, Refused) and row.width for row in sample[: heading.first])):
        raise too_many_columns(wide, file.name)
    if heading is None:
        raise FileError(
            _("{file} holds no table: no row with text was found.").format(file=file.name), _("Export the file anew.")
        )
    names, name_notes = unique_names(heading.names, file.name)
    titles = [row for row in sample[: heading.first] if isinstance(row, list) and any(map(str.strip, row))]
    collected = RowCollector(names, file.name)
    for number, row in enumerate(sample[: heading.last + 1], 1):
        if isinstance(row, Refused):
            collected.refuse(number, row)
    collected.add(heading.last + 2, chain(sample[heading.last + 1 :], rows))
    table, own_notes = collected.table(file, [*notes, *title_notes(titles), *name_notes])
    unnamed = [name for name, text in zip(names, heading.names, strict=True) if not text.strip()]
    table = finish(table, unnamed)
    empty = [_("The table has a heading but no rows.")] if not len(table) and not table.errors else []
    return replace(table, notes=(*table.notes, *own_notes, *empty))
