"""Reads spreadsheets (.xlsx, .xlsm and old .xls); nothing in them is run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from tryggve.domain.language import _, ngettext
from tryggve.domain.row_error import FileError
from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.tables.cell_text import cell_text
from tryggve.ingest.tables.old_workbook import check_old_extent
from tryggve.ingest.tables.package import check_package, damaged, opened, sheet_part
from tryggve.ingest.tables.refused_row import Refused, Row
from tryggve.ingest.tables.rows import table_of_rows
from tryggve.ingest.tables.shared_texts import check_shared
from tryggve.ingest.tables.sheet_extent import check_extent
from tryggve.ingest.tables.sheet_marks import HOW_TO_MEND, SheetMarks, sheet_marks
from tryggve.ingest.tables.source import Source, check_size

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

XLS_LIMIT = 1 << 26
"""Bytes of a workbook of the old kind."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(source: Source, sheet: str | None) -> RawTable:
    """The table in one sheet: the one named, else the first visible one with at least two rows and two columns."""
    name = source.file.name
    is_package = source.data.startswith(b"PK")
    if is_package:
        check_package(source.data, name)
    else:
        check_size(name, len(source.data), XLS_LIMIT)
        check_old_extent(source.data, name)
    with _damage_told(source):
        book = _opened(source)
        names = _names(book, sheet, name)
        for candidate in names:
            marks = _marks(source, candidate) if is_package else SheetMarks()
            found = book.get_sheet_by_name(candidate)
            if sheet is not None or (found.width >= 2 and found.height >= 2):
                break
        else:
            raise FileError(
                _("No visible sheet of {file} holds a table.").format(file=name),
                _("A table has a heading and at least two columns. Name the sheet if it is a hidden one."),
            )
        others = [other for other in book.sheet_names if other != candidate] if sheet is None else []
        notes = [_("Sheet: {sheet}.").format(sheet=candidate), *_sheet_notes(others), *_formula_notes(marks)]
        if not is_package:
            notes.append(_("In an .xls file cells with errors look blank: save it as .xlsx to have them found."))
        return table_of_rows(source.file, _rows(found, marks), notes)


def _marks(source: Source, sheet: str) -> SheetMarks:
    """What the sheet holds besides values; before the library opens it, its extent is checked."""
    name = source.file.name
    with opened(source.data, name) as package:
        part = sheet_part(package, sheet)
        check_extent(package, part, sheet, name)
        check_shared(package, part, name)
        return sheet_marks(package, part)


@contextmanager
def _damage_told(source: Source) -> Iterator[None]:
    """What the library raises on damaged workbooks, as `FileError`."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError as error:
        raise _locked(source) from error
    except CalamineError as error:
        # A workbook with a password is a container of the old kind that holds the encrypted one.
        raise (_locked if _ENCRYPTED in source.data else _damaged)(source) from error
    except BaseException as error:
        # A fault inside the library comes as a panic, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(source) from error


def _opened(source: Source) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(BytesIO(source.data))


def _damaged(source: Source) -> FileError:
    return damaged(source.file.name)


def _locked(source: Source) -> FileError:
    return FileError(
        _("The workbook {file} is protected by a password.").format(file=source.file.name),
        _("Save it without a password, or as CSV UTF-8."),
    )


def _names(book: CalamineWorkbook, sheet: str | None, name: str) -> list[str]:
    """The sheets that come into question."""
    if sheet is None:
        return [found.name for found in book.sheets_metadata if str(found.visible).endswith(".Visible")]
    if sheet in book.sheet_names:
        return [sheet]
    raise FileError(
        _("{file} has no sheet “{sheet}”.").format(file=name, sheet=sheet),
        _("Choose one of: {sheets}.").format(sheets=", ".join(book.sheet_names)),
    )


def _sheet_notes(others: list[str]) -> list[str]:
    return [_("Other sheets were not read: {sheets}.").format(sheets=", ".join(others))] if others else []


def _formula_notes(marks: SheetMarks) -> list[str]:
    if not marks.blank_formulas:
        return []
    return [
        ngettext(
            "{n} formula has no stored value and was read as blank (first: {cell}): save the workbook anew.",
            "{n} formulas have no stored value and were read as blank (first: {cell}): save the workbook anew.",
            marks.blank_formulas,
        ).format(n=marks.blank_formulas, cell=marks.first_blank)
    ]


def _rows(sheet: CalamineSheet, marks: SheetMarks) -> Iterator[Row]:
    first_column = sheet.start[1] if sheet.start else 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [cell if cell.__class__ is str else cell_text(cell) for cell in row]
        if number not in marks.errors:
            yield cells
            continue
        column, value = marks.errors[number]
        yield Refused(
            cells=tuple(cells),
            column=column - first_column,
            value=value,
            what=_("The formula in the cell gives an error."),
            how=_(HOW_TO_MEND.get(value, HOW_TO_MEND[""])),
        )
