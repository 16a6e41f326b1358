from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.unit.sample_table import context, of_columns, read, table
from tryggve.domain.area import MUNICIPALITY, Area, AreaRegister
from tryggve.domain.calendar_days import day_number
from tryggve.domain.count import CellStatus, Count
from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.count_cells import read_cell
from tryggve.ingest.mapping import Mapped, apply
from tryggve.ingest.numbers import parse_number, parse_numbers
from tryggve.ingest.period_texts import is_preliminary, parse_period_text, period_of_parts
from tryggve.ingest.profile import load_profile

LONG, WIDE, BRA, BRA_TABLE = (load_profile(name) for name in ("antal", "antal_bred", "bra", "bra_tabell"))
REGISTER = AreaRegister(
    "Påhitt",
    (
        Area("all", "Påhitt", MUNICIPALITY),
        Area("A1", "Norrgärdet", "district", aliases=("Norr",)),
        Area("A2", "Sörgärdet", "district"),
        Area("R1", "Sörgärdet", "regso"),
    ),
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


def days(first: str, last: str) -> tuple[int, int]:
    return day_number(dt.date.fromisoformat(first)), day_number(dt.date.fromisoformat(last))


def long(rows: str, register: AreaRegister | None = None) -> Mapped:
    return read("omrade;period;kategori;antal\n" + rows, LONG, register)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12), ("12,5", 12.5), ("12.5", 12.5), ("1 234", 1234), ("1\u00a0234,5", 1234.5),
        ("1\u202f234\u202f567", 1234567),
        ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("1.234.567", 1234567), ("1,234", 1.234), ("1.234", 1.234),
        ("\u22125", -5), ("+5", 5), (" 7 ", 7), ("1e3", 1000), (",5", 0.5), ("5,", 5),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text", ["", "-", "..", "x", "1 23", "12 34", "1_000", "nan", "inf", "1e999", "1,2,3", "٣", "5 st", "0x10", "1.2.3"]
)
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


def test_numbers_of_a_column() -> None:
    for texts in (["1", "", "2.5"], ["1", "", "2,5"], ["1_0", "nan", "3"]):
        numbers = parse_numbers(texts)
        one_by_one = [parse_number(text) for text in texts]
        assert [None if v != v else v for v in numbers.value.tolist()] == one_by_one
        assert numbers.bad.tolist() == [bool(t) and v is None for t, v in zip(texts, one_by_one, strict=True)]


@pytest.mark.parametrize(
    ("text", "label", "first", "last"),
    [
        ("2024", "2024", "2024-01-01", "2024-12-31"),
        ("2024-05", "2024-05", "2024-05-01", "2024-05-31"),
        ("maj 2024", "2024-05", "2024-05-01", "2024-05-31"),
        ("Jan. 2024", "2024-01", "2024-01-01", "2024-01-31"),
        ("2024M02", "2024-02", "2024-02-01", "2024-02-29"),
        ("2024K3", "2024-K3", "2024-07-01", "2024-09-30"),
        ("2024-K3", "2024-K3", "2024-07-01", "2024-09-30"),
        ("Q3 2024", "2024-K3", "2024-07-01", "2024-09-30"),
        ("kvartal 3 2024", "2024-K3", "2024-07-01", "2024-09-30"),
        ("2024-T2", "2024-T2", "2024-05-01", "2024-08-31"),
        ("2024-W05", "2024-W05", "2024-01-29", "2024-02-04"),
        ("2024 v 5", "2024-W05", "2024-01-29", "2024-02-04"),
        ("2024 v. 12", "2024-W12", "2024-03-18", "2024-03-24"),
        ("vecka 53 2020", "2020-W53", "2020-12-28", "2021-01-03"),
        ("2024-01-01..2024-06-30", "2024-01-01..2024-06-30", "2024-01-01", "2024-06-30"),
        ("2025*", "2025", "2025-01-01", "2025-12-31"),
    ],
)
def test_periods(text: str, label: str, first: str, last: str) -> None:
    period = parse_period_text(text)
    assert period is not None
    assert (period.label, period.first_day, period.last_day) == (label, *days(first, last))


@pytest.mark.parametrize(
    "text",
    ["", "antal", "24", "1234", "2024-13", "2024-K5", "2021-W53", "2024-W60", "maj", "majo 2024",
     "2024-06-30..2024-01-01", "2024-05-03", "202405", "12024", "per_100k", "2024 v"],
)  # fmt: skip
def test_what_is_no_period(text: str) -> None:
    assert parse_period_text(text) is None


def test_preliminary_marks() -> None:
    assert all(is_preliminary(text) for text in ("2025*", "2025 (prel.)", "jan 2025 prel", "2025 preliminärt"))
    assert not is_preliminary("2025")


def test_periods_in_parts() -> None:
    labels = [
        period.label if (period := period_of_parts("2014", *parts)) else None
        for parts in (("",), ("3",), ("K3",), ("", "3"), ("", "mars"), ("", "", "9"), ("3", "3"), ("5",), ("x",))
    ]
    assert labels == ["2014", "2014-K3", "2014-K3", "2014-03", "2014-03", "2014-W09", None, None, None]


