from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from tests.unit.sample_table import of_columns, table
from tryggve.domain.area import Area, AreaRegister
from tryggve.domain.calendar_days import day_number
from tryggve.domain.coverage import Cadence, Reporter
from tryggve.domain.language import use_language
from tryggve.ingest.reporters import is_reporters, read_reporters

HEADING = "organisation;organisationstyp;omraden;fran;till;takt\n"
REGISTER = AreaRegister(
    "Påhitt",
    (Area("A1", "Norrgärdet", "district"), Area("A2", "Sörgärdet", "district"), Area("R2", "Sörgärdet", "regso")),
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


def day(text: str) -> int:
    return day_number(dt.date.fromisoformat(text))


def test_reporters_by_the_contract() -> None:
    reporters, errors = read_reporters(
        table(
            HEADING + "Norra skolan;skola;A1|Sörgärdet västra;2024-01-01;2024-12-31;vecka\n"
            "Fältgruppen; Fältare ;;2024-01-01;;varannan_vecka\nBiblioteket;bibliotek;A1;2024-01-01;;månad"
        )
    )
    assert errors == ()
    assert reporters == (
        Reporter(
            "Norra skolan", "school", (("area", "A1"), ("area", "Sörgärdet västra")),
            day("2024-01-01"), day("2024-12-31"), Cadence.WEEKLY,
        ),
        Reporter("Fältgruppen", "field_workers", (), day("2024-01-01"), None, Cadence.FORTNIGHTLY),
        Reporter("Biblioteket", "library", (("area", "A1"),), day("2024-01-01"), None, Cadence.MONTHLY),
    )  # fmt: skip


def test_english_headings_are_accepted() -> None:
    text = table("organisation;kind;areas;from;to;cadence\nLibrary;library;;2024-01-01;;weekly")
    assert is_reporters(text)
    reporters, errors = read_reporters(text)
    assert errors == ()
    assert reporters[0].cadence is Cadence.WEEKLY


def test_what_a_list_of_reporters_looks_like() -> None:
    assert is_reporters(table(HEADING + "a;b;c;d;e;f"))
    assert is_reporters(table("takt;fran;organisationstyp;organisation\na;b;c;d"))
    assert not is_reporters(table("fran;kategori;organisation;organisationstyp\na;b;c;d"))


def test_areas_are_looked_up_in_the_register() -> None:
    reporters, errors = read_reporters(
        table(
            HEADING + "a;skola;A1|norrgärdet|R2;2024-01-01;;vecka\nb;skola;Sörgärdet;2024-01-01;;vecka\n"
            "c;skola;A9;2024-01-01;;vecka"
        ),
        REGISTER,
    )
    assert [reporter.areas for reporter in reporters] == [(("district", "A1"), ("regso", "R2"))]
    assert [(error.row, error.column, error.what) for error in errors] == [
        (3, "omraden", "The name fits several areas: A2 (district), R2 (regso)."),
        (4, "omraden", "There is no area A9 in the areas file."),
    ]


@pytest.mark.parametrize(
    ("row", "column", "part"),
    [
        (";skola;;2024-01-01;;vecka", "organisation", "organisation is missing"),
        ("a;cirkus;;2024-01-01;;vecka", "organisationstyp", "kind of organisation"),
        ("a;;;2024-01-01;;vecka", "organisationstyp", "kind of organisation"),
        ("a;skola;;2024-01-01;;ibland", "takt", "cadence"),
        ("a;skola;;2024-01-01;;", "takt", "cadence"),
        ("a;skola;;;;vecka", "fran", "first day is missing"),
        ("a;skola;;igår;;vecka", "fran", "not a date"),
        ("a;skola;;2024-01-01 10:00;;vecka", "fran", "not a date"),
        ("a;skola;;2024-01-01;2023-12-31;vecka", "till", "ends before it begins"),
    ],
)
def test_faults(row: str, column: str, part: str) -> None:
    reporters, errors = read_reporters(table(HEADING + row + "\nb;skola;;2024-01-01;;vecka"))
    assert [reporter.organisation for reporter in reporters] == ["b"]
    assert [(error.row, error.column) for error in errors] == [(2, column)]
    assert part in errors[0].what


def test_choices_are_listed() -> None:
    _reporters, errors = read_reporters(table(HEADING + "a;cirkus;;2024-01-01;;ibland"))
    assert "field workers" in errors[0].how
    assert errors[1].how == "Use one of: vecka, varannan vecka, månad."


def test_the_same_reporter_twice_would_be_expected_twice() -> None:
    row = "a;skola;;2024-01-01;;vecka\n"
    reporters, errors = read_reporters(table(HEADING + row + row))
    assert len(reporters) == 1
    assert errors[0].what == "The same reporter as in row 2."


def test_an_empty_list() -> None:
    empty = of_columns({name: [] for name in HEADING.strip().split(";")})
    assert read_reporters(empty) == ((), ())
