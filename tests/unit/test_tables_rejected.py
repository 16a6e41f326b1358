"""Rows given back, and taken in again after they were mended."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from tryggve.domain.language import use_language
from tryggve.domain.row_error import RowError
from tryggve.ingest.formula_guard import guarded, is_formula, unguarded
from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.rejected import ERROR_COLUMNS, rejected_name, write_rejected
from tryggve.ingest.tables import read


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


def table(folder: Path, text: str, name: str = "rapporter.csv") -> RawTable:
    file = folder / name
    file.write_bytes(text.encode())
    return read(file)


def rows(found: RawTable) -> list[tuple[str, ...]]:
    return [tuple(found.row(i).values()) for i in range(len(found))]


def fault(row: int, column: str = "fran", value: str = "x", what: str = "Fel.", how: str = "Rätta.") -> RowError:
    return RowError(row, column, value, what, how)


def grid(file: Path) -> list[list[str]]:
    """The file as the csv module reads it, with no help from our reader."""
    text = file.read_bytes().decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(text[1:].splitlines(keepends=True), delimiter=";"))


def test_the_rows_that_errors_name_are_written_with_the_reasons(tmp_path: Path) -> None:
    found = table(tmp_path, "fran;kategori\n2025-01-01;stöld\nigår;klotter\n2025-01-03;?\n")
    errors = [fault(4, "kategori", "?"), fault(3, "fran", "igår", "Inget datum.", "Skriv ÅÅÅÅ-MM-DD.")]
    out = tmp_path / "ut.csv"
    assert write_rejected(out, found, errors) == 2
    assert grid(out) == [
        ["fran", "kategori", *ERROR_COLUMNS],
        ["igår", "klotter", "3", "fran", "igår", "Inget datum.", "Skriv ÅÅÅÅ-MM-DD."],
        ["2025-01-03", "?", "4", "kategori", "?", "Fel.", "Rätta."],
    ]
    assert out.read_bytes().count(b"\r\n") == 3


def test_several_errors_of_a_row_are_joined(tmp_path: Path) -> None:
    found = table(tmp_path, "fran;x\nigår;y\n")
    out = tmp_path / "ut.csv"
    assert write_rejected(out, found, [fault(2, "fran", "igår"), fault(2, "x", "y", "Inget tal.")]) == 1
    assert grid(out)[1] == ["igår", "y", "2", "fran | x", "igår | y", "Fel. | Inget tal.", "Rätta."]


def test_unreadable_rows_are_given_back_as_they_stood(tmp_path: Path) -> None:
    found = table(tmp_path, 'a;b\n1;2\n3;4;5;6\n7;"åtta\n')
    out = tmp_path / "ut.csv"
    assert write_rejected(out, found, found.errors) == 2
    heading, *given_back = grid(out)
    assert heading[:4] == ["a", "b", "fel_extra_1", "fel_extra_2"]
    assert [row[:5] for row in given_back] == [["3", "4", "5", "6", "3"], ['7;"åtta', "", "", "", "4"]]


def test_rows_with_fewer_cells_than_headings_keep_the_faults_in_their_columns(tmp_path: Path) -> None:
    found = table(tmp_path, 'a;b\n1;2\n7;"åtta\n')
    out = tmp_path / "ut.csv"
    assert write_rejected(out, found, found.errors) == 1
    assert [row[:3] for row in grid(out)] == [["a", "b", "fel_rad"], ['7;"åtta', "", "3"]]


def test_an_error_of_a_row_that_is_not_there_is_written_all_the_same(tmp_path: Path) -> None:
    found = table(tmp_path, "a;b\n1;2\n")
    out = tmp_path / "ut.csv"
    assert write_rejected(out, found, [fault(99)]) == 1
    assert grid(out)[1] == ["", "", "99", "fran", "x", "Fel.", "Rätta."]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    found = table(tmp_path, "a;b\n1;2\n3;4\n")
    errors = [fault(3), fault(2)]
    for name, given in (("ett.csv", errors), ("två.csv", errors[::-1])):
        write_rejected(tmp_path / name, found, given)
    assert (tmp_path / "ett.csv").read_bytes() == (tmp_path / "två.csv").read_bytes()


@pytest.mark.parametrize(
    "text", ["=1", "+a", "-a", "@a", "\ta", "\ra", "\na", "=", "+", "--1", "-1+1", "+46 70 123", "＝1"]
)
def test_what_a_spreadsheet_takes_for_a_formula_is_guarded(text: str) -> None:
    assert is_formula(text)
    assert guarded(text) == "'" + text
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize(
    "text", ["", "a", "1", "-1", "+1,5", "-0.5", "-1e5", "5%", "-", "'", "'a", "it's", " =1", "2025-01-01"]
)
def test_other_texts_stay(text: str) -> None:
    assert not is_formula(text)
    assert guarded(text) == text
    assert unguarded(text) == text


@pytest.mark.parametrize("text", ["'=1", "''=1", "'-5", "'\t"])
def test_apostrophes_of_the_original_are_not_lost(text: str) -> None:
    assert guarded(text) == "'" + text
    assert unguarded(guarded(text)) == text


def test_no_cell_of_the_file_is_a_formula_in_any_spreadsheet_setting(tmp_path: Path) -> None:
    found = table(tmp_path, 'a;=b\n"=cmd|x";"x,=1+1"\n-5;@y\n')
    out = tmp_path / "ut.csv"
    write_rejected(out, found, [fault(2, "=b", "=1", "=2", "=3"), fault(3)])
    for row in grid(out):
        assert not any(is_formula(cell) for cell in row)
    # A program set to commas sees quoted cells and does not divide them.
    assert b'"x,=1+1"' in out.read_bytes()
    assert grid(out)[2][0] == "-5"


def test_a_mended_file_is_read_as_the_original_was(tmp_path: Path) -> None:
    found = table(tmp_path, "fran;beskrivning;x\nigår;=SUM(1);-5\nidag;'=x;+46 70\n2025-01-01;ok;3\n")
    out = tmp_path / rejected_name(found.file.name)
    assert out.name == "rapporter.rejected.csv"
    write_rejected(out, found, [fault(2, "fran", "igår"), fault(3, "fran", "idag")])
    out.write_bytes(out.read_bytes().replace('"igår"'.encode(), b'"2025-02-01"', 1))
    again = read(out)
    assert tuple(again.columns) == ("fran", "beskrivning", "x")
    assert rows(again) == [("2025-02-01", "=SUM(1)", "-5"), ("idag", "'=x", "+46 70")]
    assert not again.errors
    assert any("given back earlier" in note for note in again.notes)


def test_the_name_does_not_matter_but_all_error_columns_do(tmp_path: Path) -> None:
    found = table(tmp_path, "a;b\n=1;2\n")
    out = tmp_path / "rättad.txt"
    write_rejected(out, found, [fault(2)])
    assert rows(read(out)) == [("=1", "2")]
    other = table(tmp_path, "a;fel\n'=1;2\n", "x.rejected.csv")
    assert rows(other) == [("'=1", "2")]


def test_a_workbook_saved_from_it_is_taken_back_too(tmp_path: Path) -> None:
    file = tmp_path / "rättad.xlsx"
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["a", "b", *ERROR_COLUMNS])
    sheet.write_row(1, 0, ["'=1", "2", "2", "a", "x", "Fel.", "Rätta."])
    book.close()
    assert rows(read(file)) == [("=1", "2")]


def test_surplus_cells_that_were_not_moved_are_an_error_again(tmp_path: Path) -> None:
    found = table(tmp_path, "a;b\n3;4;5\n6;7;8\n")
    out = tmp_path / "ut.csv"
    write_rejected(out, found, found.errors)
    mended = out.read_bytes().replace(b'"3";"4";"5"', b'"3";"45";""')
    out.write_bytes(mended)
    again = read(out)
    assert tuple(again.columns) == ("a", "b")
    assert rows(again) == [("3", "45")]
    (error,) = again.errors
    assert (error.row, error.value) == (3, "8")
    assert again.rejected_texts == {3: ("6", "7", "8")}
    once_more = tmp_path / "igen.csv"
    write_rejected(once_more, again, again.errors)
    assert grid(once_more)[1][:4] == ["6", "7", "8", "3"]


def test_rows_with_nul_bytes_come_back_as_they_were(tmp_path: Path) -> None:
    found = table(tmp_path, "a;b\n1;x\0y\n")
    out = tmp_path / "ut.csv"
    write_rejected(out, found, found.errors)
    again = read(out)
    assert len(again) == 0
    assert again.errors[0].column == "b"


def test_broken_json_lines_are_given_back(tmp_path: Path) -> None:
    found = table(tmp_path, '{"a": 1, "b": "=x"}\n{"a": 2\n', "a.jsonl")
    out = tmp_path / "ut.csv"
    write_rejected(out, found, found.errors)
    assert grid(out)[1][:4] == ["", "", '{"a": 2', "2"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.csv", "a.rejected.csv"), ("a.b.xlsx", "a.b.rejected.csv"), ("a", "a.rejected.csv"),
        ("a.rejected.csv", "a.rejected.csv"),
    ],
)  # fmt: skip
def test_the_name_of_the_file(name: str, expected: str) -> None:
    assert rejected_name(name) == expected


def test_other_tables_pass_unchanged(tmp_path: Path) -> None:
    found = table(tmp_path, "a;fel_extra_1\n'=1;x\n")
    assert rows(found) == [("'=1", "x")]


def test_a_table_without_columns(tmp_path: Path) -> None:
    found = replace(table(tmp_path, "[5]", "a.json"), errors=(fault(1),))
    out = tmp_path / "ut.csv"
    assert write_rejected(out, found, found.errors) == 1
    assert grid(out)[1][:2] == ["5", "1"]