@pytest.mark.parametrize(
    ("text", "status", "value"),
    [
        ("12", CellStatus.VALUE, 12),
        ("0", CellStatus.VALUE, 0),
        ("1 234", CellStatus.VALUE, 1234),
        ("12,0", CellStatus.VALUE, 12),
        ("", CellStatus.BLANK, None),
        ("..", CellStatus.SUPPRESSED, None),
        ("<5", CellStatus.SUPPRESSED, None),
        ("-", CellStatus.DASH, None),
        ("–", CellStatus.DASH, None),
        ("1,5", None, None),
        ("1.234", None, None),
        ("-3", None, None),
        ("n/a", None, None),
        (".", None, None),
        ("99999999999", None, None),
    ],
)
def test_cells(text: str, status: CellStatus | None, value: int | None) -> None:
    cell = read_cell(text, zero_dash=False)
    assert (cell.status, cell.value) == (status, value)
    assert bool(cell.what) == bool(cell.how) == (status is None)


def test_a_dash_is_zero_only_where_the_profile_says_so() -> None:
    assert read_cell("-", zero_dash=True).value == 0
    assert read_cell("..", zero_dash=True).status is CellStatus.SUPPRESSED
    assert read_cell("", zero_dash=True).status is CellStatus.BLANK


def test_a_long_table() -> None:
    mapped = long("Z1;2024-05;Klotter;12\nZ1;2024K3;Kattbråk;-")
    assert mapped.errors == ()
    assert len(mapped.incidents) == 0
    first, second = mapped.counts
    assert first == Count(
        1, 2, "fil", "klotter", "Klotter", "area", "Z1", "Z1", *days("2024-05-01", "2024-05-31"), 12, CellStatus.VALUE
    )
    assert (second.category, second.label, second.value, second.status) == ("", "Kattbråk", None, CellStatus.DASH)


def test_three_kinds_of_nothing_are_three_notes_and_no_numbers() -> None:
    mapped = long("Z1;2024;a;\nZ1;2024;b;..\nZ1;2024;c;-")
    assert [count.value for count in mapped.counts] == [None, None, None]
    assert [note.split(":")[0] for note in mapped.notes] == ["Empty cells", "Hidden cells (..)", "Cells with a dash"]


def test_faulty_cells_are_named_and_the_rest_goes_on() -> None:
    mapped = long("Z1;2024;a;1,5\nZ1;i fjol;a;3\nZ1;;a;3\n;2024;a;3\nZ1;2025;a;3")
    assert [(error.row, error.column) for error in mapped.errors] == [
        (2, "antal"), (3, "period"), (4, "period"), (5, "omrade"),
    ]  # fmt: skip
    assert [count.row_no for count in mapped.counts] == [6]


def test_the_same_cell_twice_is_never_added() -> None:
    mapped = read("omrade;period;kategori;kön;antal\nZ1;2024;a;K;3\nZ1;2024;a;M;4", LONG)
    assert [count.value for count in mapped.counts] == [3]
    assert [error.what for error in mapped.errors] == ["The same category, area and period already stand in row 2."]


def test_a_wide_table() -> None:
    mapped = read("Område;Kategori;2024;jan 2025*;2024 v. 12;Kommentar\nZ1;Klotter;1 234;..;-;bra", WIDE)
    assert mapped.errors == ()
    assert [(c.value, c.status, c.preliminary) for c in mapped.counts] == [
        (1234, CellStatus.VALUE, False), (None, CellStatus.SUPPRESSED, True), (None, CellStatus.DASH, False),
    ]  # fmt: skip
    assert (mapped.counts[1].first_day, mapped.counts[1].last_day) == days("2025-01-01", "2025-01-31")


def test_a_fault_of_a_wide_table_names_the_column_of_the_cell() -> None:
    mapped = read("Område;2024;2025\nZ1;1;två\nZ1;3;4", WIDE)
    assert [(error.row, error.column) for error in mapped.errors] == [(2, "2025"), (3, "2024")]
    assert [(count.row_no, count.value) for count in mapped.counts] == [(2, 1), (3, 4)]


def test_areas_by_code_name_and_level() -> None:
    mapped = long("A1;2024;a;1\nNORR;2025;a;2\nOkänt;2024;a;3\nSörgärdet;2024;a;4\nR1;2024;a;5", REGISTER)
    found = [(count.area_level, count.area_code, count.area_name) for count in mapped.counts]
    assert found == [
        ("district", "A1", "Norrgärdet"), ("district", "A1", "Norrgärdet"), ("", "Okänt", "Okänt"),
        ("regso", "R1", "Sörgärdet"),
    ]  # fmt: skip
    assert "fits several areas: A2 (district), R1 (regso)" in mapped.errors[0].what
    level = read("omrade;niva;period;antal\nSörgärdet;regso;2024;4", LONG, REGISTER)
    assert level.counts[0].area_code == "R1"


