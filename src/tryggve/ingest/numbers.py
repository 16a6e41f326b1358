"""Numbers as people write them: decimal comma or point, blanks between thousands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BLANKS = "[ \u00a0\u2009\u202f']"
_PLAIN = re.compile(r"[+-]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?")
_THOUSANDS = (
    (re.compile(rf"[+-]?[0-9]{{1,3}}(?:{_BLANKS}[0-9]{{3}})+(?:[.,][0-9]+)?"), re.compile(_BLANKS)),
    (re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[+-]?[0-9]{1,3}(?:\.[0-9]{3}){2,}"), re.compile(r"\.")),
    (re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[+-]?[0-9]{1,3}(?:,[0-9]{3}){2,}"), re.compile(",")),
)


@dataclass(frozen=True)
class Numbers:
    """One number per text: `value` is NaN where the text is empty or `bad` (holds something that is no number)."""

    value: NDArray[np.float64]
    bad: NDArray[np.bool_]


def parse_number(text: str) -> float | None:
    """The number a text holds, or None. "1 234,5", "1.234,5" and "1234.5" are the same; "1,234" is 1.234."""
    text = text.strip().replace("\u2212", "-")
    for form, separator in _THOUSANDS:
        if form.fullmatch(text):
            text = separator.sub("", text)
    if not _PLAIN.fullmatch(text):
        return None
    value = float(text.replace(",", "."))
    return value if np.isfinite(value) else None


def parse_numbers(values: Sequence[str]) -> Numbers:
    """The numbers of n distinct texts; an empty text is no number and not bad either."""
    try:
        value = np.array([float(text) if text else np.nan for text in values])
        plain = not any("_" in text for text in values)
    except ValueError:
        plain = False
    filled = np.fromiter((bool(text) for text in values), bool, len(values))
    # What Python alone calls a number (1_000, inf, nan) is none in a file.
    if not plain or not bool(np.isfinite(value[filled]).all()):
        found = [parse_number(text) for text in values]
        value = np.array([np.nan if number is None else number for number in found], np.float64)
    return Numbers(value, filled & np.isnan(value))
