"""The list of insatser as a spreadsheet: texts stay texts, whatever they look like."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from io import BytesIO, StringIO

from tryggve.domain.language import _
from tryggve.ingest.formula_guard import guarded
from tryggve.web.group.models import Task

WIDTHS = (6, 50, 28, 30, 12, 14, 28, 40, 12)


def columns() -> list[str]:
    """Headings, in the current language."""
    return [
        _("No."), _("What"), _("Who"), _("With whom"), _("By when"), _("State"), _("Where"), _("What came of it"),
        _("Closed"),
    ]  # fmt: skip


def cells(task: Task) -> list[str]:
    """One insats."""
    closed = task.closed_at.date().isoformat() if task.closed_at else ""
    partners = ", ".join(one.name for one in task.partners.all())
    due = task.due.isoformat() if task.due else ""
    return [
        str(task.pk), task.what, task.who, partners, due, task.state_words, task.where, task.result, closed,
    ]  # fmt: skip


def as_csv(tasks: Iterable[Task]) -> bytes:
    """CSV with semicolons for spreadsheets in Swedish; no cell is a formula."""
    file = StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns())
    writer.writerows([guarded(text) for text in cells(task)] for task in tasks)
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(tasks: Iterable[Task], at: dt.datetime) -> bytes:
    """A workbook with one sheet."""
    import xlsxwriter

    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": _("Insatser"), "created": at.replace(tzinfo=None)})
        sheet = book.add_worksheet(_("Insatser"))
        head, body = book.add_format({"bold": True, "bottom": 2}), book.add_format({"text_wrap": True, "valign": "top"})
        for column, (title, width) in enumerate(zip(columns(), WIDTHS, strict=True)):
            sheet.write_string(0, column, title, head)
            sheet.set_column(column, column, width)
        for number, task in enumerate(tasks, 1):
            for column, text in enumerate(cells(task)):
                sheet.write_string(number, column, text, body)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
    return file.getvalue()
