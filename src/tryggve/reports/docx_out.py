"""The lägesbild as a Word document to go on writing in: real headings, lists and tables, pictures with their texts."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any, ClassVar

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from tryggve.domain.language import _, use_language
from tryggve.reports import labels, numbers
from tryggve.reports.column_widths import UPRIGHT, Layout, layout
from tryggve.reports.json_out import Node, document
from tryggve.reports.safe_svg import safe_svg
from tryggve.reports.tree import Figure, Situation

LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
SHARPNESS = 2.0
INK, QUIET = "0E2F4A", "4A5663"
_LONG_SIDE, _SHORT_SIDE, _MARGIN = 841.9, 595.3, 62.4
_FIRST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def render(situation: Situation) -> bytes:
    """The lägesbild as DOCX bytes: the same tree gives the same bytes, dated the last day of the period.

    UnsafeSvgError for a drawing that could fetch something.
    """
    shown = document(situation)
    with use_language(situation.meta.language):
        return _same_bytes(_Paper(shown, situation).bytes())


class _Paper:
    """One document under work; blocks are added in the order of the tree."""

    def __init__(self, shown: Node, situation: Situation) -> None:
        self.shown = shown
        self.words = labels.labels()
        self.paper: Any = docx.Document()
        self.pictures = [safe_svg(block.svg, "f").standalone() for block in _pictures(situation)]
        self.findings = {finding["id"]: finding for finding in shown["findings"]}
        self.methods = {method["key"]: method["title"] for method in shown["methods"]}

    def bytes(self) -> bytes:
        """The finished file."""
        self._look()
        self._identify()
        self._front()
        for number, section in enumerate(self.shown["sections"], 1):
            self.paper.add_heading(f"{number} {section['title']}", 1)
            if section["lead"]:
                self._paragraph(section["lead"], italic=True)
            for block in section["blocks"]:
                self._BLOCKS[block["type"]](self, block)
        self._end(len(self.shown["sections"]))
        file = BytesIO()
        self.paper.save(file)
        return file.getvalue()

    def _look(self) -> None:
        """A4, margins, the language of all text, and the type of every style that is used."""
        part = self.paper.sections[0]
        part.page_width, part.page_height = Pt(_SHORT_SIDE), Pt(_LONG_SIDE)
        part.left_margin = part.right_margin = part.top_margin = part.bottom_margin = Pt(_MARGIN)
        styles = self.paper.styles
        styles["Normal"].font.size = Pt(10.5)
        for name, size in (("Title", 24), ("Heading 1", 16), ("Heading 2", 13), ("Caption", 10)):
            styles[name].font.size, styles[name].font.color.rgb = Pt(size), RGBColor.from_string(INK)
        for speech in styles.element.iter(qn("w:lang")):
            for side in ("w:val", "w:eastAsia"):
                speech.set(qn(side), LANGUAGES.get(self.shown["meta"]["language"], "sv-SE"))

    def _identify(self) -> None:
        last = dt.date.fromisoformat(self.shown["meta"]["last_date"])
        about = self.paper.core_properties
        about.title, about.subject = self.shown["title"], self.shown["subtitle"]
        about.author, about.last_modified_by = f"Tryggve {self.shown['meta']['version']}", ""
        about.comments, about.language = self.shown["banner"], LANGUAGES.get(self.shown["meta"]["language"], "sv-SE")
        about.created = about.modified = dt.datetime(last.year, last.month, last.day, tzinfo=dt.UTC)

    def _front(self) -> None:
        """Title and what a reader must know first; the banner and the number of the page stand on every page."""
        part = self.paper.sections[0]
        part.header.paragraphs[0].text = self.shown["banner"]
        before, between, after = self.words["page"].replace("{pages}", "{page}").split("{page}")
        foot = part.footer.paragraphs[0]
        for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
            foot.add_run(text)
            if field:
                _field(foot, field)
        self._paragraph(self.shown["meta"]["municipality"])
        self.paper.add_heading(self.shown["title"], 0)
        if self.shown["subtitle"]:
            self.paper.add_paragraph(self.shown["subtitle"], style="Subtitle")
        for label, text in labels.identity(self.shown["meta"]):
            self._paragraph(text, before=f"{label}: ")

    def _end(self, sections: int) -> None:
        if self.shown["methods"]:
            self.paper.add_heading(f"{sections + 1} {self.words['methods']}", 1)
        for method in self.shown["methods"]:
            self.paper.add_heading(method["title"], 2)
            self._paragraph(method["text"])
        self.paper.add_heading(f"{sections + (2 if self.shown['methods'] else 1)} {self.words['about']}", 1)
        for label, text in labels.about(self.shown["meta"]):
            self._paragraph(text, before=f"{label}: ")
        if self.shown["meta"]["left_out"]:
            self.paper.add_heading(self.words["left_out"], 2)
        for row in self.shown["meta"]["left_out"]:
            self.paper.add_paragraph(f"{row['reason']}: {numbers.integer(row['number'])}", style="List Bullet")

    def _paragraph(self, text: str, *, before: str = "", bold: bool = False, italic: bool = False) -> Any:
        paragraph = self.paper.add_paragraph()
        if before:
            paragraph.add_run(before).bold = True
        run = paragraph.add_run(text)
        run.bold, run.italic = bold or None, italic or None
        return paragraph

    def _heading(self, block: Node) -> None:
        if block["text"]:
            self.paper.add_heading(block["text"], 2)

    def _text(self, block: Node) -> None:
        self._paragraph(block["text"], bold=block["strong"])

    def _bullets(self, block: Node) -> None:
        for item in block["items"]:
            self.paper.add_paragraph(item, style="List Bullet")

    def _questions(self, block: Node) -> None:
        """Each question with a place to write under it."""
        for item in block["items"]:
            self._paragraph(item, bold=True).paragraph_format.keep_with_next = True
            self._quiet(_("Write the answer here."))

    def _findings(self, block: Node) -> None:
        if not block["ids"]:
            self._paragraph(self.words["no_findings"], bold=True)
        for finding_id in block["ids"]:
            finding = self.findings[finding_id]
            said = self.paper.add_paragraph(style="List Bullet")
            if finding["value_text"]:
                said.add_run(f"{finding['value_text']}. ").bold = True
            said.add_run(finding["text"])
            pairs = [
                (self.words["interval"], finding["interval_text"]), (self.words["reference"], finding["reference"]),
                (self.words["certainty"], self.words["grades"][finding["certainty"]]),
                (self.words["method"], self.methods.get(finding["method"], finding["method"])),
            ]  # fmt: skip
            self._quiet(". ".join(f"{label}: {text}" for label, text in pairs if text) + ".")

    def _quiet(self, text: str) -> None:
        run = self.paper.add_paragraph().add_run(text)
        run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(QUIET)

    def _table(self, block: Node) -> None:
        self.paper.add_paragraph(block["title"], style="Caption").paragraph_format.keep_with_next = True
        if block["rows"] and block["columns"]:
            self._grid(block)
        else:
            self._paragraph(block["empty"] or self.words["no_rows"])
        for note in (block["note"], block["source"] and f"{self.words['source']}: {block['source']}"):
            if note:
                self._quiet(note)

    def _grid(self, block: Node) -> None:
        """The rows as a table whose heading comes again on every page; on a page that lies down where it must."""
        texts = [[cell["text"] for cell in row] for row in block["rows"]]
        found = layout(block["columns"], texts)
        if found.sideways:
            self._turn(sideways=True)
        grid = self.paper.add_table(rows=0, cols=len(block["columns"]), style="Table Grid")
        grid.autofit = False
        _describe(grid, block["title"])
        right = {place for place, column in enumerate(block["columns"]) if column["kind"] == "number"}
        heading = grid.add_row()
        _repeats(heading)
        self._cells(heading, [column["title"] for column in block["columns"]], found, right, bold=True)
        for row in texts:
            self._cells(grid.add_row(), row, found, right)
        if found.sideways:
            self._turn(sideways=False)

    def _cells(self, row: Any, texts: Sequence[str], found: Layout, right: set[int], *, bold: bool = False) -> None:
        for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = Pt(found.widths[place])
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(found.size), (bold or place == 0) or None
            paragraph.paragraph_format.space_after = Pt(0)
            if place in right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _turn(self, *, sideways: bool) -> None:
        part = self.paper.add_section(WD_SECTION.NEW_PAGE)
        part.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
        sides = (_LONG_SIDE, _SHORT_SIDE) if sideways else (_SHORT_SIDE, _LONG_SIDE)
        part.page_width, part.page_height = Pt(sides[0]), Pt(sides[1])

    def _figure(self, block: Node) -> None:
        import vl_convert

        self.paper.add_paragraph(block["title"], style="Caption").paragraph_format.keep_with_next = True
        picture = vl_convert.svg_to_png(self.pictures.pop(0), scale=SHARPNESS)
        shape = self.paper.add_picture(BytesIO(picture), width=Pt(UPRIGHT))
        for about in shape._inline.iter(qn("wp:docPr")):
            about.set("descr", block["alt"])
            about.set("title", block["title"])
        if block["note"]:
            self._quiet(block["note"])
        if block["table"]:
            self._table(block["table"])

    _BLOCKS: ClassVar[dict[str, Any]] = {
        "heading": _heading, "paragraph": _text, "bullets": _bullets, "questions": _questions, "findings": _findings,
        "table": _table, "figure": _figure,
    }  # fmt: skip


def _pictures(situation: Situation) -> list[Figure]:
    return [block for section in situation.sections for block in section.blocks if isinstance(block, Figure)]


def _field(paragraph: Any, name: str) -> None:
    """A field that Word fills in: the number of the page, or of all pages."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)


def _describe(grid: Any, title: str) -> None:
    """The title of a table for those who have it read to them."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), title)
    grid._tbl.tblPr.append(caption)


def _repeats(row: Any) -> None:
    """A heading row: known as such, repeated on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _same_bytes(made: bytes) -> bytes:
    """The package with no moment in it: a file of today and one of tomorrow are the same."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(made)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            new.writestr(zipfile.ZipInfo(name, _FIRST_ZIP_DATE), old.read(name), zipfile.ZIP_DEFLATED)
    return file.getvalue()
