"""Reads finished documents the way somebody else would: by file format, without the code that wrote them."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import pypdf
from python_calamine import CalamineWorkbook

FORMATS = ("html", "pdf", "xlsx", "docx", "json")
_SILENT = {"style", "script"}
_SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    """Text without line breaks, soft hyphens and differences between kinds of space."""
    return _SPACES.sub(" ", text.replace("\u00ad", "").replace("\u200b", "")).strip()


def packed(text: str) -> str:
    """Text without any space and hyphen: what is left when a page has been broken into lines."""
    return re.sub(r"[\s\u00ad\u200b\u2010-]+", "", text)


def document(folder: Path) -> dict[str, Any]:
    """The lagesbild.json of a folder."""
    read: dict[str, Any] = json.loads((folder / "lagesbild.json").read_text(encoding="utf-8"))
    return read


def tables(read: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every table of a lagesbild.json, those behind figures included."""
    for section in read["sections"]:
        for block in section["blocks"]:
            table = block if block["type"] == "table" else block.get("table")
            if table:
                yield table


def table(read: dict[str, Any], table_id: str) -> dict[str, Any]:
    """One table by its id."""
    return next(one for one in tables(read) if one["id"] == table_id)


def cell(found: dict[str, Any], row_name: str, column: str) -> dict[str, Any]:
    """The cell of a row, by what stands first in it, and a column, by its key."""
    at = [one["key"] for one in found["columns"]].index(column)
    row = next(row for row in found["rows"] if row[0]["text"] == row_name)
    one: dict[str, Any] = row[at]
    return one


def finding(read: dict[str, Any], finding_id: str) -> dict[str, Any]:
    """One finding by its id."""
    return next(one for one in read["findings"] if one["id"] == finding_id)


def section(read: dict[str, Any], key: str) -> dict[str, Any]:
    """One chapter by its key."""
    return next(one for one in read["sections"] if one["key"] == key)


def words(node: Any) -> Iterator[str]:
    """Every text in a piece of lagesbild.json that a reader is meant to see: no id, key or SQL."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("text", "title", "lead", "note", "source", "empty", "alt", "reference", "banner", "subtitle",
                       "value_text", "interval_text") and isinstance(value, str):  # fmt: skip
                yield value
            elif key == "items":
                yield from value
            elif key != "trace":
                yield from words(value)
    elif isinstance(node, list):
        for one in node:
            yield from words(one)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.rows: list[list[str]] = []
        self._silent = 0
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
            self._in_cell = True
        if tag == "br":
            self.handle_data("\n")
        self.parts += [value for name, value in attrs if name in ("alt", "title", "aria-label") and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT
        if tag in ("td", "th"):
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        self.parts.append(data)
        if self._in_cell:
            self.rows[-1][-1] += data


def _html(path: Path) -> _Text:
    parser = _Text()
    parser.feed(path.read_text(encoding="utf-8"))
    parser.close()
    return parser


def html_text(folder: Path) -> str:
    """What stands on the page, descriptions of pictures included."""
    return plain(" ".join(_html(folder / "lagesbild.html").parts))


def html_rows(folder: Path) -> set[tuple[str, ...]]:
    """Every row of every table on the page."""
    return {tuple(plain(one) for one in row) for row in _html(folder / "lagesbild.html").rows}


def pdf_pages(folder: Path) -> list[str]:
    """The text of each page; the same bytes are read once."""
    return list(_pages((folder / "lagesbild.pdf").read_bytes()))


@lru_cache(maxsize=8)
def _pages(content: bytes) -> tuple[str, ...]:
    return tuple(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)


def sheets(folder: Path) -> dict[str, list[list[Any]]]:
    """The cells of each sheet."""
    book = CalamineWorkbook.from_path(folder / "lagesbild.xlsx")
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def docx_text(path: Path) -> str:
    """Everything in the package of a Word document: text, headers, properties, descriptions of pictures."""
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name).decode("utf-8") for name in package.namelist() if name.endswith((".xml", ".rels"))]
    return "\n".join([*parts, *(re.sub(r"<[^>]*>", "", part) for part in parts)])


def all_texts(folder: Path) -> dict[str, str]:
    """File → everything that can be read out of it: pages, cells, Parquet columns, and the bytes as they stand."""
    found: dict[str, str] = {}
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        name = str(path.relative_to(folder))
        if path.suffix == ".pdf":
            found[name] = "\n".join(pdf_pages(folder))
        elif path.suffix == ".xlsx":
            found[name] = "\n".join(str(one) for rows in sheets(folder).values() for row in rows for one in row)
        elif path.suffix == ".docx":
            found[name] = docx_text(path)
        elif path.suffix == ".parquet":
            with duckdb.connect() as connection:
                found[name] = "\n".join(map(str, connection.execute("FROM read_parquet(?)", [str(path)]).fetchall()))
        else:
            found[name] = path.read_text(encoding="utf-8")
    return found
