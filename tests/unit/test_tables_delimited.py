"""Text tables: delimiter, quotation marks, line ends, row numbers, cells that are too many, too few or too long."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.tables import read
from tryggve.ingest.tables.unfit_cells import FIELD_LIMIT


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tabell.csv"


def table(file: Path, text: str | bytes) -> RawTable:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(file)


def rows(found: RawTable) -> list[tuple[str, ...]]:
    return [tuple(found.row(i).values()) for i in range(len(found))]


def note(found: RawTable, words: str) -> bool:
    return any(words in text for text in found.notes)


@pytest.mark.parametrize(
    ("delimiter", "name"), [(";", "semicolon"), (",", "comma"), ("\t", "tab"), ("|", "vertical bar")]
)
def test_the_delimiter_is_found(file: Path, delimiter: str, name: str) -> None:
    found = table(file, "fran,kategori,plats\n2025-03-02,stöld,Torget\n".replace(",", delimiter))
    assert rows(found) == [("2025-03-02", "stöld", "Torget")]
    assert f"Delimiter: {name}." in found.notes


@pytest.mark.parametrize(
    ("text", "first"),
    [
        # A decimal comma divides every row but not the heading.
        ("id;x;y\n1;1,5;2,5\n2;3,5;4,5\n", ("1", "1,5", "2,5")),
        # One decimal column, and a title with one comma: commas give as many cells in both.
        ("Anmälda brott, per kommun\nomrade;andel\nA;1,5\nB;2,5\nC;3,5\n", ("A", "1,5")),
        # Lists inside a cell.
        ("id,namn,medlemmar\nG1,Ett,1|2|3\nG2,Två,4|5|6\n", ("G1", "Ett", "1|2|3")),
        # The heading has the delimiter of the texts inside quotation marks.
        ('"id","a;b;c"\n"1","x;y;z"\n"2","u;v;w"\n', ("1", "x;y;z")),
        # Years as headings and decimals in all rows: no heading looks like words.
        ("Region;2022;2023\nA;1,5;2,5\nB;3,5;4,5\n", ("A", "1,5", "2,5")),
        # Some rows are too short or too long; the decimal commas are regular.
        ("a;b;c\n1;1,5;2,5\n2;1,5;2,5\n3;1,5\n4;1,5;2,5;9\n5;1,5;2,5\n", ("1", "1,5", "2,5")),
        # Commas in free text.
        ("id;text\n1;hej, du\n2;en, två, tre\n3;ingen\n", ("1", "hej, du")),
        # Texts that are themselves quoted, and texts that hold other delimiters at line ends.
        ('id;b;c\n1;"""";"x\n,0"\n2;"""";"y\n,0"\n', ("1", '"', "x\n,0")),
        ("bara_en_kolumn\nett\ntvå\n", ("ett",)),
    ],
)
def test_the_delimiter_is_not_taken_from_texts_and_numbers(file: Path, text: str, first: tuple[str, ...]) -> None:
    assert rows(table(file, text))[0] == first


def test_a_first_line_can_declare_the_delimiter_and_has_no_row_number(file: Path) -> None:
    found = table(file, "sep=,\nid,x\n1,a;b\n2,c;d\n")
    assert rows(found) == [("1", "a;b"), ("2", "c;d")]
    assert found.row_numbers.tolist() == [2, 3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_line_ends(file: Path, end: str) -> None:
    found = table(file, end.join(["a;b", "1;2", "", '3;"fyra', 'rader"', ""]))
    inside = {"\r\r\n": "\r\n"}.get(end, end)
    assert rows(found) == [("1", "2"), ("3", f"fyra{inside}rader")]
    assert found.row_numbers.tolist() == [2, 4]


def test_line_ends_may_be_mixed_and_other_unicode_marks_divide_no_lines(file: Path) -> None:
    found = table(file, "a;b\r\n1;x\u2028y\x0bz\r2;\x85\n3;d")
    assert rows(found) == [("1", "x\u2028y\x0bz"), ("2", ""), ("3", "d")]


def test_row_numbers_are_those_of_a_spreadsheet(file: Path) -> None:
    found = table(file, 'a;b\n\n1;"två\nrader"\n;\n  ; \n2;x\n')
    assert rows(found) == [("1", "två\nrader"), ("2", "x")]
    assert found.row_numbers.tolist() == [3, 6]


def test_quotation_marks(file: Path) -> None:
    found = table(file, 'a;b;c\n"x;y";"hon sa ""hej""";han sa "hej"\n')
    assert rows(found) == [("x;y", 'hon sa "hej"', 'han sa "hej"')]


def test_text_after_a_quoted_part_stays_as_it_is_written(file: Path) -> None:
    found = table(file, 'a;b;c\n"Loke" sa nej;"en; två";3\n4;5;6\n')
    assert rows(found) == [('"Loke" sa nej', "en; två", "3"), ("4", "5", "6")]


