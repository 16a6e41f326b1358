"""How a table is set on a printed page: width of each column, size of the type, page upright or on its side."""

from __future__ import annotations

import math
import re
from dataclasses import asdict, dataclass
from typing import Any

# Points: A4 less margins of 22 mm on either side.
UPRIGHT, SIDEWAYS = 470.5, 717.0
SIZES = (9.5, 9.0, 8.5, 8.0, 7.5)
# Tables that are much narrower than the page stand side by side, in three columns or two.
GUTTER = 16.0
ABREAST = {3: (UPRIGHT - 2 * GUTTER) / 3, 2: (UPRIGHT - GUTTER) / 2}
MANY_COLUMNS = 12
LONGEST_LINE = 26.0
LONGEST_PIECE = 14
MOST_SPREAD = 1.35
WHOLE_NUMBER = 24
BOLD = 1.1
LOW = 340.0

_LONG_WORD = re.compile(r"\S{41,}")
_SPACES = re.compile(r"[ \n\t\u200b]")
_EM = dict.fromkeys("iljtfrI.,:;!|'()[] \u00a0-–", 0.28) | dict.fromkeys("mwMWÅÄÖ%@", 0.8) | {"\u200b": 0.0}


@dataclass(frozen=True)
class Layout:
    """Widths in points, one per column, the size of the type, the inset of a cell, and whether the page lies down.

    `whole` tells that the table is low enough to be kept on one page, `abreast` how many of its like fit side by side.
    """

    widths: tuple[float, ...]
    size: float
    inset: float
    sideways: bool
    whole: bool
    abreast: int

    def plain(self) -> dict[str, Any]:
        """The layout as JSON carries it."""
        return asdict(self)


def breakable(text: str) -> str:
    """`text` with places to break inside words longer than 40 characters, which no hyphenation rule may know."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(_pieces(word.group())), text)


def layout(columns: list[dict[str, Any]], rows: list[list[str]]) -> Layout:
    """The largest type, on the upright page if possible, in which no word is cut, and no line while it is not small."""
    if not columns:
        return Layout((), SIZES[0], 0.0, False, True, 1)
    least = [BOLD * _longest_word(column["title"]) for column in columns]
    wanted = [min(BOLD * _em(column["title"]), LONGEST_LINE) for column in columns]
    numeric = [column["kind"] == "number" for column in columns]
    for row in rows:
        for i, text in enumerate(row):
            whole = min(_em(text), LONGEST_LINE)
            # A number with its interval is easiest to compare when it stands on one line.
            unbroken = numeric[i] and len(text) <= WHOLE_NUMBER
            least[i] = max(least[i], whole if unbroken else _longest_word(text))
            wanted[i] = max(wanted[i], whole)
    inset = 3.0 if len(columns) > MANY_COLUMNS else 5.0
    uncut = [max(pair) for pair in zip(least, wanted, strict=True)]
    for room, sideways, needed in ((UPRIGHT, False, uncut), (UPRIGHT, False, least), (SIDEWAYS, True, least)):
        # A little smaller is easier to read than broken lines.
        for size in SIZES[:3] if needed is uncut else SIZES:
            if sum(needed) * size + 2 * inset * len(columns) <= room:
                widths = _shared(least, wanted, size, inset, room)
                low = _height(rows, widths, size, inset) <= LOW
                abreast = next((n for n, part in ABREAST.items() if sum(widths) <= MOST_SPREAD * part), 1)
                return Layout(widths, size, inset, sideways, low, abreast)
    return Layout((round(SIDEWAYS / len(columns), 2),) * len(columns), SIZES[-1], inset, True, False, 1)


def _shared(least: list[float], wanted: list[float], size: float, inset: float, room: float) -> tuple[float, ...]:
    narrow = [em * size + 2 * inset for em in least]
    wide = [max(em * size + 2 * inset, floor) for em, floor in zip(wanted, narrow, strict=True)]
    if sum(wide) <= room:
        spread = min(room / sum(wide), MOST_SPREAD)
        return tuple(round(width * spread, 2) for width in wide)
    part = (room - sum(narrow)) / (sum(wide) - sum(narrow))
    return tuple(round(low + (high - low) * part, 2) for low, high in zip(narrow, wide, strict=True))


def _height(rows: list[list[str]], widths: tuple[float, ...], size: float, inset: float) -> float:
    """The height of the rows, lines of wrapped text counted with some waste, and the space above and below."""
    ems = [max(width - 2 * inset, size) / size for width in widths]
    full = (max(_em(text) / line for text, line in zip(row, ems, strict=True)) for row in rows)
    lines = (1 if part <= 1 else math.ceil(1.3 * part) for part in full)
    return sum(count * size * 1.4 + size for count in lines)


def _em(text: str) -> float:
    """A generous width of a text in the typeface, in ems."""
    return sum(_EM.get(c, 0.62 if c.isupper() else 0.53) for c in text)


def _longest_word(text: str) -> float:
    return max(map(_em, _SPACES.split(text)))


def _pieces(word: str) -> list[str]:
    return [word[i : i + LONGEST_PIECE] for i in range(0, len(word), LONGEST_PIECE)]
