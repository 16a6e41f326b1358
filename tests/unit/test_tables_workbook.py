"""Spreadsheets."""

from __future__ import annotations

import base64
import datetime
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.tables import read

SHEET = "xl/worksheets/sheet1.xml"
WORKSHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"{more}>{data}'
)
# An .xls with a heading and one row, as the Python package xlwt 1.3.0 writes it; zlib, base 85.
OLD_WORKBOOK = (
    r"c-rk)O=uHA6#iy6X?{%e(<VYIgix?*Z4vPzLc3Aao-DN>N)g(v8`{t&Eom<GVzuTd2%Z!#g(`TddhrJp6g-Fs6$=W2kSKWZBq(@j"
    r"v%Y!RXc`q7(1KyVW!}8`X6DV?`QLrH6w1%vZY`h+Jy20JJ!q)l1O-ny5d`I%rc}$Zn}TWMzk<h21KHrjgT@ywIfin)3s7*&@q{Gs"
    r"p2A5?p>Hysh;1Maun)SBK6H~5xJry4E$mej%Tp|yS>EK54_U^UxxliU%I3u&mbAW(z1A!~p|o+HAJXn!uJe|e-H70soW*A@ic(o8"
    r"_Ggm%M7?B09X>38M!GkVPGn>{fNSsqGlZ^Gs>?8<jtH*H<^7Y2jg9R~rSb^V^jN@GGX{Jq?*orxHovjF0P)|}@~%JdZW`U+@g5rD"
    r"YW|Yq0A^th^K#3<hhc}zap0hy)mN~KCJ{K$Qb`&rVCbVHvq^)<sR=zhy$N_doz3X6r|Ho|+AGfs-d}=i_LoLpcRrE^0<4F4^##e@"
    r"l^dU59U1A@hM1Y<Go^I$Y?bc8#93K`D*HJ{LCHm+gY}&(&#~1lthcfZlj9V(_eU({@En&p&$;c?&K}0Hwyi?nPI~Us(R<O{2W<!G"
    r"i@k-@;l(%FJld!W4XQ7nIdqCnapkhaeXSe|YnOV*vgMZ@%dG@0-%aay4PaF+MM8*WDJ6SH{75NQUzJiSrBut7sIv8l+81oAfp^To"
    r"=kk43>Ni0ansJP<Jn%6tEeW<Hd$C7p!X56^c*V)@g$)}vY}l}2!-kFefUxe+s&$KYT6c7p^<QU|Lec(BQnwhuBt2RB6g-49#Tm@h"
    r"G=Db3Day9QI_s4G7fKwb)-xE#2>UT!^Zcc6EK&JB>#i95drPR+_KUUn`H$QG4hy;Ii2"
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bok.xlsx"


def made(file: Path, **sheets: list[list[object]]) -> Path:
    """A workbook with a sheet of rows for each name; a text that begins with "=" is a formula."""
    book = xlsxwriter.Workbook(file)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
    book.close()
    return file


def with_part(file: Path, part: str, text: str | bytes) -> Path:
    """The workbook with one part of the package replaced."""
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = text if isinstance(text, bytes) else text.encode()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file


def with_cells(file: Path, rows: str) -> Path:
    """A workbook whose only sheet holds the rows as they would stand in the package."""
    data = f"<sheetData>{rows}</sheetData></worksheet>"
    return with_part(made(file, Blad=[["a"]]), SHEET, WORKSHEET.format(more="", data=data))


def rows(found: RawTable) -> list[tuple[str, ...]]:
    return [tuple(found.row(i).values()) for i in range(len(found))]


def note(found: RawTable, words: str) -> bool:
    return any(words in text for text in found.notes)


def test_cells_as_texts(file: Path) -> None:
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    day, time, clock, hours = (
        book.add_format({"num_format": form}) for form in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm", "[h]:mm")
    )
    sheet.write_row(0, 0, "dag tid rund klocka längd hel decimal lång sant kod".split())
    sheet.write_datetime(1, 0, datetime.date(2025, 3, 2), day)
    sheet.write_datetime(1, 1, datetime.datetime.fromisoformat("2025-03-02T14:30"), time)
    sheet.write_number(1, 2, 45718 + 0.604166666, time)
    sheet.write_datetime(1, 3, datetime.time(14, 30), clock)
    sheet.write_number(1, 4, 1.75, hours)
    sheet.write_row(1, 5, [1150, 0.1 + 0.2, 7089376.6, True])
    sheet.write_string(1, 9, "0114")
    book.close()
    assert read(file).row(0) == {
        "dag": "2025-03-02", "tid": "2025-03-02T14:30:00", "rund": "2025-03-02T14:30:00", "klocka": "14:30:00",
        "längd": "42:00:00", "hel": "1150", "decimal": "0.3", "lång": "7089376.6", "sant": "true", "kod": "0114",
    }  # fmt: skip


@pytest.mark.parametrize("minute", range(0, 1440, 97))
def test_no_minute_of_the_day_is_moved_by_rounding(file: Path, minute: int) -> None:
    start = datetime.datetime.fromisoformat("2025-03-02T00:00")
    moments = [start + datetime.timedelta(minutes=minute + 1 + i, seconds=7 * i) for i in range(9)]
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    form = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet.write_row(0, 0, ["id", "tid"])
    for i, moment in enumerate(moments, 1):
        sheet.write_number(i, 0, i)
        sheet.write_datetime(i, 1, moment, form)
    book.close()
    shown = [moment.isoformat() for moment in moments if moment.time() != datetime.time()]
    assert [text for text in read(file).columns["tid"].objects() if "T" in text] == shown


def test_titles_blank_rows_and_blank_columns_in_front(file: Path) -> None:
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.merge_range("B2:D2", "Anmälda brott")
    sheet.write_row("B4", ["Region", "Antal", "Andel"])
    sheet.write_row("B5", ["Norra", 12, 1.5])
    sheet.write_row("B7", ["Södra", 13, ".."])
    sheet.write("B9", "Källa: påhittad")
    book.close()
    found = read(file)
    assert rows(found) == [("Norra", "12", "1.5"), ("Södra", "13", "..")]
    assert found.row_numbers.tolist() == [5, 7]
    assert note(found, "1 row above the heading was left out as a title: “Anmälda brott”.")
    assert note(found, "1 row below the table was left out as a note: “Källa: påhittad”.")


def test_a_heading_of_two_rows_with_merged_cells(file: Path) -> None:
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.merge_range("A1:A2", "Region")
    sheet.merge_range("B1:C1", "2023")
    sheet.merge_range("D1:E1", "2024")
    sheet.write_row("B2", ["Antal", "Andel", "Antal", "Andel"])
    sheet.write_row("A3", ["Norra", 1, 2, 3, 4])
    book.close()
    found = read(file)
    assert tuple(found.columns) == ("Region", "2023 / Antal", "2023 / Andel", "2024 / Antal", "2024 / Andel")
    assert rows(found) == [("Norra", "1", "2", "3", "4")]


def test_the_first_visible_sheet_with_a_table_is_read(file: Path) -> None:
    book = xlsxwriter.Workbook(file)
    book.add_worksheet("Tom")
    book.add_worksheet("Läs mig").write("A1", "Om tabellen")
    book.add_chartsheet("Diagram")
    hidden, data, more = (book.add_worksheet(name) for name in ("Gömd", "Data", "Mer"))
    for sheet in (hidden, data, more):
        sheet.write_row(0, 0, ["id", "ur"])
        sheet.write_row(1, 0, [1, sheet.get_name()])
    hidden.hide()
    data.activate()
    book.close()
    found = read(file)
    assert rows(found) == [("1", "Data")]
    assert "Sheet: Data." in found.notes
    assert note(found, "Other sheets were not read: Tom, Läs mig, Diagram, Gömd, Mer.")
    assert rows(read(file, sheet="Gömd")) == [("1", "Gömd")]
    with pytest.raises(FileError, match=r"has no sheet “Data2”\. Choose one of: Tom, Läs mig, .*Data, Mer"):
        read(file, sheet="Data2")


def test_a_workbook_without_table_is_refused(file: Path) -> None:
    with pytest.raises(FileError, match="No visible sheet"):
        read(made(file, Blad=[["Om tabellen"]]))
    with pytest.raises(FileError, match="holds no table"):
        read(made(file, Blad=[]), sheet="Blad")


def test_only_a_heading_by_name(file: Path) -> None:
    found = read(made(file, Blad=[["fran", "kategori"]]), sheet="Blad")
    assert (len(found), tuple(found.columns)) == (0, ("fran", "kategori"))


def test_formulas_with_and_without_value(file: Path) -> None:
    found = read(
        with_cells(
            file,
            '<row r="1"><c r="A1" t="str"><v>id</v></c><c r="B1" t="str"><v>x</v></c></row>'
            '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>'
            '<row r="3"><c r="A3"><v>2</v></c><c r="B3"><f>A2+1</f><v></v></c></row>'
            '<row r="4"><c r="A4"><v>3</v></c><c r="B4" s="0"><f>A2+1</f></c></row>'
            '<row r="5"><c r="A5"><v>4</v></c><c r="B5" t="str"><f>""</f><v></v></c></row>',
        )
    )
    assert rows(found) == [("1", "2"), ("2", ""), ("3", ""), ("4", "")]
    assert note(found, "2 formulas have no stored value and were read as blank (first: B3)")


@pytest.mark.parametrize("value", ["#REF!", "#DIV/0!", "#N/A", "#NUM!"])
def test_error_values_are_errors_of_their_rows(file: Path, value: str) -> None:
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row("B1", ["id", "x"])
    sheet.write_row("B2", ["1", "a"])
    sheet.write("B3", "2")
    sheet.write_formula("C3", "=A1", value=value)
    sheet.write_row("B4", ["3", "#REF!"])
    book.close()
    found = read(file)
    assert rows(found) == [("1", "a"), ("3", "#REF!")]
    (error,) = found.errors
    assert (error.row, error.column, error.value) == (3, "x", value)
    assert "rite the value" in error.how
    assert found.rejected_texts == {3: ("2", "")}


def test_names_with_prefix_are_read_alike(file: Path) -> None:
    data = (
        "<x:sheetData><x:row r='1'><x:c r='A1' t='str'><x:v>id</x:v></x:c>"
        "<x:c r='B1' t='str'><x:v>x</x:v></x:c></x:row>"
        "<x:row r='2'><x:c r='A2'><x:v>1</x:v></x:c><x:c r='B2' t='e'><x:f>A1</x:f><x:v>#N/A</x:v></x:c></x:row>"
        "<x:row r='3'><x:c r='A3'><x:v>2</x:v></x:c><x:c r='B3'><x:f>A1</x:f></x:c></x:row></x:sheetData></x:worksheet>"
    )
    text = (
        '<?xml version="1.0"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + data
    )
    found = read(with_part(made(file, Blad=[["a"]]), SHEET, text))
    assert rows(found) == [("2", "")]
    assert [(error.row, error.column, error.value) for error in found.errors] == [(2, "x", "#N/A")]
    assert note(found, "1 formula has no stored value")


def test_a_formula_as_text_is_noted(file: Path) -> None:
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["id", "text"])
    sheet.write_row(1, 0, [1, '=HYPERLINK("x")'])
    book.close()
    found = read(file)
    assert found.columns["text"][0] == '=HYPERLINK("x")'
    assert note(found, "1 cell begins as a formula does")


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>',
        "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        '<row r="1048576"><c s="0" r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c><v>1</v></c></row><row r="2"><c r="XFD2"><v>1</v></c></row>',
        '<row r="1048576"><c r="&#88;FD1048576"><v>1</v></c></row>',
    ],
)
def test_a_cell_far_out_does_not_use_up_the_memory(file: Path, far: str) -> None:
    start = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    with pytest.raises(FileError, match="reaches over 1048576 rows and 16384 columns"):
        read(with_cells(file, start + far))