def test_a_quotation_mark_that_is_never_closed_takes_no_other_row_with_it(file: Path) -> None:
    good = "".join(f"{i};b{i};c{i}\n" for i in range(3, 1500))
    found = table(file, f'a;b;c\n1;2;3\n2;19" skärm;x\n2;"19 tum;x\n{good}')
    assert [(e.row, e.value) for e in found.errors] == [(4, '2;"19 tum;x')]
    assert "never closed" in found.errors[0].what
    assert found.rejected_texts == {4: ('2;"19 tum;x',)}
    assert len(found) == 2 + 1497
    assert found.row_numbers.tolist()[:3] == [2, 3, 5]


def test_what_spills_from_an_unclosed_quotation_mark_is_no_row(file: Path) -> None:
    found = table(file, 'a;b;c\n1;"rad ett\nrad två" mer;3\n4;5;6\n7;8\n')
    assert rows(found) == [("4", "5", "6"), ("7", "8", "")]
    assert [(e.row, e.what[:20]) for e in found.errors] == [(2, "A quotation mark is "), (3, "The row follows on o")]


def test_a_blank_row_after_an_unclosed_quotation_mark_is_no_error(file: Path) -> None:
    found = table(file, 'a;b\n1;"två\n\n3;4\n')
    assert rows(found) == [("3", "4")]
    assert [error.row for error in found.errors] == [2]


