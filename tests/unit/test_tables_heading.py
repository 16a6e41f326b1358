"""Titles above a table, the heading, and notes below it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tryggve.domain.language import use_language
from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.tables import read
from tryggve.ingest.tables.heading import Heading, find_heading


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


def grid(text: str) -> list[list[str]]:
    """Rows of cells from a drawing: cells between bars, one row a line."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").splitlines()]


def table(folder: Path, text: str) -> RawTable:
    file = folder / "tabell.csv"
    file.write_text(text, encoding="utf-8")
    return read(file)


@pytest.mark.parametrize(
    ("drawing", "first", "last", "names"),
    [
        ("a | b\n1 | 2", 0, 0, "a b"),
        # Titles, unpadded and padded as a spreadsheet saves them.
        ("Anmälda brott\n\nRegion | Antal | Andel\nA | 1 | 2", 2, 2, "Region Antal Andel"),
        ("Anmälda brott | | \n | | \nRegion | Antal | Andel\nA | 1 | 2", 2, 2, "Region Antal Andel"),
        ("Anmälda brott | | | \nUttagsdatum: | 2025-01-07 | | \nRegion | Jan | Feb | Mar\nA | 1 | 2 | 3", 2, 2, None),
        ("Källa: | Polisen\nUttag: | 2025\nomrade | antal\nA | 1\nB | 2", 2, 2, "omrade antal"),
        ("Tabell 3 | kvartal 2\nRegion | Jan | Feb | Mar\nA | 1 | 2 | 3\nB | 1 | 2 | 3", 1, 1, "Region Jan Feb Mar"),
        # Years as headings; a corner without text.
        ("Region | 2022 | 2023\nA | 1 | 2", 0, 0, "Region 2022 2023"),
        ("Titel\n | 2022 | 2023\nA | 1 | 2", 1, 1, " 2022 2023"),
        # Row names without a heading, as statistics programs write.
        (" | a | b\nx | y | z\nu | v | w", 0, 0, " a b"),
        # The rows reach further than the headings.
        ("namn | datum\nA | 2025-01-01 | 7\nB | 2025-01-02 | 8", 0, 0, "namn datum"),
        # Most rows leave the last columns blank.
        ("a | b | c | d\n1 | 2\n3 | 4\n5 | 6 | 7 | 8", 0, 0, "a b c d"),
        ("Namn: | Antal:\nA | 1\nB | 2", 0, 0, "Namn:|Antal:"),
        # One column: no title can be told.
        ("kommun\nA\nB", 0, 0, "kommun"),
        # A row that is far too long is not the measure.
        ("a | b\n1 | 2\n" + " | ".join("x" * 40) + "\n3 | 4", 0, 0, "a b"),
    ],
)
def test_the_heading_is_found(drawing: str, first: int, last: int, names: str | None) -> None:
    rows = grid(drawing)
    expected = tuple(rows[first]) if names is None else tuple(names.split("|" if "|" in names else " "))
    assert find_heading(rows) == Heading(first, last, expected)


@pytest.mark.parametrize(
    ("drawing", "names"),
    [
        (
            "Region | 2023 | | 2024 | \n | Antal | Andel | Antal | Andel\nA | 1 | 2 | 3 | 4",
            ["Region", "2023 / Antal", "2023 / Andel", "2024 / Antal", "2024 / Andel"],
        ),
        (
            " | Antal | | Andel | \nRegion | 2022 | 2023 | 2022 | 2023\nA | 1 | 2 | 3 | 4",
            ["Region", "Antal / 2022", "Antal / 2023", "Andel / 2022", "Andel / 2023"],
        ),
        (
            "Anmälda brott | | | | \n | Antal | | Andel | \nRegion | a | b | c | d\nA | 1 | 2 | 3 | 4",
            ["Region", "Antal / a", "Antal / b", "Andel / c", "Andel / d"],
        ),
        # The narrow upper row stays above the wide lower one.
        (
            "Område | Brott | | | | | \n | Våld | Stöld | Skade | Brand | Fusk | Trafik\nA | 1 | 2 | 3 | 4 | 5 | 6",
            [
                "Område", "Brott / Våld", "Brott / Stöld", "Brott / Skade", "Brott / Brand", "Brott / Fusk",
                "Brott / Trafik",
            ],
        ),
    ],
)  # fmt: skip
def test_a_heading_of_two_rows_is_joined(drawing: str, names: list[str]) -> None:
    heading = find_heading(grid(drawing))
    assert heading is not None
    assert list(heading.names) == names
    assert heading.last == heading.first + 1


def test_a_title_beside_a_blank_corner_is_not_taken_for_a_group() -> None:
    heading = find_heading(grid("Anmälda brott | | \n | Antal | Andel\nA | 1 | 2"))
    assert heading == Heading(1, 1, ("", "Antal", "Andel"))


def test_no_text_no_heading() -> None:
    assert find_heading([[], ["", " "]]) is None


def test_titles_and_notes_are_left_out_and_told(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        "Anmälda brott i riket\nPreliminära uppgifter, per månad\n\n"
        "Region;Antal;Andel\nNorra;12;1,5\nSödra;..;-\n\nKälla: påhittad\n1) Avrundat; se bilagan\n",
    )
    # The last note holds the delimiter: it fills two cells and is a row, so the one above it is no note either.
    assert found.row_numbers.tolist() == [5, 6, 8, 9]
    assert any("2 rows above the heading were left out as titles" in text for text in found.notes)


@pytest.mark.parametrize(
    "below",
    [
        "\nKälla: påhittad\nSe bilagan\n",
        "Källa: påhittad\nSe bilagan\n",
        "Källa: påhittad;;\nSe bilagan; ;\n",
        "* Preliminär;;\n1) Avrundat;;\n",
        "\nEndast\nord\n",
        "Uttag gjort i januari\nSe bilagan\n",
        "\nKälla: påhittad; hämtad i januari\nSe bilagan\n",
    ],
)
def test_notes_below_the_table(tmp_path: Path, below: str) -> None:
    found = table(tmp_path, "Region;Antal;Andel\nNorra;12;1\nSödra;13;2\n" + below)
    assert found.columns["Region"].values == ("Norra", "Södra")
    assert found.row_numbers.tolist() == [2, 3]
    assert any("2 rows below the table were left out as notes" in text for text in found.notes)


@pytest.mark.parametrize("last", ["Mellersta;;\n", "Mellersta\n", "Mella"])
def test_a_last_row_of_one_cell_is_a_row_unless_it_looks_like_a_note(tmp_path: Path, last: str) -> None:
    found = table(tmp_path, "Region;Antal;Andel\nNorra;12;1\nSödra;13;2\n" + last)
    assert len(found) == 3


def test_rows_of_one_cell_inside_the_table_stay(tmp_path: Path) -> None:
    found = table(tmp_path, "Region;Antal\nKälla A;\n\nKälla B;\nSödra;13\n")
    assert found.row_numbers.tolist() == [2, 4, 5]


def test_a_table_in_which_only_the_first_column_is_filled_is_no_note(tmp_path: Path) -> None:
    found = table(tmp_path, "Anmärkning;Antal\nKälla A;\nKälla B;\n")
    assert len(found) == 2
