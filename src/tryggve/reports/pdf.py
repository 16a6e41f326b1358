"""The lägesbild as a PDF that can be archived (PDF/A-2a) and read aloud (PDF/UA-1), set by typst."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from tryggve.domain.language import use_language
from tryggve.reports import labels, numbers
from tryggve.reports.column_widths import ABREAST, GUTTER, UPRIGHT, breakable, layout
from tryggve.reports.json_out import Node, document
from tryggve.reports.safe_svg import Drawing, safe_svg
from tryggve.reports.tree import Figure, Situation
from tryggve.reports.typeface import MISSING_SIGN, font_folder, showable

TEMPLATE = Path(__file__).parent / "templates" / "lagesbild.typ"
REGIONS = {"sv": "SE", "en": "GB"}
# A drawing's CSS pixel is three quarters of a point; it is shrunk to the column and to part of the page's height.
PIXEL = 0.75
TALLEST = 430.0


def render(situation: Situation) -> bytes:
    """The lägesbild as PDF bytes: the same tree gives the same bytes, dated the last day of the period.

    Texts reach typst as data, never as source. Raises ValueError where the last day is no date, UnsafeSvgError for a
    drawing that could fetch something.
    """
    last = dt.date.fromisoformat(situation.meta.last_date)
    return compiled(TEMPLATE, _pages(situation, last), last)


def compiled(template: Path, pages: Node, day: dt.date) -> bytes:
    """What a template makes of the texts, which reach it as data, never as source; dated the day."""
    import typst

    shown = json.dumps(pages, ensure_ascii=False, allow_nan=False)
    with font_folder() as folder:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
        return typst.compile(
            str(template),
            root=str(template.parent),
            font_paths=fonts,
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"document": shown},
            pdf_standards=["ua-1", "a-2a"],
            timestamp=dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC),
        )


def _pages(situation: Situation, last: dt.date) -> Node:
    """What the template reads: the published shape, less what paper does not show, plus words, layouts and drawings."""
    shown = document(situation)
    with use_language(situation.meta.language):
        words, about, identity = labels.labels(), labels.about(shown["meta"]), labels.identity(shown["meta"])
        left_out = [[row["reason"], numbers.integer(row["number"])] for row in shown["meta"]["left_out"]]
    methods = {method["key"]: i for i, method in enumerate(shown["methods"])}
    numbered = {finding["id"]: i for i, finding in enumerate(shown["findings"])}
    behind: list[Node] = []
    pages: Node = fit(
        {
            "title": shown["title"],
            "subtitle": shown["subtitle"],
            "banner": shown["banner"],
            "municipality": shown["meta"]["municipality"],
            "identity": identity,
            "about": about,
            "left_out": left_out,
            "methods": shown["methods"],
            "findings": [_finding(finding, methods) for finding in shown["findings"]],
            "explained": labels.explained(situation, shown),
            "sections": _sections(shown, numbered, behind),
            "behind": behind,
            "abreast": sorted([(1, UPRIGHT), *ABREAST.items()]),
            "gutter": GUTTER,
        }
    )
    for table in _tables(pages):
        table["layout"] = layout(table["columns"], table["rows"]).plain()
    _add_drawings(pages, situation)
    language = situation.meta.language
    return pages | {
        "words": words,
        "author": f"Tryggve {situation.meta.version}",
        "language": language,
        "region": REGIONS.get(language, ""),
        "date": [last.year, last.month, last.day],
        "missing_sign": MISSING_SIGN if MISSING_SIGN in json.dumps(pages, ensure_ascii=False) else "",
    }


def fit(node: Any) -> Any:
    """Every text of a tree made of characters the typeface has and, but for ids, of words that can be broken."""
    if isinstance(node, str):
        return breakable(showable(node))
    if isinstance(node, dict):
        return {key: showable(value) if key == "id" else fit(value) for key, value in node.items()}
    return [fit(value) for value in node] if isinstance(node, list | tuple) else node


def _finding(finding: Node, methods: dict[str, int]) -> Node:
    shown = ("id", "kind", "text", "value_text", "interval_text", "reference", "certainty", "method")
    return {key: finding[key] for key in shown} | {
        "method_no": methods.get(finding["method"], -1),
    }


def _sections(shown: Node, numbered: dict[str, int], behind: list[Node]) -> list[Node]:
    return [_section(node, numbered, behind) for node in shown["sections"]]


def _section(section: Node, numbered: dict[str, int], behind: list[Node]) -> Node:
    blocks = []
    for block in section["blocks"]:
        if block["type"] == "table":
            blocks.append(block | {"rows": _texts(block)})
        elif block["type"] == "findings":
            blocks.append({"type": "findings", "numbers": [numbered[finding_id] for finding_id in block["ids"]]})
        elif block["type"] == "figure" and block["table"]:
            blocks.append(block | {"table": None, "behind_no": len(behind)})
            behind.append(block["table"] | {"rows": _texts(block["table"])})
        else:
            blocks.append(block)
    return section | {"blocks": blocks}


def _texts(table: Node) -> list[list[str]]:
    return [[cell["text"] for cell in row] for row in table["rows"]]


def _tables(pages: Node) -> list[Node]:
    blocks = [block for section in pages["sections"] for block in section["blocks"]]
    return [*(block for block in blocks if block["type"] == "table"), *pages["behind"]]


def _add_drawings(pages: Node, situation: Situation) -> None:
    for section, node in zip(situation.sections, pages["sections"], strict=True):
        for block, block_node in zip(section.blocks, node["blocks"], strict=True):
            if isinstance(block, Figure):
                drawing = safe_svg(block.svg, "f")
                block_node["svg"] = showable(drawing.standalone())
                block_node["width"] = _width(drawing)


def _width(drawing: Drawing) -> float:
    width = min(drawing.width * PIXEL, UPRIGHT)
    return round(min(width, TALLEST * drawing.width / drawing.height), 2)
