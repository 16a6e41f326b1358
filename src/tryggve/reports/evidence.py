"""The facts beside an internal lägesbild, so that every number in it can be counted again without our code.

Never written for a public version: facts name areas and small numbers. Free text is in neither.
"""

from __future__ import annotations

import csv
from pathlib import Path

from tryggve.domain.coverage import reporting_units
from tryggve.domain.private_file import private
from tryggve.reports.request import Material, Request
from tryggve.store.facts import reporters_of
from tryggve.store.files import FileStore
from tryggve.store.schema import REPORTER, TABLES, select_sql

FOLDER = "underlag"
EXPECTED = "expected_report"
_COLUMNS = ("organisation", "organisation_kind", "first_day", "last_day", "received")


def write_evidence(store: FileStore, material: Material, request: Request, out: Path) -> Path:
    """Write the facts and the reports expected in the period to `out`/underlag; returns the folder."""
    folder = out / FOLDER
    store.write_facts(folder)
    first_day, last_day = request.period.first_day, request.over(request.period.last_day)
    kinds = {row.organisation: row for row in store.coverage(first_day, last_day)}
    reporters = reporters_of(store.fetch(select_sql(REPORTER)))
    with open(folder / f"{EXPECTED}.csv", "w", encoding="utf-8", newline="", opener=private) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for reporter in reporters:
            row = kinds.get(reporter.organisation)
            if row is None:
                continue
            silent = set(row.silent)
            for unit in reporting_units(reporter, first_day, last_day):
                came = (unit.first_day, unit.last_day) not in silent
                writer.writerow(
                    (reporter.organisation, reporter.organisation_kind, unit.first_day, unit.last_day, int(came))
                )
    return folder


def views_sql(folder: str) -> str:
    """SQL for DuckDB that names the files of a folder of facts as the tables that the traces speak of."""
    quoted = folder.replace("'", "''")
    views = [
        f"CREATE VIEW {table.name} AS SELECT * FROM read_parquet('{quoted}/{table.name}.parquet');" for table in TABLES
    ]
    views.append(f"CREATE VIEW {EXPECTED} AS SELECT * FROM read_csv('{quoted}/{EXPECTED}.csv', header = true);")
    return "\n".join(views)
