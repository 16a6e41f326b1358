"""The spreadsheet: numbers as numbers, texts as texts, names Excel takes, the same bytes."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from tests.unit import sample_situation
from tryggve.domain.language import use_language
from tryggve.reports import numbers, xlsx
from tryggve.reports.excel_numbers import limit_written, parted, written
from tryggve.reports.tree import Situation
from tryggve.reports.xlsx import _short

N = "\u00a0"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SAMPLES = [sample_situation.rich, sample_situation.hostile, sample_situation.empty, sample_situation.public]


def sheets(situation: Situation) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(xlsx.render(situation)))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def parts(situation: Situation) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(xlsx.render(situation))) as file:
        return {name: file.read(name).decode("utf-8") for name in file.namelist()}


def test_first_the_summary_then_one_sheet_per_table_then_about() -> None:
    names = list(sheets(sample_situation.rich()))
    assert names[0] == "Sammanfattning"
    assert names[-1] == "Om"
    assert len(names) == 2 + len([*sample_situation.rich().tables()])
    assert names[1] == "1 Händelser efter slag, underl…"


def test_findings_with_number_limits_and_certainty() -> None:
    rows = sheets(sample_situation.rich())["Sammanfattning"]
    head = next(i for i, row in enumerate(rows) if row[0] == "Slag av iakttagelse")
    first, second, third, fourth = rows[head + 1 : head + 5]
    assert first[:2] == ["Förändring", sample_situation.FINDINGS[0].text]
    assert first[2] == pytest.approx(1.714)
    assert first[3:5] == [pytest.approx(0.09), pytest.approx(6.6)], "limits stand as the value stands: as a change"
    assert first[6:] == ["hög", "Förändring mellan två perioder", "change.est.fordonsbrand"]
    assert second[2:5] == [1234, 1101, 1302]
    assert third[2] == 0.6
    assert fourth[2:5] == ["", "", ""]


def test_numbers_are_numbers_and_what_is_none_stays_text() -> None:
    rows = sheets(sample_situation.rich())["1 Händelser efter slag, underl…"]
    head = rows.index(
        [
            "Slag",
            "Antal",
            "Väntat (95\u00a0%)",
            "Oktober 2024",
            "Förändring (95\u00a0%)",
            "Förändring (95\u00a0%), inom parentes",
            "Andel",
        ]
    )
    assert rows[head + 3] == [
        "Anlagd brand",
        1615,
        f"1{N}606–1{N}627",
        63,
        pytest.approx(1615 / 63 - 1),
        f"−8 till +40{N}%",
        0.035,
    ]
    assert rows[head + 1][6] == 0.015


@pytest.mark.parametrize(
    ("value", "text", "number", "form"),
    [
        (1234, f"1{N}234", 1234, "#,##0"),
        (2.5, "2,5", 2.5, "#,##0.0"),
        (0.125, f"12,5{N}%", 0.125, "0.0%"),
        (0.13, f"13{N}%", 0.13, "0%"),
        (11.9, f"11,9{N}%", 0.119, "0.0%"),
        (1.25, f"+25{N}%", 0.25, "+0%;-0%;0%"),
        (0.9, f"−10{N}%", -0.1, "+0%;-0%;0%"),
        (3, "", 3, "#,##0"),
        (0.25, "", 0.25, "#,##0.0##"),
    ],
)
def test_a_number_is_shown_as_in_the_other_documents(value: float, text: str, number: float, form: str) -> None:
    found = written(value, text)
    assert found is not None
    assert (found.value, found.format) == (pytest.approx(number), form)


@pytest.mark.parametrize(
    ("limit", "value", "text", "number", "form"),
    [
        (0.79, 0.861, f"−13,9{N}%", -0.21, "+0.0%;-0.0%;0.0%"),
        (0.66, 0.51, f"51{N}%", 0.66, "0%"),
        (9.5, 11.9, f"11,9{N}%", 0.095, "0.0%"),
        (25.4, 42, "42", 25.4, "#,##0"),
        (25.4, 42, "", 25.4, "#,##0.0##"),
    ],
)
def test_a_limit_is_written_as_its_value_is(limit: float, value: float, text: str, number: float, form: str) -> None:
    found = limit_written(limit, value, text)
    assert found is not None
    assert (found.value, found.format) == (pytest.approx(number), form)


@pytest.mark.parametrize(
    ("limit", "value", "text"),
    [(None, 42, "42"), (float("inf"), 42, "42"), (3, 42, "färre än 5"), (3, None, "okänt"), ("3", 42, "42")],
)
def test_a_limit_that_is_no_number_or_stands_beside_none_is_left_out(
    limit: float | str | None, value: float | None, text: str
) -> None:
    assert limit_written(limit, value, text) is None


@pytest.mark.parametrize(
    ("number", "title", "name"),
    [
        (1, "Kort", "1 Kort"),
        (12, "Polisens tabell: Klotter (Innerhamn)", "12 Klotter (Innerhamn)"),
        (3, "Kilometerrutor med flest händelser, EST", "3 Kilometerrutor med flest…"),
        (6, "Händelser efter allvarlighetsgrad, EST", "6 Händelser efter allvarlighet…"),
        (7, "x" * 80, "7 " + "x" * 28 + "…"),
        (8, "Källa: ", "8 Källa: "),
    ],
)
def test_a_sheet_is_named_by_what_tells_it_apart(number: int, title: str, name: str) -> None:
    assert _short(number, title) == name
    assert len(name) <= 31


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0 (täckning okänd)"),
        (3, "färre än 5"),
        (None, "–"),
        ("12–19", "12–19"),
        (12, "13"),
        (10**15, numbers.integer(10**15)),
        (5, "5 (färre)"),
    ],
)
def test_the_text_decides_whether_there_is_a_number(value: float | str | None, text: str) -> None:
    assert written(value, text) is None


def test_the_words_in_parentheses_are_parted_from_a_number_but_not_from_a_zero() -> None:
    assert parted(1.25, f"+25{N}% (−8 till +40{N}%)") == (f"+25{N}%", f"−8 till +40{N}%")
    assert parted(0, "0 (täckning okänd)") == ("0 (täckning okänd)", "")
    assert parted(None, "x (y)") == ("x (y)", "")
    assert parted(7, "Slag (7)") == ("Slag (7)", "")


def test_english_numbers_are_known_too() -> None:
    with use_language("en"):
        found = written(1234.5, "1,234.5")
    assert found is not None
    assert found.format == "#,##0.0"


def test_no_formula_no_link_out_whatever_the_text() -> None:
    """T-FORMULA."""
    for name, text in parts(sample_situation.hostile()).items():
        assert "<f>" not in text, name
        assert 'TargetMode="External"' not in text, name
        assert "vbaProject" not in name
    rows = [cell for rows in sheets(sample_situation.hostile()).values() for row in rows for cell in row]
    assert '=HYPERLINK("http://example.invalid","klicka")' in rows
    assert any(isinstance(cell, str) and cell.startswith("@SUM(1+1)*cmd") for cell in rows)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.__name__)
def test_names_of_sheets_are_those_excel_takes(sample: Callable[[], Situation]) -> None:
    names = list(sheets(sample()))
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\]", name)
        assert name.strip("'") == name


def test_odd_names_of_sheets() -> None:
    taken = {"tabell"}
    assert xlsx._sheet_name("Tabell", taken) == "Tabell 2"
    assert xlsx._sheet_name("[]:*?/\\", taken) == "Tabell 2"
    assert xlsx._sheet_name("History", set()) == "History 2"
    assert xlsx._sheet_name("''", set()) == "Tabell"
    assert xlsx._sheet_name("x" * 40, {"x" * 31}) == "x" * 29 + " 2"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.__name__)
def test_tables_have_headings_programs_know(sample: Callable[[], Situation]) -> None:
    for name, text in parts(sample()).items():
        if name.startswith("xl/tables/"):
            table = ElementTree.fromstring(text)
            heads = [column.get("name") or "" for column in table.iter(f"{MAIN}tableColumn")]
            assert all(heads)
            assert len({head.casefold() for head in heads}) == len(heads)


def test_headings_stay_in_view() -> None:
    text = parts(sample_situation.rich())["xl/worksheets/sheet2.xml"]
    assert 'state="frozen"' in text
    assert "<cols>" in text


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.__name__)
def test_the_same_bytes_twice(sample: Callable[[], Situation]) -> None:
    assert xlsx.render(sample()) == xlsx.render(sample())


def test_the_date_is_the_last_day_of_the_period() -> None:
    core = parts(sample_situation.rich())["docProps/core.xml"]
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2025-10-31T00:00:00Z"}
    assert dt.date.fromisoformat(sample_situation.META.last_date) == dt.date(2025, 10, 31)


def test_about_names_what_was_left_out_and_the_methods() -> None:
    rows = {row[0]: row[1] for row in sheets(sample_situation.rich())["Om"] if len(row) > 1}
    assert rows["Underlagets fingeravtryck"] == sample_situation.META.fingerprint
    assert rows["dubbletter av samma rapport"] == 12
    assert rows["Svarsgrad"] == "Inkomna rapporter av förväntade, per organisation och vecka."


def test_an_empty_lagesbild_says_so() -> None:
    rows = sheets(sample_situation.empty())["Sammanfattning"]
    assert any("Inget sticker ut" in str(cell) for row in rows for cell in row)


def test_the_contents_lead_to_the_sheets() -> None:
    text = parts(sample_situation.hostile())["xl/worksheets/sheet1.xml"]
    names = list(sheets(sample_situation.hostile()))
    places = re.findall(r'location="\'(.*?)\'!A1"', text)
    assert len(places) == len(names) - 2


def test_no_sql_in_the_file() -> None:
    assert all("SELECT" not in text for text in parts(sample_situation.public()).values())
