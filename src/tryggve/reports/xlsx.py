"""The lägesbild as a spreadsheet: findings, one sheet per table, and what the document is; numbers as numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from tryggve.domain.language import _, use_language
from tryggve.reports import labels
from tryggve.reports.excel_numbers import Written, limit_written, parted, written
from tryggve.reports.json_out import Node, document
from tryggve.reports.tree import Situation

SHEET_NAME = 31
HEADING = 250
NARROWEST, WIDEST = 9, 60
_LONGEST_LOST = 9
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_BLANKS = re.compile(r"[ \n\t]+")
_HEAD = {
    "bold": True,
    "text_wrap": True,
    "valign": "bottom",
    "bg_color": "#f2f6f9",
    "bottom": 2,
    "bottom_color": "#17466b",
}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": "#0e2f4a"},
    "banner": {"bold": True, "bg_color": "#fff3cf", "font_color": "#3b2c00"},
    "section": {"bold": True, "font_size": 12, "font_color": "#0e2f4a"},
    "text": {"text_wrap": True, "valign": "top"},
    "note": {"font_color": "#4a5663", "valign": "top"},
    "link": {"font_color": "#0b568a", "underline": 1},
    "head": _HEAD,
    "head_right": _HEAD | {"align": "right"},
}


def render(situation: Situation) -> bytes:
    """The lägesbild as XLSX bytes: the same tree gives the same bytes, dated the last day of the period.

    Texts are written as texts whatever they look like (`=1+1` stays four characters); nothing is linked but the
    file's own sheets.
    """
    shown = document(situation)
    with use_language(situation.meta.language):
        return _Book(shown).bytes()


class _Book:
    """One workbook under work; sheets are added in the order of the tree."""

    def __init__(self, shown: Node) -> None:
        import xlsxwriter

        self.shown = shown
        self.words = labels.labels()
        self.file = BytesIO()
        self.book = xlsxwriter.Workbook(
            self.file,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        self.styles = {name: self.book.add_format(style) for name, style in _STYLES.items()}
        self.numbers: dict[str, Any] = {}
        self.taken: set[str] = set()
        self.tables = _tables(shown)

    def bytes(self) -> bytes:
        """The finished file."""
        last = dt.date.fromisoformat(self.shown["meta"]["last_date"])
        self.book.set_properties(
            {
                "title": self.shown["title"][:HEADING],
                "subject": self.shown["subtitle"][:HEADING],
                "author": f"Tryggve {self.shown['meta']['version']}",
                "comments": self.shown["banner"][:HEADING],
                "created": dt.datetime(last.year, last.month, last.day, tzinfo=dt.UTC),
            }
        )
        summary = self._sheet(_("Summary"))
        named = [(table, self._sheet(_short(i, table["title"]))) for i, table in enumerate(self.tables, 1)]
        self._findings(summary, [sheet.get_name() for _table, sheet in named])
        for table, sheet in named:
            self._table(sheet, table)
        self._about(self._sheet(_("About")))
        self.book.close()
        return self.file.getvalue()

    def _sheet(self, title: str) -> Any:
        name = _sheet_name(title, self.taken)
        self.taken.add(name.casefold())
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_landscape()
        return sheet

    def _top(self, sheet: Any, title: str) -> int:
        """Title and banner; the number of the first free row after them."""
        sheet.write_string(0, 0, title, self.styles["title"])
        if not self.shown["banner"]:
            return 2
        sheet.write_string(1, 0, self.shown["banner"], self.styles["banner"])
        return 3

    def _findings(self, sheet: Any, sheet_names: list[str]) -> None:
        words = self.words
        row = self._top(sheet, self.shown["title"])
        heads = [
            (_("Kind of finding"), 18),
            (_("Finding"), 60),
            (_("Value"), 12),
            (_("Lower limit"), 12),
            (_("Upper limit"), 12),
            (words["reference"], 36),
            (words["certainty"], 16),
            (words["method"], 28),
            (_("Id"), 34),
        ]
        titles = {method["key"]: method["title"] for method in self.shown["methods"]}
        rows = [
            [
                words["kinds"][f["kind"]],
                f["text"],
                (f["value"], f["value_text"]),
                *(
                    limit_written(end, f["value"], f["value_text"]) or (None, "")
                    for end in f["interval"] or (None, None)
                ),
                f["reference"],
                words["grades"][f["certainty"]],
                titles.get(f["method"], f["method"]),
                f["id"],
            ]
            for f in self.shown["findings"]
        ]
        right = {2, 3, 4}
        if rows:
            row = self._grid(sheet, row, [title for title, _width in heads], rows, right)
        else:
            sheet.write_string(row, 0, words["no_findings"], self.styles["text"])
            row += 1
        for i, (_title, width) in enumerate(heads):
            sheet.set_column(i, i, width)
        sheet.write_string(row + 1, 0, words["contents"], self.styles["section"])
        for i, (name, table) in enumerate(zip(sheet_names, self.tables, strict=True), row + 2):
            target = name.replace("'", "''")
            sheet.write_url(i, 0, f"internal:'{target}'!A1", self.styles["link"], table["title"][:HEADING] or name)

    def _table(self, sheet: Any, table: Node) -> None:
        row = self._top(sheet, table["title"])
        heads, rows, right = _columns(table)
        if rows and heads:
            row = self._grid(sheet, row, heads, rows, right)
            for i, head in enumerate(heads):
                longest = max(len(head) * 0.7, *(len(cells[i][1]) for cells in rows))
                sheet.set_column(i, i, min(max(longest + 3, NARROWEST), WIDEST))
        else:
            sheet.write_string(row, 0, table["empty"] or self.words["no_rows"], self.styles["text"])
            sheet.set_column(0, 0, WIDEST)
            row += 1
        for note in (table["note"], table["source"] and f"{self.words['source']}: {table['source']}"):
            if note:
                row += 1
                sheet.write_string(row, 0, note, self.styles["note"])

    def _grid(self, sheet: Any, row: int, heads: Sequence[str], rows: list[list[Any]], right: set[int]) -> int:
        """A table with headings that programs and screen readers know as such; the first free row below it."""
        columns = [
            {"header": head, "header_format": self.styles["head_right" if i in right else "head"]}
            for i, head in enumerate(_unlike(heads))
        ]
        area = (row, 0, row + len(rows), len(heads) - 1)
        sheet.add_table(*area, {"columns": columns, "style": "Table Style Light 1", "banded_rows": False})
        sheet.freeze_panes(row + 1, 1)
        sheet.repeat_rows(row)
        for i, cells in enumerate(rows, row + 1):
            for j, cell in enumerate(cells):
                if isinstance(cell, Written):
                    sheet.write_number(i, j, cell.value, self._style(cell.format, j in right))
                    continue
                value, text = cell if isinstance(cell, tuple) else (None, cell)
                self._cell(sheet, i, j, value, text, j in right)
        return row + len(rows) + 1

    def _cell(self, sheet: Any, row: int, column: int, value: Any, text: str, right: bool) -> None:
        number = written(value, text)
        if number is not None:
            sheet.write_number(row, column, number.value, self._style(number.format, right))
        elif text:
            sheet.write_string(row, column, text, self._style("@", right))
        else:
            sheet.write_blank(row, column, None, self._style("@", right))

    def _style(self, number_format: str, right: bool) -> Any:
        key = f"{number_format} {right}"
        if key not in self.numbers:
            side = {"align": "right"} if right else {}
            style = {"num_format": number_format, "valign": "top", "text_wrap": True, **side}
            self.numbers[key] = self.book.add_format(style)
        return self.numbers[key]

    def _about(self, sheet: Any) -> None:
        row = self._top(sheet, self.words["about"])
        pairs: list[tuple[str, Any]] = [*labels.about(self.shown["meta"])]
        blocks = [
            ("", [(label, (None, text)) for label, text in pairs]),
            (self.words["left_out"], [(out["reason"], (out["number"], "")) for out in self.shown["meta"]["left_out"]]),
            (self.words["methods"], [(m["title"], (None, m["text"])) for m in self.shown["methods"]]),
        ]
        for title, lines in blocks:
            if title and lines:
                sheet.write_string(row, 0, title, self.styles["section"])
                row += 1
            for label, (value, text) in lines:
                sheet.write_string(row, 0, label, self.styles["text"])
                self._cell(sheet, row, 1, value, text, False)
                row += 1
            row += 1
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 100)


def _tables(shown: Node) -> list[Node]:
    blocks = [block for section in shown["sections"] for block in section["blocks"]]
    found = [block if block["type"] == "table" else block.get("table") for block in blocks]
    return [table for table in found if table]


def _columns(table: Node) -> tuple[list[str], list[list[tuple[Any, str]]], set[int]]:
    """Headings, rows of value and text, and the columns set to the right; an interval in parentheses gets a column."""
    heads: list[str] = []
    columns: list[list[tuple[Any, str]]] = []
    right: set[int] = set()
    for i, column in enumerate(table["columns"]):
        pieces = [(row[i]["value"], *parted(row[i]["value"], row[i]["text"])) for row in table["rows"]]
        made = [(column["title"], [(value, text) for value, text, _rest in pieces])]
        if any(rest for _value, _text, rest in pieces):
            title = _("{column}, in parentheses").format(column=column["title"])
            made.append((title, [(None, rest) for _value, _text, rest in pieces]))
        for title, cells in made:
            if column["kind"] == "number":
                right.add(len(heads))
            heads.append(title)
            columns.append(cells)
    return heads, [list(row) for row in zip(*columns, strict=True)], right


def _short(number: int, title: str) -> str:
    """A number and the words a sheet's name has room for, with a sign where they are cut, between words where that
    loses little; of `source: heading` the heading counts most.
    """
    whole = f"{number} {title}"
    if len(whole) <= SHEET_NAME:
        return whole
    _source, _colon, heading = title.rpartition(": ")
    words = f"{number} {heading}"
    if len(words) <= SHEET_NAME:
        return words
    cut = words[:SHEET_NAME].rpartition(" ")[0].rstrip(" ,;–(")
    return (cut if len(cut) > SHEET_NAME - _LONGEST_LOST else words[: SHEET_NAME - 1]) + "…"


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name Excel allows: at most 31 characters, none of them forbidden, no apostrophe at an end, none twice in
    any case.
    """
    plain = " ".join(_FORBIDDEN.sub(" ", title).split()).strip("' ") or _("Table")
    name, n = plain[:SHEET_NAME].strip("' "), 1
    while name.casefold() in taken or name.casefold() == "history":
        n += 1
        name = f"{plain[: SHEET_NAME - len(str(n)) - 1].strip(chr(39) + ' ')} {n}"
    return name


def _unlike(heads: Sequence[str]) -> list[str]:
    """Headings a table in Excel accepts: not empty, not too long, none twice in any case."""
    made: list[str] = []
    for head in heads:
        plain = _BLANKS.sub(" ", head).strip()[:HEADING] or "–"
        name, n = plain, 1
        while name.casefold() in {other.casefold() for other in made}:
            n += 1
            name = f"{plain} ({n})"
        made.append(name)
    return made
