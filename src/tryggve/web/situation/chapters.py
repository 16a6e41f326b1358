"""A lägesbild as a page: its chapters, what is written to them, and what was written before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tryggve.reports.html import chapters
from tryggve.web.core.screening import Mark, marks
from tryggve.web.situation.models import Analysis

_SAME_SITTING = dt.timedelta(minutes=10)
UNWRITTEN = frozenset({"analysis"})
"""Chapters that hold questions to be answered in writing: one text for each chapter does that."""


@dataclass(frozen=True)
class Chapter:
    """A chapter with its blocks as HTML; `text` as it stands, by whom and when, and the marks of persons in it."""

    key: str
    title: str
    lead: str
    blocks: Any
    version: int = 0
    text: str = ""
    by: str = ""
    at: dt.datetime | None = None
    marks: tuple[Mark, ...] = ()
    has_history: bool = False


def chapters_of(tree: dict[str, Any], period: str) -> list[Chapter]:
    """The chapters of a draft with what is written to them."""
    written = latest_texts(period)
    return [_chapter(section, blocks, written.get(section["key"])) for section, blocks in chapters(tree)]


def fixed_chapters(tree: dict[str, Any]) -> list[Chapter]:
    """The chapters of a fastställd lägesbild: its texts are among their blocks."""
    return [_chapter(section, blocks, None) for section, blocks in chapters(tree)]


def _chapter(section: dict[str, Any], blocks: Any, one: Analysis | None) -> Chapter:
    if one is None:
        return Chapter(section["key"], section["title"], section["lead"], blocks)
    return Chapter(
        section["key"], section["title"], section["lead"], blocks, one.version, one.text, one.by, one.at,
        tuple(marks(one.text)), one.version > 1,
    )  # fmt: skip


def latest_texts(period: str) -> dict[str, Analysis]:
    """Chapter → the text as it stands, of those that have any."""
    rows = Analysis.objects.filter(period=period).order_by("version")
    return {row.section: row for row in rows}


def sittings(rows: Iterable[Analysis]) -> list[Analysis]:
    """The last text of each sitting, the latest first: a text saves itself while somebody writes."""
    found: list[Analysis] = []
    for row in sorted(rows, key=lambda one: one.version):
        if found and found[-1].by == row.by and row.at - found[-1].at < _SAME_SITTING:
            found[-1] = row
        else:
            found.append(row)
    return found[::-1]
