"""What is written is what is read: text tables with arbitrary cells, and rows given back."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from tryggve.domain.incident_table import Coded
from tryggve.domain.row_error import FileError, RowError
from tryggve.ingest.formula_guard import guarded, is_formula, unguarded
from tryggve.ingest.raw_table import VALUE_LENGTH, RawTable, SourceFile, cut
from tryggve.ingest.rejected import write_rejected
from tryggve.ingest.tables import read
from tryggve.ingest.tables.records import records
from tryggve.ingest.tables.refused_row import Refused

# No NUL and no lone halves of characters: the former is an error of its row, the latter no file can hold.
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
NASTY = st.text(st.sampled_from(";,\t|\"'=+-@\r\n \u00a0\u2028åÄ–1a\x85\x1c"), max_size=8)
CELLS = TEXTS | NASTY
DELIMITERS = st.sampled_from([";", ",", "\t", "|"])
ENDS = st.sampled_from(["\r\n", "\n", "\r"])


def tables(width: int) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8)


def read_bytes(data: bytes, name: str = "a.csv") -> RawTable:
    with TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(data)
        return read(file)


def blanked(rows: list[list[str]]) -> list[tuple[str, ...]]:
    """Rows as they are to be read: cells of blanks are blank, rows of blanks are no rows."""
    plain = [tuple("" if cell.isspace() else cell for cell in row) for row in rows]
    return [row for row in plain if any(row)]


def rows_of(table: RawTable) -> list[tuple[str, ...]]:
    return [tuple(table.row(i).values()) for i in range(len(table))]


@given(rows=tables(4), delimiter=DELIMITERS, end=ENDS, encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
@example(rows=[["a\r\r\nb", '"', "x", "y"]], delimiter=";", end="\r\n", encoding="utf-8")
def test_a_text_table_comes_back_cell_by_cell(rows: list[list[str]], delimiter: str, end: str, encoding: str) -> None:
    # The last column tells rows from notes under the table, which fill the first column only.
    rows = [[*row, "slut"] for row in rows]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator=end)
    writer.writerows([["rapport", "plats", "text", "mer", "sist"], *rows])
    found = read_bytes(text.getvalue().encode(encoding))
    assert tuple(found.columns) == ("rapport", "plats", "text", "mer", "sist")
    assert rows_of(found) == blanked(rows)
    assert found.row_numbers.tolist() == list(range(2, len(rows) + 2))
    assert found.errors == ()


@given(text=st.text(st.sampled_from('ab;" \n\r'), max_size=60), piece=st.integers(1, 5))
def test_rows_are_those_of_the_csv_module_where_it_finds_no_fault(text: str, piece: int) -> None:
    lines = list(io.StringIO(text, newline=""))
    try:
        expected = list(csv.reader(lines, delimiter=";", strict=True))
    except csv.Error:
        expected = None
    found = list(records(lambda: iter(lines), ";"))
    if expected is not None:
        assert found == expected
    else:
        # Nothing is lost: each line is in a row or in a refused one.
        cells = sum(len(row.cells) if isinstance(row, Refused) else len(row) for row in found)
        assert cells > 0
        letters = "".join("".join(row.cells if isinstance(row, Refused) else row) for row in found)
        assert sum(map(letters.count, "ab ")) == sum(map(text.count, "ab "))


@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for name in ("a.csv", "a.json", "a.xlsx", "a.parquet"):
        try:
            found = read_bytes(data, name)
        except FileError:
            continue
        assert set(found.row_numbers.tolist()).isdisjoint(found.rejected_texts)
        assert {error.row for error in found.errors} == set(found.rejected_texts)


@given(
    items=st.lists(
        st.dictionaries(
            st.text("abå", min_size=1, max_size=3), TEXTS | st.integers() | st.booleans() | st.none(), min_size=1
        ),
        min_size=1,
        max_size=6,
    ),
    lines=st.booleans(),
)
def test_json_comes_back_value_by_value(items: list[dict[str, object]], lines: bool) -> None:
    text = "\n".join(map(json.dumps, items)) if lines else json.dumps(items)
    found = read_bytes(text.encode(), "a.jsonl" if lines else "a.json")
    keys = list(dict.fromkeys(key for item in items for key in item))
    shown = [[as_shown(item.get(key)) for key in keys] for item in items]
    assert rows_of(found) == blanked(shown)


def as_shown(value: object) -> str:
    return {True: "true", False: "false", None: ""}[value] if value is None or isinstance(value, bool) else str(value)


@given(text=CELLS)
def test_guarding_is_undone_and_leaves_no_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not is_formula(guarded(text))


@given(rows=tables(3), faulty=st.sets(st.integers(0, 7)), told=st.tuples(CELLS, CELLS, CELLS, CELLS))
def test_rows_given_back_are_taken_back(
    rows: list[list[str]], faulty: set[int], told: tuple[str, str, str, str]
) -> None:
    plain = [[*("" if cell.isspace() else cell for cell in row), "slut"] for row in rows]
    columns = {name: Coded.of(list(column)) for name, column in zip("abcd", zip(*plain, strict=True), strict=True)}
    table = RawTable(SourceFile("a.csv", "0", 0), columns, np.arange(2, len(plain) + 2, dtype=np.int32))
    errors = [RowError(i + 2, *told) for i in sorted(faulty) if i < len(plain)]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "a.rejected.csv"
        assert write_rejected(file, table, errors) == len(errors)
        for row in csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"):
            assert not any(map(is_formula, row))
        found = read(file)
    assert rows_of(found) == [tuple(plain[error.row - 2]) for error in errors]
    assert tuple(found.columns) == tuple("abcd")


@given(text=st.text(max_size=200))
def test_a_value_shown_is_short_and_on_one_line(text: str) -> None:
    shown = cut(text)
    assert len(shown) <= VALUE_LENGTH
    assert shown.isprintable()
