"""QR codes as SVG within the page: nothing is fetched, and nothing leaves the house."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup


def svg(text: str, title: str) -> Markup:
    """A QR code of the text as an `<svg class="qr">`, with its title for those who do not see it."""
    made = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        made, kind="svg", xmldecl=False, svgns=True, omitsize=True, svgclass="qr", lineclass=None, border=4,
        light="#fff", title=title, nl=False,
    )  # fmt: skip
    # Names the picture for screen readers; segno has escaped the title.
    return Markup(made.getvalue().decode("utf-8").replace("<svg ", '<svg role="img" ', 1))
