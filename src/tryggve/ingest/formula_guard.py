"""Keeps spreadsheet programs from taking a text for a formula."""

from __future__ import annotations

import re

PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?%?")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_GUARDED = re.compile("'+[" + re.escape("".join(FORMULA_STARTS)) + "]")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet program may take the text for a formula; a plain number and a lone dash it does not."""
    return text.startswith(FORMULA_STARTS) and text != "-" and PLAIN_NUMBER.fullmatch(text) is None


def guarded(text: str) -> str:
    """The text as it may stand in a cell: an apostrophe before what could be a formula; `unguarded` undoes it."""
    return "'" + text if is_formula(text) or _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that `guarded` put there."""
    return text[1:] if _GUARDED.match(text) else text
