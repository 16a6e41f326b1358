"""What a sent file is, by its content alone: its name and what the browser says of it are not believed."""

from __future__ import annotations

import codecs
import re

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.tables.package import check_package, opened

WORKBOOK, TEXT, JSON = "xlsx", "csv", "json"
"""The kinds that are taken in, each the end of the name that a file of it is given."""

_LONGEST_NAME = 100
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_IN_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_PAGE = re.compile(r"\s*(<|%PDF|#!)")


def kind_of(content: bytes, name: str) -> str:
    """`xlsx`, `csv` or `json`. FileError for all else: programs, web pages, macros, what swells when unpacked."""
    if not content.strip():
        raise FileError(_("{file} is empty.").format(file=name), _("Export the file anew."))
    if content.startswith(b"PK\x03\x04"):
        _refuse_macros(content, name)
        return WORKBOOK
    start = _start_of_text(content)
    if start is None or _PAGE.match(start):
        raise FileError(
            _("{file} is neither a workbook (.xlsx) nor a text file (.csv).").format(file=name),
            _("Open it in a spreadsheet program and save it as .xlsx or CSV UTF-8."),
        )
    return JSON if re.match(r'\s*(\{\s*["}]|\[\s*[\[{])', start) else TEXT


def _refuse_macros(content: bytes, name: str) -> None:
    check_package(content, name)
    with opened(content, name) as package:
        parts = {part.filename.casefold() for part in package.infolist()}
        types = package.read("[Content_Types].xml") if "[content_types].xml" in parts else b""
    if any(part.endswith("vbaproject.bin") for part in parts) or b"macroEnabled" in types:
        raise FileError(_("The workbook {file} holds macros.").format(file=name), _("Save it as .xlsx without macros."))


def _start_of_text(content: bytes) -> str | None:
    """The beginning of a text, without its mark; None where it is none."""
    if content.startswith(_UTF16):
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError:
            return None
        return None if _NOT_IN_TEXT.search(text[:100_000].encode()) else text[:1000]
    if _NOT_IN_TEXT.search(content):
        return None
    return content.removeprefix(codecs.BOM_UTF8)[:1000].decode("utf-8", errors="replace")


def said_name(name: str) -> str:
    """The name as whoever sent the file knows it, to speak of it by: without folders and signs that mean something."""
    own = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[^\w .()-]+", "_", own).strip(" .")[:_LONGEST_NAME] or "fil"


def safe_name(name: str, kind: str) -> str:
    """The name without folders, signs that mean something elsewhere, or another end than its kind has."""
    own = re.split(r"[/\\]", name)[-1]
    stem = re.sub(r"[^\w .()-]+", "_", re.sub(r"\.[A-Za-z0-9]{1,8}$", "", own)).strip(" .")
    return f"{stem[:_LONGEST_NAME] or 'fil'}.{kind}"
