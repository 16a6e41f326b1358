"""Finds the encoding of a text file: UTF-8, UTF-16 or UTF-32 by their mark, else Windows-1252."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from tryggve.domain.language import _, ngettext
from tryggve.domain.row_error import FileError

# UTF-32 first: its mark begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NAMES = {"utf-8": "UTF-8", "utf-16": "UTF-16", "utf-32": "UTF-32", "cp1252": "Windows-1252"}

# Bytes that Windows-1252 gives no letter: the text is in some other encoding (old DOS, Mac), where åäö lie elsewhere.
UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# UTF-8 of the control characters U+0080–U+009F, and of å, ä, ö read as Windows-1252 and saved again.
CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
TWICE = re.compile(rb"\xc3\x83\xc2[\xa4\xa5\xb6]")
NUL_SHARE = 0.3
PIECE = 1 << 20


def decode(data: bytes, name: str) -> tuple[bytes, list[str]]:
    """The content as UTF-8 without mark, and notes of what was found; FileError where the encoding is none of these."""
    mark, encoding = next(((mark, enc) for mark, enc in MARKS if data.startswith(mark)), (b"", ""))
    if encoding in ("utf-16", "utf-32"):
        return _transcoded(data, encoding, name), [_("Encoding: {encoding}.").format(encoding=NAMES[encoding])]
    if data.count(0) > NUL_SHARE * len(data):
        raise FileError(
            _("{file} is not a text table: it is full of NUL bytes.").format(file=name),
            _("Save it as CSV UTF-8 or as a workbook (.xlsx)."),
        )
    data = data[len(mark) :]
    try:
        codecs.utf_8_decode(data, "strict", True)
    except UnicodeDecodeError:
        return _windows(data, name)
    return data, [_("Encoding: {encoding}.").format(encoding=NAMES["utf-8"]), *_suspicions(data)]


def _transcoded(data: bytes, encoding: str, name: str) -> bytes:
    try:
        return data.decode(encoding).encode()
    except UnicodeDecodeError as error:
        raise FileError(
            _("{file} is damaged: it says it is {encoding}, but breaks off at byte {byte}.").format(
                file=name, encoding=NAMES[encoding], byte=error.start
            ),
            _("Export the file anew, as CSV UTF-8."),
        ) from error


def _suspicions(data: bytes) -> list[str]:
    notes = []
    if TWICE.search(data):
        notes.append(_("Letters such as å seem to have been encoded twice (Ã¥): export the file anew as CSV UTF-8."))
    if controls := len(CONTROL.findall(data)):
        notes.append(
            ngettext(
                "{n} invisible control character was found in the text.",
                "{n} invisible control characters were found in the text.",
                controls,
            ).format(n=controls)
        )
    return notes


def _windows(data: bytes, name: str) -> tuple[bytes, list[str]]:
    """Line by line, as files that were put together from two sources hold both encodings."""
    pieces, proper, others, above = [], 0, 0, 0
    for piece in _pieces(data):
        if not piece.isascii():
            piece, as_utf_8, as_windows = _windows_piece(piece, above, name)
            proper += as_utf_8
            others += as_windows
        pieces.append(piece)
        above += piece.count(b"\n")
    note = _("Encoding: {encoding}.").format(encoding=NAMES["cp1252"])
    if proper:
        note = _("Two encodings in one file: {others} lines were read as Windows-1252, {proper} as UTF-8.").format(
            others=others, proper=proper
        )
    return b"".join(pieces), [note]


def _pieces(data: bytes) -> Iterator[bytes]:
    """The data in pieces that end between lines: a list of all lines would be many times the file."""
    at = 0
    while at < len(data):
        end = data.find(b"\n", at + PIECE) + 1 or len(data)
        yield data[at:end]
        at = end


def _windows_piece(piece: bytes, above: int, name: str) -> tuple[bytes, int, int]:
    """The piece as UTF-8, and how many of its lines were UTF-8 and Windows-1252; `above` lines precede it."""
    lines = piece.split(b"\n")
    proper = others = 0
    for i, line in enumerate(lines):
        if line.isascii():
            continue
        try:
            codecs.utf_8_decode(line, "strict", True)
            proper += 1
        except UnicodeDecodeError:
            lines[i] = _windows_line(line, above + i + 1, name)
            others += 1
    return b"\n".join(lines), proper, others


def _windows_line(line: bytes, number: int, name: str) -> bytes:
    if wrong := UNDEFINED.search(line):
        raise FileError(
            _(
                "The encoding of {file} is unknown: byte {byte} in line {line} fits neither UTF-8 nor Windows-1252."
            ).format(file=name, byte=f"0x{wrong.group()[0]:02X}", line=number),
            _("Save it as CSV UTF-8 or as a workbook (.xlsx)."),
        )
    return line.decode("cp1252").encode()
