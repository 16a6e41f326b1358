"""Opens an .xlsx package: is it one, how large is it unpacked, and which part of it holds a sheet."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from xml.etree import ElementTree
from xml.parsers import expat

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError

UNPACKED_LIMIT = 3 << 25
"""Bytes of all parts of a workbook together, unpacked; reading takes some four times as much memory."""

PARTS_LIMIT = 10_000
"""Sheets, pictures and the like in a workbook."""

_DIRECTORY_MARK = b"PK\x01\x02"

PACKED_AT_MOST = 200
_SMALL = 1 << 24

_BLOCK = 1 << 22
_PART_LIMIT = 1 << 23
# LookupError and ValueError: what the parsers say of unknown encodings and names that are not there.
_FAULTS = (
    zipfile.BadZipFile, zlib.error, EOFError, LookupError, ValueError, NotImplementedError, RuntimeError,
    ElementTree.ParseError, expat.ExpatError,
)  # fmt: skip


def check_package(data: bytes, name: str) -> None:
    """Refuse, before anything is unpacked, what is no workbook or would grow beyond `UNPACKED_LIMIT`."""
    if data.count(_DIRECTORY_MARK) > PARTS_LIMIT:
        raise FileError(
            _("The workbook {file} consists of more than {limit} parts.").format(file=name, limit=PARTS_LIMIT),
            _("Save the rows as CSV UTF-8 or Parquet."),
        )
    with opened(data, name) as package:
        parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    # Sheets shrink to a tenth or a fiftieth; what shrinks far more was made to fill the memory.
    swelling = unpacked > max(_SMALL, PACKED_AT_MOST * len(data))
    if unpacked > UNPACKED_LIMIT or swelling:
        raise FileError(
            _("The workbook {file} would be larger than {limit} MB when unpacked.").format(
                file=name, limit=min(UNPACKED_LIMIT, unpacked - 1) >> 20
            ),
            _("Save the rows as CSV UTF-8 or Parquet."),
        )
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise FileError(
            _("{file} is an archive, but not an .xlsx workbook.").format(file=name),
            _("Unpack it and give the file inside; save workbooks of other kinds (.ods, .xlsb) as .xlsx."),
        )


@contextmanager
def opened(data: bytes, name: str) -> Iterator[zipfile.ZipFile]:
    """The package; whatever shows itself to be broken in it while it is open is told as `FileError`."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            yield package
    except _FAULTS as error:
        raise damaged(name) from error


def damaged(name: str) -> FileError:
    """What to say of a workbook that cannot be opened."""
    return FileError(
        _("The workbook {file} is damaged or not a workbook.").format(file=name),
        _("Open it in a spreadsheet program and save it as .xlsx or CSV UTF-8."),
    )


def sheet_part(package: zipfile.ZipFile, sheet: str) -> str:
    """The name of the part that holds the sheet; KeyError where there is none."""
    book, relations = (_parsed(package, part) for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for element in book.iter():
        if element.tag.endswith("}sheet") and element.get("name") == sheet:
            relation_id = next((value for key, value in element.items() if key.endswith("}id")), None)
            return posixpath.normpath(posixpath.join("/xl", targets[relation_id])).lstrip("/")
    raise KeyError(sheet)


def _parsed(package: zipfile.ZipFile, part: str) -> ElementTree.Element:
    with package.open(part) as stream:
        return ElementTree.fromstring(stream.read(_PART_LIMIT))


def blocks(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The text of the part in pieces that end between rows; ValueError where it is not UTF-8."""
    rest = b""
    with package.open(part) as stream:
        while piece := stream.read(_BLOCK):
            if b"\0" in piece:
                raise ValueError("not UTF-8")
            text = rest + piece
            end = text.rfind(b"row>") + 4
            if end < 4:
                end = len(text) if len(text) > _PART_LIMIT else 0
            rest = text[end:]
            if end:
                yield text[:end]
    yield rest
