from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.sample_table import context, of_columns, table
from tryggve.domain.incident import TimePrecision
from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.mapping import apply
from tryggve.ingest.profile import Kind, guess_profile
from tryggve.ingest.profile_toml import profile_from_toml


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


def days(n: int) -> list[str]:
    return [f"2025-03-{1 + i % 28:02d}" for i in range(n)]


def test_swedish_headings_are_understood_and_every_column_explained() -> None:
    guessed = guess_profile(table("Tidpunkt;Händelsetyp;Stadsdel;Kommentar\n2025-03-02 14.30;Klotter;Norrgärdet;text"))
    assert {name: headings[0] for name, headings in guessed.columns.items()} == {
        "time": "Tidpunkt",
        "category": "Händelsetyp",
        "area": "Stadsdel",
        "text": "Kommentar",
    }
    assert guessed.notes[0] == "Tidpunkt is read as time: the heading."
    assert len(guessed.notes) == len(guessed.columns)


def test_a_guessed_profile_can_be_saved_and_read_again() -> None:
    guessed = guess_profile(table("Tidpunkt;Händelsetyp\n2025-03-02 14.30;Klotter"))
    again = profile_from_toml(guessed.to_toml(), "gissad")
    assert again.columns == guessed.columns
    assert guessed.to_toml().startswith("# Tidpunkt is read as time")


def test_northings_under_the_heading_x_are_read_as_y_and_said() -> None:
    guessed = guess_profile(
        of_columns({"Tidpunkt": days(3), "X": ["6581000", "6581100", "6581200"], "Y": ["674000", "674100", "674200"]})
    )
    # "X" and "Y" alone make the shipped profile; a heading that no shipped profile knows leaves it to the contents.
    assert guessed.columns["x"] == ("Y",)
    assert guessed.columns["y"] == ("X",)
    assert any("SWEREF 99 TM" in note for note in guessed.notes)


def test_date_and_clock_in_two_columns_are_both_used() -> None:
    text = table("Händelsedatum;Klockslag;Brott\n2025-03-02;14.30;Klotter\n2025-03-03;;Stöld")
    guessed = guess_profile(text)
    assert guessed.columns["date"] == ("Händelsedatum",)
    assert guessed.columns["clock"] == ("Klockslag",)
    mapped = apply(text, guessed, context())
    assert mapped.incidents.time_precision.tolist() == [TimePrecision.INSTANT, TimePrecision.DAY]
    assert mapped.incidents.hour.tolist() == [14, -1]


def test_a_heading_whose_cells_are_something_else_is_not_believed() -> None:
    guessed = guess_profile(
        table("Från;Inkom;Typ\nreceptionen;2025-03-02;Klotter\nvaktmästaren;2025-03-03;Stöld\nskolan;2025-03-04;Stöld")
    )
    assert guessed.columns["time"] == ("Inkom",)


def test_a_column_of_few_different_words_is_the_category() -> None:
    guessed = guess_profile(
        of_columns({"Inkom": days(20), "Sort": ["Klotter", "Bråk"] * 10, "Nr": [*map(str, range(20))]})
    )
    assert guessed.columns["category"] == ("Sort",)


def test_two_columns_of_few_words_are_not_chosen_between() -> None:
    columns = {"Inkom": days(20), "Sort": ["Klotter", "Bråk"] * 10, "Slag": ["Stöld", "Klotter"] * 10}
    with pytest.raises(FileError, match="tells what happened: Inkom, Sort, Slag"):
        guess_profile(of_columns(columns))


@pytest.mark.parametrize(
    "text",
    [
        "a;b\n1;2\n3;4",
        "a;b\n2025-03-01;2025-03-02\n2025-03-03;2025-03-04",  # which of the two?
        "kommun;folkmängd\nNorrby;1200",
        "Tidpunkt;Typ\nigår;Klotter",
    ],
)
def test_what_cannot_be_told_is_shown_with_its_columns(text: str) -> None:
    with pytest.raises(FileError) as refused:
        guess_profile(table(text))
    assert ", ".join(table(text).columns) in refused.value.what
    assert "[columns]" in refused.value.how


def test_an_empty_table_is_refused_and_not_guessed() -> None:
    with pytest.raises(FileError):
        guess_profile(of_columns({"a": [], "b": []}))


@pytest.mark.parametrize(
    ("text", "wide"),
    [
        ("Lokalpolisområde;Brott;År;Månad;Antal\nNord;Stöld;2024;1;5\nNord;Stöld;2024;2;6", False),
        ("Ärendetyp;2023;2024\nKlotter;120;130\nNedskräpning;1;<5", True),
        ("Distrikt;jan 2024;feb 2024\nNord;1 200;..", True),
    ],
)
def test_tables_of_counts_are_recognised_as_such(text: str, wide: bool) -> None:
    guessed = guess_profile(table(text))
    assert guessed.kind is Kind.COUNTS
    assert guessed.wide is wide
    assert not apply(table(text), guessed, context()).errors


def test_incidents_with_a_column_of_numbers_are_no_table_of_counts() -> None:
    guessed = guess_profile(table("Inkom;År;Antal;Typ\n2025-03-02;2025;1;Klotter\n2025-03-05;2025;2;Stöld"))
    assert guessed.kind is Kind.INCIDENTS
    assert guessed.columns["n"] == ("Antal",)
