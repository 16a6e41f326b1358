"""Characters that nobody sees: they turn the reading order, hide in a word, or move the cursor of a terminal."""

from __future__ import annotations

import unicodedata
from pathlib import Path


def visible(text: str) -> str:
    """The text without characters of format (zero-width, bidirectional, soft hyphen); line breaks stay.

    With them a word is not what it seems, and a personnummer is not found.
    """
    if text.isprintable():
        return text
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


def printable(line: str) -> str:
    """The line as it may be written to a terminal: what would steer it, or begin another line, is replaced."""
    if line.isprintable():
        return line
    shown = (c.isprintable() or unicodedata.category(c) == "Zs" for c in line)
    return "".join(c if is_shown else "\N{REPLACEMENT CHARACTER}" for c, is_shown in zip(line, shown, strict=True))


def visible_name(path: Path) -> str:
    """The file's name as it may be shown: what cannot be printed is replaced."""
    return printable(path.name)
