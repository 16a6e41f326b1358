"""The lägesbild as one web page: style and drawings inside, no script, no request to any host."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tryggve.domain.language import use_language
from tryggve.reports import labels, numbers
from tryggve.reports.json_out import Node, document
from tryggve.reports.safe_svg import FONT_FAMILY, Drawing, safe_svg
from tryggve.reports.tree import Figure, Situation

if TYPE_CHECKING:
    import jinja2

TEMPLATES = Path(__file__).parent / "templates"
_SPACE = re.compile(r"\s+")


def render(situation: Situation) -> str:
    """The lägesbild as one self-contained HTML page.

    All text is escaped by the template; a drawing is let through only when `safe_svg` has checked and rewritten it,
    which raises UnsafeSvgError for anything that could run or fetch.
    """
    shown = drawn(situation)
    with use_language(situation.meta.language):
        page = _environment().get_template("lagesbild.html")
        return page.render(
            doc=shown,
            words=labels.labels(),
            about=labels.about(shown["meta"]),
            findings={finding["id"]: finding for finding in shown["findings"]},
            method_titles={method["key"]: method["title"] for method in shown["methods"]},
            anchor=_anchors(),
            link=_as_id,
            integer=numbers.integer,
            explained=labels.explained(situation, shown),
            asked=_asked(shown) if situation.asked else [],
        )


def drawn(situation: Situation) -> Node:
    """The lägesbild as plain dicts and lists that hold its checked drawings too, to be kept and shown by `chapters`."""
    shown = document(situation)
    _add_drawings(shown, situation)
    return shown


def chapters(shown: Node) -> list[tuple[Node, Any]]:
    """Each section of what `drawn` made with its blocks as HTML, safe to put into a page: no style and no script.

    The drawings are let through as they were checked then: `shown` must come from whoever keeps it untouched.
    """
    from markupsafe import Markup

    with use_language(shown["meta"]["language"]):
        known = {
            "doc": shown, "words": labels.labels(), "anchor": _anchors(), "link": _as_id,
            "findings": {finding["id"]: finding for finding in shown["findings"]},
            "method_titles": {method["key"]: method["title"] for method in shown["methods"]}, "asked": [],
        }  # fmt: skip
        module: Any = _environment().get_template("blocks.html").make_module(known)
        return [
            (section, Markup().join(module.block_of(_let_through(block)) for block in section["blocks"]))
            for section in shown["sections"]
        ]


def _asked(shown: Node) -> list[Node]:
    """Every number with a way back: findings first, then cells in the order of the page."""
    blocks = [block for section in shown["sections"] for block in section["blocks"]]
    tables = [block if block["type"] == "table" else block.get("table") for block in blocks]
    cells = [cell for table in tables if table for row in table["rows"] for cell in row]
    return [one for one in (*shown["findings"], *cells) if one["id"] and one["trace"]]


def _let_through(block: Node) -> Node:
    from markupsafe import Markup

    return block | {"svg": Markup(block["svg"])} if "svg" in block else block


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _add_drawings(shown: Node, situation: Situation) -> None:
    """Put the checked drawing of each figure into the block that stands in the same place of the same section."""
    number = 0
    for section, node in zip(situation.sections, shown["sections"], strict=True):
        for block, block_node in zip(section.blocks, node["blocks"], strict=True):
            if isinstance(block, Figure):
                number += 1
                block_node["svg"] = _inline(safe_svg(block.svg, f"f{number}"), block_node["alt"])


def _inline(drawing: Drawing, alt: str) -> Any:
    """The drawing as an `<svg>` for a page, named by its alternative text."""
    from markupsafe import Markup

    head = Markup('<svg role="img" aria-label="{}" viewBox="{}" width="{:g}" height="{:g}" font-family="{}">')
    inner = Markup(drawing.inner)  # safe_svg wrote it anew from known elements, every text and attribute escaped
    return head.format(alt, drawing.view_box, drawing.width, drawing.height, FONT_FAMILY) + inner + Markup("</svg>")


def _as_id(name: str) -> str:
    return _SPACE.sub("_", name)


def _anchors() -> Callable[[str], str]:
    """A function that makes an id attribute's value, and an empty text for one that is already taken on the page."""
    taken: set[str] = set()

    def anchor(name: str) -> str:
        value = _as_id(name)
        if value in taken:
            return ""
        taken.add(value)
        return value

    return anchor