def test_without_a_column_of_areas_it_is_the_whole_municipality() -> None:
    for register, code, name in ((None, "", ""), (REGISTER, "all", "Påhitt")):
        count = read("period;kategori;antal\n2024;a;3", LONG, register).counts[0]
        assert (count.area_level, count.area_code, count.area_name) == (MUNICIPALITY, code, name)


def test_rows_of_totals_are_kept_by_their_label_and_said() -> None:
    mapped = read("Område;Kategori;2024;2025\nZ1;Klotter;1;2\nTotalt;Klotter;1;2\nZ1;Totalt;9;9", WIDE)
    assert [count.area_level for count in mapped.counts[::2]] == ["area", MUNICIPALITY, "area"]
    assert any("never added to their parts: Totalt" in note for note in mapped.notes)


def test_labels_that_share_a_code_stand_by_their_label() -> None:
    mapped = long("Z1;2024;Stöld;5\nZ1;2024;Inbrott;3\nZ1;2024;Klotter;1\nZ1;2025;klotter;1")
    assert [count.category for count in mapped.counts] == ["", "", "klotter", "klotter"]


def test_population_and_preliminary() -> None:
    text = "omrade;period;antal;befolkning;preliminar\n"
    mapped = read(f"{text}Z1;2024;3;1 200,5;ja\nZ1;2025;3;;nej\nZ1;2026;3;0;\nZ1;2027;3;;kanske", LONG)
    assert [(count.population, count.preliminary) for count in mapped.counts] == [(1200.5, True), (None, False)]
    assert [(error.row, error.column) for error in mapped.errors] == [(4, "befolkning"), (5, "preliminar")]


def test_bra_one_row_a_number() -> None:
    mapped = read(
        "kommun_kod;kommun;ar;grupp;antal;implied_population\n0001;Påhitt;1996;theft;1 150;101914\n"
        "0001;Påhitt;1997;theft;-;",
        BRA,
    )
    first, second = mapped.counts
    assert (first.source, first.area_level, first.area_code, first.area_name) == ("Brå", MUNICIPALITY, "0001", "Påhitt")
    assert (first.value, first.population) == (1150, 101914.0)
    assert (first.first_day, first.last_day) == days("1996-01-01", "1996-12-31")
    assert (second.value, second.status) == (0, CellStatus.VALUE)  # Brå's own legend: - is zero
    assert BRA.register


def test_bra_quarters() -> None:
    mapped = read(
        "kommun_kod;kommun;ar;kvartal;antal_total;preliminar\n0001;Påhitt;2014;2;2748;false\n0001;Påhitt;2015;1;..;true",
        BRA,
    )
    assert [(c.value, c.preliminary) for c in mapped.counts] == [(2748, False), (None, True)]
    assert (mapped.counts[0].first_day, mapped.counts[0].last_day) == days("2014-04-01", "2014-06-30")


def test_footnotes_glued_to_labels_fall_away_but_a_labels_own_digits_stay() -> None:
    labels = ["Misshandel1", "Stöld 2)", "Rån1)", "mot barn 0-6 år3", "åldern 7-14", "Totalt"]
    rows = "\n".join(f"{label};{i}" for i, label in enumerate(labels))
    mapped = read(f"Brottstyp;2024\n{rows}", BRA_TABLE)
    assert [count.label for count in mapped.counts] == [
        "Misshandel",
        "Stöld",
        "Rån",
        "mot barn 0-6 år",
        "åldern 7-14",
        "Totalt",
    ]


def test_a_register_that_names_the_municipality_meets_the_stores_own() -> None:
    count = read("kommun_kod;kommun;ar;grupp;antal\n0001;Påhitt;1996;theft;3", BRA, REGISTER).counts[0]
    assert (count.area_level, count.area_code) == (MUNICIPALITY, "all")


def test_a_table_without_the_needed_columns_is_refused() -> None:
    with pytest.raises(FileError, match="no column for value"):
        read("omrade;period\nZ1;2024", LONG)
    with pytest.raises(FileError, match="no column for period/year"):
        read("omrade;antal\nZ1;3", LONG)
    with pytest.raises(FileError, match="no column for a period"):
        read("omrade;antal\nZ1;3", WIDE)


def test_an_empty_table_of_counts() -> None:
    assert apply(of_columns({"period": [], "antal": []}), LONG, context()).counts == ()


def test_mapping_of_categories_by_the_profile() -> None:
    own = replace(LONG, categories={"klotter": ("7 kap",)})
    assert read("period;kategori;antal\n2024;7 kap;3", own).counts[0].category == "klotter"


def test_headings_of_the_sample_are_those_of_the_profile() -> None:
    assert set(table("omrade;period;kategori;antal\na;b;c;d").columns) <= {
        heading for headings in LONG.columns.values() for heading in headings
    }
