"""One door to all kinds of files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tryggve.domain.language import _
from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.rejected import taken_back
from tryggve.ingest.tables.delimited import read_delimited
from tryggve.ingest.tables.json_items import read_json
from tryggve.ingest.tables.parquet import read_parquet
from tryggve.ingest.tables.source import open_source
from tryggve.ingest.tables.workbook import read_workbook

READERS = {"delimited": read_delimited, "json": read_json, "parquet": read_parquet}


def read(path: Path, *, sheet: str | None = None) -> RawTable:
    """Read the table in a CSV, TSV, XLSX, XLS, JSON, JSON lines, GeoJSON or Parquet file.

    The kind is found by content first, by the end of the name second. `sheet` names the sheet of a workbook; without
    it the first one with a table is read. Raises `FileError` when the file as a whole cannot be read; rows that cannot
    are in `errors` of the table.
    """
    source = open_source(Path(path))
    if source.kind == "workbook":
        return taken_back(read_workbook(source, sheet))
    table = taken_back(READERS[source.kind](source))
    if sheet is None:
        return table
    note = _("The sheet “{sheet}” was asked for, but the file is no workbook.").format(sheet=sheet)
    return replace(table, notes=(*table.notes, note))
