"""SVG that may stand inside a page: known drawing elements only, no script, no link out, names that do not clash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from tryggve.reports.readable import readable

# The first family is the one the PDF embeds; the others serve a reader who lacks it.
FONT_FAMILY = "Source Sans Pro, Source Sans 3, Segoe UI, Arial, sans-serif"
DEFAULT_SIZE = (640.0, 360.0)

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_SHAPES = ("g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "image", "use")
_PAINT = ("defs", "clipPath", "mask", "pattern", "marker", "linearGradient", "radialGradient", "stop", "symbol")
_ELEMENTS = frozenset(("svg", "title", "desc", *_SHAPES, *_PAINT))
_PICTURE = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]*")
_INNER_LINK = re.compile(r"#[^\s\"'()]+")
_INNER_URL = re.compile(r"url\(\s*['\"]?#([^\s\"'()]+)['\"]?\s*\)")
_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*")
_STYLED_FONT = re.compile(r"font-family\s*:[^;]*")
# Names for assistive technology inside the drawing stand in the chart library's English: the alt text speaks instead.
_UNSPOKEN = re.compile(r"role|aria-.*|tabindex|class")


class UnsafeSvgError(ValueError):
    """A drawing holds something that can run, fetch or hide."""


@dataclass(frozen=True)
class Drawing:
    """A checked drawing: what stands inside `<svg>`, its view box, and its natural size in CSS pixels."""

    inner: str
    view_box: str
    width: float
    height: float

    def standalone(self) -> str:
        """The drawing as an SVG file of its own."""
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'width="{self.width:g}" height="{self.height:g}" viewBox="{self.view_box}" font-family="{FONT_FAMILY}">'
            f"{self.inner}</svg>"
        )


def safe_svg(svg: str, prefix: str) -> Drawing:
    """Check a drawing and give every name in it a prefix, so that many drawings can share a page.

    Raises UnsafeSvgError for anything outside a short list of drawing elements, for event handlers, style sheets,
    links and pictures from elsewhere, and for document type declarations (entities).
    """
    if "<!DOCTYPE" in svg.upper() or "<!ENTITY" in svg.upper():
        raise UnsafeSvgError("the drawing declares a document type")
    try:
        root = ElementTree.fromstring(readable(svg))
    except ElementTree.ParseError as error:
        raise UnsafeSvgError(f"the drawing is not well-formed: {error}") from error
    if root.tag != f"{_SVG}svg":
        raise UnsafeSvgError(f"the drawing is no svg but {root.tag}")
    for element in root.iter():
        _drop_unspoken(element)
        _check_element(element)
        _own_names(element, prefix)
    width, height = _size(root)
    view_box = root.get("viewBox") or f"0 0 {width:g} {height:g}"
    if not re.fullmatch(r"[-+.,\deE\s]+", view_box):
        raise UnsafeSvgError(f"the drawing's view box is {view_box!r}")
    return Drawing("".join(_written(child) for child in root), view_box, width, height)


def _drop_unspoken(element: ElementTree.Element) -> None:
    for key in [key for key in element.attrib if _UNSPOKEN.fullmatch(key)]:
        del element.attrib[key]


def _check_element(element: ElementTree.Element) -> None:
    name = element.tag.removeprefix(_SVG) if isinstance(element.tag, str) else "?"
    if name not in _ELEMENTS or not element.tag.startswith(_SVG):
        raise UnsafeSvgError(f"the drawing holds <{element.tag}>")
    for key, value in element.attrib.items():
        plain = key.rpartition("}")[2].lower()
        if plain.startswith("on"):
            raise UnsafeSvgError(f"the drawing holds the event handler {key}")
        if plain in ("href", "src"):
            own_picture = name == "image" and _PICTURE.fullmatch(value)
            if not own_picture and not _INNER_LINK.fullmatch(value):
                raise UnsafeSvgError(f"the drawing links to {value[:60]!r}")
        elif "url(" in _INNER_URL.sub("", value).lower() or "\\" in value or "@import" in value.lower():
            raise UnsafeSvgError(f"the drawing's {key} reaches out: {value[:60]!r}")


def _own_names(element: ElementTree.Element, prefix: str) -> None:
    for key, value in list(element.attrib.items()):
        plain = key.rpartition("}")[2]
        if plain == "id":
            element.set(key, f"{prefix}-{value}")
        elif plain == "href" and value.startswith("#"):
            element.set(key, f"#{prefix}-{value[1:]}")
        elif plain == "font-family":
            element.set(key, FONT_FAMILY)
        elif plain == "style" and "font-family" in value:
            element.set(key, _STYLED_FONT.sub(f"font-family: {FONT_FAMILY}", value))
        elif "url(" in value:
            element.set(key, _INNER_URL.sub(rf"url(#{prefix}-\1)", value))


def _size(root: ElementTree.Element) -> tuple[float, float]:
    sides = [_NUMBER.fullmatch(root.get(side, "")) for side in ("width", "height")]
    if sides[0] and sides[1]:
        width, height = float(sides[0].group(1)), float(sides[1].group(1))
    else:
        box = re.findall(r"[-+.\deE]+", root.get("viewBox", ""))
        width, height = (float(box[2]), float(box[3])) if len(box) == 4 else DEFAULT_SIZE
    return (width, height) if width > 0 and height > 0 else DEFAULT_SIZE


def _written(element: ElementTree.Element) -> str:
    """The element as text that an HTML and an XML reader understand alike: no name spaces but xlink, no comments."""
    name = element.tag.removeprefix(_SVG)
    attributes = "".join(f' {key}="{_escaped(value)}"' for key, value in _attributes(element))
    inner = _escaped(element.text or "") + "".join(_written(child) for child in element)
    return f"<{name}{attributes}>{inner}</{name}>{_escaped(element.tail or '')}"


def _attributes(element: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for key, value in element.attrib.items():
        if key == _XLINK_HREF:
            yield "xlink:href", value
        elif not key.startswith("{"):
            yield key, value


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
