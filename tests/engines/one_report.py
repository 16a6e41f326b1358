"""Single reports as a test draws them."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from tests.engines.tables import incidents
from tests.stores import AT
from tryggve.domain.new_report import NewReport
from tryggve.store.database.actions.report import Added, add_report
from tryggve.store.database.connect import Database
from tryggve.store.database.models import Incident as Row

ORGANISATION = "Fritidsgården"


def report_id(number: int) -> str:
    return str(uuid.UUID(int=number))


def drawn_report(number: int, cells: str = "time\n2025-03-03 12:00", *, text: str = "", flags: str = "") -> NewReport:
    """The only row of a drawn table as a report with an id of its own."""
    (row,) = incidents(cells)
    row = replace(row, source_id=report_id(number), text=text)
    return NewReport(row, {text: flags})


def give(database: Database, number: int, cells: str = "time\n2025-03-03 12:00", **more: Any) -> Added:
    return add_report(database, report=drawn_report(number, cells, **more), by=ORGANISATION, at=AT)


def reasons(database: Database) -> dict[int, str]:
    return dict(Row.objects.using(database.alias).values_list("pk", "left_out"))