def test_quotation_marks_in_disorder_throughout_end_the_reading(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Each line leaves a quotation mark open both when it begins inside one and when it does not.
    monkeypatch.setattr("tryggve.ingest.tables.records.REREAD_LIMIT", 10_000)
    with pytest.raises(FileError, match="in disorder"):
        table(file, "a,b\n" + 'a","\n' * 3000)


def test_short_rows_are_padded_and_noted(file: Path) -> None:
    found = table(file, "a;b;c\n1;2\n3\n4;5;6\n")
    assert rows(found) == [("1", "2", ""), ("3", "", ""), ("4", "5", "6")]
    assert note(found, "2 rows have fewer cells than there are headings (first: row 2)")


def test_rows_with_too_many_cells_are_given_back(file: Path) -> None:
    found = table(file, "a;b\n1;2\n3;4;5\n6;7;;\n8;9\n")
    assert rows(found) == [("1", "2"), ("6", "7"), ("8", "9")]
    (error,) = found.errors
    assert (error.row, error.value, error.what) == (3, "5", "The row has 3 cells, but there are 2 headings.")
    assert "quotation marks" in error.how
    assert found.rejected_texts == {3: ("3", "4", "5")}


def test_personal_data_are_masked_in_what_is_shown_and_kept_in_what_is_given_back(file: Path) -> None:
    found = table(file, "a;b\n1;2\n3;4;skriv till nn@example.org\n")
    assert "nn@example.org" not in found.errors[0].value
    assert found.errors[0].value.startswith("skriv till [")
    assert found.rejected_texts[3][2] == "skriv till nn@example.org"


def test_a_nul_byte_is_an_error_of_its_row(file: Path) -> None:
    found = table(file, "a;b\n1;x\n2;y\0z\n3;w\n")
    assert rows(found) == [("1", "x"), ("3", "w")]
    (error,) = found.errors
    assert (error.row, error.column, error.value) == (3, "b", "y␀z")
    assert found.rejected_texts == {3: ("2", "y\0z")}


@pytest.mark.parametrize("break_", ["", "\n"])
def test_a_field_over_a_million_characters_is_an_error_of_its_row(file: Path, break_: str) -> None:
    long = "å" * 600_000 + break_ + "ä" * 500_000
    fits = "b" * FIELD_LIMIT
    found = table(file, f'a;b\n1;x\n2;"{long}"\n3;"{fits}"\n4;w\n')
    assert [row[0] for row in rows(found)] == ["1", "3", "4"]
    (error,) = found.errors
    assert (error.row, error.column, len(error.value)) == (3, "b", 80)
    assert found.rejected_texts[3] == ("2", long)
    assert found.columns["b"].values == ("x", fits, "w")
    assert found.row_numbers.tolist() == [2, 4, 5]


def test_a_cell_beyond_all_measure_does_not_stop_the_reading(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tryggve.ingest.tables.records.RECORD_LIMIT", 200_000)
    before = csv.field_size_limit(131_072)
    try:
        found = table(file, f"a;b\n1;x\n2;{'y' * 1_200_000}\n3;z\n")
    finally:
        csv.field_size_limit(before)
    assert rows(found) == [("1", "x"), ("3", "z")]
    assert found.errors[0].row == 3
    assert "1200000 characters" in found.errors[0].what


def test_doubled_and_missing_headings(file: Path) -> None:
    found = table(file, "antal;antal; antal (2) ;;Antal\n1;2;3;4;5\n")
    assert tuple(found.columns) == ("antal", "antal (3)", "antal (2)", "kolumn_4", "Antal")
    assert note(found, "Two columns are called “antal”: one is read as “antal (3)”")
    assert note(found, "Columns without a heading were given a name: kolumn_4")


def test_columns_without_heading_and_text_go_away(file: Path) -> None:
    found = table(file, "a;b;;\n1;2;;\n3;4; ;\n")
    assert tuple(found.columns) == ("a", "b")
    assert rows(found) == [("1", "2"), ("3", "4")]
    assert not found.errors


def test_the_last_column_may_lack_its_heading(file: Path) -> None:
    found = table(file, "namn;datum;\nA;2025-01-01;7\nB;2025-01-02;8\n")
    assert tuple(found.columns) == ("namn", "datum", "kolumn_3")
    assert rows(found) == [("A", "2025-01-01", "7"), ("B", "2025-01-02", "8")]


def test_headings_lose_line_breaks_and_doubled_blanks(file: Path) -> None:
    found = table(file, '"Plats\nför händelsen";"\ufeffuppgift  saknas"\n1;2\n')
    assert tuple(found.columns) == ("Plats för händelsen", "uppgift saknas")


def test_cells_of_blanks_are_blank_and_others_keep_theirs(file: Path) -> None:
    found = table(file, "a;b;c\n1; ;\u00a0\n2; x ;\n")
    assert rows(found) == [("1", "", ""), ("2", " x ", "")]
    assert len(set(found.columns["b"].values)) == len(found.columns["b"].values)


def test_leading_zeros_and_the_three_kinds_of_nothing_stay(file: Path) -> None:
    found = table(file, "kod;antal\n0114;..\n0115;-\n0117;\n")
    assert rows(found) == [("0114", ".."), ("0115", "-"), ("0117", "")]


def test_decimal_commas_are_noted_and_left(file: Path) -> None:
    found = table(file, "namn;x;text\nA;1,5;ett, två\nB;-20,25;tre\n")
    assert found.columns["x"].values == ("1,5", "-20,25")
    assert "Decimal comma in: x." in found.notes


def test_texts_that_look_like_formulas_are_noted_and_left(file: Path) -> None:
    cells = ["=1+1", "+46 70", "-5", "-5,5", "@x", "+3", "-", "\tx", "- punkt", '=HYPERLINK("x")']
    found = table(file, "n;text\n" + "".join(f'{i};"{c.replace(chr(34), chr(34) * 2)}"\n' for i, c in enumerate(cells)))
    assert list(found.columns["text"].values) == cells
    assert note(found, "6 cells begin as a formula does (= + - @) and were kept as text, in: text.")


def test_only_a_heading_is_a_table_without_rows(file: Path) -> None:
    found = table(file, "fran;kategori\n")
    assert (len(found), tuple(found.columns)) == (0, ("fran", "kategori"))
    assert "The table has a heading but no rows." in found.notes


@pytest.mark.parametrize("text", ["", " \r\n\n", "\ufeff", "\ufeff\n"])
def test_an_empty_file_is_refused(file: Path, text: str) -> None:
    with pytest.raises(FileError, match=r"tabell\.csv is empty\. Export"):
        table(file, text)


def test_delimiters_alone_are_no_table(file: Path) -> None:
    with pytest.raises(FileError, match="holds no table"):
        table(file, ";;;\n;;;\n")


def test_too_many_columns_are_refused(file: Path) -> None:
    with pytest.raises(FileError, match="has 2001 columns"):
        table(file, ";".join(f"k{i}" for i in range(2001)) + "\n" + ";".join("1" * 2001) + "\n")


def test_a_long_file_is_coded_over_its_pieces(file: Path) -> None:
    lines = [f"{i};{'abc'[i % 3]}" for i in range(2500)]
    found = table(file, "id;slag\n" + "\n".join(lines) + "\n")
    assert found.columns["slag"].values == ("a", "b", "c")
    assert [f"{found.columns['id'][i]};{found.columns['slag'][i]}" for i in range(2500)] == lines
    assert found.row_numbers.tolist() == list(range(2, 2502))


def test_the_file_is_named_and_fingerprinted(file: Path) -> None:
    found = table(file, "a;b\n1;2\n")
    assert (found.file.name, found.file.size) == ("tabell.csv", 8)
    # printf 'a;b\n1;2\n' | sha256sum
    assert found.file.sha256 == "403bea5152c251c5bc7ef420d824d191605723f99392e83a0549ad58c6d46291"
