"""A Word document (.docx) of a text in the little Markdown that our templates are written in: an official opens it,
fills it in and files it, with no program of ours.

Headings, paragraphs, bullets, numbers, boxes to tick, tables, code and rules; bold, italic and code within a line.
The same text gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile

from tryggve.reports.word_blocks import blocks, plain
from tryggve.reports.word_parts import CONTENT_TYPES, CORE, LINKS, NUMBERING, OF_DOCUMENT, STYLES, document

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_AT = (1980, 1, 1, 0, 0, 0)
"""The moment that is written on each part: the first that a zip file knows."""


def word(text: str, *, language: str = "sv-SE") -> bytes:
    """The document. Its title is the first heading."""
    found = blocks(text)
    title = next((plain(one.text) for one in found if one.kind == "heading"), "")
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": LINKS,
        "docProps/core.xml": CORE.format(title=_safe(title), language=language),
        "word/_rels/document.xml.rels": OF_DOCUMENT,
        "word/document.xml": document(found),
        "word/numbering.xml": NUMBERING,
        "word/styles.xml": STYLES.format(language=language),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name, _AT), content.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
