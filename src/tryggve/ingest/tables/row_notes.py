"""What is told of rows that were left out or filled up."""

from __future__ import annotations

from tryggve.domain.language import ngettext
from tryggve.ingest.raw_table import shown


def title_notes(titles: list[list[str]]) -> list[str]:
    """Of the rows above the heading."""
    if not titles:
        return []
    text = shown(" ".join(" ".join(filter(None, row)) for row in titles))
    return [
        ngettext(
            "{n} row above the heading was left out as a title: “{text}”.",
            "{n} rows above the heading were left out as titles: “{text}”.",
            len(titles),
        ).format(n=len(titles), text=text)
    ]


def below_notes(below: list[str]) -> list[str]:
    """Of the rows below the table."""
    if not below:
        return []
    return [
        ngettext(
            "{n} row below the table was left out as a note: “{text}”.",
            "{n} rows below the table were left out as notes: “{text}”.",
            len(below),
        ).format(n=len(below), text=shown(" ".join(below)))
    ]


def short_notes(short: list[int]) -> list[str]:
    """Of the rows, by number, that had to be filled up."""
    if not short:
        return []
    return [
        ngettext(
            "{n} row has fewer cells than there are headings (first: row {row}); the missing were read as blank.",
            "{n} rows have fewer cells than there are headings (first: row {row}); the missing were read as blank.",
            len(short),
        ).format(n=len(short), row=short[0])
    ]
