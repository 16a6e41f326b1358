"""The PDF: text that can be extracted, tags, archive standard, the same bytes, nothing left behind."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from tests.unit import sample_situation
from tryggve.domain.language import use_language
from tryggve.reports import pdf
from tryggve.reports.safe_svg import UnsafeSvgError
from tryggve.reports.tree import Figure, Paragraph, Section, Situation
from tryggve.reports.typeface import MISSING_SIGN

SAMPLES = [sample_situation.rich, sample_situation.hostile, sample_situation.empty, sample_situation.public]


def opened(situation: Situation) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(pdf.render(situation)))


def text_of(reader: pypdf.PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


@pytest.fixture(scope="module")
def rich() -> pypdf.PdfReader:
    with use_language("sv"):
        return opened(sample_situation.rich())


@pytest.fixture(scope="module")
def hostile() -> list[str]:
    """The text of each page."""
    with use_language("sv"):
        return [page.extract_text() for page in opened(sample_situation.hostile()).pages]


def structure(node: Any) -> Iterator[Any]:
    """Every element of the tag tree."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from structure(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from structure(node["/K"])


def test_headings_numbers_and_swedish_letters_can_be_extracted(rich: pypdf.PdfReader) -> None:
    text = text_of(rich)
    for wanted in (
        "Lägesbild oktober 2025",
        "Det som sticker ut",
        "Omfattning och slag",
        "Händelser efter slag, underlag 1, oktober 2025",
        "Skadegörelse",
        "1\u00a0615",
        "+171\u00a0%",
        "Jämfört med",
        "måttlig",
        "Vilka problem ska prioriteras, och varför just dessa?",
        "Kvasi-Poisson",
        "Exempelkommunen",
    ):
        assert wanted in text, wanted


def test_text_of_drawings_can_be_extracted(rich: pypdf.PdfReader) -> None:
    page = next(page for page in rich.pages if "Måttet är antal händelser" in page.extract_text())
    assert page.extract_text().count("Antal per månad, underlag") >= 2  # the caption and the drawing's own text


def test_every_page_has_number_title_and_banner(rich: pypdf.PdfReader) -> None:
    n = len(rich.pages)
    for i, page in enumerate(rich.pages, 1):
        text = page.extract_text()
        assert f"Sida {i} av {n}" in text
        assert "Lägesbild oktober 2025" in text
        assert sample_situation.BANNER in text


def test_it_declares_both_standards_language_title_and_date(rich: pypdf.PdfReader) -> None:
    root = rich.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"<pdfaid:part>2</pdfaid:part>", metadata)
    assert re.search(r"<pdfaid:conformance>A</pdfaid:conformance>", metadata)
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", metadata)
    assert root["/Lang"] in ("sv-SE", "sv")
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    info = rich.metadata
    assert info is not None
    assert info.title == "Lägesbild oktober 2025"
    assert info.author == "Tryggve 0.1.0"
    assert info.creation_date == dt.datetime(2025, 10, 31, tzinfo=dt.UTC)


def test_tags_hold_tables_with_headings_and_figures_with_words(rich: pypdf.PdfReader) -> None:
    elements = list(structure(rich.trailer["/Root"]["/StructTreeRoot"]))
    kinds = [element["/S"] for element in elements]
    figures = [element for element in elements if element["/S"] == "/Figure"]
    assert kinds.count("/Table") == len([*sample_situation.rich().tables()])
    assert kinds.count("/TH") >= kinds.count("/Table")
    assert kinds.count("/H1") >= 8
    assert len(figures) == 3
    assert all("Stapeldiagram" in figure["/Alt"] for figure in figures)


def test_a_long_table_repeats_its_headings_on_every_page(hostile: list[str]) -> None:
    rows = [text for text in hostile if re.search(r"\bRad \d+\b", text)]
    assert len(rows) > 4
    assert all("Namn" in text and "Antal" in text for text in rows)
    found = {int(n) for text in rows for n in re.findall(r"\bRad (\d+)\b", text)}
    assert found == set(range(300))


def test_only_the_static_typeface_is_used_and_embedded(rich: pypdf.PdfReader) -> None:
    fonts = [font.get_object() for page in rich.pages for font in page["/Resources"].get("/Font", {}).values()]
    names = {font["/BaseFont"] for font in fonts}
    assert names
    assert {name.partition("+")[2].rpartition("-")[0] for name in names} == {"SourceSansPro"}
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "/FontFile2" in descriptor


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.__name__)
def test_the_same_bytes_twice(sample: Callable[[], Situation]) -> None:
    assert pdf.render(sample()) == pdf.render(sample())


def test_hostile_text_is_shown_as_it_is(hostile: list[str]) -> None:
    text = "\n".join(hostile)
    assert "<script>alert(1)</script>" in text
    assert '#set page(fill: red) #panic("x") $x^2$ *fet*' in text
    assert "=HYPERLINK(" in text
    assert "Ελλάδα Łódź å NFD ö" in text


def test_characters_without_a_shape_are_marked_and_explained_only_when_there_are_any(
    rich: pypdf.PdfReader, hostile: list[str]
) -> None:
    text = " ".join("\n".join(hostile).split())
    assert MISSING_SIGN in text
    assert f"står som {MISSING_SIGN}" in text
    assert MISSING_SIGN not in text_of(rich)


def test_a_drawing_in_an_unknown_font_keeps_its_text() -> None:
    svg = sample_situation.bars_svg([1], "Rubrik i bilden").replace("Source Sans Pro", "No Such Font")
    section = Section("s", "S", (Figure("f", "F", "Alt", svg),))
    assert "Rubrik i bilden" in text_of(opened(replace(sample_situation.empty(), sections=(section,))))


def test_an_unsafe_drawing_stops_the_document() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hostname"/></svg>'
    section = Section("s", "S", (Figure("f", "F", "alt", svg),))
    with pytest.raises(UnsafeSvgError):
        pdf.render(replace(sample_situation.empty(), sections=(section,)))


def test_a_very_long_text_goes_on_over_pages() -> None:
    words = "Ord i en mycket lång text. " * 1200
    base = sample_situation.rich()
    finding = replace(base.findings[0], text=words)
    section = Section("s", "S", (*base.sections[0].blocks, Paragraph(words, strong=True)))
    reader = opened(replace(base, findings=(finding, *base.findings[1:]), sections=(section,)))
    assert text_of(reader).count("mycket") >= 2 * 1200 * 0.98  # some are divided over lines


def test_what_the_reader_does_not_see_is_not_in_the_file() -> None:
    text = text_of(opened(sample_situation.public()))
    assert "SELECT" not in text


def test_no_file_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    templates = sorted(file.name for file in pdf.TEMPLATE.parent.iterdir())
    pdf.render(sample_situation.empty())
    assert list(tmp_path.iterdir()) == []
    assert sorted(file.name for file in pdf.TEMPLATE.parent.iterdir()) == templates


def test_the_language_is_the_one_of_the_tree() -> None:
    english = replace(sample_situation.rich(), meta=replace(sample_situation.META, language="en"))
    reader = opened(english)
    assert reader.trailer["/Root"]["/Lang"] in ("en-GB", "en")
    assert f"Page 1 of {len(reader.pages)}" in reader.pages[0].extract_text()
