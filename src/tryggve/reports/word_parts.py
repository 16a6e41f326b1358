"""The parts of a Word file (ECMA-376): what is the same in each, and the document itself."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from tryggve.reports.word_blocks import Block, runs

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_TYPE}.numbering+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
LINKS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="r2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
OF_DOCUMENT = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="r2" Type="{_OFFICE}/numbering" Target="numbering.xml"/></Relationships>'
)
CORE = (
    f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:language>{language}</dc:language>'
    "</cp:coreProperties>"
)


def _style(name: str, words: str, paragraph: str = "", run: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{words}"/><w:basedOn w:val="Normal"/>'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _heading(level: int, size: int) -> str:
    about = f'<w:keepNext/><w:spacing w:before="280" w:after="100"/><w:outlineLvl w:val="{level - 1}"/>'
    return _style(
        f"Heading{level}", f"heading {level}", about, f'<w:b/><w:color w:val="0E2F4A"/><w:sz w:val="{size}"/>'
    )


STYLES = (
    f'{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" '
    'w:cs="Calibri"/><w:sz w:val="22"/><w:lang w:val="{language}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    + "".join(_heading(level, size) for level, size in ((1, 36), (2, 28), (3, 24), (4, 22)))
    + _style("Cell", "Table Text", '<w:spacing w:before="40" w:after="40"/>', '<w:sz w:val="20"/>')
    + _style("HeadCell", "Table Heading", '<w:spacing w:before="40" w:after="40"/>', '<w:b/><w:sz w:val="20"/>')
    + _style("Code", "Code", '<w:spacing w:after="0"/>', '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/>')
    + _style("ListBullet", "List Bullet", '<w:spacing w:after="60"/>')
    + _style("ListNumber", "List Number", '<w:spacing w:after="60"/>')
    + "</w:styles>"
)


def _levels(number: int, kind: str, words: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{words}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="425" w:hanging="425"/></w:pPr>'
        "</w:lvl></w:abstractNum>"
    )


_BULLETS, _FIRST_LIST, _LISTS = 1, 2, 40
"""Lists of numbers that each begin at 1: as many as a template can have."""

NUMBERING = (
    f"{_HEAD}<w:numbering {_W}>{_levels(0, 'bullet', '•')}{_levels(1, 'decimal', '%1.')}"
    f'<w:num w:numId="{_BULLETS}"><w:abstractNumId w:val="0"/></w:num>'
    + "".join(
        f'<w:num w:numId="{_FIRST_LIST + n}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for n in range(_LISTS)
    )
    + "</w:numbering>"
)

_RUN_STYLES = {
    "": "", "bold": "<w:rPr><w:b/></w:rPr>", "italic": "<w:rPr><w:i/></w:rPr>",
    "code": '<w:rPr><w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/></w:rPr>',
}  # fmt: skip
_WIDTH = 9638
"""Between the margins of an A4, in twentieths of a point."""


def document(found: Sequence[Block]) -> str:
    """The document itself, on A4."""
    lists, body = 0, []
    for block in found:
        lists += block.first
        body.append(_written(block, lists))
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" '
        'w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    return f"{_HEAD}<w:document {_W}><w:body>{''.join(body)}{page}</w:body></w:document>"


def _written(block: Block, lists: int) -> str:
    match block.kind:
        case "table":
            return _table(block.rows)
        case "rule":
            return '<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1"/></w:pBdr></w:pPr></w:p>'
        case "heading":
            return _paragraph(block.text, f'<w:pStyle w:val="Heading{block.level}"/>')
        case "bullet":
            return _paragraph(block.text, f'<w:pStyle w:val="ListBullet"/>{_point(_BULLETS)}')
        case "number":
            number = _FIRST_LIST + min(lists, _LISTS) - 1
            return _paragraph(block.text, f'<w:pStyle w:val="ListNumber"/>{_point(number)}')
        case "code":
            return f'<w:p><w:pPr><w:pStyle w:val="Code"/></w:pPr>{_run(block.text)}</w:p>'
    return _paragraph(block.text)


def _point(number: int) -> str:
    return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'


def _paragraph(text: str, about: str = "") -> str:
    return f"<w:p><w:pPr>{about}</w:pPr>{''.join(_run(one.text, one.style) for one in runs(text))}</w:p>"


def _run(text: str, style: str = "") -> str:
    return f'<w:r>{_RUN_STYLES[style]}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _table(rows: Sequence[Sequence[str]]) -> str:
    """A table whose first row is repeated on each page; a first row of nothing is none."""
    columns = max(map(len, rows))
    has_head = any(rows[0])
    width = _WIDTH // columns
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="6B7885"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = f'<w:gridCol w:w="{width}"/>' * columns
    shown = [[*row, *[""] * (columns - len(row))] for row in (rows if has_head else rows[1:])]
    body = "".join(_row(row, width, has_head and n == 0) for n, row in enumerate(shown))
    look = f'<w:tblLook w:firstRow="{int(has_head)}"/>'
    about = f'<w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{edges}</w:tblBorders>{look}'
    return f"<w:tbl><w:tblPr>{about}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl><w:p/>"


def _row(cells: Sequence[str], width: int, is_head: bool) -> str:
    head = "<w:cantSplit/><w:tblHeader/>" if is_head else "<w:cantSplit/>"
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F2F6F9"/>' if is_head else ""
    style = '<w:pStyle w:val="HeadCell"/>' if is_head else '<w:pStyle w:val="Cell"/>'
    about = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
    made = "".join(f"<w:tc>{about}{_paragraph(one, style)}</w:tc>" for one in cells)
    return f"<w:tr><w:trPr>{head}</w:trPr>{made}</w:tr>"
