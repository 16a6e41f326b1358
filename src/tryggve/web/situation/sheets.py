"""What is on the screen as CSV or a spreadsheet: the reader's own view, and no cell that is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
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
    """Headings and rows; `keys` are what machines call the columns, where a file for them is made."""

    headings: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    keys: tuple[str, ...] = ()


def sheet_of(seen: Seen, narrowed: Narrowed) -> Sheet:
    """The reports of a view as its reader may see them; sums per area and day for who sees areas alone."""
    if seen.reader is Sight.AREA:
        days = area_days(seen.store, seen.view)
        rows: list[tuple[Cell, ...]] = [(date_of(one.day), _area(seen, one.area), one.n) for one in days]
        return Sheet((_("Day"), _("Area"), _("Events")), rows, ("day", "area", "events"))
    return sheet_of_rows(seen, reports_of(seen, narrowed))


def reports_of(seen: Seen, narrowed: Narrowed) -> tuple[ReportRow, ...]:
    """The reports of a view one by one, as its reader may see them."""
    return behind(seen.store, seen.view, narrowed=narrowed, protected=seen.protected, limit=MOST).rows


def sheet_of_rows(seen: Seen, found: Sequence[ReportRow]) -> Sheet:
    """Some reports as rows; for who does not see all in no order of arrival."""
    columns = _columns(seen)
    rows = [tuple(column.cell(row) for column in columns) for row in found]
    headings, keys = tuple(column.heading for column in columns), tuple(column.key for column in columns)
    return Sheet(headings, rows if seen.reader.sees_all else sorted(rows, key=str), keys)


@dataclass(frozen=True)
class Column:
    """What machines and people call it, and what stands in it."""

    key: str
    heading: str
    cell: Callable[[ReportRow], Cell]


def _columns(seen: Seen) -> list[Column]:
    """No more than on the page."""
    found = [Column("day", _("Day"), lambda row: date_of(row.last_day))]
    if seen.view.hours_told:
        found.append(Column("hour", _("Hour"), lambda row: "" if row.start_s is None else moment_of(row.start_s)))
    found += [
        Column("kind", _("Kind"), lambda row: category_title(row.category)),
        Column("events", _("Events"), lambda row: row.n),
        Column("area", _("Area"), lambda row: _area(seen, row.area)),
    ]
    if seen.reader.sees_all:
        found.append(Column("place_known_to", _("Place known to"), lambda row: precision_name(row.precision)))
    found += [
        Column("severity", _("Severity"), lambda row: row.severity or ""),
        Column("kind_of_source", _("Kind of source"), lambda row: kinds_words(row.kind)),
    ]
    if seen.reader.sees_all:
        found.append(Column("organisation", _("Organisation"), lambda row: row.organisation))
        found.append(Column("report", _("Report"), lambda row: row.id))
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
