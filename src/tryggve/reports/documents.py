"""Writing a lägesbild: its formats, each whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from tryggve.domain.language import use_language
from tryggve.reports.tree import Situation

FORMATS = ("html", "pdf", "xlsx", "docx", "json")
NAME = "lagesbild"


def rendered(situation: Situation, format_name: str) -> bytes:
    """The document in one format. A renderer is imported when it is asked for: PDF and spreadsheets take long to
    load.
    """
    with use_language(situation.meta.language):
        return _RENDERERS[format_name](situation)


def write_documents(
    situation: Situation,
    out: Path,
    formats: Iterable[str] = FORMATS,
    *,
    progress: Callable[[str], None] = lambda _name: None,
) -> list[Path]:
    """Write `lagesbild.<format>` into the folder; each file is replaced as a whole."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for format_name in formats:
        path = out / f"{NAME}.{format_name}"
        progress(path.name)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(rendered(situation, format_name))
        os.replace(part, path)
        written.append(path)
    return written


def _html(situation: Situation) -> bytes:
    from tryggve.reports.html import render

    return render(situation).encode()


def _pdf(situation: Situation) -> bytes:
    from tryggve.reports.pdf import render

    return render(situation)


def _xlsx(situation: Situation) -> bytes:
    from tryggve.reports.xlsx import render

    return render(situation)


def _docx(situation: Situation) -> bytes:
    from tryggve.reports.docx_out import render

    return render(situation)


def _json(situation: Situation) -> bytes:
    from tryggve.reports.json_out import render

    return render(situation).encode()


_RENDERERS: dict[str, Callable[[Situation], bytes]] = {
    "html": _html, "pdf": _pdf, "xlsx": _xlsx, "docx": _docx, "json": _json,
}  # fmt: skip
