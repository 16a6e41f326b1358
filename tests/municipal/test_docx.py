"""The Word document: real headings, tables with headings that repeat, alternative texts, language, the same bytes."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from tests.municipal import made_up
from tryggve.domain.language import use_language
from tryggve.reports import docx_out
from tryggve.reports.municipal.build import build
from tryggve.reports.municipal.context import DraftRequest
from tryggve.reports.tree import Figure, Situation, Table


@pytest.fixture(scope="module")
def situation() -> Situation:
    with use_language("sv"):
        some = ("invanare", "anmalda_totalt", "utsatt_hot", "trygg_morker")
        return build(made_up.matter(made_up.every_figure(some)), DraftRequest())


@pytest.fixture(scope="module")
def made(situation: Situation) -> bytes:
    return docx_out.render(situation)


def test_chapters_are_headings_and_every_table_is_one(situation: Situation, made: bytes) -> None:
    paper = docx.Document(BytesIO(made))
    titles = [
        one.text.partition(" ")[2]
        for one in paper.paragraphs
        if one.style is not None and one.style.name == "Heading 1"
    ]
    assert titles[: len(situation.sections)] == [section.title for section in situation.sections]
    wanted = [table for table in situation.tables() if table.rows]
    assert len(paper.tables) == len(wanted)
    for found, table in zip(paper.tables, wanted, strict=True):
        assert [cell.text for cell in found.rows[0].cells] == [column.title for column in table.columns]
        assert len(found.rows) == len(table.rows) + 1
        assert found._tbl.tr_lst[0].trPr is not None
        assert found._tbl.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None


def test_pictures_are_told_and_the_language_is_swedish(situation: Situation, made: bytes) -> None:
    paper = docx.Document(BytesIO(made))
    pictures = [block for section in situation.sections for block in section.blocks if isinstance(block, Figure)]
    told = [one.get("descr") for one in paper.element.body.iter(qn("wp:docPr"))]
    assert pictures
    assert told == [picture.alt for picture in pictures]
    assert {one.get(qn("w:val")) for one in paper.styles.element.iter(qn("w:lang"))} == {"sv-SE"}
    assert paper.core_properties.language == "sv-SE"


def test_the_same_tree_gives_the_same_bytes(situation: Situation, made: bytes) -> None:
    assert docx_out.render(situation) == made


def test_a_table_without_rows_says_why(situation: Situation) -> None:
    from dataclasses import replace

    from tryggve.reports.tree import Section

    empty = replace(
        situation, sections=(Section("a", "A", (Table("t", "T", (), (), empty="Inget här."),)),), findings=()
    )
    texts = [one.text for one in docx.Document(BytesIO(docx_out.render(empty))).paragraphs]
    assert "Inget här." in texts