def test_cells_that_do_not_tell_their_place(file: Path) -> None:
    found = read(
        with_cells(
            file,
            '<row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row>'
            '<row><c t="str"><v>c</v></c><c><v>5</v></c></row>',
        )
    )
    assert rows(found) == [("c", "5")]


def test_a_workbook_that_would_unpack_too_large_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(file, Blad=[["a", "b"], [1, 2]])
    unpacked = sum(part.file_size for part in zipfile.ZipFile(file).infolist())
    monkeypatch.setattr("tryggve.ingest.tables.package.UNPACKED_LIMIT", unpacked)
    assert len(read(file)) == 1
    monkeypatch.setattr("tryggve.ingest.tables.package.UNPACKED_LIMIT", unpacked - 1)
    with pytest.raises(FileError, match="when unpacked"):
        read(file)


def test_an_archive_that_is_no_workbook(tmp_path: Path) -> None:
    for name in ("a.zip", "a.ods", "a.xlsx"):
        with zipfile.ZipFile(tmp_path / name, "w") as package:
            package.writestr("content.xml", "<x/>")
        with pytest.raises(FileError, match=r"not an \.xlsx workbook"):
            read(tmp_path / name)


def test_damaged_workbooks_are_refused(file: Path) -> None:
    made(file, Blad=[["a", "b"], [1, 2]])
    whole = file.read_bytes()
    for data in (whole[:200], whole[: len(whole) // 2], whole[:-30], b"PK\x03\x04" + bytes(500)):
        file.write_bytes(data)
        with pytest.raises(FileError, match="damaged or not a workbook"):
            read(file)


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (SHEET, "<worksheet><sheetData><row"),
        (SHEET, WORKSHEET.format(more="", data='<sheetData><row r="1"><c r="A1"><v>1</v></c>').encode("utf-16")),
        (SHEET, WORKSHEET.format(more="", data='<sheetData><row r="x"><c><v>1</v></c></row></sheetData></worksheet>')),
        (SHEET, WORKSHEET.format(more="", data='<sheetData><row><c r="1A"><v>1</v></c></row></sheetData></worksheet>')),
        ("xl/workbook.xml", "<workbook"),
        ("xl/workbook.xml", '<?xml version="1.0" encoding="UTF-9"?><workbook/>'),
        ("xl/_rels/workbook.xml.rels", "<Relationships/>"),
    ],
)
def test_broken_parts_are_refused(file: Path, part: str, text: str | bytes) -> None:
    with pytest.raises(FileError, match=r"damaged or not a workbook|No visible sheet"):
        read(with_part(made(file, Blad=[["a", "b"], [1, 2]]), part, text))


