"""One look for all pictures: monotone colours that print in grey, static fonts, no red."""

from __future__ import annotations

from functools import cache
from typing import Any

from tryggve.domain.language import current_language
from tryggve.reports.typeface import FAMILY, FILES

FONT = FAMILY
INK = "#1f2a33"
QUIET = "#5b6770"
RULE = "#d5dade"
LINE = "#1b5e85"
RAMP = ("#deebf3", "#a9cde3", "#5f9fc7", "#25648f", "#0c3554")
"""Five classes from light to dark, told apart in grey too."""

PAPER = "#f6f5f1"
WIDTH = 640
_LOCALES = {"sv": "sv-SE", "en": "en-US"}


def config() -> dict[str, Any]:
    """The Vega-Lite configuration of every chart."""
    axis = {
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": RULE,
        "domainColor": QUIET,
        "tickColor": QUIET,
    }
    return {
        "font": FONT,
        "background": "transparent",
        # Room at the left: in a reader's own typeface long numbers may be wider than in the one measured with.
        "padding": {"left": 16, "top": 5, "right": 5, "bottom": 5},
        "view": {"stroke": None},
        "axis": axis,
        "legend": {"labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12},
        "line": {"color": LINE, "strokeWidth": 2},
        "point": {"color": LINE, "filled": True},
        "rect": {"color": LINE},
    }


def chart_svg(chart: Any, alt: str) -> str:
    """An Altair chart as SVG text. The description is the alternative text."""
    import vl_convert

    _register_fonts()
    spec = chart.properties(description=alt).to_dict(validate=False)
    spec["config"] = config()
    locale: Any = _LOCALES[current_language()]
    svg: str = vl_convert.vegalite_to_svg(spec, format_locale=locale)
    return svg


@cache
def _register_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(FILES))
