"""Minnesanteckningar as a PDF that can be archived (PDF/A-2a) and read aloud (PDF/UA-1)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tryggve import __version__
from tryggve.domain.language import _, current_language
from tryggve.reports.json_out import Node
from tryggve.reports.pdf import REGIONS, compiled, fit

TEMPLATE = Path(__file__).parent / "templates" / "anteckningar.typ"


def render(document: Node, day: dt.date) -> bytes:
    """PDF bytes of a document: `title`, `municipality`, `banner`, `facts` (pairs) and `parts`.

    Each of `parts` has a `heading`, paragraphs of `text`, `said` (pairs of who and what) and a `table` or none
    (`title`, `columns`, `rows`). The same document gives the same bytes.
    """
    language = current_language()
    return compiled(
        TEMPLATE,
        fit(document)
        | {
            "author": f"Tryggve {__version__}",
            "language": language,
            "region": REGIONS.get(language, ""),
            "date": [day.year, day.month, day.day],
            "page_words": _("Page {page} of {pages}"),
        },
        day,
    )