def test_a_workbook_with_a_password_is_told_as_such(file: Path) -> None:
    # The container of an encrypted workbook: signature, and the name of its stream.
    file.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    )
    with pytest.raises(FileError, match="protected by a password"):
        read(file)


def test_an_old_workbook(tmp_path: Path) -> None:
    file = tmp_path / "bok.xls"
    file.write_bytes(zlib.decompress(base64.b85decode(OLD_WORKBOOK)))
    found = read(file)
    assert found.row(0) == {"id": "1", "dag": "2025-03-02", "tid": "2025-03-02T14:30:00", "plats": "Östra Ängen"}
    assert note(found, "In an .xls file cells with errors look blank")


def test_a_damaged_old_workbook_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bok.xls"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    with pytest.raises(FileError, match="damaged or not a workbook"):
        read(file)


def test_long_sheets_are_read_over_their_blocks(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tryggve.ingest.tables.package._BLOCK", 97)
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["id", "x"])
    for i in range(1, 60):
        sheet.write_number(i, 0, i)
        sheet.write_formula(i, 1, "=1", value="#REF!" if i % 20 == 0 else i)
    book.close()
    found = read(file)
    assert [error.row for error in found.errors] == [21, 41]
    assert len(found) == 57


def test_nothing_is_written_to_the_screen(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(io.BytesIO(b"PK\x03\x04" + bytes(99)).getvalue())
    with pytest.raises(FileError):
        read(file)
    assert capfd.readouterr() == ("", "")
