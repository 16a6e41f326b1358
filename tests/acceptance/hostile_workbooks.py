"""Workbooks that swell, lie, point outside or hide formulas."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def cell(place: str, text: str) -> str:
    """A cell whose text stands in it."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *texts: str) -> str:
    """A row of cells from column A on."""
    cells = "".join(cell(f"{chr(65 + i)}{number}", text) for i, text in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'


ROWS = row(1, "fran", "kategori", "beskrivning") + row(2, "2025-03-02", "klotter", "text")


def sheet(rows: str = ROWS, *, before: str = "", doctype: str = "", dimension: str = "A1:C2") -> str:
    """The text of a sheet."""
    return (
        f'{HEAD}{doctype}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><dimension ref="{dimension}"/>{before}'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def parts(**more: str | bytes) -> dict[str, str | bytes]:
    """The parts of a small workbook; `more` replaces sheet, strings or book."""
    types = (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
    )
    relation = '<Relationship Id="rId{n}" Type="' + OFFICE + '/{kind}" Target="{target}"{more}/>'
    inside = relation.format(n=1, kind="worksheet", target="worksheets/sheet1.xml", more="")
    inside += relation.format(n=2, kind="sharedStrings", target="sharedStrings.xml", more="")
    start = relation.format(n=1, kind="officeDocument", target=BOOK, more="")
    return {
        "[Content_Types].xml": types,
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{start}</Relationships>',
        "xl/_rels/workbook.xml.rels": (
            f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inside}{more.get("links", "")}</Relationships>'
        ),
        BOOK: more.get(
            "book",
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/>'
            "</sheets></workbook>",
        ),
        STRINGS: more.get("strings", f'{HEAD}<sst xmlns="{MAIN}"/>'),
        SHEET: more.get("sheet", sheet()),
    }


def packed(contents: Mapping[str, str | bytes]) -> bytes:
    """The parts as an archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, content in contents.items():
            package.writestr(name, content)
    return data.getvalue()


def workbook(**more: str | bytes) -> bytes:
    """A small workbook with some of its parts replaced."""
    return packed(parts(**more))


def swollen_sheet(size: int) -> bytes:
    """One sheet of `size` bytes, all but nothing when packed."""
    return workbook(sheet=sheet(ROWS + "<row r='3'>" + " " * size + "</row>"))


def swollen_strings(size: int) -> bytes:
    """A table of shared texts of `size` bytes."""
    return workbook(strings=f'{HEAD}<sst xmlns="{MAIN}"><si><t>{"x" * size}</t></si></sst>')


def lying_sizes(size: int) -> bytes:
    """A swollen sheet whose size both directories give as a thousand bytes."""
    data = swollen_sheet(size)
    real = len(sheet(ROWS + "<row r='3'>" + " " * size + "</row>").encode())
    return data.replace(struct.pack("<I", real), struct.pack("<I", 1000))


def nested(depth: int, size: int) -> bytes:
    """Archives within archives under the name of a sheet."""
    content: bytes = b"\0" * size
    for _level in range(depth):
        content = packed({f"{i}.zip": content for i in range(10)})
    return packed(parts() | {"xl/embeddings/inner.zip": content})


def many_entries(n: int) -> bytes:
    """A package of `n` parts beside the sheet."""
    return packed(parts() | {f"xl/media/{i}": b"" for i in range(n)})


def laughs(depth: int) -> bytes:
    """Entities that hold ten of the one before: 10 to the power of `depth`."""
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, depth + 1))
    rows = ROWS.replace(">text<", f">&a{depth};<")
    return workbook(sheet=sheet(rows, doctype=f"<!DOCTYPE worksheet [{entities}]>"))


def outside_entity(address: str, part: str = "sheet") -> bytes:
    """An entity that is to be fetched from an address, in one of the parts."""
    doctype = f'<!DOCTYPE worksheet SYSTEM "{address}" [<!ENTITY x SYSTEM "{address}">]>'
    if part == "sheet":
        return workbook(sheet=sheet(ROWS.replace(">text<", ">&x;<"), doctype=doctype))
    whole = str(parts()[BOOK]).replace("<workbook", f"{doctype}<workbook").replace("Blad1", "&x;")
    return workbook(book=whole)


def formulas(formula: str, stored: str, address: str) -> bytes:
    """A formula with a stored value, and a link to another workbook at an address."""
    made = f'<c r="C2" t="str"><f>{formula}</f><v>{stored}</v></c>'
    link = f'<Relationship Id="rId9" Type="{OFFICE}/externalLink" Target="{address}" TargetMode="External"/>'
    return workbook(sheet=sheet(ROWS.replace(cell("C2", "text"), made)), links=link)


def far_cell(place: str, number: int) -> bytes:
    """One cell far away from the others."""
    return workbook(sheet=sheet(ROWS + f'<row r="{number}">{cell(place, "x")}</row>', dimension=f"A1:{place}"))


def large_dimension() -> bytes:
    """A sheet that says that it fills everything, and holds two rows."""
    return workbook(sheet=sheet(dimension="A1:XFD1048576"))


def compound(*names: str) -> bytes:
    """The container of old workbooks, as far as its head and names of streams go."""
    return CONTAINER + bytes(504) + b"".join(name.encode("utf-16-le") + bytes(64) for name in names) + bytes(2048)


def binary_workbook() -> bytes:
    """An .xlsb: the parts of one, by name."""
    return packed({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": bytes(100), "xl/worksheets/sheet1.bin": b""})


def repeated(size: int, cells: int) -> bytes:
    """One text of `size` characters that very many cells share."""
    rows = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(3, cells))
    return workbook(strings=f'{HEAD}<sst xmlns="{MAIN}"><si><t>{"x" * size}</t></si></sst>', sheet=sheet(ROWS + rows))


def far_old_cell() -> bytes:
    """An .xls of two sectors and a sheet with one cell in its last row and column."""
    records = [
        (0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)),
        (0x0203, struct.pack("<HHHd", 65535, 255, 0, 1)),
    ]
    stream = b"".join(struct.pack("<HH", kind, len(content)) + content for kind, content in records)
    stream += bytes(4096 - len(stream))
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    head = (
        CONTAINER
        + bytes(16)
        + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    )
    head += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    chains = [table, end, *range(3, 10), end]
    sectors = struct.pack(f"<{len(chains)}I", *chains) + struct.pack("<I", free) * (128 - len(chains))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        title = name.encode("utf-16-le")
        about = struct.pack("<HBBIII", len(title) + 2, kind, 1, free, free, child)
        return title.ljust(64, b"\0") + about + bytes(36) + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, 1, end, 0) + entry("Workbook", 2, free, 2, len(stream)) + bytes(256)
    return head + sectors + folder + stream
