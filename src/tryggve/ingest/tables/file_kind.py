"""Tells by its first bytes, and by its name second, what kind of file it is."""

from __future__ import annotations

from pathlib import Path

from tryggve.domain.language import N_, _
from tryggve.domain.row_error import FileError

MAGIC = (
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),
)

REFUSED = (
    (b"\x1f\x8b", N_("a gzip archive"), N_("Unpack it and give the file inside.")),
    (b"BZh91AY", N_("a bzip2 archive"), N_("Unpack it and give the file inside.")),
    (b"\xfd7zXZ", N_("an xz archive"), N_("Unpack it and give the file inside.")),
    (b"\x28\xb5\x2f\xfd", N_("a zstd archive"), N_("Unpack it and give the file inside.")),
    (b"7z\xbc\xaf\x27\x1c", N_("a 7z archive"), N_("Unpack it and give the file inside.")),
    (b"Rar!\x1a", N_("a rar archive"), N_("Unpack it and give the file inside.")),
    (b"PK\x05\x06", N_("an empty zip archive"), N_("Export the file anew.")),
    (b"PARE", N_("an encrypted Parquet file"), N_("Save it without encryption.")),
    (b"%PDF-", N_("a PDF document"), N_("Ask for the table behind it as a CSV file or a workbook.")),
    (b"SQLite format 3\0", N_("a database file"), N_("Export the table as a CSV file.")),
    (b"<", N_("a web page or XML"), N_("Open it in a spreadsheet program and save it as a workbook (.xlsx) or CSV.")),
)

SUFFIX_NEEDS = {".parquet": "parquet", ".xlsx": "workbook", ".xlsm": "workbook", ".xls": "workbook"}
TEXT_SUFFIXES = (".csv", ".tsv", ".tab", ".txt")
_MARKS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"


def kind_of(path: Path, start: bytes) -> str:
    """`delimited`, `json`, `parquet` or `workbook`; FileError where the first bytes show something else."""
    text = start.lstrip(_MARKS)
    if not text:
        raise FileError(_("{file} is empty.").format(file=path.name), _("Export the file anew."))
    for magic, what, how in REFUSED:
        if (text if magic == b"<" else start).startswith(magic):
            raise FileError(_("{file} is {what}.").format(file=path.name, what=_(what)), _(how))
    found = next((kind for magic, kind in MAGIC if start.startswith(magic)), "")
    needed = SUFFIX_NEEDS.get(path.suffix.lower(), "")
    if needed and not found and not _readable(start):
        raise FileError(
            _("{file} is called {suffix} but is damaged or something else.").format(
                file=path.name, suffix=path.suffix.lower()
            ),
            _("Export the file anew."),
        )
    return found or _text_kind(path, text)


def _readable(start: bytes) -> bool:
    """Whether it may be text under a wrong name: such files are met (CSV called .xls) and can be read."""
    return start.startswith((b"\xff\xfe", b"\xfe\xff")) or not any(byte < 9 or 13 < byte < 32 for byte in start)


def _text_kind(path: Path, text: bytes) -> str:
    if text[:1] not in (b"{", b"["):
        return "json" if path.suffix.lower() in (".json", ".geojson", ".jsonl", ".ndjson") else "delimited"
    # "[id];[name]" heads some exports of databases; JSON opens with one of these.
    inside = text[1:].lstrip(_MARKS)[:1]
    is_json = inside in b'"{}[]' if text[:1] == b"[" else inside in b'"}'
    return "json" if is_json or path.suffix.lower() not in TEXT_SUFFIXES else "delimited"
