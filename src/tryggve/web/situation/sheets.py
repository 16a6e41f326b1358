"""What is on the screen as CSV or a spreadsheet: the reader's own view, and no cell that is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse

from tryggve.domain.access import Sight
from tryggve.domain.language import _
from tryggve.domain.organisation import organisation_kinds
from tryggve.ingest.formula_guard import guarded
from tryggve.reports.context import category_title
from tryggve.reports.traces import precision_name
from tryggve.reports.week.behind import MOST, Narrowed, ReportRow, area_days, behind
from tryggve.web.situation.periods import date_of, moment_of
from tryggve.web.situation.seen import Seen

Cell = str | int
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Sheet:
    """Headings and rows."""

    headings: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


def sheet_of(seen: Seen, narrowed: Narrowed) -> Sheet:
    """The reports of a view as its reader may see them; sums per area and day for who sees areas alone."""
    if seen.reader is Sight.AREA:
        days = area_days(seen.store, seen.view)
        rows: list[tuple[Cell, ...]] = [(date_of(one.day), _area(seen, one.area), one.n) for one in days]
        return Sheet((_("Day"), _("Area"), _("Events")), rows)
    found = behind(seen.store, seen.view, narrowed=narrowed, protected=seen.protected, limit=MOST)
    columns = _columns(seen)
    rows = [tuple(cell(row) for cell in columns.values()) for row in found.rows]
    return Sheet(tuple(columns), rows if seen.reader.sees_all else sorted(rows, key=str))


def _columns(seen: Seen) -> dict[str, Callable[[ReportRow], Cell]]:
    """Headings and what stands under them: no more than on the page."""
    found: dict[str, Callable[[ReportRow], Cell]] = {_("Day"): lambda row: date_of(row.last_day)}
    if seen.view.hours_told:
        found[_("Hour")] = lambda row: "" if row.start_s is None else moment_of(row.start_s)
    found |= {
        _("Kind"): lambda row: category_title(row.category), _("Events"): lambda row: row.n,
        _("Area"): lambda row: _area(seen, row.area),
    }  # fmt: skip
    if seen.reader.sees_all:
        found[_("Place known to")] = lambda row: precision_name(row.precision)
    found |= {
        _("Severity"): lambda row: row.severity or "", _("Kind of source"): lambda row: kinds_words(row.kind),
    }  # fmt: skip
    if seen.reader.sees_all:
        found |= {_("Organisation"): lambda row: row.organisation, _("Report"): lambda row: row.id}
    return found


def kinds_words(code: str) -> str:
    """A kind of organisation in words; nothing for one that is not told."""
    known = organisation_kinds().get(code)
    return known.name if known else code


def _area(seen: Seen, code: str) -> str:
    return seen.area_name(seen.view.level, code) if code else ""


def answer(sheet: Sheet, form: str, name: str) -> HttpResponse:
    """The file."""
    made, kind = (_xlsx(sheet), XLSX) if form == "xlsx" else (_csv(sheet), "text/csv; charset=utf-8")
    response = HttpResponse(made, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _csv(sheet: Sheet) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(sheet.headings)
    writer.writerows([guarded(cell) if isinstance(cell, str) else str(cell) for cell in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _xlsx(sheet: Sheet) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page, strong = book.add_worksheet(_("Reports of events")), book.add_format({"bold": True})
    page.freeze_panes(1, 0)
    for column, heading in enumerate(sheet.headings):
        page.write_string(0, column, heading, strong)
        page.set_column(column, column, 18)
    for number, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(number, column, guarded(cell))
            else:
                page.write_number(number, column, cell)
    book.close()
    return out.getvalue()
